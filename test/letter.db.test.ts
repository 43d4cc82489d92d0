import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeLetters } from '../src/channels/letter/batches.ts'
import { sha256Of } from '../src/channels/letter/folder.ts'
import { letterProvider } from '../src/channels/letter/provider.ts'
import { openTypesetter, type Typesetter } from '../src/channels/letter/typeset.ts'
import type { Instant } from '../src/core/calendar.ts'
import { recordConsent } from '../src/store/consent.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { closeBatch, openBatches } from '../src/store/letter-batch.ts'
import { approveLetter, recordLawyer } from '../src/store/letter-sign.ts'
import { tellHandedOver, tellReturned } from '../src/store/letter-told.ts'
import { addStaff } from '../src/store/staff.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { stopContacts } from '../src/store/withdraw.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const typesetter = await openTypesetter()
const missing = 'declined' in typesetter
if (missing)
  console.warn(`Letters are not tried (${typesetter.declined}): apt-get install fonts-noto-cjk`)

const POST = [{ kind: 'post', value: '518000 广东省深圳市福田区福中三路1004号' }]
const KEY = Buffer.alloc(32, 7)
const NOON = (MORNING + 2 * HOUR) as Instant

let fresh: Fresh
let folder: string
beforeEach(async () => {
  fresh = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'forbear-letters-'))
  await makeBook(fresh.db)
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await fresh.drop()
})

const person = (id: number, template = 'letter-serious') => ({
  id,
  channel: template === 'visit-notice' ? 'visit' : 'letter',
  template,
  addresses: POST,
})

const SOON_MS = 20

function run(
  now: Instant = MORNING,
  {
    typesetter: by = typesetter as Typesetter,
    ...more
  }: { typesetter?: Typesetter; permitLifeMs?: number } = {},
) {
  const letter = letterProvider(fresh.db, {
    typesetter: by,
    folderOf: () => folder,
    portal: { url: 'https://pay.example', key: KEY },
  })
  const channels = { letter, visit: letter }
  const say = () => undefined
  return dispatch(fresh.db, 1n, { now, today: TODAY, say, channels, law, templates, ...more })
}

const close = (now: Instant = NOON) => closeLetters(fresh.db, 1n, { folder, now })
const letters = () =>
  rows<{ borrower_id: bigint; attempt_key: string; state: string; kind: string }>(
    fresh.db,
    'select * from letter order by borrower_id, set_at',
  )
const contactOf = async (id: number) =>
  (
    await rows<{ state: string; state_why: string | null; slots: { back?: true }[] }>(
      fresh.db,
      'select state, state_why, slots from contact where borrower_id = $1 order by contact_id',
      [id],
    )
  )[0]
const keyOf = async (id: number) =>
  (await letters()).find((one) => one.borrower_id === BigInt(id))?.attempt_key ?? ''
const stop = (id: number) =>
  inTenant(fresh.db, 1n, (tx) =>
    stopContacts(tx, { tenantId: 1n, borrowerId: BigInt(id) }, { why: 'opt_out', now: NOON }),
  )

const readyFolders = () => {
  try {
    return readdirSync(join(folder, 'ready'))
  } catch {
    return []
  }
}

type Manifest = {
  letters: number
  files: { file: string; sha256: string; pages: number; place: string; envelope: string }[]
}
const manifestOf = (batch: string) =>
  JSON.parse(readFileSync(join(folder, 'ready', batch, 'manifest.json'), 'utf8')) as Manifest

