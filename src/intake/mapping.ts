import { z } from 'zod'
import { parseDay } from '../core/calendar.ts'
import { agreementSchema } from '../store/agreement-terms.ts'
import { ledgerSchema } from '../store/ledger-terms.ts'
import { termsSchema } from '../store/product-terms.ts'

/** What a row of a supplier's file may emit, and the fields of each noun. */
export const NOUNS = [
  'borrower',
  'account',
  'address',
  'instalment',
  'payment',
  'snapshot',
  'profile',
  'placement',
] as const
export type Noun = (typeof NOUNS)[number]

export const DATE_FORMATS = [
  'yyyy-mm-dd',
  'yyyymmdd',
  'yyyy/mm/dd',
  'dd/mm/yyyy',
  'mm/dd/yyyy',
  'dd.mm.yyyy',
  'yymmdd',
] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

const word = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_.]{0,62}$/, 'a plain name of letters, digits, _ and .')
const code = z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and -')
const day = z.string().refine((text) => parseDay(text) !== undefined, 'a day such as 2026-11-21')
const share = z.string().regex(/^[0-9]{1,3}(\.[0-9])?%$/, 'a share such as 5%')
const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
const codeTable = z.record(z.string(), z.string())

/** Kept as it is written, because it goes into the book as it is; only checked here. */
const keptAs = (schema: z.ZodType) =>
  z.record(z.string(), z.unknown()).superRefine((value, context) => {
    for (const issue of schema.safeParse(value).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [...issue.path], message: issue.message })
    }
  })

const lookUp = z.strictObject({
  /** The file of the folder to look into, by its name in this mapping. */
  in: word,
  key: word,
  take: word,
  /** Only rows of that file where these columns hold these values. */
  where: z.record(word, z.string()).optional(),
})

const plainCell = z.strictObject({
  column: word.optional(),
  constant: z.string().optional(),
  /** Several columns make one value, with a slash between them. */
  join: z.array(word).min(2).max(8).optional(),
  /** With `join`: the second row with the same values becomes .../2, and so on. */
  numbered: z.literal(true).optional(),
  /** The day that the load is for. */
  as_of: z.literal(true).optional(),
  /** With `as_of`: the end of the month that lies this many months before that day's month. */
  months_before: z.number().int().min(0).max(600).optional(),
  look_up: lookUp.optional(),
  codes: z.union([word, codeTable]).optional(),
  default: z.string().optional(),
  /** Is put behind the value, so that one row can emit several references. */
  suffix: z.string().optional(),
  /** Is put before it. */
  prefix: z.string().optional(),
  date: z.enum(DATE_FORMATS).optional(),
  /** For yymmdd: the century of every year. */
  century: z.union([z.literal(1900), z.literal(2000)]).optional(),
  /** The column holds whole days counted from this day. */
  days_after: day.optional(),
  unit: z.enum(['major', 'minor']).optional(),
  /** Whether 1.00E+05 is a number in this column. It is refused unless the mapping says so. */
  notation: z.enum(['plain', 'scientific']).optional(),
  /** Amounts with more digits than the currency has are refused unless the mapping names a rounding. */
  rounding: z.literal('half_away_from_zero').optional(),
  /** Numbers without a fraction may be written 3.0. */
  whole: z.literal('decimal_zeros').optional(),
})

const cellOptions = plainCell.extend({
  /** Where the value comes from when this one is empty. */
  else: plainCell.optional(),
})

const SOURCES = ['column', 'constant', 'join', 'as_of'] as const
const cell = z.union([word, cellOptions]).transform((value, context): Cell => {
  const full = typeof value === 'string' ? { column: value } : value
  if (SOURCES.filter((source) => full[source] !== undefined).length !== 1) {
    context.addIssue({ code: 'custom', message: `exactly one of ${SOURCES.join(', ')}` })
  }
  return full
})
export type Cell = z.infer<typeof cellOptions>
export type LookUp = z.infer<typeof lookUp>

const condition = z.strictObject({
  column: word,
  is: z.array(z.string()).min(1).optional(),
  not: z.array(z.string()).min(1).optional(),
  present: z.literal(true).optional(),
})
export type Condition = z.infer<typeof condition>

/** Dated rows made from one row: `count` of them, one a month from the first such day after `after`. */
const schedule = z.strictObject({
  count: word,
  amount: cell,
  day_of_month: z.number().int().min(1).max(28),
  after: cell,
})
export type Schedule = z.infer<typeof schedule>

const shared = {
  when: condition.optional(),
  /** Whether a reference may occur in several rows that agree. A plain file refuses duplicates. */
  repeats: z.enum(['refuse', 'agree']).default('refuse'),
}

