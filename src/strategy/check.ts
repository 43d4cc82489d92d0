import { checkCoverage, checkNames } from './check-names.ts'
import { checkStageTable, noteCrossings } from './check-stage.ts'
import { checkOtherTable, checkTreatments } from './check-treatments.ts'
import type { Strategy } from './document.ts'
import type { Finding } from './finding.ts'
import { parseStrategy } from './parse.ts'
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
  const parsed = parseStrategy(text, context.file)
  if (!('name' in parsed)) return { ok: false, findings: parsed }
  const reading: Reading = { file: context.file, findings: [] }
  checkNames(reading, parsed, context)
  checkStageTable(reading, parsed)
  // With a hole in the stages there is no telling what a treatment's row can reach.
  if (reading.findings.every((found) => found.table !== 'stage')) {
    checkTreatments(reading, parsed)
    checkOtherTable(reading, parsed, 'priority')
    checkOtherTable(reading, parsed, 'offer')
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
