import type { Channel } from '../core/channel.ts'
import { lintFree } from '../engine/lint-free.ts'
import type { Tx } from '../store/db.ts'
import type { BorrowerRef } from '../store/guard-facts.ts'
import { readSayFacts } from '../store/say-facts.ts'
import { smsSegments } from '../engine/template-lint.ts'
import { typedAnswer } from '../store/typed-answer.ts'
import type { Declined } from './route.ts'
import type { Language } from './wire.ts'

/** More than the longest text that leaves: a person is told before, not after. */
const SEGMENTS_MAX = 6

/** Why a person's own words may not leave, each finding in words; undefined: they may. */
export async function freeWordsFault(
  tx: Tx,
  ref: BorrowerRef,
  words: string,
  lang: Language,
): Promise<Declined | undefined> {
  const facts = await readSayFacts(tx, ref)
  const channel = await newestChannel(tx, ref)
  if (facts === undefined || channel === undefined) return { declined: 'cannot_be_answered' }
  const { sender, amounts, language } = facts
  const linted = lintFree(words, { language, channel, audience: 'borrower', amounts, sender })
  if (linted.is === 'refused') {
    const errors = linted.findings.slice(0, 20).map(({ fault, words: at, what, right }) => ({
      pointer: '/json/words',
      code: fault,
      message: `${what[lang]}${at === '' ? '' : ` “${at}”`} ${right[lang]}`,
    }))
    return { declined: 'words_refused', more: { errors } }
  }
  const { whole } = typedAnswer(words, { channel, language, desk: { sender } })
  return channel === 'sms' && smsSegments(whole) > SEGMENTS_MAX
    ? { declined: 'words_too_long' }
    : undefined
}

async function newestChannel(tx: Tx, ref: BorrowerRef): Promise<Channel | undefined> {
  const found = await tx.query<{ channel: Channel }>(
    `select channel from message_in where tenant_id = $1 and borrower_id = $2 and automatic is null
      order by message_id desc limit 1`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows[0]?.channel
}
