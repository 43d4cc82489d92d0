import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evidenceFolder } from '../evidence/folder-receipt.ts'
import { addDays } from '../core/calendar.ts'
import { inBook, TODAY } from '../api/testing.ts'
import { dropUnkept, purgeFolders } from '../worker/purge-folder.ts'
import { checkReceipt } from '../evidence/receipt.ts'
import { sha256Of } from '../evidence/seal.ts'
import { deleteItem, lookAtAttached } from '../store/folder.ts'
import { readLooks } from '../store/looks.ts'
import { readPersonFiles } from '../store/person-files.ts'
import { openPortalWorld, type Here, type PortalWorld } from '../../test/portal-world.ts'

let world: PortalWorld

beforeAll(async () => {
  world = await openPortalWorld({ people: 20n })
})
afterAll(() => world.stop())

const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('a screenshot of a message'),
])

async function upload(who: { Cookie: string }, bytes: Uint8Array, name = 'x.png', title = '') {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], name, { type: 'image/png' }))
  form.set('title', title)
  return world.portal.request('/p/folder/file?lang=en', {
    method: 'POST',
    body: form,
    headers: { Cookie: who.Cookie },
  })
}

const itemOf = (answer: Response) =>
  /\/p\/folder\/(\d+)/.exec(answer.headers.get('Location') ?? '')?.[1]
const items = (id: bigint) =>
  world.count('select count(*) as n from folder_item where borrower_id = $1', id)
const kept = async (): Promise<string[]> => {
  const all = await readdir(join(world.home, 'evidence'), { recursive: true }).catch(() => [])
  return all.filter((name) => name.endsWith('.audio'))
}

describe('a file', () => {
  test('gets a receipt that proves its time and these very bytes, to anybody', async () => {
    const who = await world.coded()
    const answer = await upload(who, PNG, 'evil.html', 'Message of 3 November')
    expect(answer.status).toBe(303)
    const path = `/p/folder/${itemOf(answer)}`
    const page = await world.read(who, `${path}?lang=en&is=kept`)
    expect(page).toContain('Message of 3 November')
    expect(page).toContain(sha256Of(PNG))
    const receipt = await world.read(who, `${path}/receipt`)
    const keys = [world.publicKey]
    expect(checkReceipt(receipt, { keys, file: PNG })).toMatchObject({
      is: 'good',
      file: 'same',
      receipt: { received: '2026-11-20T10:00:00.000Z', sha256: sha256Of(PNG) },
    })
    const nobody = { Cookie: '' }
    const check = async (text: string) => {
      const checked = await world.send(nobody, '/p/check?lang=en', { receipt: text })
      return [checked.status, await checked.text()] as const
    }
    const [status, text] = await check(receipt)
    expect([status, text.includes('Yes. We had 33 bytes')]).toEqual([200, true])
    expect(text).not.toContain('Message of 3 November')
    const [changed, why] = await check(receipt.replace('2026-11-20T10', '2026-10-20T10'))
    expect([changed, why.includes('Something in it was changed')]).toEqual([422, true])
  })

  test('is handed out as it came, shut: no type that runs, nothing from elsewhere', async () => {
    const who = await world.coded()
    const path = `/p/folder/${itemOf(await upload(who, PNG))}/file`
    const answer = await world.get(who, path)
    expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true)
    expect(answer.headers.get('Content-Type')).toBe('image/png')
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(answer.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(answer.headers.get('Content-Disposition')).toMatch(/^inline/)
    const pdf = Buffer.from('%PDF-1.7 with a script in it')
    const other = await world.get(who, `/p/folder/${itemOf(await upload(who, pdf))}/file`)
    expect(other.headers.get('Content-Disposition')).toMatch(/^attachment/)
    const stranger = await world.coded()
    expect((await world.get(stranger, path)).status).toBe(404)
    expect((await world.get({ Cookie: '' }, path)).status).toBe(404)
  })

  test('of another kind, empty or too large is not kept, whatever it is called', async () => {
    const who = await world.coded()
    const before = (await kept()).length
    const refused = [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      Buffer.from('<html><script>1</script></html>'),
      Buffer.from('MZ a program'),
      Buffer.alloc(0),
      Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]),
      Buffer.concat([PNG, Buffer.alloc(12 * 1024 * 1024)]),
    ]
    for (const bytes of refused) expect((await upload(who, bytes)).status).toBe(422)
    expect([await items(who.id), (await kept()).length]).toEqual([0, before])
  })

  test('twice is one item with its first receipt; the sixty-first is refused', async () => {
    const who = await world.coded()
    const first = itemOf(await upload(who, PNG))
    expect(itemOf(await upload(who, PNG))).toBe(first)
    expect(await items(who.id)).toBe(1)
    for (let i = 0; i < 59; i++) await upload(who, Buffer.concat([PNG, Buffer.from([i])]))
    const over = await upload(who, Buffer.concat([PNG, Buffer.from([99])]))
    expect([over.status, await items(who.id)]).toEqual([422, 60])
  })

  test('is deleted with its bytes when nobody else has them; its receipt stays good', async () => {
    const [who, other] = [await world.coded(), await world.coded()]
    const own = Buffer.concat([PNG, Buffer.from('own')])
    const shared = Buffer.concat([PNG, Buffer.from('shared')])
    const remove = (here: Here, item: string | undefined) =>
      world.send(here, `/p/folder/${item}/delete?lang=en`, {})
    const [a, b] = [itemOf(await upload(who, own)), itemOf(await upload(who, shared))]
    await upload(other, shared)
    const receipt = await world.read(who, `/p/folder/${a}/receipt`)
    expect((await remove(other, a)).status).toBe(404)
    const before = (await kept()).length
    await remove(who, a)
    await remove(who, b)
    expect((await kept()).length).toBe(before - 1)
    expect((await world.get(who, `/p/folder/${a}/file`)).status).toBe(404)
    const checked = await world.send({ Cookie: '' }, '/p/check?lang=en', { receipt })
    expect(checked.status).toBe(200)
  })
})

