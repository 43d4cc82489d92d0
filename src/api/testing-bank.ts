import type { StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import type { World } from './testing.ts'
import type { MoneyPage } from './wire.ts'

/** What a route of the bank is asked with. */
export type BankThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const HEAD = 'bank_account,currency,amount,booked_on,bank_ref,payer_name,remittance,return_code'
const ACTS = ['match', 'aside', 'undo', 'paid', 'back'] as const
const OF = (act: string, role: StaffRole | undefined) => `${act} ${role ?? 'collector'}`

/** Money that waits, of its own for each act and role; what is to be taken back was set aside before. */
export async function addBankThings(world: World): Promise<BankThing> {
  const rows = (['collector', 'manager'] as const).flatMap((role, of) =>
    ACTS.map((act, i) => {
      const isReturn = act === 'back'
      const amount = `${isReturn ? '-' : ''}1${of}.0${act === 'back' ? 3 : i}`
      return `GB00TEST,GBP,${amount},2026-11-20,M${of}${i},${OF(act, role)},,${isReturn ? 'AC04' : ''}`
    }),
  )
  await world.app.request('/v1/bank-files?name=matrix.csv&mapping=generic', {
    method: 'POST',
    headers: { Cookie: world.cookies.manager, 'Content-Type': 'application/octet-stream' },
    body: [HEAD, ...rows, ''].join('\n'),
  })
  const page = (await world.ask('/v1/money/unmatched', { as: 'manager' })).json as MoneyPage
  const idOf = (name: string) => page.items.find((item) => item.payer === name)?.id ?? 'mny_'
  for (const role of ['collector', 'manager'] as const) {
    await world.ask(`/v1/money/${idOf(OF('undo', role))}/set-asides`, {
      as: role,
      headers: { 'Idempotency-Key': `aside-${role}` },
      body: { why: 'not ours' },
    })
  }
  return (route, role) => {
    const act = (name: string, verb: string, body: unknown) => ({
      path: `/v1/money/${idOf(OF(name, role))}/${verb}`,
      body,
    })
    const asked: Partial<Record<RouteName, { path: string; body?: unknown }>> = {
      'POST /v1/bank-files': { path: '/v1/bank-files?name=nothing.txt', body: 'no bank file' },
      'GET /v1/money/{id}': { path: `/v1/money/${idOf(OF('match', 'manager'))}` },
      'POST /v1/money/{id}/matches': act('match', 'matches', { parts: [{ account: 'A7' }] }),
      'POST /v1/money/{id}/set-asides': act('aside', 'set-asides', { why: 'not ours' }),
      'POST /v1/money/{id}/undos': act('undo', 'undos', { why: 'it is ours' }),
      'POST /v1/money/{id}/returns': act('back', 'returns', {
        original: idOf(OF('paid', role)),
        why: 'account closed',
      }),
    }
    return asked[route]
  }
}
