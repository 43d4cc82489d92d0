import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Provider } from '../src/channels/channel.ts'
import { readChannelFile } from '../src/channels/channel-file.ts'
import {
  openConfigured,
  secretsMissing,
  type Configured,
  type ConfiguredOptions,
} from '../src/channels/configured.ts'
import { paced } from '../src/channels/paced.ts'
import type { Instant } from '../src/core/calendar.ts'
import { loadLaw } from '../src/store/law.ts'
import { readProviderStates } from '../src/store/provider-state.ts'
import { receiveReceipt } from '../src/store/receipt-in.ts'
import { inTenant } from '../src/store/db.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { hand, outgoing } from './setup/sms-message.ts'

const [SLOW_MS, COOL_MS] = [40, 60]

const env = { FIRST: 'first-password', SECOND: 'second-password', HOOK: 'a-secret-of-this-test' }
const fileOf = (port: number) => {
  const gateway = (name: string, at: number, password: string) =>
    `{ kind: kannel, name: ${name}, pace: { perSecond: 100 }, sendUrl: 'http://127.0.0.1:${at}/', username: u, passwordEnv: ${password}, secretEnv: HOOK }`
  const found = readChannelFile(`apiVersion: channels/v1
publicUrl: https://collect.example
tenants:
  1:
    home: cn
    senders:
      cn: { kind: short_code, address: '1069012345', registered: true, signature: Demo Bank }
    sms:
      - ${gateway('first', 9, 'FIRST')}
      - ${gateway('second', port, 'SECOND')}
`)
  if ('faults' in found) throw new Error(JSON.stringify(found.faults))
  return found.read
}

let fresh: Fresh
let second: Server
let configured: Configured
const asked: string[] = []
const receipts: URL[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  second = createServer((request, response) => {
    asked.push(String(request.headers['x-kannel-password']))
    receipts.push(new URL(String(request.headers['x-kannel-dlr-url'])))
    request.resume().on('end', () => response.writeHead(202).end('0: Accepted for delivery'))
  })
  await new Promise<void>((resolve) => second.listen(0, '127.0.0.1', resolve))
  const { port } = second.address() as AddressInfo
  const options: ConfiguredOptions = {
    db: fresh.db,
    env,
    mailKey: Buffer.alloc(32, 1),
    clock: () => MORNING,
    random: () => 0.5,
    say: () => undefined,
    received: () => Promise.resolve('kept'),
    receipt: () => Promise.resolve('kept'),
    told: () => Promise.resolve(),
  }
  configured = await openConfigured(fileOf(port), 1n, options)
})
afterAll(async () => {
  await configured?.close()
  await new Promise((resolve) => second?.close(resolve))
  await fresh?.drop()
})

test('where the first gateway is not there the second one takes it, and its receipt is believed', async () => {
  await addPeople(fresh.db, [{ id: 1 }])
  const { answers } = await dispatch(fresh.db, 1n, {
    now: MORNING,
    today: TODAY,
    say: () => undefined,
    channels: configured.channels,
    law: loadLaw('law'),
    templates: await loadTemplates('templates'),
  })
  const parts = asked.length
  expect([answers.accepted, asked]).toEqual([1, Array(parts).fill('second-password')])
  const contact = () => rows(fresh.db, 'select provider, state from contact')
  expect(await contact()).toEqual([{ provider: 'second', state: 'accepted' }])

  const hook = configured.hooks.find((one) => one.hook.name === 'second')?.hook
  for (const [i, url] of receipts.entries()) {
    const told = url.href.replace('%25d', '2').replace('%d', '2')
    const heard = hook?.hear(
      { method: 'GET', url: told, header: () => undefined, body: new Uint8Array() },
      MORNING,
    )
    expect(heard).toMatchObject({
      is: 'heard',
      receipts: [{ provider: 'second', said: 'expired' }],
    })
    const [receipt] = heard?.is === 'heard' ? heard.receipts : []
    if (receipt === undefined) throw new Error('no receipt')
    expect(await receiveReceipt(fresh.db, 1n, { ...receipt, provider: 'first' })).toBe(
      'no_such_contact',
    )
    expect(await receiveReceipt(fresh.db, 1n, receipt)).toBe('kept')
    const state = i + 1 < parts ? 'accepted' : 'failed'
    expect(await contact()).toEqual([{ provider: 'second', state }])
  }
  expect(receipts).toHaveLength(parts)
})

test('how a provider stands is read from what all processes share', async () => {
  const { sms } = configured.channels
  await sms?.turn?.(1n, 1, MORNING)
  const states = await inTenant(fresh.db, 1n, (tx) =>
    readProviderStates(tx, 1n, { providers: ['first', 'second'], now: MORNING }),
  )
  expect(states.get('first')).toMatchObject({ closedUntil: undefined, closedTimes: 0 })
})

test('a provider is left alone from its answer on, however long it took for that', async () => {
  const slow: Provider = {
    name: 'slow',
    patienceMs: 5000,
    absenceIsProof: false,
    lookUp: () => Promise.resolve(new Map()),
    send: async () => {
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
      return { is: 'refused', why: 'no connection', elsewhere: true }
    },
  }
  const pace = { perSecond: 9, burst: 1, startPerSecond: 9, doubleEveryMs: 1000 }
  const one = paced(fresh.db, slow, { ...pace, troublesMax: 1, coolMs: COOL_MS })
  const message = outgoing()
  expect(await one.turn?.(1n, 1, message.now)).toMatchObject({ is: 'go' })
  await hand(one, message)
  const { now } = message
  const turn = await one.turn?.(1n, 1, (now + COOL_MS) as Instant)
  expect(turn).toMatchObject({ is: 'closed' })
  expect(turn?.is === 'closed' && turn.until - now - COOL_MS).toBeGreaterThanOrEqual(SLOW_MS - 2)
})

test('a secret that is not there is named by its field, and a tenant of no section needs none', () => {
  const file = fileOf(1)
  expect(secretsMissing(file, 1n, { ...env, SECOND: '' })).toEqual([
    { field: 'tenants.1.sms[1].passwordEnv', env: 'SECOND' },
  ])
  expect(secretsMissing(file, 1n, env)).toEqual([])
  expect(secretsMissing(file, 2n, {})).toEqual([])
})
