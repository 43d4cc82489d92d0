import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel } from '../src/core/channel.ts'
import type { Instant } from '../src/core/calendar.ts'
import type { LawBook } from '../src/guard/book.ts'
import type { SlotNeed } from '../src/guard/verdict.ts'
import { flipToSending, recordTold } from '../src/store/contact.ts'
import { connectApp, inTenant, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import type { Desk } from '../src/store/permit.ts'
import { askForPermit } from '../src/store/permits.ts'
import { judgeChannels } from '../src/store/permissions.ts'
import { giveBackShared, personsOf, retakeShared, takeShared } from '../src/store/shared-cap.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const CONNECTIONS = 32
const CAP = 7
const TENANTS = [1n, 2n, 3n] as const
const DAY = 86_400_000
const capKey = Buffer.alloc(32, 7)
const TOMORROW = (MORNING + DAY) as Instant

let fresh: Fresh
let db: Db
beforeAll(async () => {
  fresh = await freshDatabase()
  db = connectApp(fresh.adminUrl, { connectionsMax: CONNECTIONS })
  await makeBook(db)
  await rows(db, `update portfolio set cap_group = 'bank.example' where code = 'book-au'`)
  for (const tenantId of [2n, 3n]) await addAgency(tenantId)
})
afterAll(async () => {
  await db.end()
  await fresh.drop()
})

/** An agency of the same lender; the same person, written as other books write it. */
async function addAgency(tenantId: bigint): Promise<void> {
  await inTenant(db, tenantId, async (tx) => {
    await tx.query(
      `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
       values ($1, 'Agency', 'Agency', '000', 'https://agency.example')`,
      [tenantId],
    )
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind,
         jurisdictions, strategy, cap_group)
       values ($1, 1, 'placed', 'placed', 'placed', 'host', 'Demo Bank', 'agency', '{au}', 'bank', 'bank.example'),
         ($1, 2, 'own', 'own', 'own', 'host', 'Agency', 'agency', '{au}', 'bank', null)`,
      [tenantId],
    )
    await tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency) values ($1, 1, 'loan', 'instalment', '{}')`,
      [tenantId],
    )
  })
  await addPerson(tenantId, { id: 1n, name: '王 小明', mobile: '+86 138-0000 0500' })
}

async function addPerson(tenantId: bigint, p: { id: bigint; name: string; mobile: string }) {
  await inTenant(db, tenantId, async (tx) => {
    await tx.query(
      `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
       values ($1, $2, 'test', $3, $4, 'zh', '{Australia/Perth}')`,
      [tenantId, p.id, `B${p.id}`, p.name],
    )
    await tx.query(
      `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
       select $1, $2, portfolio_id, 'test', 'A-' || portfolio_id, portfolio_id, 1, 'CNY'
       from portfolio where tenant_id = $1`,
      [tenantId, p.id],
    )
    await tx.query(
      `insert into address (tenant_id, borrower_id, address_id, kind, value) values ($1, $2, 1, 'mobile', $3)`,
      [tenantId, p.id, p.mobile],
    )
  })
}

const personIn = (tenantId: bigint, borrowerId = 1n, accountId = 1n) =>
  inTenant(db, tenantId, (tx) => personsOf(tx, { tenantId, borrowerId }, { accountId, capKey }))

const need = (rule: string, limit = CAP): SlotNeed => ({
  rule,
  key: `${rule}:borrower`,
  limit,
  freeAt: TOMORROW,
  shared: true,
})

async function take(
  tenantId: bigint,
  needs: readonly SlotNeed[],
  attemptKey: string = randomUUID(),
) {
  const persons = await personIn(tenantId)
  return inTenant(db, tenantId, (tx) =>
    takeShared(tx, persons, needs, { attemptKey, now: MORNING }),
  )
}

