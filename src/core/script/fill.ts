/** What anybody who picks up may hear. */
export const OPEN_NAMES = ['sender.name', 'sender.phone', 'borrower.name', 'staff.name'] as const
/** What tells of the debt: filled in for the borrower alone, once we know that it is them. */
export const PRIVATE_NAMES = ['amount', 'due_on', 'account.tail', 'collector'] as const

export type OpenName = (typeof OPEN_NAMES)[number]
export type PrivateName = (typeof PRIVATE_NAMES)[number]
export type Values = Readonly<Record<OpenName, string>> &
  Readonly<Partial<Record<PrivateName, string>>>

const PLACE = /\{\{\s*([a-z_.]+)\s*\}\}/g

/** The names that words are filled with, as templates write them. */
export const namesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(PLACE), (match) => match[1] ?? '')

/** Anything in braces that is no plain name: a script computes nothing. */
export function strayBraces(text: string): string | undefined {
  return /\{[{%][^}]*\}?\}?|[%}]\}/.exec(text.replaceAll(PLACE, ''))?.[0]
}

/** A name without a value stays empty: what is not told is not said. */
export const fillWords = (text: string, values: Values): string =>
  text.replaceAll(PLACE, (_, name: string) => values[name as keyof Values] ?? '')
