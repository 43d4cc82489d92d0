import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWorld, TODAY, type World } from '../src/api/testing.ts'
import { pairText } from '../src/api/ids.ts'
import { inEvent, inTenant } from '../src/store/db.ts'
import { postGuarded } from '../src/store/ledger-authority.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import { listStaff, type StaffRole } from '../src/store/staff.ts'
import { ownBook, recount, type OwnDebt } from './ledger-world.ts'

/** M10: what gives money up above a role's own word needs two people, however often one of them signs in. */
const RACERS = 10

let world: World
let debts: OwnDebt[]
let nth = 0
let of: OwnDebt
beforeAll(async () => {
  world = await openWorld()
  debts = await ownBook(world.db, 8)
})
afterAll(() => world.stop())
beforeEach(() => {
  const debt = debts[nth++]
  if (debt === undefined) throw new Error('bug: there are too few borrowers')
  of = debt
})

const tick = () => ({ now: world.now, today: TODAY })

async function userOf(role: StaffRole): Promise<string> {
  const staff = await inTenant(world.db, 1n, (tx) => listStaff(tx, 1n))
  const found = staff.find((one) => one.role === role)
  if (found === undefined) throw new Error(`bug: nobody is ${role}`)
  return found.userId
}

/** A session of its own, with a cookie of its own. */
async function signInAgain(role: StaffRole): Promise<string> {
  const response = await world.app.request('/v1/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${role}@demo.forbear.test`, password: world.passwords[role] }),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`bug: no second sign-in as ${role}`)
  return cookie
}

/** The manager asks for half of the principal to be forgiven: far above what anybody may give alone. */
async function askWaiver(): Promise<bigint> {
  const by = await userOf('manager')
  const asked = await inEvent(world.db, 1n, (tx) =>
    postGuarded(
      tx,
      { tenantId: 1n, borrowerId: of.borrowerId },
      {
        given: {
          body: {
            kind: 'waiver',
            on: TODAY,
            accountId: of.accountId,
            part: 'principal',
            amountMinor: 400_000n,
          },
          beside: { by, why: 'Half of it can never be paid' },
        },
      },
      tick(),
    ),
  )
  if (!('requestId' in asked)) throw new Error(`bug: nobody was asked: ${JSON.stringify(asked)}`)
  return asked.requestId
}

async function answer(requestId: bigint, cookie: string, body: object = { approve: true }) {
  const id = pairText('req', { borrowerId: of.borrowerId, n: requestId })
  const response = await world.app.request(`/v1/requests/${id}/answers`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify(body),
  })
  const json = (await response.json()) as { readonly code?: string; readonly approved?: boolean }
  return { status: response.status, said: json.code ?? json.approved }
}

const waived = async (): Promise<bigint> =>
  (await recount(world.db, of.borrowerId)).balances.get('waived') ?? 0n

test('one person who signs in twice does not approve what they asked for; another one does', async () => {
  const requestId = await askWaiver()
  const again = await signInAgain('manager')
  expect(again).not.toBe(world.cookies.manager)
  for (const cookie of [world.cookies.manager, again]) {
    const refused = await answer(requestId, cookie)
    expect(refused).toEqual({ status: expect.any(Number) as number, said: 'request_same_person' })
    expect(refused.status).toBeGreaterThanOrEqual(400)
  }
  expect(await waived()).toBe(0n)
  expect(await answer(requestId, world.cookies.compliance)).toEqual({ status: 200, said: true })
  expect(await waived()).toBe(400_000n)
})

test('a body never says who answers, and a role without authority is refused', async () => {
  const requestId = await askWaiver()
  const compliance = await userOf('compliance')
  const claimed = await answer(requestId, world.cookies.manager, { approve: true, by: compliance })
  expect(claimed.status).toBe(400)
  expect((await answer(requestId, world.cookies.collector)).status).toBe(403)
  expect(await waived()).toBe(0n)
  expect((await answer(requestId, world.cookies.compliance)).status).toBe(200)
})

test('of ten approvals at once one does it, once; those of the asker never do', async () => {
  const requestId = await askWaiver()
  const sessions = await Promise.all([
    ...Array.from({ length: RACERS }, () => signInAgain('compliance')),
    ...Array.from({ length: RACERS }, () => signInAgain('manager')),
  ])
  const answers = await Promise.all(sessions.map((cookie) => answer(requestId, cookie)))
  const [others, own] = [answers.slice(0, RACERS), answers.slice(RACERS)]
  expect(others.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(others.filter(({ said }) => said === 'request_answered')).toHaveLength(RACERS - 1)
  expect(own.filter(({ status }) => status === 200)).toHaveLength(0)
  expect(await waived()).toBe(400_000n)
})

test('a yes does what was asked as things stand then: what is no longer owed is not forgiven', async () => {
  const requestId = await askWaiver()
  const paid = { ...of, ref: 'all', amountMinor: 2_000_000n, effectiveOn: TODAY }
  await recordPayment(world.db, 1n, paid, tick())
  const late = await answer(requestId, world.cookies.compliance)
  const { unbalanced, balances } = await recount(world.db, of.borrowerId)
  expect(unbalanced).toBe(0)
  expect(balances.get('principal')).toBe(0n)
  // Waivers of a day come before its payments: either nothing is done, or the money is freed for the borrower.
  const freed = -(balances.get('suspense') ?? 0n)
  expect([late.status === 200, balances.get('waived') ?? 0n]).toEqual(
    late.status === 200 ? [true, 400_000n] : [false, 0n],
  )
  expect(freed).toBeGreaterThan(0n)
})

test('the database itself holds that nobody answers their own request', async () => {
  const requestId = await askWaiver()
  const by = await userOf('manager')
  const insert = (answerer: string) =>
    inTenant(world.db, 1n, (tx) =>
      tx.query(
        `insert into request_answer (tenant_id, borrower_id, request_id, asked_by, approve, by_staff, role, answered_on,
           outcome)
         values (1, $1, $2, $3, true, $4, 'manager', $5, '{}')`,
        [of.borrowerId, requestId, by, answerer, TODAY],
      ),
    )
  await expect(insert(by)).rejects.toThrow('violates')
  await insert(await userOf('compliance'))
  await expect(insert(await userOf('admin'))).rejects.toThrow('duplicate key')
})
