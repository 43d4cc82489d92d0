import { afterAll, beforeAll, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { setRemittanceLimit } from '../store/remittance-limit.ts'
import { remittanceCsv } from '../store/remittance-csv.ts'
import { readRemittanceLines, readRemittances } from '../store/remittance-read.ts'
import { setRemittanceTerms } from '../store/remittance-terms.ts'
import { listStaff } from '../store/staff.ts'
import {
  addPerson,
  addPortfolios,
  addUsPortfolio,
  inBook,
  openWorld,
  type Ask,
  type World,
} from './testing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addUsPortfolio(tx)
    await addPerson(tx, { id: 8n, portfolio: 3, name: 'Li Ming' })
    await tx.query(
      `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
       values (1, 8, 8, 801, 'LI MING RENT', 10001, '2026-11-02'), (1, 8, 8, 802, 'b', 5000, '2026-11-15')`,
    )
  })
})
afterAll(() => world.stop())

const ask = (body: object, as: 'manager' | 'collector' = 'manager') =>
  world.ask('/v1/remittances', { as, body })
const UNTIL = { portfolio: 'us-loans', until: '2026-11-10' }

async function agree(change: object = {}) {
  await inBook(world, async (tx) => {
    const manager = (await listStaff(tx, 1n)).find((one) => one.role === 'manager')
    const terms = { portfolio: 'us-loans', from: day('2026-01-01'), basisPoints: 1250, ...change }
    await setRemittanceTerms(tx, 1n, { ...terms, by: manager?.userId ?? '' })
  })
}

test('refusals say why', async () => {
  expect((await ask(UNTIL)).json.code).toBe('no_commission')
  expect((await ask({ ...UNTIL, portfolio: 'nowhere' })).json.code).toBe('no_such_portfolio')
  expect((await ask({ ...UNTIL, portfolio: 'uk-cards' })).json.code).toBe(
    'not_collected_for_another',
  )
  expect((await ask({ ...UNTIL, until: '2027-01-01' })).json.code).toBe('day_in_future')
  expect((await ask(UNTIL, 'collector')).json.code).toBe('not_permitted')
})

test('a run hands on, a second one finds nothing, what comes off next is carried over', async () => {
  await agree()
  const first = await ask(UNTIL)
  expect([first.status, first.json.nameless]).toEqual([201, 0])
  expect(first.json.items).toMatchObject([
    {
      creditor: 'Demo Bank',
      lines: 1,
      collected: { minor: '10001', currency: 'CNY' },
      commission: { minor: '1250' },
      due: { minor: '8751' },
      paid: { minor: '8751' },
    },
  ])
  expect((await ask(UNTIL)).json.items).toEqual([])
  await inBook(world, (tx) =>
    tx.query(
      `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id, effective_on)
       values (1, 8, 8, 803, 'r', 10001, 801, '2026-11-12')`,
    ),
  )
  const second = await ask(UNTIL)
  expect(second.json.items).toMatchObject([
    {
      taken_back: { minor: '-10001' },
      commission: { minor: '-1250' },
      due: { minor: '-8751' },
      paid: { minor: '0' },
    },
  ])
  await agree({ from: day('2026-11-15'), minimum: { minor: 900n, currency: 'CNY' } })
  const third = await ask({ ...UNTIL, until: '2026-11-18' })
  expect(third.json.items).toMatchObject([
    {
      carried: { minor: '-8751' },
      commission: { minor: '900' },
      due: { minor: '-4651' },
      paid: { minor: '0' },
    },
  ])
  const listed = await world.ask('/v1/remittances?portfolio=us-loans', { as: 'admin' })
  expect(listed.json.items).toHaveLength(3)
  expect(
    (await world.ask('/v1/remittances?portfolio=uk-cards', { as: 'admin' })).json.items,
  ).toEqual([])
})

test("the creditor's file sums to what is due and tells nothing of the borrower but the account", async () => {
  const listed = await world.ask('/v1/remittances', { as: 'manager' })
  for (const { number, due } of listed.json.items as { number: string; due: { minor: string } }[]) {
    const file = await inBook(world, async (tx) => {
      const [row] = await readRemittances(tx, 1n, [BigInt(number)])
      if (row === undefined) throw new Error('bug: what is listed can be read')
      return remittanceCsv(row, await readRemittanceLines(tx, 1n, row.remittanceId))
    })
    const rows = file
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))
    const sum = rows.reduce((total, cells) => total + BigInt((cells[7] ?? '').replace('.', '')), 0n)
    expect(sum).toBe(BigInt(due.minor))
    expect(rows[0]?.slice(1, 5)).toEqual([
      'us-loans',
      expect.any(String),
      'A8',
      expect.stringMatching(/^8\.80/),
    ])
    expect(file).not.toMatch(/Li Ming|LI MING|RENT/)
  }
})

