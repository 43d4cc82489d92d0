import type { FindingCode } from './finding-words.ts'
import type { Finding, Names, Place } from './finding.ts'
import { nearest } from '../core/nearest.ts'
import { guessName, guessSpan } from './guess.ts'
import { finding } from './finding.ts'
import type { Keyed, Raw } from './source.ts'

/** One pass over a file: everything that is wrong is noted, and reading goes on. */
export type Reading = {
  readonly file: string
  readonly findings: Finding[]
}

export type Keys = ReadonlyMap<string, Keyed>

export function report(reading: Reading, place: Place, code: FindingCode, names: Names = {}): void {
  reading.findings.push(finding(reading.file, place, code, names))
}

const LISTED_MAX = 12

/** The name that was probably meant; where none is near, those there are, if they are few. */
export function nearOrKnown(name: string, known: readonly string[]): Names {
  const near = nearest(name, known)
  if (near !== undefined) return { near }
  return { known: known.length <= LISTED_MAX ? known.join(', ') : undefined }
}

/** How a value of several keys looks. */
const SUCH: Readonly<Record<string, string>> = {
  do: '{ sms: reminder-warm }',
  quiet_after: '{ payment: 3d }',
}

/** Reads keyed values, naming unknown and missing keys. `?` after a name makes the key optional. */
export function readKeys(
  reading: Reading,
  raw: Raw,
  want: { name: string; keys: readonly string[]; place: Place },
): Keys | undefined {
  const at = { ...want.place, line: raw.line }
  if (raw.is !== 'keys') {
    const such = SUCH[want.name]
    report(reading, at, 'not_keys', {
      text: want.name,
      such: such && `, such as ${such}`,
      zhsuch: such && `，例如 ${such}`,
    })
    return undefined
  }
  const known = want.keys.map((key) => key.replace('?', ''))
  for (const [key, { line }] of raw.keys) {
    if (known.includes(key)) continue
    const names = { text: key === '' ? '?' : key, ...nearOrKnown(key, known) }
    report(
      reading,
      { ...want.place, line, column: want.place.table ? key : undefined },
      'unknown_key',
      names,
    )
  }
  const misspelt = [...raw.keys.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => nearest(key, known))
  // A key that is there under a wrong name was named already.
  for (const key of want.keys)
    if (!key.endsWith('?') && !raw.keys.has(key) && !misspelt.includes(key))
      report(reading, at, 'missing_key', { text: key })
  return raw.keys
}

export function readList(
  reading: Reading,
  raw: Raw,
  want: { name: string; most: number; place: Place },
): readonly Raw[] {
  const at = { ...want.place, line: raw.line }
  if (raw.is !== 'list') {
    report(reading, at, 'not_list', { text: want.name })
    return []
  }
  if (raw.items.length > want.most)
    report(reading, at, 'too_many', { text: want.name, most: want.most })
  return raw.items.slice(0, want.most)
}

/** The text under a key, or undefined where the key is absent or (noted) not a single value. */
export function readText(
  reading: Reading,
  keys: Keys,
  want: { key: string; place: Place },
): string | undefined {
  const found = keys.get(want.key)
  if (found === undefined) return undefined
  if (found.value.is === 'text') return found.value.text.trim()
  report(reading, { ...want.place, line: found.line, column: columnOf(want) }, 'not_text', {
    text: want.key,
  })
  return undefined
}

type Want = { readonly key: string; readonly place: Place }

/** A key's name stands as the column only inside a table. */
const columnOf = (want: Want) => (want.place.table === undefined ? undefined : want.key)

export function atKey(keys: Keys, want: Want): Place {
  return {
    ...want.place,
    line: keys.get(want.key)?.line ?? want.place.line,
    column: columnOf(want),
  }
}

export function readNumber(
  reading: Reading,
  keys: Keys,
  want: Want & { readonly least: number; readonly most: number },
): number | undefined {
  const text = readText(reading, keys, want)
  if (text === undefined) return undefined
  const value = /^-?[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= want.least && value <= want.most) return value
  report(reading, atKey(keys, want), 'bad_number', { text, least: want.least, most: want.most })
  return undefined
}

/** '3d' or '2w' as days. */
export function readSpan(reading: Reading, keys: Keys, want: Want): number | undefined {
  const text = readText(reading, keys, want)
  if (text === undefined) return undefined
  const match = /^([1-9][0-9]{0,3})([dw])$/.exec(text)
  if (match) return Number(match[1]) * (match[2] === 'w' ? 7 : 1)
  report(reading, atKey(keys, want), 'bad_span', { text, near: guessSpan(text) })
  return undefined
}

/** '12.5%' as basis points. */
export function readShare(reading: Reading, keys: Keys, want: Want): number | undefined {
  const text = readText(reading, keys, want)
  if (text === undefined) return undefined
  const match = /^([0-9]{1,3})(?:\.([0-9]{1,2}))?%$/.exec(text)
  const value = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : 10_001
  if (value <= 10_000) return value
  report(reading, atKey(keys, want), 'bad_share', { text })
  return undefined
}

export function readOneOf<const T extends string>(
  reading: Reading,
  keys: Keys,
  want: Want & { readonly of: readonly T[] },
): T | undefined {
  const text = readText(reading, keys, want)
  if (text === undefined) return undefined
  const found = want.of.find((word) => word === text)
  if (found === undefined)
    report(reading, atKey(keys, want), 'not_one_of', {
      text,
      list: want.of.join(', '),
      near: nearest(text, want.of),
    })
  return found
}

export function readName(reading: Reading, keys: Keys, want: Want): string | undefined {
  const text = readText(reading, keys, want)
  if (text === undefined) return undefined
  if (/^[a-z0-9]+([_-][a-z0-9]+)*$/.test(text) && text.length <= 60) return text
  const near = text.length > 60 ? undefined : guessName(text)
  report(reading, atKey(keys, want), 'bad_name', { text: text.slice(0, 60), near })
  return undefined
}
