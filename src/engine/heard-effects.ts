import type { Spared } from '../core/hear/spared.ts'
import { STOPS, type Heard, type HeardClass, type HeardOne } from '../core/hear/heard.ts'

/** What a message does at once, before anybody has read it. Whatever may stop, stops; nothing is agreed. */
export type HeardEffect =
  /** No to every channel. */
  | { readonly does: 'refuse_all' }
  /** No to the address that it came from; `standing` where it is not the borrower's at all. */
  | { readonly does: 'refuse_address'; readonly standing: 'not_his' | undefined }
  | {
      readonly does: 'hold'
      readonly reason: 'attorney' | 'cease' | 'refusal_to_pay' | 'vulnerable'
    }
  | { readonly does: 'dispute'; readonly sort: 'identity' | 'fraud' | 'paid' | 'amount' }
  /** `sort`: chosen on a page; words alone never say it. */
  | { readonly does: 'complaint'; readonly sort?: string | undefined }
  | { readonly does: 'circumstance'; readonly kind: 'cannot_pay' }
  /** Hours or a place at which they asked not to be called. */
  | { readonly does: 'spare'; readonly spared: Spared }

const VULNERABLE: HeardEffect = { does: 'hold', reason: 'vulnerable' }
const NOT_HIS: HeardEffect = { does: 'refuse_address', standing: 'not_his' }

const EFFECTS: Readonly<Partial<Record<HeardClass, readonly HeardEffect[]>>> = {
  self_harm: [VULNERABLE],
  bereavement: [VULNERABLE],
  vulnerable: [VULNERABLE],
  illness: [VULNERABLE],
  stop: [{ does: 'refuse_all' }, { does: 'hold', reason: 'cease' }],
  refusal_to_pay: [{ does: 'hold', reason: 'refusal_to_pay' }],
  lawyer: [{ does: 'hold', reason: 'attorney' }],
  wrong_number: [NOT_HIS],
  not_me: [NOT_HIS],
  third_person: [NOT_HIS],
  fraud: [{ does: 'dispute', sort: 'fraud' }],
  already_paid: [{ does: 'dispute', sort: 'paid' }],
  dispute: [{ does: 'dispute', sort: 'amount' }],
  complaint: [{ does: 'complaint' }],
  cannot_pay: [{ does: 'circumstance', kind: 'cannot_pay' }],
}

/** In the order in which they are done: what stops the most comes first. */
const ORDER: readonly HeardEffect['does'][] = [
  'refuse_all',
  'refuse_address',
  'hold',
  'dispute',
  'complaint',
  'circumstance',
  'spare',
]

/** Every effect once. What stops needs no certainty; what only records does. */
export function effectsOf(heard: Heard): readonly HeardEffect[] {
  const all = heard.classes.flatMap(effectsOfOne).map((effect): HeardEffect => {
    const isFraud = effect.does === 'dispute' && effect.sort === 'fraud'
    return isFraud && heard.notOwed === true ? { does: 'dispute', sort: 'identity' } : effect
  })
  const named = new Map(all.map((effect) => [JSON.stringify(effect), effect]))
  const found = [...named.values()]
  if (heard.spared !== undefined) found.push({ does: 'spare', spared: heard.spared })
  // A stop that no class of ours explains is a stop all the same.
  if (heard.stops && found.every(({ does }) => does === 'spare')) found.push({ does: 'refuse_all' })
  return found.toSorted((a, b) => ORDER.indexOf(a.does) - ORDER.indexOf(b.does))
}

function effectsOfOne({ what, certainty }: HeardOne): readonly HeardEffect[] {
  const effects = EFFECTS[what] ?? []
  if (certainty === 'sure') return effects
  if (!STOPS.has(what)) return []
  // An unsure "wrong number" keeps us from that address, and says nothing yet about whose it is.
  return effects.map((effect) =>
    effect.does === 'refuse_address' ? { ...effect, standing: undefined } : effect,
  )
}

/** Of a message without a borrower: only what keeps us from whoever may have written. */
export const stopsOnly = (effects: readonly HeardEffect[]): readonly HeardEffect[] =>
  effects.filter(
    ({ does }) => does === 'refuse_all' || does === 'refuse_address' || does === 'hold',
  )

const URGENCY: Readonly<Record<HeardClass, number>> = {
  self_harm: 9,
  bereavement: 8,
  vulnerable: 7,
  illness: 7,
  fraud: 6,
  lawyer: 6,
  complaint: 6,
  stop: 5,
  wrong_number: 5,
  not_me: 5,
  third_person: 5,
  dispute: 5,
  already_paid: 5,
  refusal_to_pay: 5,
  cannot_pay: 4,
  call_back: 4,
  promise: 4,
  question: 3,
  abuse: 3,
  agree: 2,
  other: 2,
  greeting: 1,
  automatic: 0,
}

/** How soon a person must look, 9 first. */
export const urgencyOf = (heard: Heard): number =>
  Math.max(URGENCY[heard.first], ...heard.classes.map(({ what }) => URGENCY[what]))
