import type { HeardClass } from '../core/hear/heard.ts'
import type { Disposition } from './disposition.ts'

/** By which endings of a call a collector records what was heard in it. */
export const RECORDED_BY: Readonly<Partial<Record<HeardClass, readonly Disposition[]>>> = {
  self_harm: ['vulnerable'],
  stop: ['stop', 'stop_calls'],
  bereavement: ['deceased', 'vulnerable'],
  wrong_number: ['wrong_number', 'wrong_person', 'third_party'],
  not_me: ['wrong_number', 'wrong_person', 'third_party'],
  third_person: ['third_party', 'wrong_number', 'wrong_person'],
  fraud: ['dispute'],
  lawyer: ['stop'],
  refusal_to_pay: ['refuses', 'stop', 'dispute'],
  vulnerable: ['vulnerable'],
  illness: ['vulnerable'],
  already_paid: ['dispute'],
  dispute: ['dispute'],
  complaint: ['complaint'],
  cannot_pay: ['hardship', 'vulnerable', 'promise'],
}

/** A wish that is about calls alone is met by an end of calls; any other asks for more. */
const ABOUT_CALLS =
  /\b(?:call|calls|calling|phone|phoning|ring|ringing)\b|电话|来电|打给|再打|别打/i
const ABOUT_MORE =
  /\b(?:text|texts|texting|message|messages|messaging|mail|email|write|writing|letters?|contact\w*|alone|all|everything)\b|短信|微信|邮件|信件|联系|骚扰|消息|任何/i

/** Whether the ending that the collector chose already does what was heard. */
export function isRecorded(
  what: HeardClass,
  disposition: Disposition | undefined,
  turn: string,
): boolean {
  if (disposition === undefined || RECORDED_BY[what]?.includes(disposition) !== true) return false
  if (what !== 'stop' || disposition === 'stop') return true
  return ABOUT_CALLS.test(turn) && !ABOUT_MORE.test(turn)
}