describe.skipIf(missing)('letters', () => {
  test('of a day are one batch: whole, with a manifest that says nothing of a debt', async () => {
    await addPeople(fresh.db, [person(1), person(2), person(3, 'visit-notice')])
    expect(await run()).toMatchObject({ sent: 3, answers: { accepted: 3 } })
    expect(readyFolders()).toEqual([])
    expect(await close()).toMatchObject({ closed: [{ letters: 3 }] })
    const [batch = ''] = readyFolders()
    expect(batch).toMatch(/^2026-11-20-\d+$/)
    const manifest = manifestOf(batch)
    expect(manifest.letters).toBe(3)
    for (const { file, sha256, ...rest } of manifest.files) {
      expect(sha256Of(readFileSync(join(folder, 'ready', batch, file)))).toBe(sha256)
      expect(rest).toEqual({ pages: 1, place: '广东省深圳市', envelope: 'dl-window' })
    }
    const csv = readFileSync(join(folder, 'ready', batch, 'manifest.csv'), 'utf8')
    expect(csv.split('\r\n')[0]).toBe('file,sha256,pages,place,envelope')
    expect(csv).not.toMatch(/100\.00|王小明|A-100|reminder/)
    expect(readdirSync(join(folder, 'open'))).toEqual([])
    // Nothing is left to close, and each letter is there once.
    expect(await close()).toEqual({ closed: [], waitedInVain: 0, ready: [] })
    expect(readyFolders()).toHaveLength(1)
  })

  test('that announce a visit go through the guard, a permit and the batch; who wants none gets none', async () => {
    await addPeople(fresh.db, [person(1, 'visit-notice'), person(2, 'visit-notice')])
    const no = { borrowerId: 2n, channel: 'visit', given: false, source: 'call' } as const
    await recordConsent(fresh.db, 1n, no, (MORNING - HOUR) as Instant)
    expect(await run()).toMatchObject({ sent: 1, answers: { accepted: 1 } })
    const steps = await rows(
      fresh.db,
      `select t.borrower_id, t.state, v.channel, v.decision, c.template, c.state as contact, l.kind, l.state as letter
         from treatment t
         join verdict v using (tenant_id, borrower_id)
         left join contact c using (tenant_id, borrower_id, verdict_id)
         left join letter l using (tenant_id, borrower_id, contact_id)
        order by t.borrower_id`,
    )
    expect(steps).toEqual([
      {
        borrower_id: 1n,
        state: 'sent',
        channel: 'visit',
        decision: 'allow',
        template: 'visit-notice',
        contact: 'accepted',
        kind: 'visit_notice',
        letter: 'batched',
      },
      {
        borrower_id: 2n,
        state: 'denied',
        channel: 'visit',
        decision: 'deny',
        template: null,
        contact: null,
        kind: null,
        letter: null,
      },
    ])
    const [refused] = await rows<{ reasons: { rule: string; says: string }[] }>(
      fresh.db,
      'select reasons from verdict where borrower_id = 2',
    )
    expect(refused?.reasons.filter(({ says }) => says === 'deny')).not.toEqual([])
    await close()
    const attemptKey = await keyOf(1)
    expect(manifestOf(readyFolders()[0] ?? '').files.map(({ file }) => file)).toEqual([
      `${attemptKey}.pdf`,
    ])
    // It is taken to the post, and no visit follows of itself: a notice is what leaves.
    expect(await tellHandedOver(fresh.db, 1n, { attemptKey, on: TODAY }, NOON)).toBe('told')
    expect((await letters()).map(({ state }) => state)).toEqual(['handed_over'])
  })

  test('of somebody who was stopped since leave the batch, and the step is asked anew', async () => {
    await addPeople(fresh.db, [person(1), person(2)])
    await run()
    await stop(1)
    const done = await close()
    expect(done.closed).toMatchObject([{ letters: 1, withdrawn: { stopped: 1 } }])
    expect(manifestOf(readyFolders()[0] ?? '').files.map(({ file }) => file)).toEqual([
      `${await keyOf(2)}.pdf`,
    ])
    expect(await contactOf(1)).toMatchObject({ state: 'withdrawn', state_why: 'stopped' })
    expect((await contactOf(1))?.slots.every((slot) => slot.back === true)).toBe(true)
    expect(await contactOf(2)).toMatchObject({ state: 'accepted' })
    const treatments = await rows<{ state: string }>(
      fresh.db,
      'select state from treatment order by borrower_id',
    )
    expect(treatments.map(({ state }) => state)).toEqual(['deferred', 'sent'])
    const tried = await rows<{ n: number }>(
      fresh.db,
      'select unanswered_attempts as n from position order by borrower_id',
    )
    expect(tried.map(({ n }) => n)).toEqual([0, 1])
    // The next one has another key, a batch of its own, and nothing of the first comes back.
    await run(NOON)
    await close(NOON)
    expect(readyFolders()).toHaveLength(2)
    expect((await letters()).map(({ state }) => state)).toEqual(['withdrawn', 'batched', 'batched'])
  })

  test('that are set when their permit is over are not kept, and the step is asked anew', async () => {
    await addPeople(fresh.db, [person(1)])
    const slow: Typesetter = {
      set: async (letter) => {
        const set = await (typesetter as Typesetter).set(letter)
        await new Promise((resolve) => setTimeout(resolve, 2 * SOON_MS))
        return set
      },
    }
    expect(await run(MORNING, { typesetter: slow, permitLifeMs: SOON_MS })).toMatchObject({
      answers: { refused: 1 },
    })
    expect(await contactOf(1)).toMatchObject({ state: 'failed', state_why: 'never_accepted' })
    expect([await letters(), readdirSync(folder)]).toEqual([[], []])
    await run(NOON)
    expect((await letters()).map(({ state }) => state)).toEqual(['batched'])
  })

  test('are looked at before anybody is held, so that a stop waits for no file', async () => {
    await addPeople(fresh.db, [person(1), person(2)])
    await run()
    const hasFile = async () => {
      await rows(fresh.db, 'select from borrower for update nowait')
      return true
    }
    const [batchNo = 0n] = await openBatches(fresh.db, 1n)
    const done = await closeBatch(fresh.db, 1n, { batchNo, now: NOON, hasFile })
    expect(done).toMatchObject({ letters: 2, withdrawn: { file_lost: 0 } })
  })

  test('whose files were changed or lost are not printed, and old ones neither', async () => {
    await addPeople(fresh.db, [person(1), person(2)])
    await run()
    writeFileSync(join(folder, 'open', `${await keyOf(1)}.pdf`), 'something else')
    expect((await close()).closed).toMatchObject([{ letters: 1, withdrawn: { file_lost: 1 } }])
    await run(NOON)
    const late = (NOON + 25 * HOUR) as Instant
    expect((await close(late)).closed).toMatchObject([{ letters: 0, withdrawn: { too_old: 1 } }])
    expect(readyFolders()).toHaveLength(1)
  })

  test('are told of by the print house and by the post, in any order and twice', async () => {
    await addPeople(fresh.db, [person(1), person(2)])
    await run()
    const [one, two] = [await keyOf(1), await keyOf(2)]
    const handed = (attemptKey: string) =>
      tellHandedOver(fresh.db, 1n, { attemptKey, on: TODAY }, NOON)
    const back = (attemptKey: string) =>
      tellReturned(fresh.db, 1n, { attemptKey, on: TODAY, reason: 'moved' }, NOON)
    expect([await handed(one), await back(one)]).toEqual(['unknown', 'unknown'])
    await close()
    expect([await handed(one), await handed(one)]).toEqual(['told', 'again'])
    expect(await contactOf(1)).toMatchObject({ state: 'accepted' })
    expect([await back(one), await back(one), await back(two), await handed(two)]).toEqual([
      'told',
      'again',
      'told',
      'again',
    ])
    for (const id of [1, 2])
      expect(await contactOf(id)).toMatchObject({ state: 'failed', state_why: 'bounced' })
    const addresses = await rows<{ standing: string }>(fresh.db, 'select standing from address')
    expect(addresses.map(({ standing }) => standing)).toEqual(['fails', 'fails'])
    const events = await rows<{ detail: object }>(
      fresh.db,
      `select detail from contact_event where kind = 'bounced'`,
    )
    expect(events[0]?.detail).toMatchObject({ reason: 'moved', returned_on: TODAY })
  })

  test('of a lawyer need a lawyer on record and a second person', async () => {
    await addPeople(fresh.db, [person(1, 'lawyers-letter')])
    expect(await run()).toMatchObject({ answers: { refused: 1 } })
    expect(await letters()).toEqual([])
    await inTenant(fresh.db, 1n, async (tx) => {
      await addStaff(tx, 1n, { userId: 'ann', name: 'Ann', role: 'manager' })
      await addStaff(tx, 1n, { userId: 'mei', name: 'Mei', role: 'compliance' })
      await addStaff(tx, 1n, { userId: 'bo', name: 'Bo', role: 'collector' })
    })
    const lawyer = { name: '李明', licence: '144032019100', firm: '示例律师事务所', by: 'ann' }
    expect(await recordLawyer(fresh.db, 1n, lawyer, MORNING)).toHaveProperty('lawyerNo')
    await addPeople(fresh.db, [person(2, 'lawyers-letter')])
    expect(await run()).toMatchObject({ answers: { accepted: 1 } })
    expect((await close()).closed).toEqual([])
    const attemptKey = await keyOf(2)
    const approve = (by: string) => approveLetter(fresh.db, 1n, { attemptKey, by }, NOON)
    expect(await approve('ann')).toEqual({ declined: 'same_person' })
    expect(await approve('bo')).toEqual({ declined: 'wrong_role' })
    expect(await approve('mei')).toHaveProperty('batchNo')
    expect(await approve('mei')).toEqual({ declined: 'not_waiting' })
    expect((await close()).closed).toMatchObject([{ letters: 1 }])
    // The table itself refuses what the code would not do.
    await expect(
      rows(fresh.db, `update letter set approved_by = null where kind = 'lawyers_letter'`),
    ).rejects.toThrow('check')
  })

  test('that demand wait for a second person too; others do not', async () => {
    await inTenant(fresh.db, 1n, (tx) =>
      addStaff(tx, 1n, { userId: 'mei', name: 'Mei', role: 'compliance' }),
    )
    await addPeople(fresh.db, [person(1, 'demand-notice'), person(2, 'letter-serious')])
    expect(await run()).toMatchObject({ answers: { accepted: 2 } })
    expect((await letters()).map(({ state }) => state)).toEqual(['to_approve', 'batched'])
    expect((await close()).closed).toMatchObject([{ letters: 1 }])
    const [attemptKey, by] = [await keyOf(1), 'mei']
    // The table itself refuses what the code would not do.
    await expect(
      rows(
        fresh.db,
        `update letter set batch_no = 1, state = 'batched' where kind = 'demand_notice'`,
      ),
    ).rejects.toThrow('check')
    await rows(fresh.db, `update contact set made_by = 'mei' where borrower_id = 1`)
    const approve = () => approveLetter(fresh.db, 1n, { attemptKey, by }, NOON)
    expect(await approve()).toEqual({ declined: 'same_person' })
    await rows(fresh.db, `update contact set made_by = 'ann' where borrower_id = 1`)
    expect(await approve()).toHaveProperty('batchNo')
    expect((await close()).closed).toMatchObject([{ letters: 1 }])
  })

  test('that nobody approves are not kept waiting for ever', async () => {
    await inTenant(fresh.db, 1n, (tx) =>
      addStaff(tx, 1n, { userId: 'ann', name: 'Ann', role: 'manager' }),
    )
    const lawyer = { name: '李明', licence: '144032019100', firm: '示例律师事务所', by: 'ann' }
    await recordLawyer(fresh.db, 1n, lawyer, MORNING)
    await addPeople(fresh.db, [person(1, 'lawyers-letter'), person(2, 'lawyers-letter')])
    await run()
    await stop(1)
    expect(await close()).toMatchObject({ waitedInVain: 1 })
    expect(await close((NOON + 30 * HOUR) as Instant)).toMatchObject({ waitedInVain: 1 })
    expect((await letters()).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
  })
})
