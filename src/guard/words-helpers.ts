import type { Reason } from './verdict.ts'

export type GuardLanguage = 'en' | 'zh'

export type Numbers = Reason['numbers']
export type Sentence = (numbers: Numbers, say: Say) => string
export type Say = {
  /** An instant on the wall clock of whoever reads. */
  readonly time: (key: string) => string
  /** A word of the catalogue below, or the text itself. */
  readonly word: (key: string) => string
}

export const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

export const n = (numbers: Numbers, key: string): string => String(numbers[key] ?? '?')

export function windowText(numbers: Numbers, say: Say, language: GuardLanguage): string {
  const days = numbers['days']
  const calendar = numbers['calendar']
  const rolling = language === 'en' ? (days === 1 ? 'one day' : `${days} days`) : `${days} 天`
  if (calendar === undefined) return rolling
  const named = say.word('calendar')
  if (days === undefined) return language === 'en' ? `one ${named}` : `1 个${named}`
  return language === 'en' ? `${rolling} or one ${named}` : `${rolling}或 1 个${named}`
}

export const ofZones = (numbers: Numbers): boolean => Number(numbers['zones'] ?? 1) > 1

/** Slots can all be held by attempts that the history does not count, or not yet. */
export const isUsed = (numbers: Numbers): boolean =>
  Number(numbers['used']) >= Number(numbers['times'])
