import { day } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { bookFor, postFact } from '../store/ledger-post.ts'
import { applyPayment } from '../store/payment-event.ts'
import type { StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { accountIdText, caseIdText, paymentIdText } from './ids.ts'
import { addPerson, inBook, TODAY, type World } from './testing.ts'

const OWN = 90
const BORROWER = 71n

/** What a route of the ledger is asked with. */
export type LedgerThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

/** A bought debt of 1,000.00 of which 100.00 was paid. */
export async function addLedgerThings(world: World): Promise<LedgerThing> {
  await inBook(world, async (tx) => {
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions,
         strategy) values (1, ${OWN}, 'bought', '受让', 'Bought', 'own', 'Buyer', 'creditor', '{cn}', 'bank')`,
    )
    await addPerson(tx, { id: BORROWER, portfolio: OWN })
  })
  const waiting = await inBook(world, (tx) =>
    tx.query<{ remittance_id: bigint }>(
      `insert into remittance (tenant_id, portfolio_id, currency, nth, until_on, line_count, collected_minor,
         taken_back_minor, commission_minor, topped_up_minor, carried_minor, due_minor, remainder, made_by, needs_second)
       select 1, ${OWN}, c, 1, '2026-11-01', 1, 9000000, 0, 0, 0, 0, 9000000, 0, 'test', c <> 'AUD'
         from unnest(array['CNY', 'USD', 'EUR', 'GBP', 'AUD']) c returning remittance_id`,
    ),
  )
  const tick = { now: world.now, today: TODAY }
  const ref = { tenantId: 1n, borrowerId: BORROWER }
  const paymentId = await inTenant(world.db, 1n, async (tx) => {
    const book = await bookFor(tx, ref, { accountId: BORROWER })
    if (book === undefined) throw new Error('the bought debt has a ledger')
    const parts = { cost: 0n, fee: 5_000n, late_interest: 0n, interest: 0n, principal: 95_000n }
    const body = { kind: 'placement', on: day('2026-06-01'), accountId: BORROWER, parts } as const
    await postFact(tx, ref, { book, given: { body, beside: { by: 'test' } } }, tick)
    const payment = { borrowerId: BORROWER, ref: 'matrix', amountMinor: 10_000n }
    const paid = { ...payment, accountId: BORROWER, effectiveOn: day('2026-11-02') }
    const made = await applyPayment(tx, 1n, paid, tick)
    if ('declined' in made) throw new Error(made.declined)
    return made.paymentId
  })
  const of = `/v1/cases/${caseIdText(BORROWER)}`
  return (route, role) => {
    if (route.includes('/v1/remittances/{number}')) {
      const isRefused = route.endsWith('/refusals')
      // The last is only read, and waits for nobody.
      const at = route.startsWith('GET') ? 4 : (role === 'manager' ? 0 : 1) + (isRefused ? 2 : 0)
      const path = route
        .replace(/^\w+ /, '')
        .replace('{number}', String(waiting.rows[at]?.remittance_id))
      if (route.startsWith('GET')) return { path }
      return { path, body: isRefused ? { because: 'Counted twice.' } : {} }
    }
    if (route === 'GET /v1/cases/{id}/accounts/{account_id}/statement')
      return { path: `${of}/accounts/${accountIdText(BORROWER)}/statement` }
    if (route === 'POST /v1/cases/{id}/entries') {
      const amount = { minor: '100', currency: 'CNY' }
      const fee = { kind: 'fee', account_id: accountIdText(BORROWER), on: TODAY, amount }
      return { path: `${of}/entries`, body: { ...fee, why: 'A copy was asked for.' } }
    }
    if (route !== 'POST /v1/cases/{id}/reversals') return undefined
    const undone = { payment_id: paymentIdText(paymentId), effective_on: TODAY, kind: 'reversal' }
    return { path: `${of}/reversals`, body: { ...undone, why: 'Returned by the bank.' } }
  }
}
