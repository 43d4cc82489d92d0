import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { addPerson, addPortfolios, inBook, publishStarters, TODAY } from '../src/api/testing.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { currencyOf, type Currency } from '../src/core/money.ts'
import { BUDGET_FORM } from '../src/core/budget-form.ts'
import type { BudgetAnswer } from '../src/core/budget.ts'
import { keepBudget } from '../src/store/budget.ts'
import type { Tx } from '../src/store/db.ts'
import { keepDocument } from '../src/store/tenant-document.ts'
import { day, type Instant } from '../src/core/calendar.ts'
import { newSealPem, sealKeyOf } from '../src/evidence/seal.ts'
import { loadLaw } from '../src/store/law.ts'
import { makeLink } from '../src/store/pay-link.ts'
import { buildPortal, type Portal } from '../src/portal/app.ts'
import { sessionText } from '../src/portal/session.ts'

const GBP = currencyOf('GBP') as Currency
const KEY = Buffer.from('a key of the portal for the test')
/** A Friday, 10:00 in London and 18:00 in Shanghai. */
const NOON = Date.parse('2026-11-20T10:00:00Z') as Instant
const LAW = fileURLToPath(new URL('../law', import.meta.url))

export type Here = { readonly id: bigint; readonly Cookie: string }

/** For tests: the borrower's pages over a real database, with people who have opened their link. */
export type PortalWorld = Fresh & {
  now: Instant
  readonly log: string[]
  stop(): Promise<void>
  readonly portal: Portal
  readonly home: string
  /** The path of a new link to an account of this person, which nobody has opened. */
  link(id: bigint): Promise<string>
  /** By which receipts are checked. */
  readonly publicKey: string
  /** The next borrower, who gave the fact; a message to them waits to leave. */
  opened(): Promise<Here>
  /** The same person, who typed the code too. */
  coded(): Promise<Here>
  get(who: { Cookie: string }, path: string): Promise<Response>
  read(who: { Cookie: string }, path: string): Promise<string>
  send(who: { Cookie: string }, path: string, fields: Record<string, string>): Promise<Response>
  count(sql: string, id: bigint): Promise<number>
  late(id: bigint): Promise<void>
  guideline(foodMinor: bigint): Promise<void>
  budget(id: bigint, foodMinor: bigint, leftMinor?: bigint): Promise<void>
}

export async function openPortalWorld(of: { readonly people: bigint }): Promise<PortalWorld> {
  const pay = { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] }
  const fresh = await freshDatabase()
  const log: string[] = []
  const world = { ...fresh, now: NOON, log }
  const home = await mkdtemp(join(tmpdir(), 'forbear-portal-'))
  const from = { address: '' }
  const seal = sealKeyOf(newSealPem())
  const portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay,
    key: KEY,
    addressOf: () => from.address,
    log: (line) => world.log.push(line),
    home,
    seal,
    law: loadLaw(LAW),
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= of.people; id++) await addPerson(tx, { id, arrears: 50_000n })
    await tx.query(`update account set ref = 'LN-20' || account_id || '47'`)
  })
  await publishStarters(world)
  const ask = asker(portal)
  let last = 0n
  return Object.assign(world, {
    portal,
    home,
    publicKey: seal.publicKey,
    ...ask,
    count: async (sql: string, id: bigint) =>
      Number((await inBook(world, (tx) => tx.query<{ n: bigint }>(sql, [id]))).rows[0]?.n ?? 0n),
    opened: async () => {
      last += 1n
      from.address = `198.51.100.${last}`
      return openLink(world, ask, last)
    },
    coded: async () => {
      last += 1n
      from.address = `198.51.100.${last}`
      const { id, Cookie } = await openLink(world, ask, last)
      return { id, Cookie: withCode(Cookie) }
    },
    link: async (id: bigint) => `/p/${(await linkOf(world, id)).token}`,
    late: (id: bigint) => inBook(world, (tx) => makeLate(tx, id)),
    guideline: (foodMinor: bigint) => inBook(world, (tx) => setGuideline(tx, foodMinor)),
    budget: (id: bigint, foodMinor: bigint, leftMinor = 7000n) =>
      inBook(world, (tx) => signBudget(tx, { id, foodMinor, leftMinor })),
    stop: async () => {
      await rm(home, { recursive: true, force: true })
      await fresh.drop()
    },
  })
}

