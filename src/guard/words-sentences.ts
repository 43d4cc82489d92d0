import type { ReasonCode } from './reason-code.ts'
import type { GuardLanguage, Sentence } from './words-helpers.ts'
import { WHAT } from './words-what.ts'
import { WHEN } from './words-when.ts'

/** What each reason says, with the numbers that fill it. */
export const SENTENCES: Readonly<Record<ReasonCode, Readonly<Record<GuardLanguage, Sentence>>>> = {
  ...WHEN,
  ...WHAT,
}
