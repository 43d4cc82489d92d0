import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import {
  type CapFigure,
  type CapRule,
  type ChargeBook,
  type RateSeries,
  type WaterfallRule,
  LENDER_KINDS,
  PRODUCT_KINDS,
} from '../core/charge-caps.ts'
import type { Day } from '../core/calendar.ts'
import { PARTS } from '../core/ledger.ts'
import { currencyOf, minorDigits, parseMinor } from '../core/money.ts'
import { Citation, DayText, Words } from '../guard/form.ts'

const Id = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'an id such as cn.private-lending')

/** '15.4' per cent is 1540 basis points; more than two decimals are no basis points. */
const Percent = z
  .string()
  .regex(/^\d{1,4}(\.\d{1,2})?$/, "a percentage in quotes, such as '15.4'")
  .transform((text) => Number(parseMinor(text, 2)))

const Figure = z
  .union([
    z.strictObject({ rate_percent: Percent }),
    z.strictObject({ rate_percent_a_day: Percent }),
    z.strictObject({ rate_times: z.int().min(1).max(10), of: Id }),
    z.strictObject({ share_percent: Percent }),
    z.strictObject({
      late_fees: z.string().regex(/^\d{1,12}(\.\d{1,3})?$/, "an amount in quotes, such as '15.00'"),
      currency: z.string().length(3),
    }),
  ])
  .transform((given, context): CapFigure => {
    if ('rate_percent' in given) return { limit: 'rate', basisPointsAYear: given.rate_percent }
    if ('rate_percent_a_day' in given) {
      return { limit: 'rate', basisPointsAYear: given.rate_percent_a_day * 365 }
    }
    if ('rate_times' in given)
      return { limit: 'rate_of', times: given.rate_times, series: given.of }
    if ('share_percent' in given) return { limit: 'share', basisPoints: given.share_percent }
    const currency = currencyOf(given.currency)
    const mostMinor =
      currency === undefined ? undefined : parseMinor(given.late_fees, minorDigits(currency))
    if (currency !== undefined && mostMinor !== undefined) {
      return { limit: 'late_fees', mostMinor, currency }
    }
    context.addIssue({ code: 'custom', message: 'not an amount of that currency' })
    return z.NEVER
  })

const told = {
  id: Id,
  title: Words,
  source: z.array(Citation).min(1),
  mark: z.enum(['primary', 'secondary', 'unverified']),
  note: Words.optional(),
}
const Covers = z.strictObject({
  place: z.string().regex(/^[a-z]{2}(-[a-z]+)*$/),
  lenders: z.array(z.enum(LENDER_KINDS)).min(1),
  products: z.array(z.enum(PRODUCT_KINDS)).min(1),
})
const Case = z.strictObject({
  on: DayText,
  lender: z.enum(LENDER_KINDS).optional(),
  product: z.enum(PRODUCT_KINDS).optional(),
  practices: z.array(Id).optional(),
  expect: z.array(z.string()),
})

const SeriesFile = z.strictObject({
  ...told,
  kind: z.literal('series'),
  values: z.record(DayText, Percent),
  /** Days whose value a public page was seen to say; the others are from memory. */
  checked: z.array(DayText),
})
const CapFile = z.strictObject({
  ...told,
  kind: z.literal('cap'),
  covers: Covers,
  practice: z.boolean(),
  /** By the day of the contract. */
  limits: z.record(DayText, z.array(Figure)),
  cases: z.array(Case).min(2),
})
const WaterfallFile = z.strictObject({
  ...told,
  kind: z.literal('waterfall'),
  covers: Covers,
  /** The rule in law/ that says the same to people who contact. */
  law: Id,
  /** The borrower's own word comes first: the replay always holds to it, whatever a rule says. */
  directed: z.boolean(),
  never_to_disputed: z.boolean(),
  /** By the day of the payment. */
  rows: z.record(
    DayText,
    z
      .array(
        z.strictObject({
          from_dpd: z.int().min(0).max(10_000),
          order: z.array(z.enum(PARTS)).min(1),
        }),
      )
      .min(1),
  ),
})
const ChargeFile = z.discriminatedUnion('kind', [SeriesFile, CapFile, WaterfallFile])
export type ChargeFile = z.output<typeof ChargeFile>

type ChargeFault = { readonly file: string; readonly why: string }

