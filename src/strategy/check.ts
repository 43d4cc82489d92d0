import type { Strategy } from './document.ts'
import type { Finding } from './finding.ts'
import { parseStrategy } from './parse.ts'
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
}

export type Checked =
  | { readonly ok: true; readonly strategy: Strategy; readonly notes: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** Reads and checks a strategy file: the strategy, or everything that is wrong with it. */
export function checkStrategy(text: string, context: CheckContext): Checked {
  const parsed = parseStrategy(text, context.file)
  if (!('name' in parsed)) return { ok: false, findings: parsed }
  const findings = runTests(parsed, context.file).flatMap((test) => test.findings)
  return findings.length > 0 ? { ok: false, findings } : { ok: true, strategy: parsed, notes: [] }
}
