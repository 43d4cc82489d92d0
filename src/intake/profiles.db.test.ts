import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadPath, said } from '../../test/intake-book.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { day } from '../core/calendar.ts'
import { writePositions } from '../store/book.ts'
import { inTenant } from '../store/db.ts'
import { readWords } from '../store/words-own.ts'

const ACCOUNTS = `account_ref,borrower_ref,portfolio,product,currency,name,language,zones,mobile,balance,arrears,oldest_unpaid_due_on
A1,B1,cn-online,instalment-loan,CNY,Li,zh,Asia/Shanghai,+8613800000001,1000.00,100.00,2026-10-01
A2,B1,cn-online,instalment-loan,CNY,Li,zh,Asia/Shanghai,+8613800000001,500.00,0,
A3,B2,cn-online,instalment-loan,CNY,Wu,zh,Asia/Urumqi Asia/Shanghai,+8613800000002,900.00,0,
`
const HEAD = 'account_ref,as_of,risk,propensity,segment,vulnerable,limitation_on'

let fresh: Fresh
let folder: string
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'profiles-'))
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

let nth = 0
async function loadProfiles(rows: string, accounts?: string) {
  const book = join(folder, String(nth++))
  await mkdir(book)
  if (accounts !== undefined) await writeFile(join(book, 'accounts.csv'), accounts)
  await writeFile(join(book, 'profiles.csv'), `${HEAD}\n${rows}\n`)
  return loadPath(fresh.db, book)
}

const positions = () =>
  inTenant(fresh.db, 1n, async (tx) => {
    const found = await tx.query(
      `select a.ref, risk, propensity, segment_id, vulnerable, limitation_on, wake_on,
              (select word from word_code k where k.list = 'zone' and k.code = zone_id) as zone
         from position join account a using (tenant_id, borrower_id, account_id) order by a.ref`,
    )
    return Object.fromEntries(found.rows.map(({ ref, ...row }) => [ref, row]))
  })

test('a first load fills scores, segment, vulnerability, limitation day and zone', async () => {
  const done = await loadProfiles(
    'A1,2026-11-20,720,310,prime-a,是,2028-05-01\nA3,2026-11-20,0,1000,高风险,no,',
    ACCOUNTS,
  )
  expect(said(done)[0]).toContain('loaded')
  const words = await inTenant(fresh.db, 1n, (tx) => readWords(tx, 1n))
  const codeOf = (word: string) => words.segment.find((one) => one.code === word)?.id
  expect(words.zone.map((one) => one.code).toSorted()).toEqual(['Asia/Shanghai', 'Asia/Urumqi'])
  expect(await positions()).toMatchObject({
    A1: {
      risk: 720,
      propensity: 310,
      segment_id: codeOf('prime-a'),
      vulnerable: true,
      limitation_on: '2028-05-01',
      zone: 'Asia/Shanghai',
    },
    // What one account says of the person is so for every account of that person; scores are not.
    A2: { risk: -1, propensity: -1, segment_id: 0, vulnerable: true, limitation_on: null },
    A3: {
      risk: 0,
      propensity: 1000,
      segment_id: codeOf('高风险'),
      vulnerable: false,
      zone: 'Asia/Urumqi',
    },
  })
})

test('a later file changes what it says and leaves what it does not speak of', async () => {
  const done = await loadProfiles('A1,2026-11-21,650,,,,\nA2,2026-11-21,,,prime-a,false,')
  expect(said(done)[0]).toContain('"inserts":2')
  const { A1, A2 } = await positions()
  expect(A1).toMatchObject({
    risk: 650,
    propensity: 310,
    vulnerable: true,
    limitation_on: '2028-05-01',
  })
  expect(A2).toMatchObject({ risk: -1, segment_id: A1['segment_id'], vulnerable: true })
  const again = await loadProfiles('A1,2026-11-21,650,310,,true,')
  expect(said(again)[0]).toContain('"profile":{"rows":1,"inserts":0')
})

test('vulnerability ends when the account that told of it says so', async () => {
  expect(said(await loadProfiles('A1,2026-11-21,,,,false,'))[0]).toContain('loaded')
  expect((await positions())['A2']).toMatchObject({ vulnerable: false })
})

test('a word for a later day is not so yet, and wakes the position on that day', async () => {
  await loadProfiles('A3,2026-11-25,500,,,,')
  expect((await positions())['A3']).toMatchObject({ risk: 0, wake_on: '2026-11-25' })
  await inTenant(fresh.db, 1n, async (tx) => {
    const all = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
      'select borrower_id, account_id from account',
    )
    const keys = {
      borrowerIds: all.rows.map((row) => row.borrower_id),
      accountIds: all.rows.map((row) => row.account_id),
    }
    await writePositions(tx, 1n, keys, day('2026-11-25'))
  })
  expect((await positions())['A3']).toMatchObject({ risk: 500 })
})

test.each([
  ['risk', 'A1,2026-11-21,1001,,,,', 'not a whole score from 0 to 1000'],
  ['risk', 'A1,2026-11-21,-1,,,,', 'not a whole score from 0 to 1000'],
  ['propensity', 'A1,2026-11-21,,7.5,,,', 'not a whole score from 0 to 1000'],
  ['segment', 'A1,2026-11-21,,,two words,,', 'not a segment'],
  ['segment', 'A1,2026-11-21,,,none,,', 'not a segment'],
  ['vulnerable', 'A1,2026-11-21,,,,maybe,', 'code is not known'],
  ['limitation_on', 'A1,2026-11-21,,,,,2026-02-30', 'not a day'],
  ['account_ref', 'A9,2026-11-21,1,,,,', 'not in the file that it points to'],
])('a wrong %s is refused with file, row and column', async (column, row, says) => {
  const [first] = said(await loadProfiles(row))
  expect(first).toContain(`profiles.csv, row 2, column ${column}`)
  expect(first).toContain(says)
})
