import type { PaySettings } from '../channels/pay/settings.ts'
import { stripeProvider } from '../channels/pay/stripe.ts'
import { addMandate } from '../store/mandate.ts'
import type { StaffRole } from '../store/staff.ts'
import { day } from '../core/calendar.ts'
import type { RouteName } from './access.ts'
import { accountIdText, caseIdText } from './ids.ts'
import { addPerson, inBook, type World } from './testing.ts'

/** A way to pay that is never asked: making a link asks nobody. */
export const PAY_HERE: PaySettings = {
  portalUrl: 'https://pay.lender.example',
  providers: [
    {
      tenantId: 1n,
      provider: stripeProvider({
        name: 'card',
        currencies: ['GBP', 'EUR'],
        secretKey: 'sk_test',
        webhookSecrets: ['whsec_test'],
        api: 'http://127.0.0.1:9',
        pageOrigins: [],
      }),
    },
  ],
  systems: [],
  creditors: [],
}

const IBAN = 'DE89370400440532013000'
const EURO_CASE = 931n

type PayThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

/** One account in euros with a mandate for each role that may end one. */
export async function addPayThings(world: World): Promise<PayThing> {
  const numbers = await inBook(world, async (tx) => {
    await addPerson(tx, { id: EURO_CASE })
    await tx.query(`update account set currency = 'EUR' where borrower_id = $1`, [EURO_CASE])
    await tx.query(
      `insert into webhook_event (tenant_id, provider, event_id, body_hash, meaning_hash, kind, happened_at, said, state)
       select 1, 'card', 'evt-' || role, repeat('0', 64), repeat('0', 64), 'paid', now(), '{}', 'unmatched'
         from unnest(array['collector', 'manager']) as role`,
    )
    const made: bigint[] = []
    for (const ref of ['M-manager', 'M-collector']) {
      const of = { borrowerId: EURO_CASE, accountId: EURO_CASE, ref, holder: 'Ann', iban: IBAN }
      const signed = { bic: undefined, signedOn: day('2026-11-01'), noticeDays: 14, by: 'test' }
      const done = await addMandate(tx, 1n, { ...of, ...signed })
      if ('mandateNo' in done) made.push(done.mandateNo)
    }
    return made
  })
  const at = `/v1/cases/${caseIdText(EURO_CASE)}`
  const account_id = accountIdText(EURO_CASE)
  return (route, role) => {
    const mandate = { ref: `M-${role}-2`, holder: 'Ann', iban: IBAN, signed_on: '2026-11-01' }
    const number = numbers[role === 'manager' ? 0 : 1] ?? 1n
    const things: Partial<Record<RouteName, ReturnType<PayThing>>> = {
      'POST /v1/payment-words/tries': { path: '/v1/payment-words/tries', body: {} },
      'POST /v1/payment-words/notes': {
        path: '/v1/payment-words/notes',
        body: { provider: 'card', id: `evt-${role}`, why: 'another shop' },
      },
      'POST /v1/cases/{id}/payment-links': { path: `${at}/payment-links`, body: { account_id } },
      'POST /v1/cases/{id}/mandates': {
        path: `${at}/mandates`,
        body: { account_id, ...mandate },
      },
      'POST /v1/cases/{id}/mandates/{number}/end': {
        path: `${at}/mandates/${number}/end`,
        body: { why: 'asked for' },
      },
    }
    return things[route]
  }
}
