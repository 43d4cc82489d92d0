import { expect, test } from 'vitest'
import { hand, outgoing } from '../../test/setup/sms-message.ts'
import type { Instant } from '../core/calendar.ts'
import type { Db } from '../store/db.ts'
import type { Outgoing, Provider, SendAnswer } from './channel.ts'
import { paced } from './paced.ts'
import { routed } from './route.ts'

const SLOW_MS = 40

/** Answers after a while, and keeps what it was given. */
function provider(name: string, answer: SendAnswer, afterMs = 0) {
  const given: Outgoing[] = []
  const self: Provider = {
    name,
    patienceMs: 5000,
    absenceIsProof: false,
    lookUp: () => Promise.resolve(new Map()),
    send: async (_contact, message) => {
      given.push(message)
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      return answer
    },
  }
  return { self, given }
}

const NOT_THERE: SendAnswer = { is: 'refused', why: 'ECONNREFUSED', elsewhere: true }
const TAKEN: SendAnswer = { is: 'accepted', providerRef: 'r' }

const pace = { perSecond: 1, burst: 1, startPerSecond: 1, doubleEveryMs: 1000, troublesMax: 1 }

test('the second provider is told how late it is after the first one took its time', async () => {
  const first = provider('first', NOT_THERE, SLOW_MS)
  const second = provider('second', TAKEN)
  const message = outgoing()
  expect(await hand(routed([first.self, second.self]), message)).toEqual({
    ...TAKEN,
    via: 'second',
  })
  expect(first.given[0]?.now).toBe(message.now)
  expect((second.given[0]?.now ?? 0) - message.now).toBeGreaterThanOrEqual(SLOW_MS - 2)
})

test('the second provider is not asked for what has no time left', async () => {
  const first = provider('first', NOT_THERE, SLOW_MS)
  const second = provider('second', TAKEN)
  const late = outgoing({ validUntil: (outgoing().now + SLOW_MS / 4) as Instant })
  expect(await hand(routed([first.self, second.self]), late)).toEqual(NOT_THERE)
  expect(second.given).toEqual([])
})

test('what a provider answered stands, also where its trouble cannot be kept', async () => {
  const away = { connect: () => Promise.reject(new Error('no database')) } as unknown as Db
  expect(await hand(paced(away, provider('a', NOT_THERE).self, pace), outgoing())).toEqual(
    NOT_THERE,
  )
})