/** What the page of codes does to a session whose code was right. */
export function withCode(cookie: string): string {
  const numbers = cookie.slice(cookie.indexOf('=') + 1).split('.')
  const [tenantId = 0n, borrowerId = 0n, accountId = 0n, linkNo = 0n] = numbers
    .slice(0, 4)
    .map(BigInt)
  const until = Number(numbers[5]) as Instant
  const of = { tenantId, borrowerId, accountId, linkNo, level: 'code' as const, until }
  return `forbear.portal=${sessionText(KEY, of)}`
}

type Asker = Pick<PortalWorld, 'get' | 'read' | 'send'>

function asker(portal: Portal): Asker {
  const get = (who: { Cookie: string }, path: string) =>
    Promise.resolve(portal.request(path, { headers: { Cookie: who.Cookie } }))
  return {
    get,
    read: async (who, path) => (await get(who, path)).text(),
    send: (who, path, fields) =>
      Promise.resolve(
        portal.request(path, {
          method: 'POST',
          body: new URLSearchParams(fields).toString(),
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: who.Cookie },
        }),
      ),
  }
}

async function openLink(
  world: Fresh & { readonly now: Instant },
  ask: Asker,
  id: bigint,
): Promise<Here> {
  const made = await linkOf(world, id)
  const fact = `${id}47`.padStart(4, '0').slice(-4)
  const answer = await ask.send({ Cookie: '' }, `/p/${made.token}/check`, { fact })
  const Cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  await inBook(world, (tx) => leaveSoon(tx, id))
  return { id, Cookie }
}

const linkOf = (world: Fresh & { readonly now: Instant }, id: bigint) => {
  const link = { borrowerId: id, accountId: id, amount: undefined, currency: GBP, days: 7 }
  return inBook(world, (tx) => makeLink(tx, 1n, { ...link, by: 'test' }, world.now))
}

/** A permit that has not left: whatever stops messages takes it back. */
const leaveSoon = (tx: Tx, id: bigint) =>
  tx.query(
    `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
       template, language, state, block_version, permitted_at, expires_at, slots, made_by)
     values (1, $1, gen_random_uuid(), 1, array[$1::bigint], 'sms', 1, 'reminder-warm', 'en', 'permitted', 0,
       now(), now() + interval '1 hour', '[]', 'test')`,
    [id],
  )

/** A hundred days late: beyond what a collector grants alone. */
async function makeLate(tx: Tx, id: bigint): Promise<void> {
  await tx.query(
    `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
     select tenant_id, borrower_id, account_id, 2, instalment_no, $2::date - 100, amount_minor, effective_on
       from instalment where borrower_id = $1`,
    [id, TODAY],
  )
  await tx.query(
    `update position set oldest_unpaid_due_on = $2::date - 100, delinquent_since = $2::date - 100 where borrower_id = $1`,
    [id, TODAY],
  )
}

async function setGuideline(tx: Tx, foodMinor: bigint): Promise<void> {
  const food = {
    firstAdultMinor: String(foodMinor),
    adultMinor: '0',
    childUnder14Minor: '0',
    child14To17Minor: '0',
  }
  const document = {
    effective_on: '2026-04-01',
    source: 'a test',
    currencies: { GBP: { leftForPersonBps: 1000, reserveMinor: '0', groups: { food } } },
  }
  const kept = { name: 'guidelines' as const, effectiveOn: day('2026-04-01'), document, by: 'test' }
  await keepDocument(tx, 1n, kept)
}

/** Every question answered: so much a month remains after what is eaten, and nine tenths of it can be paid. */
async function signBudget(
  tx: Tx,
  of: { readonly id: bigint; readonly foodMinor: bigint; readonly leftMinor: bigint },
): Promise<void> {
  const answers: Record<string, BudgetAnswer> = {}
  for (const one of BUDGET_FORM) {
    if (one.kind === 'choice') answers[one.id] = { choice: one.choices?.[0]?.code ?? '' }
    else answers[one.id] = one.kind === 'count' ? { count: 0 } : { minor: 0n, per: 'month' }
  }
  const food = BUDGET_FORM.find((one) => one.guideline === 'food')?.id ?? ''
  answers[food] = { minor: of.foodMinor, per: 'month' }
  answers['wages'] = { minor: of.foodMinor + of.leftMinor, per: 'month' }
  const given = { borrowerId: of.id, currency: 'GBP', answers, isFinal: true }
  await keepBudget(tx, 1n, { ...given, by: 'borrower', via: 'portal' }, TODAY)
}
