import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Heard } from '../core/hear/heard.ts'
import { currencyOf, money } from '../core/money.ts'
import type { Values } from '../core/script/fill.ts'
import type { Chosen } from '../core/script/walk.ts'
import type { ContactRef } from './contact.ts'
import { instantText, type Tx } from './db.ts'
import { COLLECTOR } from '../engine/template-samples.ts'
import { amountText, dayText } from './render.ts'

/** A call, as far as its script asks. */
export type ScriptCall = {
  readonly channel: Channel
  readonly madeBy: string
  /** Somebody has said how it ended. */
  readonly isOver: boolean
  readonly language: 'zh' | 'en'
  readonly jurisdictions: readonly string[]
  readonly stage: string | undefined
  readonly currency: string
  /** What the words are filled with. Of the debt nothing, unless it is the borrower. */
  valuesFor(confirmed: boolean): Values
}

type Row = {
  readonly channel: Channel
  readonly made_by: string
  readonly staff_name: string | null
  readonly is_over: boolean
  readonly language: 'zh' | 'en'
  readonly name: string
  readonly ref: string
  readonly currency: string
  readonly jurisdictions: readonly string[]
  readonly firm_kind: 'creditor' | 'agency'
  readonly stage: string | null
  readonly arrears_minor: bigint | null
  readonly oldest_unpaid_due_on: Day | null
  readonly trading_name: string
  readonly check_phone: string
}

export async function readScriptCall(tx: Tx, ref: ContactRef): Promise<ScriptCall | undefined> {
  const found = await tx.query<Row>(
    `select k.channel, k.made_by, s.name as staff_name, b.language, b.name, a.ref, a.currency, f.jurisdictions,
            f.firm_kind, c.stage, p.arrears_minor, p.oldest_unpaid_due_on, t.trading_name, t.check_phone,
            exists (select from contact_event e where e.tenant_id = $1 and e.borrower_id = $2
                       and e.contact_id = $3 and e.detail ? 'disposition') as is_over
       from contact k
       join borrower b on b.tenant_id = k.tenant_id and b.borrower_id = k.borrower_id
       join account a on a.tenant_id = k.tenant_id and a.borrower_id = k.borrower_id
        and a.account_id = k.account_ids[1]
       join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
       join tenant t on t.tenant_id = k.tenant_id
       left join position p on p.tenant_id = k.tenant_id and p.borrower_id = k.borrower_id
        and p.account_id = a.account_id
       left join borrower_case c on c.tenant_id = k.tenant_id and c.borrower_id = k.borrower_id
       left join staff s on s.tenant_id = k.tenant_id and k.made_by = 'staff:' || s.user_id
      where k.tenant_id = $1 and k.borrower_id = $2 and k.contact_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  const { channel, language, jurisdictions, currency } = row
  return {
    channel,
    language,
    jurisdictions,
    currency,
    madeBy: row.made_by,
    isOver: row.is_over,
    stage: row.stage ?? undefined,
    valuesFor: (confirmed) => ({ ...openValues(row), ...(confirmed ? debtValues(row) : {}) }),
  }
}

const openValues = (row: Row) => ({
  'sender.name': row.trading_name,
  'sender.phone': row.check_phone,
  'borrower.name': row.name,
  'staff.name': row.staff_name ?? '',
})

const A_WHILE = { en: 'a while ago', zh: '此前' } as const

function debtValues(row: Row): Partial<Values> {
  const { language } = row
  const currency = currencyOf(row.currency)
  const minor = row.arrears_minor ?? 0n
  return {
    // Better no number than a wrong one.
    amount:
      currency === undefined || minor <= 0n
        ? { en: 'a payment', zh: '一笔款项' }[language]
        : amountText(money(minor, currency), language),
    due_on:
      row.oldest_unpaid_due_on === null
        ? A_WHILE[language]
        : dayText(row.oldest_unpaid_due_on, language),
    'account.tail': row.ref.slice(-4),
    collector: row.firm_kind === 'agency' ? COLLECTOR[language] : '',
  }
}

/** What was chosen in this call under this very script; typed words that led nowhere are not among it. */
export async function readChosen(
  tx: Tx,
  ref: ContactRef,
  hash: string,
): Promise<readonly Chosen[]> {
  const found = await tx.query<{ step: string; answer: string }>(
    `select step, answer from script_answer
      where tenant_id = $1 and borrower_id = $2 and contact_id = $3 and script_hash = $4 and answer <> 'note'
      order by answer_no`,
    [ref.tenantId, ref.borrowerId, ref.contactId, hash],
  )
  return found.rows.map(({ step, answer }) => ({ at: step, answer }))
}

export type AnswerGiven = Chosen & {
  readonly script: { readonly name: string; readonly version: number; readonly hash: string }
  readonly typed: { readonly words: string; readonly heard: Heard } | undefined
  readonly userId: string
  readonly now: Instant
}

export async function keepScriptAnswer(tx: Tx, ref: ContactRef, given: AnswerGiven): Promise<void> {
  const { script, typed } = given
  await tx.query(
    `insert into script_answer (tenant_id, borrower_id, contact_id, script, script_version, script_hash, step, answer,
       words, heard, by_staff, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      script.name,
      script.version,
      script.hash,
      given.at,
      given.answer,
      typed?.words ?? null,
      typed === undefined ? null : JSON.stringify(typed.heard.classes),
      given.userId,
      instantText(given.now),
    ],
  )
}
