import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { caseIdText } from '../src/api/ids.ts'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  TODAY,
  type World,
} from '../src/api/testing.ts'
import { readChannelFile } from '../src/channels/channel-file.ts'
import { sourcesOf } from '../src/channels/configured.ts'
import { sandboxSource } from '../src/channels/trace-source.ts'
import { recordConsent } from '../src/store/consent.ts'
import { traceWith, type TraceSource } from '../src/store/trace-ask.ts'
import { bodyOf } from './setup/hook-server.ts'
import { rows } from './dispatch-world.ts'

let world: World
let server: Server
let knows: unknown
let asked: { body: unknown; secret: string | undefined }[] = []

/** The file as an installation has it: one source by contract, one that asks for consent, one double. */
const fileOf = (url: string, more = '') => `apiVersion: channels/v1
publicUrl: https://collect.lender.example
tenants:
  1:
    trace:
      - { kind: http, name: core, url: '${url}', purpose: to reach the borrower, ground: contract, secretEnv: TRACE_SECRET }
      - { kind: http, name: register, url: '${url}', purpose: to reach the borrower, ground: consent }
      - { kind: sandbox, name: double, purpose: to try it, ground: legal_duty }
${more}`

beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push({
        body: JSON.parse(body.toString()),
        secret: request.headers.authorization,
      })
      response.writeHead(200).end(JSON.stringify(knows))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const read = readChannelFile(
    fileOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/trace`),
  )
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const sources = sourcesOf(read.read, { TRACE_SECRET: 'of-this-test' }).get(1n) ?? []
  world = await openWorld({ traces: sources, capKey: Buffer.alloc(32, 5) })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 8n; id++) await addPerson(tx, { id })
    await tx.query(
      `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on)
       select 1, n, 'unreachable', $1 from generate_series(2, 8) n`,
      [TODAY],
    )
  })
})
afterAll(async () => {
  server.close()
  await world.stop()
})
beforeEach(() => {
  asked = []
})

const at = (id: bigint) => `/v1/cases/${caseIdText(id)}/traces`
const trace = (id: bigint, source = 'core', as: 'manager' | 'collector' = 'manager') =>
  world.ask(at(id), { as, body: { source } })
const kept = (id: number) =>
  rows(
    world.db,
    `select a.value, a.standing, e.source, e.purpose, e.ground, e.consent_on from address a
       join address_event e using (tenant_id, borrower_id, address_id)
      where a.borrower_id = ${id} and e.how = 'traced' order by a.value`,
  )

describe('a source that a file plugs in', () => {
  test('is told whom and what for, and no word about a debt; what it knows is kept with both', async () => {
    knows = {
      found: [
        { kind: 'mobile', value: '+8613700000860' },
        // Another borrower's: it would tell them of this debt.
        { kind: 'mobile', value: '+447700900001' },
      ],
    }
    const done = await trace(2n)
    expect([done.status, done.json]).toEqual([
      201,
      { source: 'core', answered: true, found: 2, kept: 1, refused: ['of_somebody_else'] },
    ])
    const why = { purpose: 'to reach the borrower', ground: 'contract' }
    expect(asked).toEqual([
      {
        body: { apiVersion: 'trace/v1', source: 'test', ref: 'B2', ...why },
        secret: 'Bearer of-this-test',
      },
    ])
    expect(await kept(2)).toEqual([
      { value: '+8613700000860', standing: 'unverified', source: 'core', ...why, consent_on: null },
    ])
    const list = await world.ask(at(2n), { as: 'collector' })
    expect(list.json.items).toMatchObject([
      { source: 'core', asked_on: TODAY, by: 'Priya Raman', found: 2, kept: 1, ...why },
    ])
    // An address that could work: they are found, and nobody looks further.
    expect((await trace(2n, 'double')).json.code).toBe('not_lost')
  })

  test('is not asked about whom one can reach, who is to be left alone, twice a day, or by a collector', async () => {
    expect((await trace(1n)).json.code).toBe('not_lost')
    const consent = { borrowerId: 3n, channel: 'any', given: false, source: 'call' } as const
    await recordConsent(world.db, 1n, consent, world.now)
    expect((await trace(3n)).json.code).toBe('person_left_alone')
    await inBook(world, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, reason, from_on, source) values (1, 4, 'advice', $1, 'call')`,
        [TODAY],
      ),
    )
    expect((await trace(4n)).json.code).toBe('person_left_alone')
    expect((await trace(5n, 'core', 'collector')).json.code).toBe('not_permitted')
    expect((await trace(5n, 'nobody')).json.code).toBe('no_such_source')
    expect(asked).toEqual([])
    knows = { found: [] }
    expect((await trace(5n)).status).toBe(201)
    expect((await trace(5n)).json.code).toBe('trace_asked')
    expect(asked).toHaveLength(1)
    const blocked = await world.ask(`${at(1n)}?lang=zh`, { as: 'manager' })
    expect(blocked.json).toMatchObject({ blocked: '借款人可以联系，不得询问他人' })
    expect(blocked.json.sources).toHaveLength(3)
    expect((await world.ask(at(5n), { as: 'manager' })).json.blocked).toBeNull()
  })

  test('on the ground of consent nothing is kept without its day, nor with one that is to come', async () => {
    const [no, yes, later] = ['+8613700000861', '+8613700000862', '+8613700000863']
    knows = {
      found: [
        { kind: 'mobile', value: no },
        { kind: 'mobile', value: yes, consentOn: '2026-03-02' },
        { kind: 'mobile', value: later, consentOn: '2027-03-02' },
      ],
    }
    const done = await trace(6n, 'register')
    expect(done.json).toMatchObject({ kept: 1, refused: ['trace_needs_consent', 'day_in_future'] })
    expect(await kept(6)).toMatchObject([
      { value: yes, ground: 'consent', consent_on: '2026-03-02' },
    ])
  })

  test('that answers in words of its own leaves nothing but that it was asked', async () => {
    knows = { found: [{ kind: 'contacts', value: 'all of them' }] }
    const done = await trace(7n)
    expect(done.json).toMatchObject({ answered: false, kept: 0, refused: ['not_readable'] })
    expect(await kept(7)).toEqual([])
    expect((await world.ask(at(7n), { as: 'manager' })).json.items).toHaveLength(1)
  })
})

