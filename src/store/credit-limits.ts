import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import type { CreditLimit } from '../core/credit-record.ts'
import { Citation, Words } from '../guard/form.ts'

const LimitFile = z.strictObject({
  id: z.string().regex(/^credit\.[a-z-]+$/),
  place: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  source: z.array(Citation).min(1),
  mark: z.enum(['primary', 'secondary', 'unverified']),
  note: Words,
  years: z.int().min(1).max(30),
  extra_days: z.int().min(0).max(366),
  from: z.enum(['delinquency', 'end']),
})

const FOLDER = fileURLToPath(new URL('../../credit', import.meta.url))
let read: ReadonlyMap<string, CreditLimit> | undefined

/** How long a negative item may be told, by place. */
export function creditLimits(places: readonly string[]): readonly CreditLimit[] {
  read ??= new Map(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => {
        const { id, mark, place, years, extra_days, from } = LimitFile.parse(
          parse(readFileSync(join(FOLDER, name), 'utf8')),
        )
        return [place, { id, mark, years, extraDays: extra_days, from }]
      }),
  )
  return places.flatMap((place) => read?.get(place) ?? read?.get(place.split('-')[0] ?? '') ?? [])
}