describe('one person in three tenants', () => {
  test('is known by one hash, whatever way the number is written; another name is another person', async () => {
    await addPerson(3n, { id: 2n, name: '王大明', mobile: '13800000500' })
    const [two, three, other] = [await personIn(2n), await personIn(3n), await personIn(3n, 2n)]
    expect(two).toHaveLength(1)
    expect(three).toEqual(two)
    expect(other).not.toEqual(two)
    expect(await personIn(2n, 1n, 2n)).toEqual([])
  })

  test('a key given by the files tells too, and is counted beside the numbers', async () => {
    for (const tenantId of [2n, 3n]) {
      const id = 10n
      await addPerson(tenantId, { id, name: `n${tenantId}`, mobile: `1390000000${tenantId}` })
      await inTenant(db, tenantId, (tx) =>
        tx.query(`update borrower set person_key = 'a1b2c3d4e5' where borrower_id = $1`, [id]),
      )
    }
    const [two, three] = [await personIn(2n, 10n), await personIn(3n, 10n)]
    expect(two).toHaveLength(2)
    expect(two.filter((hash) => three.some((other) => other.equals(hash)))).toHaveLength(1)
  })

  test.each([1, 2, 3])(
    '32 connections of all three race: exactly the cap, round %i',
    async (round) => {
      await addPeople(db, [{ id: 500 + round, jurisdictions: 'au' }])
      const persons = await personIn(2n)
      let left = CONNECTIONS * 8
      let granted = 0
      const lane = async (tenantId: bigint) => {
        while (left-- > 0) {
          const got = await inTenant(db, tenantId, (tx) =>
            takeShared(tx, persons, [need(`race.${round}`)], {
              attemptKey: randomUUID(),
              now: MORNING,
            }),
          )
          if ('taken' in got) granted += 1
        }
      }
      await Promise.all(
        Array.from({ length: CONNECTIONS }, (_, i) => lane(TENANTS[i % TENANTS.length] ?? 1n)),
      )
      expect(granted).toBe(CAP)
    },
  )

  test('several caps are taken all or none, and who asks in the other order never waits for ever', async () => {
    const both = [need('x', 1), need('y', 2)]
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        take(TENANTS[1 + (i % 2)] ?? 2n, i % 4 < 2 ? both : both.toReversed()),
      ),
    )
    expect(all.filter((got) => 'taken' in got)).toHaveLength(1)
    expect(await take(2n, [need('y', 2)])).toHaveProperty('taken')
    expect(await take(2n, [need('y', 2)])).toEqual({ full: [need('y', 2)] })
  })
})

describe('what was taken', () => {
  test('is given back by its own attempt alone, and once', async () => {
    const mine = randomUUID()
    const got = await take(2n, [need('back', 1)], mine)
    const slots = 'taken' in got ? got.taken : []
    const back = (attemptKey: string) =>
      inTenant(db, 3n, (tx) => giveBackShared(tx, slots, { attemptKey, now: MORNING }))
    await back(randomUUID())
    expect(await take(3n, [need('back', 1)])).toHaveProperty('full')
    await back(mine)
    const theirs = randomUUID()
    expect(await take(3n, [need('back', 1)], theirs)).toHaveProperty('taken')
    await back(mine)
    expect(await take(2n, [need('back', 1)])).toHaveProperty('full')
    // The proof was wrong: both were made, so the cap is full for as long as either counts.
    await inTenant(db, 2n, (tx) => retakeShared(tx, slots, { attemptKey: mine, now: MORNING }))
    await back(theirs)
    expect(await take(2n, [need('back', 1)])).toHaveProperty('full')
  })

  test('nobody but the function reads', async () => {
    const read = inTenant(db, 1n, (tx) => tx.query('select from shared_cap.slot'))
    await expect(read).rejects.toThrow('permission denied')
    const free = inTenant(db, 1n, (tx) => tx.query(`update shared_cap.slot set free_at = now()`))
    await expect(free).rejects.toThrow('permission denied')
  })
})

