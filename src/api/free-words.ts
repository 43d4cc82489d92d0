import { FAULT_WORDS, type Fault } from '../core/say/finding-words.ts'
import { lintText } from '../engine/template-lint.ts'
import type { Tx } from '../store/db.ts'
import type { BorrowerRef } from '../store/guard-facts.ts'
import { typedAnswer } from '../store/typed-answer.ts'
import type { Declined } from './route.ts'
import type { Language } from './wire.ts'

type Row = {
  readonly language: Language
  readonly channel: 'sms' | 'email' | 'message'
  readonly trading_name: string
  readonly check_phone: string
  readonly check_url: string
}

/** Why a person's own words may not leave, each finding in words; undefined: they may. */
export async function freeWordsFault(
  tx: Tx,
  ref: BorrowerRef,
  words: string,
  lang: Language,
): Promise<Declined | undefined> {
  const found = await tx.query<Row>(
    `select b.language, m.channel, t.trading_name, t.check_phone, t.check_url
       from borrower b
       join tenant t on t.tenant_id = b.tenant_id
       join message_in m on m.tenant_id = b.tenant_id and m.borrower_id = b.borrower_id
      where b.tenant_id = $1 and b.borrower_id = $2 and m.channel in ('sms', 'email', 'message')
      order by m.message_id desc limit 1`,
    [ref.tenantId, ref.borrowerId],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'cannot_be_answered' }
  const { language, channel } = row
  const sender = {
    tradingName: row.trading_name,
    checkPhone: row.check_phone,
    checkUrl: row.check_url,
  }
  const { whole: text } = typedAnswer(words, { channel, language, desk: { sender } })
  const { findings } = lintText({ channel, language, text, sender })
  const own = findings.filter(({ fault }) => !OF_THE_FRAME.has(fault))
  if (own.length === 0) return undefined
  const errors = own.slice(0, 20).map((finding) => {
    const { what, right } = FAULT_WORDS[finding.fault]
    const at = finding.words === '' ? '' : ` “${finding.words}”`
    return {
      pointer: '/json/words',
      code: finding.fault,
      message: `${what[lang]}${at} ${right[lang]}`,
    }
  })
  return { declined: 'words_refused', more: { errors } }
}

/** What the frame sees to by itself. */
const OF_THE_FRAME: ReadonlySet<Fault> = new Set<Fault>([
  'no_sender',
  'no_check',
  'no_stop',
  'signature_not_first',
  'stop_not_last',
])
