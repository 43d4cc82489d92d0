import type { Bases } from './kernel-layout.ts'
import type { KernelPlan } from './kernel-plan.ts'
import { BITS, type Source } from './kernel-tables.ts'

export type Gates = {
  readonly gates: readonly Source[]
  readonly gatesAreAll: boolean
  readonly holdIsIdle: boolean
  readonly bases: Bases
}

/** Appends without a branch: the place moves on by the sign of minus what is left of the bits. */
export function gateText(
  plan: KernelPlan,
  of: Gates,
  index: (source: Source, stride: number, base: number | undefined) => string,
): string {
  const { stage } = plan.words
  const { gates, gatesAreAll, holdIsIdle } = of
  const isFirst = stage === 1 && gatesAreAll && plan.open.stage[0] === 0
  if (gates.length === 0 || (plan.every && !isFirst)) return 's[m]=i;m++;'
  const acting = actingBits(plan)
  const at = gates
    .map((gate, g) => `const b${g}=${index(gate, stage, of.bases.gates.get(gate))};`)
    .join('')
  const words = Array.from({ length: stage }, (_, w) => {
    const read = gates.map((_, g) => `T[b${g}+${w}]`).join('&')
    // With one word the first stage that fits is known; with more, any that acts keeps the row.
    return isFirst
      ? `const z=${read}&${holdIsIdle ? -2 : -1};const r0=z&(0-z)&${acting[w]};`
      : `const r${w}=${read}&${acting[w]};`
  }).join('')
  if (plan.every) {
    const read = gates.map((_, g) => `T[b${g}]`).join('&')
    const [acts] = acting
    return `${at}const z=${read}&${allBits(plan)};const r0=z&(0-z);S[i-from]=31-Math.clz32(r0);s[m]=i;m+=(0-(r0&${acts}))>>>31;`
  }
  const any = acting.map((_, w) => `((0-r${w})>>>31)`).join('|')
  return `${at}${words}s[m]=i;m+=${any};`
}

/** Whether the gate itself says at which stage a row stands, so that rows without work need no line. */
export const gateSaysStage = (
  plan: Pick<KernelPlan, 'every' | 'words' | 'open'>,
  gates: Pick<Gates, 'gates' | 'gatesAreAll'>,
): boolean =>
  plan.every &&
  gates.gatesAreAll &&
  gates.gates.length > 0 &&
  plan.words.stage === 1 &&
  plan.open.stage[0] === 0

const allBits = ({ stages }: KernelPlan): number => 2 ** Math.min(stages.length, BITS) - 1

/**
 * A bit a stage that something follows from; on hold is no gate's business. Where rows are told of
 * that speak for an account, an offer is something too.
 */
function actingBits({ stages, words, every }: KernelPlan): number[] {
  return Array.from({ length: words.stage }, (_, w) => {
    let bits = 0
    stages.slice(w * 30, w * 30 + 30).forEach((stage, b) => {
      if (!stage.idle || (every && stage.rowNo > 0 && stage.offers.length > 0)) bits |= 1 << b
    })
    return bits
  })
}