describe('a permit', () => {
  const law = loadLaw('law')
  /** Every cap of the packs counts across tenants. */
  const shared: LawBook = {
    ...law,
    rulesFor: (places, onDay) =>
      law
        .rulesFor(places, onDay)
        .map((rule) =>
          rule.part.kind === 'cap' ? { ...rule, part: { ...rule.part, shared: true } } : rule,
        ),
  }
  const deskOf = async (): Promise<Desk> => ({
    law: shared,
    templates: await loadTemplates('templates'),
    sender: { tradingName: 'Demo', checkPhone: '000', checkUrl: 'https://demo.example' },
    today: TODAY,
    automatic: new Set<Channel>(['sms']),
    permitLifeMs: HOUR,
    madeBy: 'dispatch:this',
    capKey,
  })

  async function ask(id: number) {
    const [row] = await rows<{ treatment_id: bigint }>(
      db,
      `select treatment_id from treatment where borrower_id = $1 and state = 'planned' limit 1`,
      [id],
    )
    const ref = { tenantId: 1n, borrowerId: BigInt(id), treatmentId: row?.treatment_id ?? 0n }
    return askForPermit(db, ref, await deskOf(), MORNING)
  }

  const perth = { jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] } as const

  test('takes the use that another tenant then misses, and gives it back on proof', async () => {
    await addPeople(db, [
      { id: 700, ...perth, addresses: [{ kind: 'mobile', value: '0400000700' }] },
    ])
    const answer = await ask(700)
    if (answer.is !== 'permitted') throw new Error(answer.is)
    const shared1 = await rows<{ shared_slots: { person: string; rule: string }[] }>(
      db,
      'select shared_slots from contact where borrower_id = 700',
    )
    expect(shared1[0]?.shared_slots.length).toBeGreaterThan(0)
    const left = async () => {
      const persons = await inTenant(db, 1n, (tx) =>
        personsOf(tx, { tenantId: 1n, borrowerId: 700n }, { accountId: 7000n, capKey }),
      )
      const slot = shared1[0]?.shared_slots[0]
      const trial = { ...need('-', 1), key: `${slot?.rule}:borrower` }
      return inTenant(db, 2n, async (tx) => {
        const got = await takeShared(tx, persons, [trial], {
          attemptKey: randomUUID(),
          now: MORNING,
        })
        if ('taken' in got) throw new Error('only a trial')
        return false
      }).catch((error: Error) => error.message === 'only a trial')
    }
    expect(await left()).toBe(false)
    const ref = { tenantId: 1n, borrowerId: 700n, contactId: answer.permit.contactId }
    const flip = { now: MORNING, today: TODAY, provider: 'sandbox-sms', madeBy: 'dispatch:this' }
    expect(await flipToSending(db, ref, flip)).toBe(true)
    await recordTold(db, ref, { said: 'unknown', at: MORNING, detail: {} })
    expect(await left()).toBe(false)
    await recordTold(db, ref, { said: 'never_accepted', at: MORNING, detail: {} })
    expect(await left()).toBe(true)
  })

  test('that finds them used up elsewhere waits for the next local day and says no more', async () => {
    await addPeople(db, [
      { id: 701, ...perth, addresses: [{ kind: 'mobile', value: '0400000701' }] },
    ])
    const persons = await inTenant(db, 1n, (tx) =>
      personsOf(tx, { tenantId: 1n, borrowerId: 701n }, { accountId: 7010n, capKey }),
    )
    const rules = shared.rulesFor(['au'], TODAY).filter((rule) => rule.part.kind === 'cap')
    expect(rules.length).toBeGreaterThan(0)
    for (const rule of rules) {
      const name = rule.part.kind === 'cap' ? rule.part.name : undefined
      const key = name === undefined ? `${rule.id}:borrower` : `${rule.id}:${name}:borrower`
      for (let n = 0; n < 99; n++) {
        const attempt = { attemptKey: randomUUID(), now: MORNING }
        const got = await inTenant(db, 3n, (tx) =>
          takeShared(tx, persons, [{ ...need(rule.id, 10), key }], attempt),
        )
        if ('full' in got) break
      }
    }
    const answer = await ask(701)
    if (answer.is !== 'judged') throw new Error(answer.is)
    const { verdict } = answer
    expect(verdict.decision).toBe('defer')
    // Midnight in Perth.
    const midnight = Date.UTC(2026, 10, 20, 16)
    expect(verdict.decision === 'defer' && verdict.until).toBe(midnight)
    const barring = verdict.reasons.filter((reason) => reason.says === 'defer')
    expect(new Set(barring.map((reason) => reason.code))).toEqual(new Set(['cap.shared_full']))
    expect(
      await rows(db, 'select from cap_slot where borrower_id = 701 and free_at > $1', [
        new Date(MORNING),
      ]),
    ).toEqual([])
    expect(await rows(db, 'select from contact where borrower_id = 701')).toEqual([])
    // The screen says the same before anybody tries, and takes nothing by saying it.
    expect(await seen(701)).toEqual({ decision: 'defer', hasRoom: false })
    await addPeople(db, [
      { id: 702, ...perth, addresses: [{ kind: 'mobile', value: '0400000702' }] },
    ])
    expect(await seen(702)).toEqual({ decision: 'allow', hasRoom: true })
    expect(await seen(702, 'no key')).toEqual({ decision: 'defer', hasRoom: false })
  })

  const seen = async (id: number, without?: 'no key') => {
    const [sms] = await inTenant(db, 1n, (tx) =>
      judgeChannels(tx, {
        tenantId: 1n,
        borrowerId: BigInt(id),
        accountId: BigInt(id * 10),
        zones: perth.zones,
        channels: ['sms'],
        law: shared,
        now: MORNING,
        today: TODAY,
        capKey: without === undefined ? capKey : undefined,
      }),
    )
    return { decision: sms?.verdict?.decision, hasRoom: sms?.shared?.hasRoom }
  }

  test('without the key of the group nothing is sent', async () => {
    const sent = dispatch(db, 1n, {
      now: MORNING,
      today: TODAY,
      say: () => undefined,
      channels: {},
      law,
      templates: await loadTemplates('templates'),
    })
    await expect(sent).rejects.toThrow('nothing is sent')
  })
})
