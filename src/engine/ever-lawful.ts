import type { Day, Instant } from '../core/calendar.ts'
import { dayNumber } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { ADDRESS_KINDS } from '../core/channel.ts'
import type { Words } from '../core/words.ts'
import type { LawBook } from '../guard/book.ts'
import { judge } from '../guard/judge.ts'
import { PLAIN_VISIT, plainContent, plainFacts } from '../guard/plain.ts'
import type { FirmKind, GuardFacts, Proposal, Reason, Verdict } from '../guard/verdict.ts'
import { sayReason } from '../guard/words.ts'

const HOUR_MS = 3_600_000
const HOURS_A_WEEK = 168
const DAY_MS = 24 * HOUR_MS
const ZONE = 'UTC'
const FIRMS: readonly FirmKind[] = ['creditor', 'agency']

/** Why a channel is never open under the law of some places; undefined where it may be. */
export type NeverLawful = (channel: Channel, places: readonly string[]) => Words | undefined

/**
 * Asks the guard about every hour of a week, with the plainest facts and everything in favour: the
 * person agreed, nothing happened before, the text is as it should be. A channel that is denied even
 * so is one that no rule could ever allow; "not yet" is not "never".
 */
export function neverLawfulOn(law: LawBook, onDay: Day): NeverLawful {
  const known = new Map<string, Words | undefined>()
  return (channel, places) => {
    const key = `${channel} ${places.join(' ')}`
    if (!known.has(key)) known.set(key, whyNever(law, onDay, { channel, places }))
    return known.get(key)
  }
}

type Asked = { readonly channel: Channel; readonly places: readonly string[] }

function whyNever(law: LawBook, onDay: Day, { channel, places }: Asked): Words | undefined {
  const rules = law.rulesFor(places, onDay)
  const start = dayNumber(onDay) * DAY_MS
  let denied: Verdict | undefined
  for (const kind of FIRMS)
    for (let hour = 0; hour < HOURS_A_WEEK; hour++) {
      const at = (start + hour * HOUR_MS) as Instant
      const verdict = judge(proposal(channel, at), factsAt(places, { kind, channel, at }), rules)
      if (verdict.decision !== 'deny') return undefined
      denied ??= verdict
    }
  const reason = denied?.reasons.find((each) => each.says === 'deny')
  return reason && wordsOf(reason)
}

const wordsOf = (reason: Reason): Words => ({
  zh: `${reason.title.zh}：${sayReason(reason, 'zh', ZONE)}`,
  en: `${reason.title.en}: ${sayReason(reason, 'en', ZONE)}`,
})

const proposal = (channel: Channel, at: Instant): Proposal => ({
  at,
  channel,
  to: 'borrower',
  purpose: 'collect',
  addressId: 1n,
  addressKind: ADDRESS_KINDS[channel][0],
  accountIds: [1n],
  voice: channel === 'call' ? 'person' : undefined,
  automated: false,
  content: channel === 'call' ? undefined : plainContent(),
  visit: channel === 'visit' ? { ...PLAIN_VISIT, invited: true } : undefined,
})

const factsAt = (
  places: readonly string[],
  { kind, channel, at }: { kind: FirmKind; channel: Channel; at: Instant },
): GuardFacts => ({
  ...plainFacts({ jurisdictions: places, zones: [ZONE] }),
  firm: { id: 'us', kind, group: ['us'] },
  consents: [
    {
      scope: 'contact',
      channel,
      addressId: undefined,
      given: true,
      effectiveAt: (at - HOURS_A_WEEK * HOUR_MS) as Instant,
      expiresAt: undefined,
    },
  ],
})