const emits = z
  .strictObject({
    borrower: list({
      ref: cell,
      name: cell,
      language: cell,
      zones: cell,
      person_key: cell.optional(),
    }),
    account: list({
      ref: cell,
      borrower: cell,
      portfolio: cell,
      product: cell,
      currency: cell,
      opened_on: cell.optional(),
      principal: cell.optional(),
      closed_on: cell.optional(),
    }),
    address: list({ borrower: cell, kind: cell, value: cell, zone: cell.optional() }),
    instalment: list({
      account: cell,
      borrower: cell.optional(),
      currency: cell,
      version: cell,
      effective_on: cell,
      number: cell.optional(),
      due_on: cell.optional(),
      amount: cell.optional(),
      schedule: schedule.optional(),
    }),
    payment: list({
      ref: cell,
      account: cell,
      borrower: cell.optional(),
      currency: cell,
      amount: cell,
      effective_on: cell,
      reverses: cell.optional(),
    }),
    snapshot: list({
      account: cell,
      borrower: cell.optional(),
      currency: cell,
      effective_on: cell,
      balance: cell,
      arrears: cell.optional(),
      oldest_unpaid_due_on: cell.optional(),
      months_past_due: cell.optional(),
      next_due_on: cell.optional(),
      next_due: cell.optional(),
    }),
    profile: list({
      account: cell,
      borrower: cell.optional(),
      effective_on: cell,
      risk: cell.optional(),
      propensity: cell.optional(),
      segment: cell.optional(),
      vulnerable: cell.optional(),
      limitation_on: cell.optional(),
    }),
    placement: list({
      account: cell,
      borrower: cell.optional(),
      currency: cell,
      effective_on: cell,
      cost: cell.optional(),
      fee: cell.optional(),
      late_interest: cell.optional(),
      interest: cell.optional(),
      principal: cell,
      rate: cell.optional(),
      secured: cell.optional(),
      contracted_on: cell.optional(),
      defaulted_on: cell.optional(),
      called_on: cell.optional(),
      charged_off_on: cell.optional(),
      last_payment_on: cell.optional(),
      last_payment: cell.optional(),
      purchased_on: cell.optional(),
      seller: cell.optional(),
      original_creditor: cell.optional(),
      noticed_on: cell.optional(),
    }),
  })
  .partial()

function list<T extends z.ZodRawShape>(shape: T) {
  return z.array(z.strictObject({ ...shape, ...shared })).min(1)
}

const file = z.strictObject({
  /** The name in a folder; `.*` as its ending means any of .csv, .jsonl and .parquet. */
  name: z.string().regex(/^[^/\\]+$/, 'a file name without a folder'),
  delimiter: z.enum([',', ';', '|', '\t']).default(','),
  encoding: z.enum(['utf-8', 'gb18030']).default('utf-8'),
  optional: z.literal(true).optional(),
  last_line: z.enum(['whole', 'ignore_if_broken']).default('whole'),
  /** True where the file lists every open account of its portfolios, so that a gap is news. */
  complete: z.literal(true).optional(),
  /** A snapshot equal to the one before it is not written again, unless every one is kept. */
  snapshots: z.enum(['every', 'changed']).default('every'),
  columns: z.record(
    word,
    z.strictObject({
      headers: z.array(z.string().min(1)).min(1).optional(),
      optional: z.literal(true).optional(),
    }),
  ),
  /** Columns of the supplier that are not read. Any other column is refused. */
  unused: z.array(z.string().min(1)).default([]),
  rows: condition.optional(),
  emits: emits.default({}),
})
export type FileMapping = z.infer<typeof file>

export const mappingSchema = z.strictObject({
  apiVersion: z.literal('mapping/v1'),
  name: code,
  version: z.number().int().min(1).max(9999),
  /** Goes into every id: two suppliers may use the same reference. */
  source: code,
  about: words,
  /** The day that the files are for where nobody says another one. */
  as_of: day.optional(),
  /** The file that is meant when one file, not a folder, is loaded. */
  single: word,
  /** Shares of the open accounts at which a load stops. */
  limits: z.strictObject({ closures: share, disappeared: share }),
  portfolios: z
    .array(
      z.strictObject({
        code,
        name: words,
        kind: z.enum(['host', 'own']),
        creditor: z.string().min(1),
        firm_kind: z.enum(['creditor', 'agency']),
        jurisdictions: z.array(code).min(1),
        strategy: code,
      }),
    )
    .min(1),
  products: z
    .array(
      z.strictObject({
        code,
        shape: z.enum(['instalment', 'revolving', 'line', 'single']),
        delinquency: keptAs(termsSchema),
        /** What its debts bear and how money pays them, in a book of kind own. */
        ledger: keptAs(ledgerSchema).optional(),
        /** What may be agreed on its debts: promises, plans, settlements. */
        agreement: keptAs(agreementSchema).optional(),
      }),
    )
    .min(1),
  codes: z.record(word, codeTable).default({}),
  files: z.record(word, file),
})
export type Mapping = z.infer<typeof mappingSchema>
