import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { Received } from '../src/channels/received.ts'
import type { Instant } from '../src/core/calendar.ts'
import { inTenant, type Tx } from '../src/store/db.ts'
import { INBOX_STATES, readInbox, stepThread } from '../src/store/inbox.ts'
import { loadLaw } from '../src/store/law.ts'
import { tellReturned, type ReturnReason } from '../src/store/letter-told.ts'
import { takeMessage, type Took } from '../src/store/message-in.ts'
import { mendMessage } from '../src/store/message-mend.ts'
import { attachUnmatched, closeUnmatched, readUnmatched } from '../src/store/message-unmatched.ts'
import { takeBackReply, typeReply } from '../src/store/reply.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { readThread } from '../src/store/thread.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const LATER = (MORNING + 60_000) as Instant

let fresh: Fresh
let next = 900
let id: number
let refNo = 0
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  id = next++
  await addPeople(fresh.db, [{ id, treatments: 0 }])
})

const tick = { now: MORNING, today: TODAY }
const ref = () => ({ tenantId: 1n, borrowerId: BigInt(id) })
const numberOf = (of = id) => `+86138${String(of).padStart(8, '0')}`
const message = (text: string, given: Partial<Received> = {}): Received => ({
  provider: 'kannel-1',
  providerRef: `i-${refNo++}`,
  channel: 'sms',
  from: numberOf(),
  to: '10690000',
  text,
  at: MORNING,
  rawHash: createHash('sha256').update(text).digest(),
  ...given,
})
const take = async (text: string, given: Partial<Received> = {}) => {
  const took = await takeMessage(fresh.db, 1n, message(text, given), tick)
  if (took.is === 'again') throw new Error('kept before')
  return took
}
const idOf = (took: Took) => (took.is === 'matched' ? took.messageId : 0n)
const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTenant(fresh.db, 1n, work)
const run = () =>
  dispatch(fresh.db, 1n, {
    now: LATER,
    today: TODAY,
    say: () => undefined,
    channels: { sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }) },
    law,
    templates,
    bucket: { from: BigInt(id), until: BigInt(id + 1) },
  })
const sent = () =>
  rows<{ body: string }>(fresh.db, 'select body from sandbox_message where borrower_id = $1', [id])
const list = () =>
  inTx((tx) =>
    readInbox(tx, 1n, {
      states: INBOX_STATES.slice(0, 2),
      takenBy: undefined,
      first: undefined,
      channel: undefined,
      after: undefined,
      limit: 200,
    }),
  )

describe('who waits', () => {
  test('a threat to oneself stands before everybody who waited longer, page by page', async () => {
    await take('好的')
    const other = next++
    await addPeople(fresh.db, [{ id: other }])
    await take('我不想活了', { from: numberOf(other), at: MORNING })
    const { rows: waiting } = await list()
    expect(waiting[0]).toMatchObject({
      borrower_id: BigInt(other),
      urgency: 9,
      words: '我不想活了',
    })
    const all = []
    let after: Awaited<ReturnType<typeof list>>['next']
    do {
      const ask = { states: ['open', 'taken'], takenBy: undefined, first: undefined } as const
      const page = await inTx((tx) =>
        readInbox(tx, 1n, { ...ask, channel: undefined, after, limit: 1 }),
      )
      all.push(...page.rows.map((row) => row.borrower_id))
      after = page.next
    } while (after !== undefined)
    expect(all).toEqual(waiting.map((row) => row.borrower_id))
  })

  test('what one person took another does not; closing leaves out what came since it was seen', async () => {
    const first = idOf(await take('好的'))
    const ann = { state: 'taken', by: 'ann', mayTakeOver: false } as const
    expect(await inTx((tx) => stepThread(tx, ref(), ann, MORNING))).toEqual({ state: 'taken' })
    const bo = { ...ann, by: 'bo' }
    expect(await inTx((tx) => stepThread(tx, ref(), bo, MORNING))).toEqual({
      declined: 'taken_by_other',
    })
    await take('还有一件事')
    const close = { state: 'closed', by: 'ann', seen: first, mayTakeOver: false } as const
    expect(await inTx((tx) => stepThread(tx, ref(), close, MORNING))).toEqual({
      declined: 'seen_nothing',
    })
    const unseen = { ...close, seen: undefined }
    expect(await inTx((tx) => stepThread(tx, ref(), unseen, MORNING))).toEqual({ state: 'closed' })
    expect((await list()).rows.some((row) => row.borrower_id === BigInt(id))).toBe(false)
    await take('在吗')
    expect((await list()).rows.find((row) => row.borrower_id === BigInt(id))).toMatchObject({
      state: 'open',
      taken_by: null,
    })
  })
})

