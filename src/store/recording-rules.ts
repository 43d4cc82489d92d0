import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { assert } from '../core/assert.ts'
import { readYaml } from './file-faults.ts'

const FILE = fileURLToPath(new URL('../../voice/recording.yaml', import.meta.url))

const Place = z.strictObject({
  notice: z.boolean(),
  keepDays: z.int().min(1).max(3660),
  least: z.literal(true).optional(),
  source: z.array(z.strictObject({ title: z.string().min(5), href: z.url() })).min(1),
})
const Rules = z.strictObject({
  apiVersion: z.literal('voice-recording/v1'),
  places: z.record(z.string().regex(/^[a-z]{2}(?:-[a-z]+)*$/), Place),
})
export type RecordingRules = z.infer<typeof Rules>['places']

let kept: RecordingRules | undefined

export function recordingRules(): RecordingRules {
  if (kept !== undefined) return kept
  const found = readYaml(readFileSync(FILE, 'utf8'), Rules)
  assert('read' in found, `${FILE} is sound`)
  kept = found.read.places
  return kept
}

/** Days that a tenant set by place. */
export type OwnDays = Readonly<Record<string, { readonly days: number }>>
export type Recording = { readonly notice: boolean; readonly keepDays: number }

/**
 * Whether a call about an account of these places may be recorded, and how: what any place asks for
 * holds. undefined: a place of which nothing is known records nothing.
 */
export function recordingOf(
  jurisdictions: readonly string[],
  rules: RecordingRules,
  own: OwnDays = {},
): Recording | undefined {
  const places = jurisdictions.filter((place) => !place.startsWith('house'))
  if (places.length === 0) return undefined
  const found = places.map((place) => ruleOf(place, rules, own))
  const known = found.flatMap((one) => one ?? [])
  if (known.length < found.length) return undefined
  return {
    notice: known.some((one) => one.notice),
    keepDays: Math.max(...known.map((one) => one.keepDays)),
  }
}

function ruleOf(place: string, rules: RecordingRules, own: OwnDays): Recording | undefined {
  const rule = rules[place] ?? rules[place.split('-')[0] ?? '']
  if (rule === undefined) return undefined
  const days = (own[place] ?? own[place.split('-')[0] ?? ''])?.days ?? rule.keepDays
  // What law asks for at least no tenant shortens.
  return { notice: rule.notice, keepDays: rule.least ? Math.max(days, rule.keepDays) : days }
}
