import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import type { Instant } from '../core/calendar.ts'
import { smsPartsIn } from './sms-part-in.ts'

const NOW = Date.UTC(2026, 10, 20, 2) as Instant
const later = (ms: number) => (NOW + ms) as Instant
const of = { from: '+8613812345678', to: '1069012345', reference: 7, total: 3 }

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())
/** As each process has it. */
const book = (provider = 'carrier') => smsPartsIn(fresh.db, 1n, provider)

test('parts of one message are kept for every process, until the whole is', async () => {
  await book().keep({ ...of, number: 3, text: '退订', at: NOW })
  await book().keep({ ...of, reference: 8, number: 1, text: 'another', at: NOW })
  await book('other').keep({ ...of, number: 2, text: 'of another carrier', at: NOW })
  const joint = await book().keep({ ...of, number: 1, text: '别再发了，', at: later(5000) })
  expect(joint).toMatchObject({ ...of, since: NOW })
  expect([...joint.parts]).toEqual([
    [1, '别再发了，'],
    [3, '退订'],
  ])
  await book().forget(joint)
  const anew = await book().keep({ ...of, number: 2, text: 'anew', at: later(9000) })
  expect([anew.since, [...anew.parts.keys()]]).toEqual([later(9000), [2]])
})

test('what nothing came to for long is left over; a part that is given again came when it came first', async () => {
  const mine = { ...of, from: '+8613800000000' }
  await book('slow').keep({ ...mine, number: 1, text: 'a', at: NOW })
  await book('slow').keep({ ...mine, number: 1, text: 'a', at: later(60_000) })
  expect(await book('slow').left(NOW)).toEqual([])
  const [left, ...more] = await book('slow').left(later(1))
  expect(left).toEqual({ ...mine, since: NOW, parts: new Map([[1, 'a']]) })
  expect(more).toEqual([])
  expect(await book('slower').left(later(1))).toEqual([])
})

test('a part may begin or end within a character, or hold a sign that no text has', async () => {
  const cut = { ...of, from: '+8613800000001', total: 2 }
  await book().keep({ ...cut, number: 1, text: '谢谢\ud83d', at: NOW })
  const { parts } = await book().keep({ ...cut, number: 2, text: '\ude4f\0', at: NOW })
  expect([...parts.values()].join('')).toBe('谢谢🙏\0')
})
