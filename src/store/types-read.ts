import pg from 'pg'
import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'

type Parse = (text: string) => unknown

const asText: Parse = (text) => text
const TEXT_ARRAY: number = 1009
const INT8_ARRAY = 1016
const INT2_ARRAY = 1005

// numeric and interval stay text because JavaScript has no exact number for them; timestamps
// without a zone because they name no instant.
const PARSERS = new Map<number, Parse>([
  [20, BigInt],
  [1082, asText],
  [1083, asText],
  [1114, asText],
  [1184, sameInstant],
  [1186, asText],
  [1700, asText],
  [790, asText],
  [INT8_ARRAY, wholeNumbers(BigInt, arrayOf(BigInt))],
  [INT2_ARRAY, wholeNumbers(Number, arrayOf(Number))],
  [1182, arrayOf(asText)],
  [1115, arrayOf(asText)],
  [1185, arrayOf(parseInstant)],
  [1231, arrayOf(asText)],
])

/** How the server's texts become values. */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ??
    pg.types.getTypeParser(oid, format as 'text'),
}

/** The arrays of every ledger's line: one row of numbers with none missing, which needs no parser. */
function wholeNumbers(parse: Parse, others: Parse): Parse {
  return (text) => {
    if (text.lastIndexOf('{') !== 0 || text.includes('N')) return others(text)
    return text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((one) => parse(one))
  }
}

function arrayOf(parse: Parse): Parse {
  const texts = pg.types.getTypeParser(TEXT_ARRAY, 'text')
  const each = (item: unknown): unknown =>
    Array.isArray(item) ? item.map(each) : typeof item === 'string' ? parse(item) : item
  return (text) => each(texts(text))
}

/** Rows that were written together have one moment, and to read it again costs more than the rest of a row. */
let latest: { readonly text: string; readonly at: Instant } | undefined

function sameInstant(text: string): Instant {
  if (latest?.text !== text) latest = { text, at: parseInstant(text) }
  return latest.at
}

/** A timestamptz as PostgreSQL writes it in ISO style and UTC; whole milliseconds, rounded down. */
export function parseInstant(text: string): Instant {
  if (text === 'infinity') return Infinity as Instant
  if (text === '-infinity') return -Infinity as Instant
  const match = STAMP.exec(text)
  assert(match !== null, `${text} is not an instant in UTC`)
  const [, year, month, dayOfMonth, hour, minute, second, fraction = ''] = match
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(dayOfMonth),
    Number(hour),
    Number(minute),
    Number(second),
    millis,
  )
  return at as Instant
}

const STAMP = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?\+00(?::?00)?$/
