import type { KernelPlan } from './kernel-plan.ts'
import { fieldOf, type Source } from './kernel-tables.ts'

/** Columns that say cheaply who cannot act today. */
const GATES = 3

/** Where each table begins in the one array that holds all of them. */
export type Bases = {
  readonly stage: number
  readonly points: number
  readonly pace: number
  readonly terms: number
  readonly currency: number
  readonly gates: ReadonlyMap<Source, number>
  readonly sources: ReadonlyMap<Source, number>
}

/** A line of the output: row, stage, priority, marks, treatments. */
export const LINE = { row: 0, stage: 1, priority: 2, marks: 3, treatments: 4 } as const
/** Marks of a line: a row stopped the reading; the tables leave open what the answer is. */
export const MARK = { stopped: 1, open: 2 } as const

/** Where every account is told of, words of priority and of offers follow those of treatments. */
export const lineWidth = ({ words, every }: Pick<KernelPlan, 'words' | 'every'>): number =>
  LINE.treatments + words.treatment + (every ? words.priority + words.offer : 0)

/** How the fields of a stage stand in its table: words of each kind, and whether it counts. */
export const stageStride = ({ words }: KernelPlan): number =>
  words.treatment + words.priority + words.offer + 1

/** Which sources say who cannot act today, and whether they alone find the first stage that fits. */
export function gatesOf(plan: KernelPlan): {
  gates: Source[]
  gatesAreAll: boolean
  holdIsIdle: boolean
} {
  const sources = [...plan.tables.sources.values()]
  const stageFields = Array.from({ length: plan.words.stage }, (_, w) => fieldOf('S', w))
  const asked = sources.filter(({ fields }) => stageFields.some((field) => fields.has(field)))
  const holdIsIdle = plan.stages[0]?.idle === true
  if (plan.every) {
    const gatesAreAll = asked.every(({ from }) => from.is === 'column')
    return { gates: gatesAreAll ? asked : [], gatesAreAll, holdIsIdle }
  }
  // What closes an account only takes stages away, and so does an idle hold: the second pass asks.
  const gating = asked.filter(
    ({ key }) => key !== 'closedOn' && (key !== 'heldUntil' || !holdIsIdle),
  )
  const gates = gating.filter(({ from }) => from.is === 'column').slice(0, GATES)
  return { gates, gatesAreAll: gates.length === gating.length, holdIsIdle }
}

/** Rows that one name of a treatment may stand in. */
export function paceRounds({ paced }: KernelPlan): number {
  const times = new Map<string, number>()
  for (const { name } of paced) times.set(name, (times.get(name) ?? 0) + 1)
  return Math.max(0, ...times.values())
}

/** Numbers a treatment's name has in the table of paces: limits and masks, once a row. */
export const paceStride = (plan: KernelPlan): number =>
  Math.max(1, paceRounds(plan) * (2 + plan.words.treatment))
