import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPayments, ownBook, type OwnDebt } from '../../test/ledger-world.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { addPerson, addPortfolios, inBook, TODAY } from '../api/testing.ts'
import { openTypesetter } from '../channels/letter/typeset.ts'
import { addDays, type Day, type Instant } from '../core/calendar.ts'
import { readClosed, readSoldOn } from '../store/closure.ts'
import { readStatement } from '../store/ledger-statement.ts'
import { decimalText, money } from '../core/money.ts'
import { buildPortal, type Portal } from './app.ts'
import { sessionText } from './session.ts'

const KEY = Buffer.from('a key of the portal for the test')
const NOON = Date.parse(`${TODAY}T10:00:00Z`) as Instant

let world: Fresh
let home: string

const opened = await openTypesetter()
const missing = 'declined' in opened
if (missing)
  console.warn(`Certificates are not tried (${opened.declined}): apt-get install fonts-noto-cjk`)
const typesetter = missing ? undefined : opened

beforeAll(async () => {
  world = await freshDatabase()
  home = await mkdtemp(join(tmpdir(), 'forbear-done-'))
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 4n; id++)
      await addPerson(tx, { id, name: id === 1n ? 'Ann Lee' : '王小明', arrears: 0n })
    await tx.query(`update account set ref = 'LN-' || (4000 + account_id)`)
    await tx.query(`update position set outstanding_minor = 0, arrears_minor = 0`)
    await tx.query(`update account set closed_on = '2026-10-30' where borrower_id in (1, 2, 3)`)
    await tx.query(`update position set outstanding_minor = 1 where borrower_id = 3`)
  })
})
afterAll(async () => {
  await world.drop()
  await rm(home, { recursive: true, force: true })
})

const portal = (of: { readonly setter?: boolean } = {}): Portal =>
  buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => NOON,
    today: () => TODAY,
    pay: { portalUrl: 'https://pay.test', providers: [], systems: [], creditors: [] },
    key: KEY,
    addressOf: () => '192.0.2.1',
    log: (line) => expect(line).toBe(''),
    home,
    ...(of.setter === false ? {} : { typesetter }),
  })

const as = (of: OwnDebt): { Cookie: string } => {
  const until = (NOON + 60_000) as Instant
  const session = { tenantId: 1n, ...of, linkNo: 1n, level: 'code', until } as const
  return { Cookie: `forbear.portal=${sessionText(KEY, session)}` }
}
const one = (id: bigint): OwnDebt => ({ borrowerId: id, accountId: id })
const get = (path: string, of: OwnDebt) => portal().request(path, { headers: as(of) })
const read = async (path: string, of: OwnDebt): Promise<string> => (await get(path, of)).text()
const sha256 = (bytes: ArrayBuffer): string =>
  createHash('sha256').update(new Uint8Array(bytes)).digest('hex')

describe('a closure certificate', () => {
  test.skipIf(missing)(
    'is made once: the same number, bytes and hashes ever after, in both languages',
    async () => {
      const pages = await Promise.all([read('/p/done?lang=en', one(1n)), read('/p/done', one(1n))])
      const number = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(pages[0] ?? '')?.[0] ?? 'none'
      expect(pages[1]).toContain(number)
      expect(pages[0]).toContain('On 30 October 2026 the account ending 4001 was closed')
      // The lender's file told that it was closed, not that it was paid.
      expect(pages[0]).toContain('<h1>Your account is closed</h1>')
      expect(pages[0]).toContain('or sold to somebody else')
      for (const language of ['zh', 'en']) {
        const file = await get(`/p/done/${language}`, one(1n))
        expect(file.headers.get('Content-Type')).toBe('application/pdf')
        const bytes = await file.arrayBuffer()
        const text = Buffer.from(bytes).toString('latin1')
        expect(text).toMatch(/^%PDF/)
        expect(text).toContain('/StructTreeRoot')
        expect(pages[0]).toContain(sha256(bytes))
      }
      await inBook(world, (tx) =>
        tx.query(`update tenant set trading_name = 'Another Name' where tenant_id = 1`),
      )
      const later = await (await get('/p/done/en', one(1n))).arrayBuffer()
      expect(pages[0]).toContain(sha256(later))
      await inBook(world, (tx) =>
        tx.query(`update tenant set trading_name = 'Demo Bank' where tenant_id = 1`),
      )
      for (const typed of [number, number.toLowerCase().replaceAll('-', ' ')]) {
        const answer = await portal().request('/p/real?lang=en', {
          method: 'POST',
          body: new URLSearchParams({ typed }).toString(),
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        })
        const page = await answer.text()
        expect(page).toContain('we made a closure certificate with this number')
        expect(page).toContain(sha256(later))
        expect(page).not.toMatch(/Ann Lee|4001/)
      }
    },
  )

  test('is not made while anything is open, not closed, or there is nothing to set it with', async () => {
    for (const id of [3n, 4n]) {
      expect(await read('/p/done?lang=en', one(id))).toContain('does not say yet')
      expect((await get('/p/done/en', one(id))).status).toBe(404)
    }
    const without = await portal({ setter: false }).request('/p/done?lang=en', {
      headers: as(one(2n)),
    })
    expect(await without.text()).toContain('cannot be made here now')
    expect((await get('/p/done/fr', one(2n))).status).toBe(404)
  })

  test('of a book that is kept here: zero in the ledger, and long enough that no payment goes back', async () => {
    const own = await freshDatabase()
    const [debt] = await ownBook(own.db, 1)
    if (debt === undefined) throw new Error('no debt')
    const ref = { tenantId: 1n, ...debt }
    const paidOn = '2026-10-01' as Day
    const owed = await inBook(own, (tx) =>
      readStatement(tx, ref, { accountId: debt.accountId, until: paidOn }),
    )
    if (owed === undefined) throw new Error('no statement')
    const closedOn = (today: Day) => inBook(own, (tx) => readClosed(tx, ref, today))
    expect(await closedOn(TODAY)).toBeUndefined()
    const amount = decimalText(money(owed.statement.closingMinor, owed.currency))
    const head = 'payment_ref,account_ref,paid_on,amount'
    expect(await loadPayments(own.db, [head, `P1,D0a,${paidOn},${amount}`])).toHaveProperty('done')
    const read = async (today: Day) => (await closedOn(today))?.closedOn
    expect(await read(addDays(paidOn, 13))).toBeUndefined()
    expect(await read(addDays(paidOn, 14))).toBe(paidOn)
    // At zero because it was sold: nothing was paid, and no paper says so.
    await inBook(own, (tx) =>
      tx.query(
        `insert into entry (tenant_id, borrower_id, entry_id, kind, effective_on, currency, fact_on, account_id, ref,
           made_by, line_accounts, line_ledger, line_minors)
         select tenant_id, borrower_id, 999999, 'transfer', effective_on, currency, effective_on, $2, 'sold', 'test',
           line_accounts, line_ledger, line_minors from entry where borrower_id = $1 and kind = 'payment' limit 1`,
        [debt.borrowerId, debt.accountId],
      ),
    )
    expect(await read(addDays(paidOn, 14))).toBeUndefined()
    expect(await inBook(own, (tx) => readSoldOn(tx, ref))).toBe(paidOn)
    await own.drop()
  })
})

