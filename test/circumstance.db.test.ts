import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { readGuardFacts } from '../src/store/guard-facts.ts'
import type { BorrowerFact } from '../src/guard/verdict.ts'
import { addPeople, HOUR, makeBook, MORNING } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

let fresh: Fresh
let id = 0
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())

const SHANGHAI = ['Asia/Shanghai']
/** Midnight of 21 November in Shanghai. */
const MIDNIGHT = (MORNING + 14 * HOUR) as Instant

async function person(): Promise<void> {
  id += 1
  await addPeople(fresh.db, [{ id }])
}

const tell = (kind: string, untilOn: string | null) =>
  inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, until_on, recorded_at)
       values (1, $1, $2, '2026-01-01', $3, '2026-11-01')`,
      [id, kind, untilOn],
    ),
  )

const factAt = async (now: Instant, zones: readonly string[] = SHANGHAI): Promise<BorrowerFact> => {
  const ask = { treatmentId: 0n, zones, now }
  const ref = { tenantId: 1n, borrowerId: BigInt(id) }
  return (await inTenant(fresh.db, 1n, (tx) => readGuardFacts(tx, ref, ask))).borrower
}

describe('a circumstance with an end', () => {
  test.each([
    ['minor', 'minor'],
    ['seriously_ill', 'seriously_ill'],
    ['cannot_pay', 'cannot_pay'],
    ['family_violence', 'family_violence'],
    ['employer_forbids', 'employerForbids'],
  ] as const)('%s stands until its day begins, and not after', async (kind, fact) => {
    await person()
    expect((await factAt(MORNING))[fact]).toBe(false)
    await tell(kind, '2026-11-21')
    expect((await factAt(MORNING))[fact]).toBe(true)
    expect((await factAt((MIDNIGHT - 1) as Instant))[fact]).toBe(true)
    expect((await factAt(MIDNIGHT))[fact]).toBe(false)
  })

  test('ends where days end last, and nowhere earlier where a place is not known', async () => {
    await person()
    await tell('minor', '2026-11-21')
    const far = ['Asia/Shanghai', 'America/New_York']
    expect((await factAt(MIDNIGHT, far)).minor).toBe(true)
    expect((await factAt((MIDNIGHT + 13 * HOUR) as Instant, far)).minor).toBe(false)
    expect((await factAt((MIDNIGHT + 20 * HOUR - 1) as Instant, ['Nowhere/At_All'])).minor).toBe(
      true,
    )
    expect((await factAt((MIDNIGHT + 20 * HOUR) as Instant, [])).minor).toBe(false)
  })

  test('told again with an end, the newer word holds', async () => {
    await person()
    await tell('seriously_ill', null)
    expect((await factAt(MORNING)).seriously_ill).toBe(true)
    await tell('seriously_ill', '2027-06-01')
    expect((await factAt(MORNING)).seriously_ill).toBe(true)
    await tell('seriously_ill', '2026-11-02')
    expect((await factAt(MORNING)).seriously_ill).toBe(false)
  })
})

test('a hold for a death that is being checked makes the borrower dead until it ends', async () => {
  await person()
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into hold (tenant_id, borrower_id, reason, from_on, until_on, source)
       values (1, $1, 'deceased', '2026-11-01', '2026-11-21', 'letter')`,
      [id],
    ),
  )
  expect((await factAt(MORNING)).deceased).toBe(true)
  expect((await factAt(MIDNIGHT)).deceased).toBe(false)
})
