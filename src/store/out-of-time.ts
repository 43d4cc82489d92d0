import type { Day } from '../core/calendar.ts'
import { lawsFor } from '../core/limitation.ts'
import { limitationLaws } from './limitation-book.ts'

/** Why a text about a debt that is out of time may not go, whatever else is lawful. */
export type OutOfTimeFault = 'debt_has_ended' | 'sentence_missing'

type Of = {
  readonly account: {
    readonly limitationOn: Day | undefined
    readonly jurisdictions: readonly string[]
  }
  /** undefined: nothing is written. */
  readonly text: string | undefined
  readonly language: 'zh' | 'en'
  readonly today: Day
}

/** The sentence that law asks for stands in the text word for word; of a debt that has ended nothing is asked. */
export function outOfTimeFault({ account, text, language, today }: Of): OutOfTimeFault | undefined {
  const { limitationOn } = account
  if (limitationOn === undefined || limitationOn > today) return undefined
  const laws = lawsFor(limitationLaws(today), account.jurisdictions)
  if (laws.some((law) => law.extinguishes)) return 'debt_has_ended'
  const isMissing = laws.some(
    ({ sentence }) => sentence !== undefined && text?.includes(sentence[language]) === false,
  )
  return isMissing ? 'sentence_missing' : undefined
}
