/**
 * A situation as it was read, before anything is known of its form. What hangs together is checked
 * on it, so that a word misspelt in one place does not hide a wrong reference in another.
 */
export type Raw = Readonly<Record<string, unknown>>

export const rawOf = (value: unknown): Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

export type Item = { readonly index: number; readonly item: Raw }

export const itemsOf = (value: unknown): Item[] =>
  listOf(value).map((item, index) => ({ index, item: rawOf(item) }))

/** A text that has its form; what has not is told of elsewhere. */
export function formed(value: unknown, form: { is: (text: string) => boolean }) {
  return typeof value === 'string' && form.is(value) ? value : undefined
}