describe('an answer that a person typed', () => {
  const answer = (words: string) =>
    inTx((tx) => typeReply(tx, ref(), { words, by: 'ann', mayTakeOver: false }, tick))

  test('leaves through the guard, in the frame that law asks for, and stands in the thread', async () => {
    await take('请问可以分期吗？')
    const made = await answer('我们是您的贷款银行，可以帮您安排。')
    expect(made).toMatchObject({ channel: 'sms' })
    await run()
    expect(await sent()).toEqual([
      {
        body: '【Demo Bank】我们是您的贷款银行，可以帮您安排。\n如需核实请致电+44 20 7946 0000或访问https://demo.example/check。拒收请回复R',
      },
    ])
    const { rows: thread } = await inTx((tx) =>
      readThread(tx, ref(), { after: undefined, limit: 20 }),
    )
    expect(thread.map((one) => [one.direction, one.template, one.who])).toEqual([
      ['out', 'reply', 'ann'],
      ['in', null, numberOf()],
    ])
  })

  test('does not leave after a stop, and does when the person writes again of their own accord', async () => {
    await take('退订')
    await answer('好的')
    await run()
    expect(await sent()).toEqual([])
    // Their word comes later than the refusal: they began it.
    const again = { ...message('请问我还欠多少？'), at: (MORNING + 30_000) as Instant }
    await takeMessage(fresh.db, 1n, again, { ...tick, now: (MORNING + 30_000) as Instant })
    await answer('请登录查询。')
    await run()
    expect(await sent()).toHaveLength(1)
  })

  test('is taken back within its seconds, and not after it left', async () => {
    await take('请问可以分期吗？')
    const made = await answer('我们是银行。')
    if ('declined' in made) throw new Error(made.declined)
    const typed = { ...ref(), treatmentId: made.treatmentId }
    const back = (by: string, of = typed) =>
      inTx((tx) => takeBackReply(tx, of, { by, now: MORNING }))
    expect(await back('bo')).toBe('not_your_answer')
    expect(await back('ann')).toBe('taken_back')
    await run()
    expect(await sent()).toEqual([])
    expect(await back('ann')).toBe('taken_back')
    expect(await back('bo')).toBe('not_your_answer')
    const other = await answer('我们是银行，您好。')
    if ('declined' in other) throw new Error(other.declined)
    await run()
    expect(await sent()).toHaveLength(1)
    expect(await back('ann', { ...ref(), treatmentId: other.treatmentId })).toBe('too_late_to_undo')
  })

  test('nothing is answered where nobody wrote', async () => {
    expect(await answer('您好')).toEqual({ declined: 'cannot_be_answered' })
  })
})

describe('a letter that came back', () => {
  const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a'
  const cameBack = async (reason: ReturnReason) => {
    const attemptKey = `${KEY}${String(id % 100).padStart(2, '0')}`
    await rows(
      fresh.db,
      `with made as (
         insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
           template, language, state, block_version, permitted_at, expires_at, slots, made_by, provider)
         values (1, $1::bigint, $2, 1, array[$1::bigint * 10], 'letter', $1::bigint * 100, 'reminder', 'zh', 'accepted', 0, now(),
           now() + interval '1 hour', '[]', 'test', 'letter') returning contact_id
       ), batch as (
         insert into letter_batch (tenant_id, made_on, state, closed_at, letters, pages)
         values (1, '${TODAY}', 'handed_over', now(), 1, 1) returning batch_no
       )
       insert into letter (tenant_id, borrower_id, attempt_key, contact_id, kind, batch_no, state, block_version, sha256,
         pages, place, envelope, set_at)
       select 1, $1::bigint, $2, contact_id, 'reminder', batch_no, 'handed_over', 0, repeat('0', 64), 1, 'x', 'dl-window', now()
         from made, batch returning attempt_key`,
      [id, attemptKey],
    )
    return () => tellReturned(fresh.db, 1n, { attemptKey, on: TODAY, reason }, MORNING)
  }
  const holds = () => rows(fresh.db, 'select reason from hold where borrower_id = $1', [id])
  const mine = async () => (await list()).rows.find((row) => row.borrower_id === BigInt(id))

  test('because its receiver is said to have died goes to a person, and machines leave them alone', async () => {
    const tell = await cameBack('deceased')
    expect([await tell(), await tell()]).toEqual(['told', 'again'])
    expect(await holds()).toEqual([{ reason: 'vulnerable' }])
    expect(await mine()).toMatchObject({
      first_class: 'bereavement',
      urgency: 8,
      channel: 'letter',
    })
    const { rows: thread } = await inTx((tx) =>
      readThread(tx, ref(), { after: undefined, limit: 20 }),
    )
    expect(thread.filter((one) => one.direction === 'in')).toMatchObject([
      { automatic: 'bounce', heard_by: 'returned mail', words: expect.stringContaining('已故') },
    ])
    const answered = await rows(fresh.db, 'select from inbound where borrower_id = $1', [id])
    expect(answered).toEqual([])
  })

  test('because they moved tells of the address, and of nobody’s death', async () => {
    const tell = await cameBack('moved')
    expect(await tell()).toBe('told')
    expect([await holds(), await mine()]).toEqual([[], undefined])
  })
})

