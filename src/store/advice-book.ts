import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { assert } from '../core/assert.ts'
import { readYaml } from './file-faults.ts'

const FILE = fileURLToPath(new URL('../../advice/places.yaml', import.meta.url))

const words = z.strictObject({ en: z.string().min(2), zh: z.string().min(2) })
const Adviser = z.strictObject({
  name: words,
  about: words,
  phone: z
    .string()
    .regex(/^[0-9][0-9 -]{2,20}$/)
    .optional(),
  url: z.url({ protocol: /^https$/ }).optional(),
  mark: z.enum(['primary', 'secondary', 'unverified']),
  source: z.array(z.strictObject({ title: z.string().min(5), href: z.url() })),
})
const Book = z.strictObject({
  apiVersion: z.literal('advice/v1'),
  places: z.record(
    z.string().regex(/^[a-z]{2}$/),
    z.array(
      // What nobody has looked up is not called anything surer.
      Adviser.refine((one) => one.mark === 'unverified' || one.source.length > 0),
    ),
  ),
})
export type Adviser = z.infer<typeof Adviser>

let kept: z.infer<typeof Book>['places'] | undefined

function adviceBook(): z.infer<typeof Book>['places'] {
  if (kept !== undefined) return kept
  const found = readYaml(readFileSync(FILE, 'utf8'), Book)
  assert('read' in found, `${FILE} is sound`)
  kept = found.read.places
  return kept
}

/** Who advises free of charge where these laws hold, each once. */
export function advisersOf(jurisdictions: readonly string[]): readonly Adviser[] {
  const countries = new Set(jurisdictions.map((one) => one.split('-')[0] ?? ''))
  return [...countries].flatMap((country) => adviceBook()[country] ?? [])
}