describe('a note of a call', () => {
  const step = (who: Here, fields: Record<string, string>) =>
    world.send(who, '/p/folder/note?lang=en', fields)

  test('is asked one question a page, checked, and kept with its receipt', async () => {
    const who = await world.coded()
    const when = { step: 'when', day: '2026-11-19', time: '18:05' }
    expect(await (await step(who, when)).text()).toContain('Who was it?')
    const last = await step(who, { ...when, step: 'who', who: 'Mr Smith', number: '0207 946 0000' })
    const html = await last.text()
    expect(html).toContain('What was said?')
    expect(html).toContain('Mr Smith')
    expect(await items(who.id)).toBe(0)
    const once = /name="once" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const said = { ...when, step: 'said', who: 'Mr Smith', number: '0207 946 0000' }
    const press = () => step(who, { ...said, said: 'He shouted.', once })
    const twice = await Promise.all([press(), press()])
    expect(twice.map(({ status }) => status)).toEqual([303, 303])
    expect(await items(who.id)).toBe(1)
    const path = `/p/folder/${itemOf(twice[0] as Response)}`
    const note = await world.read(who, `${path}/file`)
    expect(note).toContain('day: 2026-11-19\ntime: 18:05\nwho: Mr Smith')
    expect(sha256Of(note)).toBe(/sha256: (\w+)/.exec(await world.read(who, `${path}/receipt`))?.[1])
  })

  test('of no day, of tomorrow, of nothing said or with a card number is not kept', async () => {
    const who = await world.coded()
    const first = { step: 'when', day: '2026-11-19', time: '' }
    for (const day of ['', 'yesterday', '2026-11-21', '2026-02-30'])
      expect((await step(who, { ...first, day })).status).toBe(422)
    expect((await step(who, { ...first, time: '25:00' })).status).toBe(422)
    expect((await step(who, { ...first, step: 'said', said: ' ' })).status).toBe(422)
    const card = await step(who, { ...first, step: 'said', said: 'I gave 4111 1111 1111 1111' })
    expect(await card.text()).toContain('card number')
    expect(await items(who.id)).toBe(0)
  })
})

