import { assert } from '../core/assert.ts'
import type { Cell, DateFormat } from './mapping.ts'
import type { FieldType } from './fields.ts'
import type { ProblemCode } from './problem.ts'
import { ADDRESS_KINDS, LANGUAGES } from './fields.ts'
import { list, text } from './sql.ts'

/** A predicate that holds where a value is wrong, and what a person is told. */
export type Check = { readonly bad: string; readonly code: ProblemCode; readonly wants?: string }

/** A typed value in SQL (null where the text is wrong) and the checks of its text. */
export type Typed = { readonly value: string; readonly checks: readonly Check[] }

export type Known = {
  readonly portfolios: readonly string[]
  readonly products: readonly string[]
  /** The SQL text of the row's currency. */
  readonly currency: string | undefined
}

/** Types the SQL text `t`. A missing value is the caller's business: every check lets null pass. */
export function typed(type: FieldType, t: string, cell: Cell, known: Known): Typed {
  switch (type) {
    case 'ref':
    case 'text':
      return { value: t, checks: [SPACES(t)] }
    case 'language':
      return oneOf(t, LANGUAGES)
    case 'kind':
      return oneOf(t, ADDRESS_KINDS)
    case 'portfolio':
      return oneOf(t, known.portfolios)
    case 'product':
      return oneOf(t, known.products)
    case 'currency':
      return pattern(t, '[A-Z]{3}', { code: 'not_a_currency', wants: 'CNY' })
    case 'zone':
      return pattern(t, ZONE, { code: 'unknown_zone', wants: 'Asia/Shanghai' })
    case 'zones':
      return zones(t)
    case 'day':
      return day(t, cell)
    case 'whole':
      return whole(t, cell)
    case 'score':
      return score(t, cell)
    case 'segment':
      return segment(t)
    case 'flag':
      return oneOf(t, ['true', 'false'])
    case 'rate':
      return rate(t)
    case 'person_key':
      return pattern(t, '[\\x21-\\x7e]{8,200}', {
        code: 'not_a_person_key',
        wants: 'sha256:9f86d081',
      })
    case 'amount':
    case 'amount_from_zero':
    case 'amount_above_zero':
      assert(known.currency !== undefined, 'every noun with amounts has a currency')
      return amount(type, t, cell, known.currency)
  }
}

const SPACES = (t: string): Check => ({
  bad: `(${t} <> trim(${t}) or regexp_matches(${t}, '[\\x00-\\x08\\x0b-\\x1f\\x7f]'))`,
  code: 'spaces',
})

function oneOf(t: string, words: readonly string[]): Typed {
  const wants = words.join(', ')
  return {
    value: t,
    checks: [{ bad: `${t} not in (${list(words)})`, code: 'unknown_code', wants }],
  }
}

function pattern(t: string, regexp: string, problem: Omit<Check, 'bad'>): Typed {
  return { value: t, checks: [{ bad: `not regexp_full_match(${t}, ${text(regexp)})`, ...problem }] }
}

const ZONE = '[A-Za-z0-9_+/-]{1,40}'

function zones(t: string): Typed {
  const { checks } = pattern(t, `${ZONE}( ${ZONE}){0,11}`, {
    code: 'unknown_zone',
    wants: 'Asia/Shanghai',
  })
  return { value: `'{' || replace(${t}, ' ', ',') || '}'`, checks }
}

/** Where the year, month and day stand in a date format: [first character, length]. */
const PLACES: Readonly<Record<DateFormat, readonly [number, number][]>> = {
  'yyyy-mm-dd': [
    [1, 4],
    [6, 2],
    [9, 2],
  ],
  'yyyy/mm/dd': [
    [1, 4],
    [6, 2],
    [9, 2],
  ],
  yyyymmdd: [
    [1, 4],
    [5, 2],
    [7, 2],
  ],
  'dd/mm/yyyy': [
    [7, 4],
    [4, 2],
    [1, 2],
  ],
  'dd.mm.yyyy': [
    [7, 4],
    [4, 2],
    [1, 2],
  ],
  'mm/dd/yyyy': [
    [7, 4],
    [1, 2],
    [4, 2],
  ],
  yymmdd: [
    [1, 2],
    [3, 2],
    [5, 2],
  ],
}

function day(t: string, cell: Cell): Typed {
  if (cell.days_after !== undefined) {
    const days = whole(t, cell)
    return {
      value: `(date ${text(cell.days_after)} + (${days.value})::integer)`,
      checks: days.checks,
    }
  }
  const format = cell.date ?? 'yyyy-mm-dd'
  const parts = PLACES[format].map(([at, length]) => `substr(${t}, ${at}, ${length})`)
  const century = format === 'yymmdd' ? `'${(cell.century ?? 2000) / 100}' || ` : ''
  const iso = format === 'yyyy-mm-dd' ? t : `${century}${parts.join(` || '-' || `)}`
  const separator = /[^a-z]/.exec(format)?.[0]
  // The cast accepts more than a format says; that the day is written back alike proves the rest.
  const alike = [
    `coalesce(try_cast(${iso} as date)::varchar = ${iso}, false)`,
    `length(${t}) = ${format.length}`,
  ]
  if (format !== 'yyyy-mm-dd' && separator !== undefined) {
    alike.push(`length(replace(${t}, ${text(separator)}, '')) = ${format.length - 2}`)
  }
  return {
    value: `try_cast(${iso} as date)`,
    checks: [
      {
        bad: `${t} is not null and not (${alike.join(' and ')})`,
        code: 'not_a_day',
        wants: EXAMPLE_DAYS[format],
      },
    ],
  }
}

