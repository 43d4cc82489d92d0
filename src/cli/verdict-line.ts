import type { LawBook } from '../guard/book.ts'
import type { RuleFile } from '../guard/file.ts'
import type { Situation, SituationReason, SituationVerdict } from '../guard/situation-form.ts'
import type { Language } from './words.ts'

/** A reason as it is printed: with its source and its words, for who reads only this line. */
export type PrintedReason = SituationReason & {
  /** Title and link of the source. */
  readonly citation: string
  readonly text: string
}

export type PrintedVerdict = Omit<SituationVerdict, 'reasons'> & {
  readonly id?: string
  readonly reasons: readonly PrintedReason[]
}

/** A verdict as one line says it: its situation's id first, each reason with its citation and text. */
export function printable(
  { id }: Situation,
  { reasons, ...verdict }: SituationVerdict,
  law: LawBook,
  language: Language,
): PrintedVerdict {
  return {
    ...(id === undefined ? {} : { id }),
    ...verdict,
    reasons: reasons.map((reason) => {
      const file = law.files.find((each) => each.id === reason.rule)
      const strength = reason.strength ?? strengthOf(file)
      const text = reason.note ?? file?.title[language] ?? reason.rule
      return {
        rule: reason.rule,
        effect: reason.effect,
        ...(strength === undefined ? {} : { strength }),
        ...(reason.until === undefined ? {} : { until: reason.until }),
        citation: citationOf(file),
        text,
        note: text,
      }
    }),
  }
}

/** The guard's own refusals have no law behind them but this project's word. */
const citationOf = (file: RuleFile | undefined): string => {
  const [source] = file?.source ?? []
  return source === undefined ? 'Forbear docs/compliance.md' : `${source.title} ${source.href}`
}

/** A factor has no force of its own, so it has no word for one. */
const strengthOf = (file: RuleFile | undefined): SituationReason['strength'] =>
  file === undefined || file.strength === 'factor' ? undefined : file.strength
