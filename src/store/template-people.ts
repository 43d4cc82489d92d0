import { day, type Day } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import { currencyOf, money, type Money } from '../core/money.ts'
import type { Sender } from '../engine/template-lint.ts'
import type { Tx } from './db.ts'
import { dueOf, type BorrowerRef } from './guard-facts.ts'
import type { MessageFacts } from './render.ts'
import type { Language } from './templates.ts'

/** Whose values fill a preview. `longest`: as long as values plausibly come. */
export type PersonKind = 'usual' | 'no_day' | 'longest' | 'case'

export type PreviewPerson = {
  readonly kind: PersonKind
  readonly language: Language
  readonly country: string | undefined
  readonly facts: Pick<
    MessageFacts,
    'borrowerName' | 'accountRef' | 'amount' | 'dueOn' | 'firmKind'
  >
}

const sum = (minor: bigint, code: string): Money => {
  const currency = currencyOf(code)
  assert(currency !== undefined, `${code} is a currency`)
  return money(minor, currency)
}

/** Long, and still somebody's: eight figures, a name with dots or hyphens, letters that GSM-7 lacks. */
export const LONGEST: Readonly<Record<Language, Pick<MessageFacts, 'borrowerName' | 'amount'>>> = {
  zh: { borrowerName: '阿卜杜热西提·买买提吐尔逊', amount: sum(1_234_567_890n, 'CNY') },
  en: { borrowerName: 'Aleksandra Wołoszczyk-Featherstone', amount: sum(1_234_567_890n, 'GBP') },
}
const USUAL: Readonly<Record<Language, Pick<MessageFacts, 'borrowerName' | 'amount'>>> = {
  zh: { borrowerName: '王小明', amount: sum(123_450n, 'CNY') },
  en: { borrowerName: 'Ann Taylor', amount: sum(12_345n, 'GBP') },
}
const DUE_ON: Day = day('2026-10-28')

/** Invented people: they are nobody's, and the same on every screen. */
export function madeUp(firmKind: MessageFacts['firmKind']): PreviewPerson[] {
  return (['zh', 'en'] as const).flatMap((language): PreviewPerson[] => {
    const rest = { accountRef: 'CN00042-1', dueOn: DUE_ON, firmKind }
    const of = (kind: PersonKind, facts: PreviewPerson['facts']): PreviewPerson => ({
      kind,
      language,
      country: undefined,
      facts,
    })
    return [
      of('usual', { ...USUAL[language], ...rest }),
      of('no_day', { ...USUAL[language], ...rest, dueOn: undefined }),
      of('longest', { ...LONGEST[language], ...rest }),
    ]
  })
}

type CaseRow = {
  readonly name: string
  readonly ref: string
  readonly currency: string
  readonly arrears: bigint
  readonly exact: boolean
  readonly next_due: bigint
  readonly due_on: Day | null
  readonly jurisdictions: readonly string[]
  readonly firm: MessageFacts['firmKind']
}

/** The values of one case, as a message of now would have them; in each language, to read beside each other. */
export async function personOfCase(tx: Tx, ref: BorrowerRef): Promise<PreviewPerson[] | undefined> {
  const { rows } = await tx.query<CaseRow>(
    `select b.name, a.ref, a.currency, p.arrears_minor as arrears, p.arrears_exact as exact,
            p.next_due_minor as next_due, coalesce(p.oldest_unpaid_due_on, p.next_due_on) as due_on,
            f.jurisdictions, f.firm_kind as firm
       from borrower b
       join account a on a.tenant_id = b.tenant_id and a.borrower_id = b.borrower_id
       join position p on p.tenant_id = b.tenant_id and p.borrower_id = b.borrower_id and p.account_id = a.account_id
       join portfolio f on f.tenant_id = b.tenant_id and f.portfolio_id = a.portfolio_id
      where b.tenant_id = $1 and b.borrower_id = $2
      order by p.arrears_minor desc, a.account_id limit 1`,
    [ref.tenantId, ref.borrowerId],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const facts = {
    borrowerName: row.name,
    accountRef: row.ref,
    amount: dueOf({ ...row, nextDue: row.next_due }),
    dueOn: row.due_on ?? undefined,
    firmKind: row.firm,
  }
  // A jurisdiction begins with its country: 'us-ny', 'cn'.
  const country = row.jurisdictions[0]?.slice(0, 2).toUpperCase()
  return (['zh', 'en'] as const).map((language) => ({ kind: 'case', language, country, facts }))
}

/** Who writes, and how the firm stands to the debt: as strict as can be where the book does not say. */
export async function senderOf(
  tx: Tx,
  tenantId: bigint,
): Promise<{ readonly sender: Sender; readonly firm: MessageFacts['firmKind'] }> {
  const { rows } = await tx.query<{ name: string; phone: string; url: string; agency: boolean }>(
    `select trading_name as name, check_phone as phone, check_url as url,
            exists (select from portfolio where tenant_id = $1 and firm_kind = 'agency') as agency
       from tenant where tenant_id = $1`,
    [tenantId],
  )
  const [row] = rows
  assert(row !== undefined, `there is no tenant ${tenantId}`)
  return {
    sender: { tradingName: row.name, checkPhone: row.phone, checkUrl: row.url },
    firm: row.agency ? 'agency' : 'creditor',
  }
}
