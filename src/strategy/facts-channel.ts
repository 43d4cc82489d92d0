import type { Channel } from '../core/channel.ts'
import { CHANNELS } from '../core/channel.ts'
import type { Fact } from './fact.ts'
import { count, daysOrNever, filled } from './fact.ts'
import { NO_DAYS, type StrategyRow } from './row.ts'
import type { TouchKind } from './touch.ts'
import {
  codeOfTouch,
  dayOfTouch,
  daysSinceTouch,
  touchCode,
  touchesWithin,
  touchOf,
} from './touch.ts'

type Asks =
  | 'days_since_attempt'
  | 'days_since_conversation'
  | 'attempts_7_days'
  | 'attempts_30_days'
  | 'conversations_7_days'
  | 'conversations_30_days'

export type ChannelFactName = `contact.${Channel}_${Asks}`

const CHANNEL_WORDS: Readonly<Record<Channel, { readonly zh: string; readonly en: string }>> = {
  sms: { zh: '短信', en: 'text message' },
  email: { zh: '电子邮件', en: 'e-mail' },
  call: { zh: '电话', en: 'call' },
  letter: { zh: '信函', en: 'letter' },
  visit: { zh: '外访', en: 'visit' },
  message: { zh: '即时消息', en: 'app message' },
}

const KIND_WORDS: Readonly<Record<TouchKind, { readonly zh: string; readonly en: string }>> = {
  attempt: { zh: '触达尝试', en: 'attempt' },
  conversation: { zh: '有效沟通', en: 'conversation' },
}

/** More in a month on one channel than any law lets happen. */
const TIMES_MAX = 999

/** The touches of one kind and channel, and those of all others. */
const parted = (
  touches: readonly number[],
  code: number,
): { readonly own: number[]; readonly others: number[] } => ({
  own: touches.filter((touch) => codeOfTouch(touch) === code),
  others: touches.filter((touch) => codeOfTouch(touch) !== code),
})

const sorted = (touches: readonly number[]): number[] => touches.toSorted((a, b) => a - b)

const LAST = { attempt: 'lastAttemptOn', conversation: 'lastConversationOn' } as const

/** A touch of a test's scene is the last one on any channel too, unless a later one is given. */
const lastOn = (kind: TouchKind, row: StrategyRow, day: number): Partial<StrategyRow> => ({
  [LAST[kind]]: Math.max(row[LAST[kind]], day),
})

function sinceTouch(channel: Channel, kind: TouchKind): Fact {
  const code = touchCode(kind, channel)
  const [way, what] = [CHANNEL_WORDS[channel], KIND_WORDS[kind]]
  return filled(
    daysOrNever(`距上次${way.zh}${what.zh}的天数`, `days since the last ${what.en} by ${way.en}`),
    ['touches'],
    {
      fill: (row, today) => daysSinceTouch(row.touches, code, today),
      give: (value, today, row) => {
        const { own, others } = parted(row.touches, code)
        if (value === NO_DAYS) return { touches: others }
        const day = today - value
        const older = own.filter((touch) => dayOfTouch(touch) < day)
        const touches = sorted([...others, ...older, touchOf(kind, channel, day)])
        return { touches, ...lastOn(kind, row, day) }
      },
    },
  )
}

function touchesIn(days: number, channel: Channel, kind: TouchKind): Fact {
  const code = touchCode(kind, channel)
  const [way, what] = [CHANNEL_WORDS[channel], KIND_WORDS[kind]]
  return filled(
    {
      ...count(
        'times',
        `近 ${days} 天（含今天）${way.zh}${what.zh}次数`,
        `${what.en}s by ${way.en} in the last ${days} days, today included`,
      ),
      max: TIMES_MAX,
    },
    ['touches'],
    {
      fill: (row, today) => Math.min(touchesWithin(row.touches, code, { today, days }), TIMES_MAX),
      give: (value, today, row) => {
        const { own, others } = parted(row.touches, code)
        const older = own.filter((touch) => dayOfTouch(touch) <= today - days)
        // What is already given for a shorter window stays, as far as it fits into this one.
        const known = own.filter((touch) => dayOfTouch(touch) > today - days)
        const inside = value === 0 ? [] : known.slice(-value)
        const day = inside.length === 0 ? today : today - days + 1
        const wanted = Math.max(value - inside.length, 0)
        const more = Array.from({ length: wanted }, () => touchOf(kind, channel, day))
        const touches = sorted([...others, ...older, ...inside, ...more])
        return value === 0 ? { touches } : { touches, ...lastOn(kind, row, day) }
      },
    },
  )
}

const factsOf = (channel: Channel): readonly (readonly [ChannelFactName, Fact])[] => [
  [`contact.${channel}_days_since_attempt`, sinceTouch(channel, 'attempt')],
  [`contact.${channel}_days_since_conversation`, sinceTouch(channel, 'conversation')],
  [`contact.${channel}_attempts_7_days`, touchesIn(7, channel, 'attempt')],
  [`contact.${channel}_attempts_30_days`, touchesIn(30, channel, 'attempt')],
  [`contact.${channel}_conversations_7_days`, touchesIn(7, channel, 'conversation')],
  [`contact.${channel}_conversations_30_days`, touchesIn(30, channel, 'conversation')],
]

/** The part of the catalogue that speaks of each channel's own past. */
export const CHANNEL_FACTS = Object.fromEntries(CHANNELS.flatMap(factsOf)) as Readonly<
  Record<ChannelFactName, Fact>
>