test('a large one is not to be paid before another person has approved it', async () => {
  await inBook(world, async (tx) => {
    const manager = (await listStaff(tx, 1n)).find((one) => one.role === 'manager')
    const limit = { amountMinor: 30_000n, currency: 'CNY', by: manager?.userId ?? '' }
    expect(await setRemittanceLimit(tx, 1n, limit)).toEqual({ set: true })
    await tx.query(
      `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
       values (1, 8, 8, 805, 'large', 60000, '2026-11-16')`,
    )
  })
  const made = await ask({ ...UNTIL, until: '2026-11-18' })
  expect(made.json.items).toMatchObject([{ awaits_approval: true, approved_by: null }])
  const { number, paid } = made.json.items[0]
  expect(Number(paid.minor)).toBeGreaterThan(30_000)
  const approve = (as: Ask['as'], which: string = number) =>
    world.ask(`/v1/remittances/${which}/approvals`, { as, body: {} })
  expect((await approve('collector')).json.code).toBe('not_permitted')
  expect((await approve('manager')).json.code).toBe('request_same_person')
  expect((await approve('admin', '99999')).json.code).toBe('no_such_remittance')
  const small = (await world.ask('/v1/remittances', { as: 'admin' })).json.items.at(-1)
  expect(small.awaits_approval).toBe(false)
  expect((await approve('admin', small.number)).json.code).toBe('nothing_to_approve')
  const done = await approve('admin')
  expect([done.status, done.json.awaits_approval]).toEqual([201, false])
  expect(done.json.approved_by).not.toBe(done.json.made_by)
  expect((await approve('admin')).json.code).toBe('request_answered')
})

test('a second person refuses one: nothing is paid, and the next run takes its lines to the penny', async () => {
  await inBook(world, (tx) =>
    tx.query(
      `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
       values (1, 8, 8, 806, 'larger', 70003, '2026-11-17')`,
    ),
  )
  const until = { ...UNTIL, until: '2026-11-18' }
  const tried = await world.ask('/v1/remittances?dry_run=true', { as: 'manager', body: until })
  const made = (await ask(until)).json.items[0]
  expect(tried.json.items).toMatchObject([{ due: made.due, lines: made.lines }])
  const of = `/v1/remittances/${made.number}`
  expect((await ask(until)).json.code).toBe('remittance_waits')
  expect((await world.ask(`${of}/file`, { as: 'admin' })).json.code).toBe('remittance_waits')
  const refuse = (as: Ask['as'], because: string, which = of) =>
    world.ask(`${which}/refusals`, { as, body: { because } })
  expect((await refuse('collector', 'no')).json.code).toBe('not_permitted')
  expect((await refuse('manager', 'no')).json.code).toBe('request_same_person')
  expect((await refuse('admin', 'no', '/v1/remittances/99999')).json.code).toBe(
    'no_such_remittance',
  )
  const no = await refuse('admin', 'A transfer of our own is counted in.')
  expect([no.status, no.json.paid.minor, no.json.awaits_approval]).toEqual([201, '0', false])
  expect(no.json.refused_because).toBe('A transfer of our own is counted in.')
  expect((await refuse('admin', 'A transfer of our own is counted in.')).status).toBe(201)
  expect((await refuse('admin', 'other words')).json.code).toBe('request_answered')
  const late = await world.ask(`${of}/approvals`, { as: 'admin', body: {} })
  expect(late.json.code).toBe('request_answered')
  expect((await world.ask(`${of}/file`, { as: 'admin' })).json.code).toBe('remittance_refused')
  const again = (await ask(until)).json.items[0]
  for (const key of ['collected', 'commission', 'carried', 'due', 'lines'])
    expect([key, again[key]]).toEqual([key, made[key]])
  expect((await refuse('admin', 'A transfer of our own is counted in.')).status).toBe(201)
  await world.ask(`/v1/remittances/${again.number}/approvals`, { as: 'admin', body: {} })
  const file = (await world.ask(`/v1/remittances/${again.number}/file`, { as: 'compliance' })).json
  const amounts = (file.text as string).trimEnd().split('\r\n').slice(1)
  const sum = amounts.reduce(
    (total, line) => total + BigInt((line.split(',')[7] ?? '').replace('.', '')),
    0n,
  )
  expect(sum).toBe(BigInt(again.due.minor))
  const opened = (await world.ask(`/v1/remittances/${again.number}`, { as: 'admin' })).json
  expect(opened.items).toMatchObject([{ kind: 'payment', account_ref: 'A8', case_id: null }])
  const seen = (await world.ask(of, { as: 'compliance' })).json
  expect(seen.items).toMatchObject([{ case_id: expect.stringMatching(/^case_/) }])
})

test('the schema takes no approval of whoever made it', async () => {
  const own = inBook(world, (tx) =>
    tx.query(
      `insert into remittance_answer (tenant_id, remittance_id, made_by, answered_by)
       select tenant_id, remittance_id, made_by, made_by from remittance order by remittance_id limit 1`,
    ),
  )
  await expect(own).rejects.toThrow('remittance_answer_check')
  const feigned = inBook(world, (tx) =>
    tx.query(
      `insert into remittance_answer (tenant_id, remittance_id, made_by, answered_by)
       select tenant_id, remittance_id, 'somebody', made_by from remittance order by remittance_id limit 1`,
    ),
  )
  await expect(feigned).rejects.toThrow('foreign key')
})
