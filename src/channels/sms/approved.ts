import { assert } from '../../core/assert.ts'

/** A text that the gateway has approved, with its places for values: ${name} or {1}. */
export type Approved = { readonly code: string; readonly text: string }

export type Filled = {
  readonly code: string
  /** In the order in which the places come. */
  readonly values: ReadonlyMap<string, string>
}

export type ApprovedBook = readonly {
  readonly code: string
  readonly literals: readonly string[]
  readonly names: readonly string[]
}[]

const PLACE = /\$\{([A-Za-z_][A-Za-z0-9_]{0,40})\}|\{([0-9]{1,2})\}/

export function approvedBook(texts: readonly Approved[]): ApprovedBook {
  return texts.map(({ code, text }) => {
    const pieces = text.split(PLACE)
    const literals = pieces.filter((_, i) => i % 3 === 0)
    const names = pieces.flatMap((_, i) => (i % 3 === 0 ? [] : (pieces[i] ?? [])))
    const isClear = literals.slice(1, -1).every((literal) => literal !== '')
    assert(
      isClear,
      `approved text ${code} has two places side by side, which nobody can tell apart`,
    )
    return { code, literals, names }
  })
}

/**
 * These gateways send an approved text with values and nothing else. Ours is rendered already: it
 * may go where an approved text with some values is the same text to the last character.
 */
export function fillOf(book: ApprovedBook, text: string): Filled | undefined {
  for (const { code, literals, names } of book) {
    const values = valuesOf(literals, names, text)
    if (values !== undefined) return { code, values }
  }
  return undefined
}

function valuesOf(
  literals: readonly string[],
  names: readonly string[],
  text: string,
): ReadonlyMap<string, string> | undefined {
  const [first = ''] = literals
  const last = literals.at(-1) ?? ''
  if (names.length === 0) return text === first ? new Map() : undefined
  const end = text.length - last.length
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return undefined
  const values = new Map<string, string>()
  let at = first.length
  for (const [i, name] of names.entries()) {
    const isLast = i === names.length - 1
    const until = isLast ? end : text.indexOf(literals[i + 1] ?? '', at)
    if (until < at || until > end) return undefined
    const value = text.slice(at, until)
    if ((values.get(name) ?? value) !== value) return undefined
    values.set(name, value)
    at = until + (literals[i + 1] ?? '').length
  }
  return values
}

/** The signature in brackets that a text begins with, and the rest. */
export function unsigned(
  body: string,
): { readonly name: string; readonly rest: string } | undefined {
  const [, name, rest] = /^【([^【】]{1,40})】(.*)$/s.exec(body) ?? []
  return name === undefined || rest === undefined ? undefined : { name, rest }
}
