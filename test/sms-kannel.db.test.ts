import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kannelGateway, kannelReplyUrl } from '../src/channels/sms/kannel.ts'
import type { SmsGateway } from '../src/channels/sms/gateway.ts'
import { readSenderRules } from '../src/channels/sms/senders.ts'
import { loadLaw } from '../src/store/law.ts'
import { receiveMessage } from '../src/store/message-in.ts'
import { receiveReceipt } from '../src/store/receipt-in.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import { startHookServer, type HookServer } from './setup/hook-server.ts'
import { noKannel, startKannel, type Kannel } from './setup/kannel.ts'
import { eventually, sinks } from './setup/sms-message.ts'

if (noKannel !== undefined) console.warn(noKannel)

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const secret = 'a-secret-of-this-test-alone'

describe.skipIf(noKannel !== undefined)('a book behind real Kannel', () => {
  let fresh: Fresh
  let hooks: HookServer
  let kannel: Kannel
  let gateway: SmsGateway

  beforeAll(async () => {
    fresh = await freshDatabase()
    await makeBook(fresh.db)
    hooks = await startHookServer(sinks())
    const [tenant] = await rows<{ name: string }>(
      fresh.db,
      'select trading_name as name from tenant',
    )
    const own = {
      name: 'kannel',
      rules: await readSenderRules(),
      senders: {
        cn: {
          kind: 'short_code',
          address: '1069012345',
          registered: true,
          signature: tenant?.name ?? '',
        },
      },
      home: 'cn',
      callbackUrl: hooks.url,
      secret,
      sendUrl: '',
      username: '',
      password: '',
    } as const
    kannel = await startKannel({ replyUrl: kannelReplyUrl(own) })
    const { sendUrl, username, password } = kannel
    gateway = kannelGateway({ ...own, sendUrl, username, password })
    hooks.hook = gateway.hook
  })
  afterAll(async () => {
    await kannel?.stop()
    await hooks?.stop()
    await fresh?.drop()
  })

  const run = (now = MORNING) =>
    dispatch(fresh.db, 1n, {
      now,
      today: TODAY,
      say: () => undefined,
      channels: { sms: gateway },
      law,
      templates,
    })

  test('a reminder goes out; 退订 comes back; the next one does not leave, and every channel is refused', async () => {
    await addPeople(fresh.db, [{ id: 1 }, { id: 2 }])
    expect((await run()).answers).toMatchObject({ accepted: 2 })
    const { carrier } = kannel
    await eventually(() => carrier.messages.some(({ to }) => to === '8613800000002'))
    expect(new Set(carrier.messages.map(({ to }) => to))).toEqual(
      new Set(['8613800000001', '8613800000002']),
    )
    const state = async () => {
      for (const told of hooks.sink.told.splice(0))
        expect(await receiveReceipt(fresh.db, 1n, told)).toBe('kept')
      const [row] = await rows<{ state: string }>(
        fresh.db,
        'select state from contact where borrower_id = 2',
      )
      return row?.state
    }
    // Delivered when the phone has all of it.
    const parts = () => carrier.messages.filter(({ to }) => to === '8613800000002')
    await eventually(() => parts().length === parts()[0]?.header[0]?.at(-2))
    const [last, ...earlier] = parts().toReversed()
    expect(earlier.length).toBeGreaterThan(0)
    const about = { source_addr: '8613800000002' }
    for (const { id } of earlier) await carrier.receipt(id, 'DELIVRD', about)
    await eventually(
      () => hooks.sink.told.filter(({ said }) => said === 'delivered').length === earlier.length,
    )
    expect(await state()).toBe('accepted')
    await carrier.receipt(last?.id ?? '', 'DELIVRD', about)
    await eventually(() => hooks.sink.told.some(({ said }) => said === 'delivered'))
    expect(await state()).toBe('delivered')

    await carrier.deliver({
      source_addr: '8613800000001',
      source_addr_ton: 1,
      destination_addr: '1069012345',
      data_coding: 8,
      short_message: Buffer.from('退订', 'utf16le').swap16(),
    })
    const reply = await eventually(() => hooks.sink.kept[0])
    expect(await receiveMessage(fresh.db, 1n, reply, { now: MORNING, today: TODAY })).toBe('kept')
    expect(
      await rows(fresh.db, 'select borrower_id, channel from consent where not given'),
    ).toEqual([{ borrower_id: 1n, channel: 'any' }])

    const before = carrier.messages.length
    const later = (MORNING + 26 * 3_600_000) as typeof MORNING
    await addPeople(fresh.db, [{ id: 3 }])
    await addMore(fresh)
    const counts = await run(later)
    expect(counts.sent).toBeGreaterThan(0)
    await eventually(() => carrier.messages.length > before)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const after = carrier.messages.slice(before).map(({ to }) => to)
    expect(after).toContain('8613800000003')
    expect(after).not.toContain('8613800000001')
  })
})

/** One more treatment for the person who said stop. */
const addMore = ({ db }: Fresh) =>
  rows(
    db,
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template)
     values (1, 1, 10, '${TODAY}', 'bank', 1, 'early', 'warm', 2, 'step-9', 'sms', 'reminder-warm')
     returning treatment_id`,
  )
