import { createHash } from 'node:crypto'
import type { Day } from '../core/calendar.ts'
import type { LedgerDeclined } from '../core/ledger-declines.ts'
import { DECLINED_WORDS } from '../core/ledger-words.ts'
import { PARTS, type Part } from '../core/ledger.ts'
import { currencyOf } from '../core/money.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { postGuarded, type GuardedDeclined } from '../store/ledger-authority.ts'
import { findPayments, owedOf, type FoundAccount } from '../store/ledger-find.ts'
import type { FactBody } from '../store/ledger-plan.ts'
import { applyPayment } from '../store/payment-event.ts'
import { applyReversal } from '../store/payment-reversal.ts'
import { listStaff } from '../store/staff.ts'
import { dayOption } from './context.ts'
import { accountNamed, accountOf, amountOf, needed, type LedgerAsk } from './ledger-ask.ts'
import { amountText } from './ledger-text.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

const onOf = ({ talk, options, today }: LedgerAsk): Day =>
  options.on === undefined ? today : dayOption(talk, '--on', options.on)

/** Money received for a debt, by hand; a bank's file brings many (forbear bank). */
export async function payCommand(ask: LedgerAsk): Promise<undefined> {
  const { db, tenantId, talk, options, now, today, words } = ask
  const account = await accountOf(ask)
  const { minor, currency } = amountOf(talk, account, words[1])
  const ref = needed(talk, '--ref', options.ref)
  const { borrowerId, accountId } = account
  const payment = { borrowerId, accountId, ref, amountMinor: minor, effectiveOn: onOf(ask) }
  const { made, owed } = await inTenant(
    db,
    tenantId,
    async (tx) => {
      const done = await applyPayment(tx, tenantId, payment, { now, today })
      return { made: done, owed: await owedOf(tx, { tenantId, borrowerId }, accountId) }
    },
    { retries: 3 },
  )
  if ('declined' in made) {
    if (made.why !== undefined) throw declinedStop(talk, made.why, account)
    const why = talk.word('ledgerOtherBody')
    throw new Stop(talk.word('ledgerUsedRef', { ref, why }))
  }
  const values = {
    ref,
    amount: amountText(minor, currency),
    balance: amountText(owed, currency),
    withdrawn: made.withdrawn,
  }
  talk.data({ ...made, owedMinor: owed }, () =>
    talk.word(made.again ? 'ledgerPaidAgain' : 'ledgerPaid', values),
  )
}

export async function reverseCommand(ask: LedgerAsk): Promise<undefined> {
  const { db, tenantId, talk, options, now, today, words } = ask
  const ref = needed(talk, 'PAYMENT_REF', words[0])
  const why = needed(talk, '--why', options.why)
  const on = dayOption(talk, '--on', needed(talk, '--on', options.on))
  const named = options.account === undefined ? undefined : await accountNamed(ask, options.account)
  const { made, owed, currency } = await inTenant(db, tenantId, async (tx) => {
    const found = await findPayments(tx, tenantId, { ref, accountId: named?.accountId })
    const [payment] = found
    if (payment === undefined) throw new Stop(talk.word('ledgerNoPayment', { ref }))
    if (found.length > 1) throw new Stop(talk.word('ledgerTwoPayments', { ref }))
    const kind = options.chargeback === true ? ('chargeback' as const) : ('reversal' as const)
    const event = { ...payment, effectiveOn: on, kind, why, by: options.by ?? 'cli' }
    const done = await applyReversal(tx, tenantId, event, { now, today })
    const of = { tenantId, borrowerId: payment.borrowerId }
    const left = await owedOf(tx, of, payment.accountId)
    return { made: done, owed: left, currency: await currencyIn(tx, of.tenantId, payment) }
  })
  if ('declined' in made) {
    if (made.why !== undefined) throw declinedStop(talk, made.why)
    throw new Stop(reversalText(talk, made.declined, ref))
  }
  const known = currencyOf(currency)
  const balance = known === undefined ? '' : amountText(owed, known)
  talk.data({ ...made, owedMinor: owed }, () => talk.word('ledgerReversed', { ref, on, balance }))
}

function reversalText(talk: Talk, declined: string, ref: string): string {
  if (declined === 'already_reversed') return talk.word('ledgerReversedOtherwise')
  if (declined === 'before_its_payment') return DECLINED_WORDS.before_the_payment[talk.language]
  return talk.word('ledgerNoPayment', { ref })
}

