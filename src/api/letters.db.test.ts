import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lettersFolder, putOpen, sha256Of } from '../channels/letter/folder.ts'
import { closeLetters } from '../channels/letter/batches.ts'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from './testing.ts'

let world: World
const keyOf = (id: bigint) => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`

/** A letter as the sender leaves it: set, with its file, in the day's open batch. */
async function addLetter(id: bigint): Promise<void> {
  const pdf = Buffer.from(`%PDF-1.7 letter ${id}`)
  await putOpen(lettersFolder(world.home, 1n), keyOf(id), pdf)
  await inBook(world, async (tx) => {
    await addPerson(tx, { id })
    await tx.query(
      `insert into address (tenant_id, borrower_id, address_id, kind, value) values (1, $1, 3, 'post', '1 High Street, London')`,
      [id],
    )
    await tx.query(
      `insert into letter_batch (tenant_id, made_on) values (1, $1) on conflict do nothing`,
      [TODAY],
    )
    await tx.query(
      `with made as (
         insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template,
           language, state, block_version, permitted_at, expires_at, slots, made_by, provider)
         select 1, b.borrower_id, $2, 1, array[b.borrower_id], 'letter', 3, 'letter-serious', 'en', 'accepted',
                b.block_version, $3, $3::timestamptz + interval '1 hour', '[]', 'test', 'letter'
           from borrower b where b.borrower_id = $1 returning contact_id, block_version
       )
       insert into letter (tenant_id, borrower_id, attempt_key, contact_id, kind, batch_no, state, block_version, sha256,
         pages, place, envelope, set_at)
       select 1, $1, $2, contact_id, 'reminder', (select max(batch_no) from letter_batch), 'batched', block_version, $4, 2,
              'London', 'dl-window', $3 from made`,
      [id, keyOf(id), new Date(world.now), sha256Of(pdf)],
    )
  })
}

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, addPortfolios)
  for (const id of [1n, 2n, 3n]) await addLetter(id)
})
afterAll(() => world.stop())

type Who = 'manager' | 'compliance' | 'collector'
const get = (path: string, as: Who = 'manager') => world.ask(`/v1/${path}`, { as })
const post = (path: string, body: unknown, as: Who = 'manager') =>
  world.ask(`/v1/${path}`, { as, body })
const back = (id: bigint, more: object = {}) =>
  post(`letters/${keyOf(id)}/returns`, { on: TODAY, reason: 'moved', ...more })

describe('letters at the desk', () => {
  test('before the batch is closed none has a manifest, and none comes back', async () => {
    const { json } = await get('letter-batches')
    expect(json.items).toMatchObject([{ state: 'open', letters: null, pages: null }])
    const path = `letter-batches/${json.items[0].number}/manifest`
    expect((await get(path)).json.code).toBe('batch_open')
    expect((await back(1n)).json.code).toBe('letter_not_out')
    expect((await get('letter-batches/999/manifest')).json.code).toBe('no_such_batch')
  })

  test('a batch that is closed says how many, and its manifest says nothing of a debt or a name', async () => {
    await closeLetters(world.db, 1n, { folder: lettersFolder(world.home, 1n), now: world.now })
    const [batch] = (await get('letter-batches')).json.items
    expect(batch).toMatchObject({ made_on: TODAY, state: 'ready', letters: 3, pages: 6 })
    const { json } = await get(`letter-batches/${batch.number}/manifest`)
    expect(json.name).toBe(`${batch.name}.csv`)
    expect(json.csv.split('\r\n')).toHaveLength(5)
    expect(json.csv).toContain(`${keyOf(1n)}.pdf`)
    expect(json.csv).not.toMatch(/Person|reminder|GBP/)
    const page = await get(`letters?batch=${batch.number}&limit=2`)
    expect(page.json.items).toHaveLength(2)
    const rest = await get(`letters?batch=${batch.number}&cursor=${page.json.next_cursor}`)
    expect(rest.json.items).toMatchObject([
      { key: keyOf(1n), name: 'Person 1', kind_name: 'About your account', batch: batch.name },
    ])
    expect((await get('letters?cursor=abc')).status).toBe(400)
    expect((await get('letters', 'collector')).json.code).toBe('not_permitted')
  })

  test('a letter is read for a reason, which stands in the access review; without one it is not', async () => {
    const path = `letters/${keyOf(1n)}/looks`
    expect((await post(path, {})).status).toBe(400)
    expect((await post(path, { reason: 'x' }, 'collector')).json.code).toBe('not_permitted')
    const none = await get('looks?kind=address', 'compliance')
    expect(none.json.items).toEqual([])
    const { json } = await post(path, { reason: 'She asked what it said.' })
    expect(Buffer.from(json.base64, 'base64').toString()).toBe('%PDF-1.7 letter 1')
    const looks = await get('looks?kind=address', 'compliance')
    expect(looks.json.items).toMatchObject([
      { name: 'Person 1', by: 'Priya Raman', reason: 'She asked what it said.' },
    ])
    const gone = await post(`letters/${keyOf(9n)}/looks`, { reason: 'x' })
    expect(gone.json.code).toBe('no_such_letter')
  })

  test('one that came back makes its address fail, once, with the reason and who told it', async () => {
    expect((await back(2n, { on: '2026-11-21' })).json.code).toBe('day_in_future')
    expect((await back(2n, { reason: 'eaten' })).status).toBe(400)
    const told = await back(2n)
    expect([told.status, told.json]).toMatchObject([
      200,
      { state: 'returned', why: 'moved', returned_on: TODAY },
    ])
    expect((await back(2n)).status).toBe(200)
    const { rows } = await inBook(world, (tx) =>
      tx.query(
        `select a.standing, e.detail from address a
           join contact_event e using (tenant_id, borrower_id)
          where a.borrower_id = 2 and a.address_id = 3 and e.kind = 'bounced'`,
      ),
    )
    expect(rows).toMatchObject([
      { standing: 'fails', detail: { reason: 'moved', returned_on: TODAY } },
    ])
    expect((await get('letters?state=returned')).json.items).toMatchObject([{ key: keyOf(2n) }])
    expect((await get('letters?state=handed_over')).json.items).toEqual([])
  })
})
