import type { Decision } from './decision.ts'
import type { Kernel, Output } from './kernel.ts'
import { bitsAt, priorityAt, stageAt } from './kernel.ts'
import { BITS } from './kernel-tables.ts'

/** The rows of the treatments table that line `n` of the output chose, in their order. */
export function chosenAt(kernel: Kernel, output: Output, n: number): Kernel['treatments'] {
  let chosen: Kernel['treatments'][number][] | undefined
  for (let word = 0; word < kernel.words; word++) {
    for (let bits = bitsAt(output, n, word); bits !== 0; bits &= bits - 1) {
      const row = kernel.treatments[word * BITS + 31 - Math.clz32(bits & -bits)]
      if (row !== undefined) (chosen ??= []).push(row)
    }
  }
  return chosen ?? NOTHING
}

const NOTHING: Kernel['treatments'] = []

/** How line `n` differs from what the interpreter decided; an idle account has no line. */
export function differenceAt(
  kernel: Kernel,
  output: Output,
  { wanted, n }: { wanted: Decision; n: number | undefined },
): string | undefined {
  if (n === undefined) return wanted.idle ? undefined : `${wanted.stage} is missing`
  const stage = kernel.stages[stageAt(output, n)]
  const pairs = [
    ['idle', false, wanted.idle],
    ['stage', stage?.stage, wanted.stage],
    ['tone', stage?.tone, wanted.tone],
    ['row', stage?.rowNo, wanted.rowNo],
    ['priority', priorityAt(output, n), wanted.priority],
    [
      'treatments',
      chosenAt(kernel, output, n)
        .map((row) => row.rowNo)
        .join(),
      wanted.treatments.map((choice) => choice.rowNo).join(),
    ],
  ] as const
  const wrong = pairs.find(([, is, should]) => is !== should)
  return wrong && `${wrong[0]} is ${wrong[1]}, not ${wrong[2]}`
}