describe('a complaint', () => {
  test('has its clock, shows staff what was ticked and nothing else, and keeps it', async () => {
    const who = await world.coded()
    const [shown, hidden] = [
      itemOf(await upload(who, Buffer.concat([PNG, Buffer.from('1')]), 'a', 'Shown')),
      itemOf(await upload(who, Buffer.concat([PNG, Buffer.from('2')]), 'b', 'Hidden')),
    ]
    expect((await world.get(who, '/p/talk/complain/sure?sort=weather')).status).toBe(422)
    const page = await world.read(who, '/p/talk/complain/sure?lang=en&sort=conduct')
    expect(page).toContain('Shown')
    const once = /name="once" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const fields = { sort: 'conduct', who: 'C-4711', once, [`item-${shown}`]: '1' }
    const send = (more: Record<string, string>) =>
      world.send(who, '/p/talk/complain/sure?lang=en', { ...fields, ...more })
    expect((await send({ words: '' })).status).toBe(422)
    const answers = await Promise.all([
      send({ words: 'He shouted.' }),
      send({ words: 'He shouted.' }),
    ])
    for (const answer of answers) {
      const text = await answer.text()
      expect(text).toContain('We have your complaint')
      expect(text).toMatch(/: by \d/)
      expect(text).toContain('From your folder: 1')
    }
    const found = await inBook(world, (tx) =>
      tx.query(
        `select (select array_agg(sort) from care where borrower_id = $1 and kind = 'complaint') as sorts,
           (select array_agg(title) from care_evidence where borrower_id = $1) as shown,
           (select count(*)::int from message_in where borrower_id = $1) as messages`,
        [who.id],
      ),
    )
    expect(found.rows[0]).toEqual({
      sorts: ['conduct'],
      shown: [expect.stringMatching(/^Shown \(/)],
      messages: 1,
    })
    const seen = await inBook(world, async (tx) => {
      const care = await tx.query<{ care_id: bigint }>(
        `select care_id from care where borrower_id = $1 and kind = 'complaint'`,
        [who.id],
      )
      const careId = care.rows[0]?.care_id ?? 0n
      const of = { careId, by: 'ann', reason: 'to look into it', now: world.now }
      return lookAtAttached(tx, { tenantId: 1n, borrowerId: who.id }, of)
    })
    expect(seen.map(({ title }) => title)).toEqual(['Shown'])
    const looks = await inBook(world, (tx) => readLooks(tx, 1n, { borrowerId: who.id, limit: 9 }))
    expect(looks.rows).toMatchObject([{ kind: 'handed_in', by: 'ann', reason: 'to look into it' }])
    const remove = (item: string | undefined) =>
      world.send(who, `/p/folder/${item}/delete?lang=en`, {})
    expect((await remove(shown)).status).toBe(422)
    expect((await remove(hidden)).status).toBe(303)
  })

  test('with the fact alone the folder is not shown: not itself, not beside a complaint', async () => {
    const who = await world.opened()
    const answer = await world.get(who, '/p/folder')
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      '/p/code?to=%2Fp%2Ffolder&lang=en',
    ])
    expect((await upload(who, PNG)).status).toBe(303)
    expect(await items(who.id)).toBe(0)
    const page = await world.read(who, '/p/talk/complain/sure?lang=en&sort=conduct')
    expect(page).toContain('Open your folder first')
  })

  test('nobody’s item is put to another’s complaint', async () => {
    const [who, other] = [await world.coded(), await world.coded()]
    const theirs = itemOf(await upload(other, Buffer.concat([PNG, Buffer.from('3')])))
    const answer = await world.send(who, '/p/talk/complain/sure?lang=en', {
      sort: 'privacy',
      words: 'They told my sister.',
      once: 'a'.repeat(20),
      [`item-${theirs}`]: '1',
    })
    expect(await answer.text()).not.toContain('From your folder')
    const attached = await world.count(
      `select count(*) as n from folder_event where kind = 'attached' and borrower_id = $1`,
      other.id,
    )
    expect(attached).toBe(0)
  })
})

describe('what is past its days', () => {
  const night = (days: number) =>
    purgeFolders(world.db, 1n, {
      folder: evidenceFolder(world.home, 1n),
      today: addDays(TODAY, days),
      now: world.now,
      by: 'forbear',
    })

  test('goes in the night with its words and bytes; hash, day and receipt stay; an open complaint keeps it', async () => {
    await night(20_000)
    const who = await world.coded()
    const used = await world.coded()
    const bytes = Buffer.concat([PNG, Buffer.from(' of its own')])
    const path = `/p/folder/${itemOf(await upload(who, bytes, 'x.png', 'A message'))}`
    const other = Buffer.concat([PNG, Buffer.from(' of another')])
    const item = itemOf(await upload(used, other, 'x.png', 'Another message'))
    await world.send(used, '/p/talk/complain/sure?lang=en', {
      sort: 'conduct',
      words: 'He shouted.',
      [`item-${item}`]: '1',
    })
    const before = await kept()
    expect(await night(1094)).toBe(0)
    expect(await night(1095)).toBe(1)
    expect(before.length - (await kept()).length).toBe(1)
    const page = await world.read(who, `${path}?lang=en`)
    expect(page).toContain(sha256Of(bytes))
    expect(page).toContain('Kept for its days, and gone')
    expect(page).not.toContain('A message')
    expect(await world.read(who, `${path}/receipt`)).toContain(sha256Of(bytes))
    expect(await world.read(used, `/p/folder/${item}?lang=en`)).toContain('Another message')
    const ref = { tenantId: 1n, borrowerId: who.id }
    expect(await inBook(world, (tx) => readPersonFiles(tx, ref))).toMatchObject([
      { kind: 'handed_in', sha256: sha256Of(bytes), gone: { why: 'purged', on: TODAY } },
    ])
    // Nothing is taken away twice.
    expect(await night(1096)).toBe(0)
  })
})

test('bytes that somebody handed in again before they were dropped stay', async () => {
  const who = await world.coded()
  const bytes = Buffer.concat([PNG, Buffer.from('again')])
  const item = itemOf(await upload(who, bytes))
  const ref = { tenantId: 1n, borrowerId: who.id }
  const gone = await inBook(world, (tx) =>
    deleteItem(tx, ref, BigInt(item ?? 0), { by: 'borrower', now: world.now }),
  )
  expect(gone).toMatchObject({ isLast: true })
  const again = itemOf(await upload(who, bytes))
  const folder = evidenceFolder(world.home, 1n)
  await dropUnkept(world.db, 1n, { folder, sha256: sha256Of(bytes) })
  expect((await world.get(who, `/p/folder/${again}/file`)).status).toBe(200)
})
