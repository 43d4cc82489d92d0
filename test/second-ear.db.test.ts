import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HearModel, ModelAnswer } from '../src/channels/hear-model.ts'
import type { Received } from '../src/channels/received.ts'
import type { HeardClass } from '../src/core/hear/heard.ts'
import { inTenant } from '../src/store/db.ts'
import { takeMessage } from '../src/store/message-in.ts'
import { mendMessage } from '../src/store/message-mend.ts'
import { openSecondEar, type SecondEar } from '../src/worker/second-ear.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

let fresh: Fresh
let id = 800
let ear: SecondEar
let answer: () => Promise<ModelAnswer>
let said: string[]
const asked: string[] = []
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  id += 1
  said = []
  await addPeople(fresh.db, [{ id }])
  const model: HearModel = (text) => {
    asked.push(text)
    return answer()
  }
  ear = openSecondEar(fresh.db, new Map([[1n, model]]), ({ en }) => said.push(en))
})

const heard =
  (...whats: HeardClass[]) =>
  (): Promise<ModelAnswer> =>
    Promise.resolve({
      is: 'heard',
      name: 'acme/2',
      classes: whats.map((what) => ({ what, certainty: 'sure', words: '' })),
    })
const numberOf = (of: number) => `+86138${String(of).padStart(8, '0')}`
const take = (text: string, given: Partial<Received> = {}) =>
  takeMessage(
    fresh.db,
    1n,
    {
      provider: 'kannel-1',
      providerRef: `${id} ${text}`,
      channel: 'sms',
      from: numberOf(id),
      to: '10690000',
      text,
      at: MORNING,
      rawHash: createHash('sha256').update(text).digest(),
      ...given,
    },
    { now: MORNING, today: TODAY, after: ear.after },
  )
const of = <T extends object>(sql: string, who = id) => rows<T>(fresh.db, sql, [who])
const meanings = () =>
  of<{ listener: string; first_class: string; stops: boolean }>(
    'select listener, first_class, stops from message_heard where borrower_id = $1 order by heard_id',
  )
const refusals = (who = id) =>
  of<{ channel: string }>('select channel from consent where borrower_id = $1 and not given', who)

describe('a model beside the rules', () => {
  test('stops what the rules let pass, and both are kept by name', async () => {
    answer = heard('self_harm', 'stop')
    await take('明天的天气怎么样')
    expect(await refusals()).toEqual([])
    await ear.idle()
    expect(await refusals()).toEqual([{ channel: 'any' }])
    const [first, second, ...more] = await meanings()
    expect([first?.listener, first?.stops]).toEqual(['rules/1', false])
    expect(second).toEqual({ listener: 'rules/1+acme/2', first_class: 'self_harm', stops: true })
    expect(more).toEqual([])
    expect(await of('select reason from hold where borrower_id = $1 order by reason')).toEqual([
      { reason: 'cease' },
      { reason: 'vulnerable' },
    ])
    expect(
      await of('select state, urgency, first_class from inbox_now where borrower_id = $1'),
    ).toEqual([{ state: 'open', urgency: 9, first_class: 'self_harm' }])
  })

  test('takes nothing back, repeats nothing, and only sure words of the rules do what needs certainty', async () => {
    answer = heard('agree', 'greeting', 'already_paid', 'cannot_pay', 'stop')
    await take('STOP')
    const before = await of('select kind, what from message_effect where borrower_id = $1')
    await ear.idle()
    expect(await of('select kind, what from message_effect where borrower_id = $1')).toEqual(before)
    expect((await meanings()).map((one) => [one.first_class, one.stops])).toEqual([
      ['stop', true],
      ['stop', true],
    ])
    const [row] = await of<{ classes: { what: string; certainty: string }[] }>(
      `select classes from message_heard where borrower_id = $1 order by heard_id desc limit 1`,
    )
    expect(row?.classes.map((one) => [one.what, one.certainty])).toEqual([
      ['stop', 'sure'],
      ['already_paid', 'unsure'],
      ['cannot_pay', 'unsure'],
      ['agree', 'unsure'],
    ])
  })

  test('is not waited for, and one that fails, is silent or breaks leaves what the rules did', async () => {
    let release = () => {}
    answer = () =>
      new Promise((resolve) => (release = () => resolve({ is: 'silent', why: 'slow' })))
    await take('退订')
    expect(await refusals()).toEqual([{ channel: 'any' }])
    release()
    await ear.idle()
    answer = () => Promise.reject(new Error('broken'))
    await take('今天下雨')
    await ear.idle()
    expect(await meanings()).toMatchObject([{ listener: 'rules/1' }, { listener: 'rules/1' }])
    expect(said).toEqual([expect.stringContaining('slow'), expect.stringContaining('broken')])
  })

  test('is asked once for a message, and says nothing after a person has spoken', async () => {
    answer = heard('stop')
    let release = () => {}
    const wait = new Promise<void>((resolve) => (release = resolve))
    answer = () => wait.then(heard('stop'))
    const took = await take('好吧，随便你')
    if (took.is !== 'matched') throw new Error(took.is)
    expect(await take('好吧，随便你')).toEqual({ is: 'again' })
    const ref = { tenantId: 1n, borrowerId: BigInt(id), messageId: took.messageId }
    await inTenant(fresh.db, 1n, (tx) =>
      mendMessage(
        tx,
        ref,
        { is: 'other', by: 'ann', mayLift: true },
        { now: MORNING, today: TODAY },
      ),
    )
    release()
    await ear.idle()
    expect(asked.filter((text) => text === '好吧，随便你')).toHaveLength(1)
    expect((await meanings()).map(({ listener }) => listener)).toEqual(['rules/1', 'person'])
    expect(await refusals()).toEqual([])
  })

  test('of a number that two share it stops both, and leaves whose it is to a person', async () => {
    const other = ++id
    const value = numberOf(id - 1).slice(3)
    await addPeople(fresh.db, [{ id: other, addresses: [{ kind: 'mobile', value }] }])
    answer = heard('stop')
    const took = await take('哦哦', { from: `+86${value}` })
    expect(took.is).toBe('unmatched')
    await ear.idle()
    expect([await refusals(other), await refusals(other - 1)]).toEqual([
      [{ channel: 'any' }],
      [{ channel: 'any' }],
    ])
    expect(
      await rows(fresh.db, `select first_class, stops, listener, state from message_unmatched`, []),
    ).toEqual([{ first_class: 'stop', stops: true, listener: 'rules/1+acme/2', state: 'open' }])
  })
})