/** Thrown while starting: a limit that cannot be read must not be missing from a sum. */
export class ChargesUnreadable extends Error {
  readonly faults: readonly ChargeFault[]
  constructor(faults: readonly ChargeFault[]) {
    super(faults.map(({ file, why }) => `${file}: ${why}`).join('\n'))
    this.name = 'ChargesUnreadable'
    this.faults = faults
  }
}

const FOLDER = fileURLToPath(new URL('../../charges', import.meta.url))
const read = new Map<string, ChargeBook>()

/** The folder of limits and orders, read once a process. */
export function loadCharges(folder: string = FOLDER): ChargeBook {
  const known = read.get(folder)
  if (known !== undefined) return known
  const book = bookOf(readChargeFiles(folder))
  read.set(folder, book)
  return book
}

export function readChargeFiles(folder: string = FOLDER): ChargeFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.split(sep).join('/'))
    .toSorted()
  const faults: ChargeFault[] = []
  const files = names.flatMap((file) => {
    const found = parseCharges(readFileSync(join(folder, file), 'utf8'))
    if ('faults' in found) faults.push(...found.faults.map((why) => ({ file, why })))
    return 'faults' in found ? [] : [{ file, data: found.data }]
  })
  faults.push(...faultsTogether(files))
  if (names.length === 0) faults.push({ file: folder, why: 'no files of charges here' })
  if (faults.length > 0) throw new ChargesUnreadable(faults)
  return files.map(({ data }) => data)
}

/** One file's text, or what is wrong with it, field by field. */
export function parseCharges(text: string): { data: ChargeFile } | { faults: readonly string[] } {
  const doc = parseDocument(text, { uniqueKeys: true })
  if (doc.errors.length > 0) return { faults: doc.errors.map(({ message }) => message) }
  const parsed = ChargeFile.safeParse(doc.toJS({ maxAliasCount: 0 }))
  if (parsed.success) return { data: parsed.data }
  return {
    faults: parsed.error.issues.map(
      (issue) => `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`,
    ),
  }
}

/** What no file can be blamed for alone. */
function faultsTogether(
  files: readonly { readonly file: string; readonly data: ChargeFile }[],
): ChargeFault[] {
  const firstDays = new Map<string, string>()
  for (const { data } of files) {
    if (data.kind !== 'series') continue
    firstDays.set(data.id, Object.keys(data.values).toSorted()[0] ?? '9999-12-31')
  }
  const seen = new Set<string>()
  return files.flatMap(({ file, data }) => {
    const faults: ChargeFault[] = []
    if (seen.has(data.id)) faults.push({ file, why: `id: ${data.id} is taken` })
    seen.add(data.id)
    if (data.kind !== 'cap') return faults
    for (const [from, figures] of Object.entries(data.limits)) {
      for (const figure of figures) {
        if (figure.limit !== 'rate_of' || (firstDays.get(figure.series) ?? '9999') <= from) continue
        faults.push({ file, why: `limits.${from}: ${figure.series} has no rate on that day` })
      }
    }
    return faults
  })
}

const dated = <T>(values: Readonly<Record<string, T>>): (readonly [Day, T])[] =>
  Object.entries(values)
    .map(([from, value]) => [from as Day, value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

function bookOf(files: readonly ChargeFile[]): ChargeBook {
  const series = new Map<string, RateSeries>()
  const caps: CapRule[] = []
  const waterfalls: WaterfallRule[] = []
  for (const file of files) {
    if (file.kind === 'series') {
      const values = dated(file.values).map(([from, basisPoints]) => ({ from, basisPoints }))
      series.set(file.id, { id: file.id, values })
    } else if (file.kind === 'cap') {
      caps.push({
        id: file.id,
        title: file.title,
        ...file.covers,
        source: file.source.map(({ title }) => title).join('; '),
        isPractice: file.practice,
        dated: dated(file.limits).map(([from, figures]) => ({ from, figures })),
      })
    } else {
      waterfalls.push({
        id: file.id,
        ...file.covers,
        dated: dated(file.rows).map(([from, rows]) => ({
          from,
          rows: rows.map(({ from_dpd: fromDpd, order }) => ({ fromDpd, order })),
        })),
      })
    }
  }
  return { series, caps, waterfalls }
}