async function currencyIn(
  tx: Tx,
  tenantId: bigint,
  {
    borrowerId,
    accountId,
  }: { readonly borrowerId: bigint; readonly accountId?: bigint | undefined },
): Promise<string> {
  const found = await tx.query<{ currency: string }>(
    `select currency from account where tenant_id = $1 and borrower_id = $2
        and (account_id = $3 or $3::bigint is null) order by account_id limit 1`,
    [tenantId, borrowerId, accountId ?? null],
  )
  return found.rows[0]?.currency ?? ''
}

/** What a person may post; the money of each is above zero, but for an adjustment. */
const POSTED = [
  'fee',
  'cost',
  'waiver',
  'adjustment',
  'goodwill',
  'refund',
  'charge_off',
  'disbursement',
  'transfer',
  'commission',
] as const
type PostedKind = (typeof POSTED)[number]

export async function postCommand(ask: LedgerAsk): Promise<number> {
  const { db, tenantId, talk, options, now, today, words } = ask
  const kind = POSTED.find((one) => one === words[0])
  if (kind === undefined) {
    const values = { text: words[0] ?? '', kinds: POSTED.join(', ') }
    throw new Stop(talk.word('ledgerKind', values), EXIT.usage)
  }
  const account = await accountOf(ask, 1)
  const body = bodyOf(ask, kind, account)
  const by = needed(talk, '--by', options.by)
  const why = needed(talk, '--why', options.why)
  const { key } = options
  const beside = {
    by,
    why,
    key: key === undefined ? undefined : { text: key, bodyHash: hashOf(body) },
  }
  const ref = { tenantId, borrowerId: account.borrowerId }
  const { made, owed, staff } = await inTenant(db, tenantId, async (tx) => {
    await lockBorrower(tx, ref)
    const wish = { given: { body, beside }, currency: account.currency }
    const done = await postGuarded(tx, ref, wish, { now, today })
    const left = await owedOf(tx, ref, account.accountId)
    return { made: done, owed: left, staff: await listStaff(tx, tenantId) }
  })
  if ('declined' in made) {
    const some = staff.map((one) => one.userId).join(', ')
    throw guardedStop(talk, made, { account, by, some })
  }
  const currency = currencyOf(account.currency)
  talk.data(made, () =>
    'requestId' in made
      ? talk.word('ledgerAsked', { by, request: String(made.requestId) })
      : talk.word('ledgerPosted', {
          entry: String(made.entryId),
          balance: currency === undefined ? '' : amountText(owed, currency),
        }),
  )
  return EXIT.ok
}

function bodyOf(ask: LedgerAsk, kind: PostedKind, account: FoundAccount): FactBody {
  const { talk, words } = ask
  const on = onOf(ask)
  const { accountId } = account
  if (kind === 'charge_off' || kind === 'transfer') return { kind, on, accountId }
  const { minor: amountMinor } = amountOf(talk, account, words[2])
  if (kind === 'refund') return { kind, on, amountMinor }
  if (kind === 'waiver' || kind === 'adjustment')
    return { kind, on, accountId, part: partOf(ask), amountMinor }
  return { kind, on, accountId, amountMinor }
}

function partOf({ talk, options }: LedgerAsk): Part {
  const part = PARTS.find((one) => one === options.part)
  if (part !== undefined) return part
  const values = { text: options.part ?? '', parts: PARTS.join(', ') }
  throw new Stop(talk.word('ledgerPart', values), EXIT.usage)
}

function hashOf(body: FactBody): string {
  const text = JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return createHash('sha256').update(text).digest('hex')
}

function guardedStop(
  talk: Talk,
  made: GuardedDeclined,
  of: { readonly account: FoundAccount; readonly by: string; readonly some: string },
): Stop {
  if (made.declined === 'key_used') return new Stop(talk.word('ledgerKeyUsed'))
  if (made.declined === 'not_staff')
    return new Stop(talk.word('ledgerNotStaff', { by: of.by, some: of.some || '-' }), EXIT.usage)
  if (made.declined === 'no_such_account' || made.declined === 'wrong_currency')
    return new Stop(talk.word('ledgerNoAccount', { ref: of.account.ref }))
  if (made.declined === 'reason_missing')
    return new Stop(talk.word('ledgerNeeds', { option: '--why' }), EXIT.usage)
  return declinedStop(talk, made, of.account)
}

function declinedStop(talk: Talk, made: LedgerDeclined, account?: FoundAccount): Stop {
  const told = DECLINED_WORDS[made.declined][talk.language]
  const currency = account && currencyOf(account.currency)
  if (made.mostMinor === undefined || currency === undefined) return new Stop(told)
  const most = talk.word('ledgerMost', { amount: amountText(made.mostMinor, currency) })
  return new Stop(`${told} ${most}`)
}
