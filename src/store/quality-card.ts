import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Words } from '../core/words.ts'
import { readYaml } from './file-faults.ts'

/** What a call is measured by, and how many are drawn. */
export type QualityCard = {
  readonly name: string
  readonly version: number
  readonly title: Words
  readonly rateBp: number
  readonly leastEach: number
  readonly criteria: readonly {
    readonly id: string
    readonly words: Words
    readonly hint: Words
    readonly most: number
  }[]
}

const Sentence = z.string().trim().min(1).max(300)
const Both = z.strictObject({ en: Sentence, zh: Sentence })
const Share = z
  .string()
  .regex(/^(?:100|[1-9]?[0-9])(?:\.[0-9]{1,2})?%$/, 'a share such as 5% or 2.5%')
  .transform((text) => Math.round(Number(text.slice(0, -1)) * 100))
  .refine((bp) => bp <= 10_000, 'at most 100%')

const File = z.strictObject({
  apiVersion: z.literal('quality/v1'),
  name: z.string().regex(/^[a-z0-9-]{1,60}$/),
  version: z.int().min(1).max(1_000_000),
  title: Both,
  sample: z.strictObject({ rate: Share, least_each: z.int().min(0).max(1000) }),
  criteria: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z_]{1,40}$/),
        en: Sentence,
        zh: Sentence,
        hint: Both,
        most: z.int().min(1).max(10),
      }),
    )
    .min(1)
    .max(20)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'an id stands twice'),
})

const SHIPPED = fileURLToPath(new URL('../../quality/standard.yaml', import.meta.url))
const loaded = new Map<string, QualityCard>()

/** The house's own where it has one, else ours; a fault stops whoever asks. */
export function loadCard(home?: string): QualityCard {
  const own = home === undefined ? undefined : join(home, 'quality', 'standard.yaml')
  const path = own !== undefined && existsSync(own) ? own : SHIPPED
  const known = loaded.get(path)
  if (known !== undefined) return known
  const found = readYaml(readFileSync(path, 'utf8'), File)
  if ('faults' in found) {
    const [first] = found.faults
    throw new Error(`${path}:${first?.line}: ${first?.field}: ${first?.words.en}`)
  }
  const { name, version, title, sample, criteria } = found.read
  const card = {
    name,
    version,
    title,
    rateBp: sample.rate,
    leastEach: sample.least_each,
    criteria: criteria.map(({ id, en, zh, hint, most }) => ({ id, words: { en, zh }, hint, most })),
  }
  loaded.set(path, card)
  return card
}

/** Every point is of a criterion of the card, and no more than it gives. */
export const fitsCard = (card: QualityCard, points: Readonly<Record<string, number>>): boolean =>
  Object.entries(points).every(([id, given]) =>
    card.criteria.some((one) => one.id === id && given >= 0 && given <= one.most),
  )
