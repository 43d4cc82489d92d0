import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTenant } from '../src/store/db.ts'
import { traceWith, type TraceSource } from '../src/store/trace.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await addPeople(fresh.db, [{ id: 860 }, { id: 861 }])
})
afterAll(() => fresh.drop())

const ref = { tenantId: 1n, borrowerId: 860n, ref: 'B860' }
const tick = { now: MORNING, today: TODAY }
let asked = 0
const source = (given: Partial<TraceSource> = {}): TraceSource => ({
  name: 'Lender’s records',
  purpose: 'to reach the borrower',
  ground: 'contract',
  find: async () => {
    asked += 1
    return [
      { kind: 'mobile', value: '+8613700000860' },
      // Another borrower's: it would tell them of this debt.
      { kind: 'mobile', value: '13800000861' },
    ]
  },
  ...given,
})
const trace = (from: TraceSource) => inTenant(fresh.db, 1n, (tx) => traceWith(tx, ref, from, tick))

test('a source without a purpose or a ground is not even asked', async () => {
  expect(await trace(source({ purpose: ' ' }))).toEqual({ declined: 'trace_needs_purpose' })
  expect(await trace(source({ ground: 'curiosity' as never }))).toEqual({
    declined: 'trace_needs_ground',
  })
  expect(asked).toBe(0)
})

test('what a lawful source knows is kept with both, what is another’s is not', async () => {
  expect(await trace(source())).toEqual({ kept: 1 })
  const kept = await rows(
    fresh.db,
    `select a.value, a.standing, e.how, e.purpose, e.ground from address a
       join address_event e using (tenant_id, borrower_id, address_id) where a.borrower_id = 860`,
  )
  expect(kept).toEqual([
    {
      value: '+8613700000860',
      standing: 'unverified',
      how: 'traced',
      purpose: 'to reach the borrower',
      ground: 'contract',
    },
  ])
  expect(await trace(source())).toEqual({ kept: 0 })
})
