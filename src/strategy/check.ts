import type { Channel } from '../core/channel.ts'
import type { Words } from '../core/words.ts'
import { checkCare } from './check-care.ts'
import { checkCoverage, checkNames } from './check-names.ts'
import { checkStageTable, noteCrossings } from './check-stage.ts'
import { checkOtherTable, checkTreatments } from './check-treatments.ts'
import type { Strategy } from './document.ts'
import type { Finding } from './finding.ts'
import { readStrategy } from './parse.ts'
import type { Reading } from './reader.ts'
import { runTests } from './run-tests.ts'

/** One text that can be sent. */
export type TemplateName = {
  readonly channel: string
  readonly name: string
  readonly language: string
}

export type CheckContext = {
  /** How the file is called in findings. */
  readonly file: string
  /** Every template there is; undefined leaves templates unchecked. */
  readonly templates?: readonly TemplateName[] | undefined
  /** The tenant's codes; undefined leaves such words unchecked. */
  readonly products?: readonly string[] | undefined
  readonly portfolios?: readonly string[] | undefined
  /** The places whose law counts where the file names none itself. */
  readonly places?: readonly string[] | undefined
  /** Why a channel is never open there; undefined leaves the law unasked. */
  readonly neverLawful?:
    | ((channel: Channel, places: readonly string[]) => Words | undefined)
    | undefined
}

export type Checked =
  | {
      readonly ok: true
      readonly strategy: Strategy
      /** What a second reader should look at; nothing here stops the strategy. */
      readonly notes: readonly Finding[]
    }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** Reads and checks a strategy file: the strategy, or everything that is wrong with it. */
export function checkStrategy(text: string, context: CheckContext): Checked {
  const { strategy: parsed, findings } = readStrategy(text, context.file)
  const reading: Reading = { file: context.file, findings: [...findings] }
  // Names are told even of a file whose rows cannot all be read: one round of mending, not two.
  if (parsed !== undefined) checkNames(reading, parsed, context)
  if (parsed === undefined || findings.length > 0) return { ok: false, findings: inOrder(reading) }
  checkStageTable(reading, parsed)
  // With a hole in the stages there is no telling what a treatment's row can reach.
  if (reading.findings.every((found) => found.table !== 'stage')) {
    checkTreatments(reading, parsed)
    checkOtherTable(reading, parsed, 'priority')
    checkOtherTable(reading, parsed, 'offer')
    checkCare(reading, parsed)
  }
  // What is tested, and how it ends, is asked of a file that is otherwise sound.
  if (reading.findings.length === 0) checkCoverage(reading, parsed)
  if (reading.findings.length === 0)
    for (const test of runTests(parsed, context.file)) reading.findings.push(...test.findings)
  if (reading.findings.length > 0) return { ok: false, findings: reading.findings }
  const notes: Reading = { file: context.file, findings: [] }
  noteCrossings(notes, parsed)
  return { ok: true, strategy: parsed, notes: notes.findings }
}

const inOrder = ({ findings }: Reading): readonly Finding[] =>
  findings.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