const EXAMPLE_DAYS: Readonly<Record<DateFormat, string>> = {
  'yyyy-mm-dd': '2026-11-21',
  'yyyy/mm/dd': '2026/11/21',
  yyyymmdd: '20261121',
  'dd/mm/yyyy': '21/11/2026',
  'dd.mm.yyyy': '21.11.2026',
  'mm/dd/yyyy': '11/21/2026',
  yymmdd: '261121',
}

function whole(t: string, cell: Cell): Typed {
  const zeros = cell.whole === 'decimal_zeros' ? '(\\.0+)?' : ''
  const bad = `not regexp_full_match(${t}, ${text(`-?[0-9]{1,9}${zeros}`)})`
  return {
    value: `try_cast(${t} as integer)`,
    checks: [{ bad, code: 'not_a_whole_number', wants: '12' }],
  }
}

/** A score of another scale is the mapping's mistake, so it is refused rather than cut. */
function score(t: string, cell: Cell): Typed {
  const { value, checks } = whole(t, cell)
  const wants = '0 to 1000'
  return {
    value,
    checks: [
      ...checks.map((check) => ({ ...check, code: 'not_a_score' as const, wants })),
      { bad: `${value} not between 0 and 1000`, code: 'not_a_score', wants },
    ],
  }
}

/** A share above 1000% is a rate in another unit, so it is refused rather than believed. */
function rate(t: string): Typed {
  const { checks } = pattern(t, '[0-9]{1,3}(\\.[0-9]{1,2})?', { code: 'not_a_rate', wants: '14.6' })
  return { value: `try_cast(try_cast(${t} as decimal(6, 2)) * 100 as integer)`, checks }
}

/** "none" is what strategies call having no segment. */
function segment(t: string): Typed {
  const { value, checks } = pattern(t, '[\\p{L}\\p{N}_.-]{1,40}', {
    code: 'not_a_segment',
    wants: 'prime-a',
  })
  return {
    value,
    checks: [...checks, { bad: `${t} = 'none'`, code: 'not_a_segment', wants: 'prime-a' }],
  }
}

/** Currencies without two minor digits, by their number of digits (ISO 4217). */
const OTHER_DIGITS: readonly (readonly [number, readonly string[]])[] = [
  [0, ['CLP', 'ISK', 'JPY', 'KRW', 'PYG', 'UGX', 'VND']],
  [3, ['BHD', 'JOD', 'KWD', 'OMR', 'TND']],
]

function amount(
  type: 'amount' | 'amount_from_zero' | 'amount_above_zero',
  t: string,
  cell: Cell,
  currency: string,
): Typed {
  const usual = exact(t, cell, 2)
  const others = OTHER_DIGITS.map(([digits, codes]) => ({
    among: `${currency} in (${list(codes)})`,
    ...exact(t, cell, digits),
  }))
  const constant = /^'[A-Z]{3}'$/.test(currency)
  const found = constant
    ? others.find((other) => other.among.includes(currency.slice(1, 4), currency.length))
    : undefined
  const one = found ?? usual
  const pick = (part: 'value' | 'bad'): string =>
    constant
      ? one[part]
      : `case ${others.map((other) => `when ${other.among} then ${other[part]}`).join(' ')} else ${usual[part]} end`
  const value = pick('value')
  const checks: Check[] = [
    {
      bad: pick('bad'),
      code: 'not_an_amount',
      wants: cell.unit === 'minor' ? '123450' : '1234.50',
    },
  ]
  if (type === 'amount_from_zero') checks.push({ bad: `${value} < 0`, code: 'negative' })
  if (type === 'amount_above_zero') checks.push({ bad: `${value} <= 0`, code: 'not_above_zero' })
  return { value, checks }
}

/** Minor units of a text with `digits` minor digits: the same language as core/money.ts reads. */
function exact(t: string, cell: Cell, digits: number): { value: string; bad: string } {
  if (cell.unit === 'minor') {
    return {
      value: `try_cast(${t} as bigint)`,
      bad: `not regexp_full_match(${t}, '-?[0-9]{1,17}')`,
    }
  }
  const zeros = `0{0,${12 - digits}}`
  const fraction = cell.rounding
    ? '[0-9]{1,12}'
    : digits === 0
      ? '0{1,12}'
      : `[0-9]{1,${digits}}${zeros}`
  const plain = `-?[0-9]{1,15}(\\.${fraction})?`
  const scientific = `|-?[0-9](\\.[0-9]{1,${digits + 2}})?E\\+0[0-9]`
  const regexp = `(${plain}${cell.notation === 'scientific' ? scientific : ''})`
  // The cast writes exactly `digits` digits behind the point. Taking the point away is far cheaper
  // than multiplying: wide decimals are slow, and narrow ones overflow.
  const fixed = `try_cast(${t} as decimal(18, ${digits}))::varchar`
  return {
    value: `try_cast(${digits === 0 ? fixed : `replace(${fixed}, '.', '')`} as bigint)`,
    bad: `not regexp_full_match(${t}, ${text(regexp)})`,
  }
}
