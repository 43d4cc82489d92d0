import type { Channel } from '../core/channel.ts'
import { CHANNELS } from '../core/channel.ts'
import type { Action, Approver, Cadence, TreatmentOut } from './document.ts'
import { APPROVERS, REFERRALS, REWARDS } from './document.ts'
import type { Place } from './finding.ts'
import type { Keys, Reading } from './reader.ts'
import { atKey, readKeys, readName, readNumber, readOneOf, readSpan, report } from './reader.ts'

export const TREATMENT_KEYS = [
  'treatment',
  'do',
  'every?',
  'at_most?',
  'quiet_after?',
  'approval?',
  'ask_again?',
]

const TIMES_MAX = 99
const REWARD_APPROVERS: readonly Approver[] = ['manager', 'compliance']

/** What a row of the treatments table does, how often, and who must agree. */
export function readTreatment(
  reading: Reading,
  keys: Keys,
  place: Place,
): TreatmentOut | undefined {
  const treatment = readName(reading, keys, { key: 'treatment', place })
  const action = readAction(reading, keys, place)
  const cadence: Cadence = {
    every: readSpan(reading, keys, { key: 'every', place }),
    atMost: readNumber(reading, keys, { key: 'at_most', least: 1, most: TIMES_MAX, place }),
    quietAfter: readQuiet(reading, keys, place),
  }
  const isReward = action?.do === 'propose'
  // An administrator runs the system and sees no borrower, so no reward can wait for one.
  const of = isReward ? REWARD_APPROVERS : APPROVERS
  const approval = readOneOf(reading, keys, { key: 'approval', of, place })
  const askAgainDays = readSpan(reading, keys, { key: 'ask_again', place })
  if (action?.do === 'refer' && !keys.has('approval'))
    report(reading, atKey(keys, { key: 'do', place }), 'needs_approval', { text: action.to })
  if (isReward && !keys.has('approval'))
    report(reading, atKey(keys, { key: 'do', place }), 'reward_approval', { text: action.reward })
  if (treatment === undefined || action === undefined) return undefined
  return { treatment, action, cadence, approval, askAgainDays }
}

function readQuiet(reading: Reading, keys: Keys, place: Place): Cadence['quietAfter'] {
  const found = keys.get('quiet_after')
  const inner =
    found &&
    readKeys(reading, found.value, {
      name: 'quiet_after',
      keys: ['payment?', 'conversation?', 'attempt?'],
      place,
    })
  const span = (key: string) => (inner ? readSpan(reading, inner, { key, place }) : undefined)
  return { payment: span('payment'), conversation: span('conversation'), attempt: span('attempt') }
}

/** Call and visit are done by people, so they name whose hours; the others name what is sent. */
const DONE_BY_PEOPLE: ReadonlySet<Channel> = new Set(['call', 'visit'])

function readAction(reading: Reading, keys: Keys, place: Place): Action | undefined {
  const found = keys.get('do')
  if (found === undefined) return undefined
  const at = { ...place, line: found.line, column: 'do' }
  if (found.value.is === 'text' && found.value.text === 'nothing') return { do: 'nothing' }
  const all = [...CHANNELS, 'worklist', 'refer', 'propose'] as const
  const known = [...all, 'template'].map((key) => `${key}?`)
  const inner = readKeys(reading, found.value, { name: 'do', keys: known, place: at })
  if (inner === undefined) return undefined
  const kinds = all.filter((key) => inner.has(key))
  const kind = kinds[0]
  const byPeople = CHANNELS.some((channel) => channel === kind && DONE_BY_PEOPLE.has(channel))
  // An action of another name was named already.
  if (kind === undefined && [...inner.keys()].some((key) => !all.some((one) => one === key)))
    if (!inner.has('template') || inner.size > 1) return undefined
  if (kind === undefined || kinds.length > 1 || (inner.has('template') && !byPeople)) {
    report(reading, at, 'one_action')
    return undefined
  }
  if (kind === 'refer') {
    const to = readOneOf(reading, inner, { key: 'refer', of: REFERRALS, place: at })
    return to && { do: 'refer', to }
  }
  if (kind === 'propose') {
    const reward = readOneOf(reading, inner, { key: 'propose', of: REWARDS, place: at })
    return reward && { do: 'propose', reward }
  }
  const name = readName(reading, inner, { key: kind, place: at })
  if (name === undefined) return undefined
  if (kind === 'worklist') return { do: 'list', worklist: name }
  if (!byPeople) return { do: 'write', channel: kind, template: name }
  const template = readName(reading, inner, { key: 'template', place: at })
  return { do: 'meet', channel: kind, worklist: name, template }
}
