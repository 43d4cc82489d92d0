import type { Channel } from '../core/channel.ts'
import { channelBit, CHANNELS } from '../core/channel.ts'
import type { Fact } from './fact.ts'
import {
  back,
  count,
  dayOr,
  daysOrNever,
  filled,
  flag,
  inDelinquency,
  since,
  sinceItBegan,
  until,
} from './fact.ts'
import { FOREVER, NEVER, NO_DAYS } from './row.ts'

const canUse = (channel: Channel, zh: string, en: string): Fact =>
  filled(flag(zh, en), ['channels'], {
    fill: (row) => (row.channels & channelBit(channel) ? 1 : 0),
    give: (value, _today, row) => ({
      channels:
        value === 1 ? row.channels | channelBit(channel) : row.channels & ~channelBit(channel),
    }),
  })

/** The part of the catalogue that speaks of reaching a person, and of stops. */
export const CONTACT_FACTS = {
  'contact.days_since_attempt': filled(
    daysOrNever('距上次触达尝试的天数', 'days since the last attempt on any channel'),
    ['lastAttemptOn'],
    {
      fill: (row, today) => since(row.lastAttemptOn, today),
      give: (value, today) => ({ lastAttemptOn: back(value, today) }),
    },
  ),
  'contact.days_since_conversation': filled(
    daysOrNever('距上次有效通话的天数', 'days since both sides last spoke or wrote'),
    ['lastConversationOn'],
    {
      fill: (row, today) => since(row.lastConversationOn, today),
      give: (value, today) => ({ lastConversationOn: back(value, today) }),
    },
  ),
  'contact.unanswered_attempts': filled(
    count(
      'times',
      '上次有效通话以来未获回应的尝试次数',
      'attempts without an answer since the last conversation',
    ),
    ['unansweredAttempts'],
    {
      fill: (row) => row.unansweredAttempts,
      give: (unansweredAttempts) => ({ unansweredAttempts }),
    },
  ),
  'contact.can_sms': canUse('sms', '有可用的短信号码', 'has a number that may be texted'),
  'contact.can_email': canUse(
    'email',
    '有可用的电子邮箱',
    'has an e-mail address that may be used',
  ),
  'contact.can_call': canUse('call', '有可拨打的电话', 'has a number that may be called'),
  'contact.can_letter': canUse('letter', '有可寄信的地址', 'has an address that letters may go to'),
  'contact.can_visit': canUse('visit', '有可上门的地址', 'has an address that may be visited'),
  'contact.can_message': canUse('message', '有可用的即时消息', 'may be reached by app message'),
  'hold.active': filled(flag('处于停催', 'a hold is running'), ['heldUntil'], {
    fill: (row, today) => (row.heldUntil > today ? 1 : 0),
    give: (value, today) => ({ heldUntil: value === 1 ? today + 30 : NEVER }),
  }),
  'hold.days_left': filled(daysOrNever('停催剩余天数', 'days until the hold ends'), ['heldUntil'], {
    fill: (row, today) => (row.heldUntil > today ? until(row.heldUntil, today) : 0),
    give: (value, today) => ({ heldUntil: value === NO_DAYS ? FOREVER : today + value }),
  }),
  'contact.last_attempt_on': filled(
    dayOr(NEVER, '上次触达尝试日', 'the day of the last attempt on any channel'),
    ['lastAttemptOn'],
    { fill: (row) => row.lastAttemptOn, give: (lastAttemptOn) => ({ lastAttemptOn }) },
  ),
  'contact.last_conversation_on': filled(
    dayOr(NEVER, '上次有效通话日', 'the day both sides last spoke or wrote'),
    ['lastConversationOn'],
    {
      fill: (row) => row.lastConversationOn,
      give: (lastConversationOn) => ({ lastConversationOn }),
    },
  ),
  'contact.tried_in_delinquency': filled(
    flag('本次逾期以来尝试过触达', 'an attempt was made since this delinquency began'),
    ['delinquentSince', 'lastAttemptOn'],
    {
      fill: (row) => inDelinquency(row.delinquentSince, row.lastAttemptOn),
      give: (value, today, row) => sinceItBegan(value, today, row, 'lastAttemptOn'),
    },
  ),
  'contact.spoken_in_delinquency': filled(
    flag('本次逾期以来有过有效通话', 'there was a conversation since this delinquency began'),
    ['delinquentSince', 'lastConversationOn'],
    {
      fill: (row) => inDelinquency(row.delinquentSince, row.lastConversationOn),
      give: (value, today, row) => sinceItBegan(value, today, row, 'lastConversationOn'),
    },
  ),
  'contact.reachable': filled(
    flag('至少有一个可用的联系地址', 'has an address for at least one channel'),
    ['channels'],
    {
      fill: (row) => (row.channels === 0 ? 0 : 1),
      give: (value) => ({ channels: value === 1 ? 1 : 0 }),
    },
  ),
  'contact.ways': filled(
    {
      ...count('times', '可用渠道数', 'how many channels have an address'),
      unit: 'none',
      max: CHANNELS.length,
    },
    ['channels'],
    {
      fill: (row) => CHANNELS.filter((channel) => row.channels & channelBit(channel)).length,
      give: (value) => ({ channels: (1 << value) - 1 }),
    },
  ),
  'hold.endless': filled(flag('停催没有期限', 'a hold without an end is running'), ['heldUntil'], {
    fill: (row) => (row.heldUntil === FOREVER ? 1 : 0),
    give: (value) => ({ heldUntil: value === 1 ? FOREVER : NEVER }),
  }),
} as const satisfies Record<string, Fact>
