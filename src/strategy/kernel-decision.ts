import type { Decision } from './decision.ts'
import type { Kernel, Output } from './kernel.ts'
import { BITS } from './kernel-tables.ts'

/** The rows of the treatments table that line `n` of the output chose, in their order. */
export function chosenAt(kernel: Kernel, output: Output, n: number): Kernel['treatments'] {
  return kernel.treatments.filter(
    (_, bit) => (((output.treatments[Math.floor(bit / BITS)]?.[n] ?? 0) >>> (bit % BITS)) & 1) === 1,
  )
}

/** How line `n` differs from what the interpreter decided; an idle account has no line. */
export function differenceAt(
  kernel: Kernel,
  output: Output,
  { wanted, n }: { wanted: Decision; n: number | undefined },
): string | undefined {
  if (n === undefined) return wanted.idle ? undefined : `${wanted.stage} is missing`
  const stage = kernel.stages[output.stage[n] ?? -1]
  const pairs = [
    ['idle', false, wanted.idle],
    ['stage', stage?.stage, wanted.stage],
    ['tone', stage?.tone, wanted.tone],
    ['row', stage?.rowNo, wanted.rowNo],
    ['priority', output.priority[n], wanted.priority],
    [
      'treatments',
      chosenAt(kernel, output, n).map((row) => row.rowNo).join(),
      wanted.treatments.map((choice) => choice.rowNo).join(),
    ],
  ] as const
  const wrong = pairs.find(([, is, should]) => is !== should)
  return wrong && `${wrong[0]} is ${wrong[1]}, not ${wrong[2]}`
}
