import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Provider } from '../src/channels/channel.ts'
import { aliyunGateway } from '../src/channels/sms/aliyun.ts'
import { readSenderRules } from '../src/channels/sms/senders.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { takeMessage } from '../src/store/message-in.ts'
import { sha256 } from '../src/store/render.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { readThread } from '../src/store/thread.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { CLOUD_KEY, startAliyun, type Cloud } from './setup/sms-clouds.ts'

let fresh: Fresh
let cloud: Cloud
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  cloud = await startAliyun()
})
afterAll(async () => {
  await cloud?.stop()
  await fresh?.drop()
})

test('a person reads the words that left, whichever provider took them, and none of what did not leave', async () => {
  const mailed: string[] = []
  const mail: Provider = {
    name: 'mail',
    patienceMs: 1000,
    absenceIsProof: false,
    send: (_contact, { whole }) => {
      mailed.push(whole)
      return Promise.resolve({ is: 'accepted', providerRef: '1' })
    },
    lookUp: () => Promise.resolve(new Map()),
  }
  const sms = aliyunGateway({
    name: 'aliyun',
    rules: await readSenderRules(),
    senders: {
      cn: { kind: 'short_code', address: '1069012345', registered: true, signature: 'Demo Bank' },
    },
    home: 'cn',
    key: CLOUD_KEY,
    approved: [{ code: 'SMS_1', text: '${all}' }],
    secret: 'of-this-test',
    api: cloud.api,
  })
  const address = { kind: 'email', value: 'b2@home.example' }
  await addPeople(fresh.db, [
    { id: 1 },
    { id: 2, channel: 'email', addresses: [address] },
    { id: 3, addresses: [{ kind: 'mobile', value: '13800000003', standing: 'not_his' }] },
  ])
  const { answers } = await dispatch(fresh.db, 1n, {
    now: MORNING,
    today: TODAY,
    say: () => undefined,
    channels: { sms, email: mail },
    law: loadLaw('law'),
    templates: await loadTemplates('templates'),
  })
  expect(answers.accepted).toBe(2)
  const read = async (borrowerId: bigint) =>
    inTenant(fresh.db, 1n, async (tx) => {
      const ref = { tenantId: 1n, borrowerId }
      const { rows: thread } = await readThread(tx, ref, { after: undefined, limit: 10 })
      return thread.filter((one) => one.direction === 'out').map((one) => one.words)
    })
  const [taken] = cloud.taken
  const { all } = JSON.parse(taken?.['TemplateParam'] ?? '{}') as { all?: string }
  const left = `【${taken?.['SignName']}】${all}`
  expect([await read(1n), await read(2n), await read(3n)]).toEqual([[left], mailed, []])
  const hashes = await rows<{ body_hash: string }>(
    fresh.db,
    'select body_hash from contact order by borrower_id',
  )
  expect(hashes.map((row) => row.body_hash)).toEqual([left, ...mailed].map(sha256))

  // What we said ourselves, sent back below an answer, is not heard as theirs.
  const quoted = `知道了\n${left}`
  const took = await takeMessage(
    fresh.db,
    1n,
    {
      provider: 'aliyun',
      providerRef: 'q',
      channel: 'sms',
      from: '+8613800000001',
      to: '1069012345',
      text: quoted,
      at: MORNING,
      rawHash: createHash('sha256').update(quoted).digest(),
    },
    { now: MORNING, today: TODAY },
  )
  expect(took.is === 'matched' && took.heard.stops).toBe(false)
})
