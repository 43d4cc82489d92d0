import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Day } from '../core/calendar.ts'
import { LIMITATION_KINDS, type LimitationLaw } from '../core/limitation.ts'
import { Citation, DayText, Words } from '../guard/form.ts'

const Kinds = z.array(z.enum(LIMITATION_KINDS))

const Value = z.strictObject({
  years: z.int().min(1).max(30),
  longest_years: z.int().min(1).max(60).optional(),
  extinguishes: z.boolean(),
  renewed_by: Kinds,
  revived_by: Kinds,
  obstacle: z
    .strictObject({ last_months: z.int().min(1).max(24), rest_months: z.int().min(1).max(24) })
    .optional(),
  sentence: Words.optional(),
})

const LawFile = z.strictObject({
  id: z.string().regex(/^limitation\.[a-z-]+$/),
  place: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  title: Words,
  source: z.array(Citation).min(1),
  mark: z.enum(['primary', 'secondary', 'unverified']),
  note: Words,
  value: z.record(DayText, Value),
})
type LawFile = z.output<typeof LawFile>

const FOLDER = fileURLToPath(new URL('../../limitation', import.meta.url))
const read = new Map<string, readonly LawFile[]>()

/** The limitation laws in force on a day; a file that cannot be read stops whoever asks. */
export function limitationLaws(on: Day, folder: string = FOLDER): readonly LimitationLaw[] {
  const files = read.get(folder) ?? readFolder(folder)
  read.set(folder, files)
  return files.flatMap((file) => {
    const [newest] = Object.keys(file.value)
      .filter((from) => from <= on)
      .toSorted()
      .reverse()
    const value = newest === undefined ? undefined : file.value[newest]
    return value === undefined ? [] : [lawOf(file, value)]
  })
}

function readFolder(folder: string): readonly LawFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => {
      const parsed = LawFile.safeParse(parse(readFileSync(join(folder, name), 'utf8')))
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        throw new Error(
          `${name}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`,
        )
      }
      if (
        `${parsed.data.place}.yaml` !== name ||
        parsed.data.id !== `limitation.${parsed.data.place}`
      )
        throw new Error(`${name}: the place and the id are the file's name`)
      return parsed.data
    })
}

const lawOf = (file: LawFile, value: z.output<typeof Value>): LimitationLaw => ({
  id: file.id,
  place: file.place,
  title: file.title,
  source: file.source,
  mark: file.mark,
  note: file.note,
  years: value.years,
  longestYears: value.longest_years,
  extinguishes: value.extinguishes,
  renewedBy: value.renewed_by,
  revivedBy: value.revived_by,
  obstacle: value.obstacle && {
    lastMonths: value.obstacle.last_months,
    restMonths: value.obstacle.rest_months,
  },
  sentence: value.sentence,
})