describe('without a purpose and a ground', () => {
  test.each([
    ['no purpose', '{ kind: sandbox, name: x, ground: contract }', 'purpose'],
    [
      'a purpose of blanks',
      "{ kind: sandbox, name: x, purpose: ' ', ground: contract }",
      'purpose',
    ],
    ['no ground', '{ kind: sandbox, name: x, purpose: to find }', 'ground'],
    [
      'a ground that is none',
      '{ kind: sandbox, name: x, purpose: to find, ground: curiosity }',
      'ground',
    ],
  ])('a file with %s is refused, and says where', (_, one, field) => {
    const read = readChannelFile(fileOf('https://core.lender.example/trace', `      - ${one}\n`))
    expect('faults' in read && read.faults).toMatchObject([
      {
        line: 9,
        field: `tenants.1.trace[3].${field}`,
        words: { zh: expect.stringContaining('不得查找') },
      },
    ])
  })

  test('a source that comes by another way is not even asked', async () => {
    let n = 0
    const source = (given: Partial<TraceSource>): TraceSource => ({
      name: 'own',
      purpose: 'to reach the borrower',
      ground: 'contract',
      find: () => {
        n += 1
        return Promise.resolve({ is: 'found', found: [] })
      },
      ...given,
    })
    const ref = { tenantId: 1n, borrowerId: 8n }
    const asking = { now: world.now, today: TODAY, by: 'mo' }
    const by = (given: Partial<TraceSource>) => traceWith(world.db, ref, source(given), asking)
    expect(await by({ purpose: ' ' })).toEqual({ declined: 'trace_needs_purpose' })
    expect(await by({ ground: 'curiosity' as never })).toEqual({ declined: 'trace_needs_ground' })
    expect(n).toBe(0)
    expect(await by({})).toMatchObject({ is: 'found', found: 0 })
    expect(n).toBe(1)
  })
})

test('the double asks nobody, and answers the same for the same person', async () => {
  const double = sandboxSource({ name: 'double', purpose: 'to try it', ground: 'consent' })
  const all = await Promise.all(
    ['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B1'].map((ref) =>
      double.find({ source: 'test', ref }),
    ),
  )
  expect(all[0]).toEqual(all[8])
  const found = all.map((one) => (one.is === 'found' ? one.found.length : -1))
  expect(new Set(found)).toEqual(new Set([0, 1]))
})