test('messages out and in stand there with letters and receipts; nobody else’s words, and no code', async () => {
  const pdf = Buffer.from('%PDF-1.7 a letter')
  const hash = createHash('sha256').update(pdf).digest('hex')
  const keys = ['a', 'b', 'c'].map((one) => `${one.repeat(8)}-0000-8000-8000-000000000000`)
  await inBook(world, async (tx) => {
    await tx.query(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
         template, language, state, block_version, permitted_at, sending_at, expires_at, slots, made_by, provider)
       select 1, 2, key::uuid, 1, array[2::bigint], channel, 1, template, 'en', 'accepted', 0,
         '2026-11-01T10:00Z', '2026-11-01T10:00Z', '2026-11-01T11:00Z', '[]', 'test', 'test'
       from (values ($1, 'sms', 'reminder-warm'), ($2, 'sms', 'own-code'), ($3, 'letter', 'letter-serious'))
         as given(key, channel, template)`,
      keys,
    )
    await tx.query(
      `insert into sent_words (tenant_id, borrower_id, contact_id, words)
       select 1, 2, contact_id, 'words of ' || template from contact where borrower_id = 2 and channel = 'sms'`,
    )
    await tx.query(`insert into letter_batch (tenant_id, made_on) values (1, '2026-11-02')`)
    await tx.query(
      `insert into letter (tenant_id, borrower_id, attempt_key, contact_id, kind, batch_no, state, block_version,
         sha256, pages, place, envelope, set_at, handed_over_on)
       select 1, 2, $1::uuid, contact_id, 'reminder', (select max(batch_no) from letter_batch), 'handed_over', 0,
         $2, 1, 'gb', 'dl-window', '2026-11-02T10:00Z', '2026-11-03' from contact where attempt_key = $1::uuid`,
      [keys[2], hash],
    )
  })
  const found = await inBook(world, (tx) =>
    tx.query<{ n: bigint }>('select max(batch_no) as n from letter_batch'),
  )
  const ready = join(home, 'letters', 'tenant-1', 'ready', `2026-11-02-${found.rows[0]?.n}`)
  await mkdir(ready, { recursive: true })
  await writeFile(join(ready, `${keys[2]}.pdf`), pdf)
  const page = await read('/p/messages?lang=en', one(2n))
  expect(page).toContain('words of reminder-warm')
  expect(page).not.toContain('words of own-code')
  expect(page).toContain('3 November 2026 · About your account (PDF)')
  const letter = await get(`/p/messages/letter/${keys[2]}`, one(2n))
  expect(Buffer.from(await letter.arrayBuffer())).toEqual(pdf)
  for (const [path, of] of [
    [`/p/messages/letter/${keys[2]}`, one(1n)],
    [`/p/messages/letter/${keys[0]}`, one(2n)],
    ['/p/messages/letter/..%2Fx', one(2n)],
  ] as const)
    expect((await get(path, of)).status).toBe(404)
  await writeFile(join(ready, `${keys[2]}.pdf`), 'another file')
  expect((await get(`/p/messages/letter/${keys[2]}`, one(2n))).status).toBe(404)
})