describe('what a person reads otherwise', () => {
  const mend = (messageId: bigint, is: 'question' | 'stop', mayLift: boolean) =>
    inTx((tx) => mendMessage(tx, { ...ref(), messageId }, { is, by: 'mei', mayLift }, tick))
  const refused = () =>
    rows<{ said: string }>(
      fresh.db,
      `select case when c.given then 'yes' when v.consent_id is null then 'no' else 'misheard' end as said
         from consent c left join consent_void v using (tenant_id, borrower_id, consent_id)
        where c.borrower_id = $1 order by c.consent_id`,
      [id],
    ).then((all) => all.map(({ said }) => said))

  test('a stop that was none is taken back by whoever may, hold and refusal, and only once', async () => {
    const messageId = idOf(await take('退订'))
    expect(await mend(messageId, 'question', false)).toEqual({ declined: 'not_yours_to_lift' })
    expect(await mend(messageId, 'question', true)).toEqual({ takenBack: 2, done: [] })
    expect(await refused()).toEqual(['misheard'])
    expect(await mend(messageId, 'question', true)).toEqual({ takenBack: 0, done: [] })
    const holds = await rows<{ ends: boolean }>(
      fresh.db,
      'select ends_hold_id is not null as ends from hold where borrower_id = $1 order by hold_id',
      [id],
    )
    expect(holds).toEqual([{ ends: false }, { ends: true }])
  })

  test('takes back nothing that another message says, or the same person said elsewhere', async () => {
    const first = idOf(await take('退订'))
    const second = idOf(await take('别再打扰我'))
    expect(await mend(first, 'question', true)).toMatchObject({ takenBack: 2 })
    expect(await refused()).toEqual(['misheard', 'no'])
    expect(await mend(second, 'question', true)).toMatchObject({ takenBack: 2 })
    expect(await refused()).toEqual(['misheard', 'misheard'])

    // A wrong number that was none, after a word to stop that was one.
    id = next++
    await addPeople(fresh.db, [{ id, treatments: 0 }])
    await take('退订')
    const wrong = idOf(await take('你打错了，我不认识这个人'))
    await mend(wrong, 'question', true)
    expect(await refused()).toEqual(expect.arrayContaining(['no', 'misheard']))
    expect(await refused()).not.toContain('yes')
  })

  test('an address is another’s as long as one message says so', async () => {
    const first = idOf(await take('你打错了，号码错了'))
    // From an address that is not theirs any more it is nobody's, until a person says whose.
    const took = await take('打错电话了！号码错了')
    if (took.is !== 'unmatched') throw new Error('matched')
    const of = { arrivalId: took.arrivalId, borrowerId: BigInt(id), by: 'ann' }
    const second = await inTx((tx) => attachUnmatched(tx, 1n, of, tick))
    if ('declined' in second) throw new Error(second.declined)
    const standing = () =>
      rows(fresh.db, 'select standing from address where borrower_id = $1 order by address_id', [
        id,
      ])
    expect(await standing()).toEqual([{ standing: 'not_his' }])
    await mend(first, 'question', true)
    expect(await standing()).toEqual([{ standing: 'not_his' }])
    await mend(second.messageId, 'question', true)
    expect(await standing()).toEqual([{ standing: 'unverified' }])
  })

  test('a stop that was overheard is done by anybody', async () => {
    const messageId = idOf(await take('好的'))
    const mended = await mend(messageId, 'stop', false)
    expect(mended).toMatchObject({ takenBack: 0 })
    expect(await refused()).toEqual(['no'])
  })
})

describe('what is nobody’s', () => {
  test('goes to whom a person names, with all that it does, and is listed no more', async () => {
    const took = await take('退订', { from: '+8613700000001' })
    if (took.is !== 'unmatched') throw new Error('matched')
    const { arrivalId } = took
    const of = { arrivalId, borrowerId: BigInt(id), by: 'ann' }
    expect(await inTx((tx) => attachUnmatched(tx, 1n, of, tick))).toMatchObject({
      messageId: expect.anything(),
    })
    const refused = await rows(fresh.db, 'select words from consent where borrower_id = $1', [id])
    expect(refused).toEqual([{ words: '退订' }])
    expect(await inTx((tx) => attachUnmatched(tx, 1n, of, tick))).toEqual({
      declined: 'no_such_message',
    })
    const { rows: left } = await inTx((tx) =>
      readUnmatched(tx, 1n, { after: undefined, limit: 100 }),
    )
    expect(left.some((row) => row.arrival_id === arrivalId)).toBe(false)
  })

  test('that a machine returned does nothing to whom a person names', async () => {
    const given = { from: '+8613700000003', automatic: 'bounce' } as const
    const took = await take('退订', given)
    if (took.is !== 'unmatched') throw new Error('matched')
    const of = { arrivalId: took.arrivalId, borrowerId: BigInt(id), by: 'ann' }
    expect(await inTx((tx) => attachUnmatched(tx, 1n, of, tick))).toHaveProperty('messageId')
    const refused = await rows(fresh.db, 'select from consent where borrower_id = $1', [id])
    expect(refused).toEqual([])
  })

  test('is closed with a reason', async () => {
    const took = await take('广告', { from: '+8613700000002' })
    if (took.is !== 'unmatched') throw new Error('matched')
    const of = { arrivalId: took.arrivalId, by: 'ann', why: 'Advertising' }
    expect(await inTx((tx) => closeUnmatched(tx, 1n, of, MORNING))).toEqual({ closed: true })
  })
})
