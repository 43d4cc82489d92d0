import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { CARE_KINDS } from '../core/care/care.ts'
import { CLOCK_MARKS, type CareBook, type ClockRule } from '../engine/care-clock.ts'
import { Citation, DayText, RuleId, Words, YearlyForm } from '../guard/form.ts'
import { yearlyDay } from '../guard/yearly.ts'

const LengthForm = z
  .strictObject({
    days: z.int().min(0).max(3650).optional(),
    business_days: z.int().min(1).max(260).optional(),
    months: z.int().min(1).max(240).optional(),
    first: z.enum(['same_day', 'next_day']).default('next_day'),
  })
  .refine(
    (length) =>
      [length.days, length.business_days, length.months].filter((n) => n !== undefined).length ===
      1,
    'one of days, business_days, months',
  )

const ClockForm = z.strictObject({
  kind: z.enum(CARE_KINDS),
  clock: z.string().regex(/^[a-z_]{1,30}$/),
  rule: RuleId,
  mark: z.enum(CLOCK_MARKS),
  words: Words,
  source: z.array(Citation).min(1),
  starts: z.enum(['told', 'state']).default('told'),
  only: z.enum(['written', 'oral']).optional(),
  value: z.record(DayText, LengthForm),
})

const PlaceFile = z.strictObject({
  place: z.string().regex(/^[a-z]+(-[a-z0-9]+)*$/),
  holidays: z.array(YearlyForm).default([]),
  clocks: z.array(ClockForm).min(1),
})

const FOLDER = fileURLToPath(new URL('../../care', import.meta.url))
const read = new Map<string, CareBook>()

/** The clocks of every place; read once a folder, strictly: a fault stops whoever asks. */
export function loadCareBook(folder: string = FOLDER): CareBook {
  const known = read.get(folder)
  if (known !== undefined) return known
  const places = new Map<string, readonly ClockRule[]>()
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  for (const name of names.toSorted()) {
    const file = placeOf(folder, name)
    const holidays = file.holidays.map(yearlyDay)
    places.set(
      file.place,
      file.clocks.map((clock) => ({ ...clock, holidays })),
    )
  }
  const book = { house: places.get('house') ?? [], places }
  read.set(folder, book)
  return book
}

function placeOf(folder: string, name: string): z.output<typeof PlaceFile> {
  const lines = new LineCounter()
  const doc = parseDocument(readFileSync(join(folder, name), 'utf8'), { lineCounter: lines })
  const [error] = doc.errors
  if (error !== undefined)
    throw new Error(`${name}:${lines.linePos(error.pos[0]).line}: ${error.message}`)
  const parsed = PlaceFile.safeParse(doc.toJS({ maxAliasCount: 0 }))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`${name}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`)
  }
  if (`${parsed.data.place}.yaml` !== name) throw new Error(`${name}: the place is the file's name`)
  return parsed.data
}
