import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSenderRules } from '../src/channels/sms/senders.ts'
import { smppProvider } from '../src/channels/sms/smpp.ts'
import { loadLaw } from '../src/store/law.ts'
import { receiveReceipt } from '../src/store/receipt-in.ts'
import { openSmsParts } from '../src/store/sms-parts.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { ACCOUNT, startCarrier, type Carrier } from './setup/carrier.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const rules = await readSenderRules()

let fresh: Fresh
let carrier: Carrier
let provider: ReturnType<typeof smppProvider>
beforeEach(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  carrier = await startCarrier()
})
afterEach(async () => {
  await provider.close()
  await carrier.stop()
  await fresh.drop()
})

/** As a process does when it starts: what is open is read once, before the carrier is spoken to. */
async function connected() {
  const [tenant] = await rows<{ trading_name: string }>(fresh.db, 'select trading_name from tenant')
  const open = await openSmsParts(fresh.db, 1n, { provider: 'smpp', now: MORNING })
  const before = carrier.binds()
  provider = smppProvider({
    host: '127.0.0.1',
    port: carrier.port,
    ...ACCOUNT,
    rules,
    senders: {
      cn: {
        kind: 'short_code',
        address: '1069012345',
        registered: true,
        signature: tenant?.trading_name ?? '',
      },
    },
    home: 'cn',
    clock: () => MORNING,
    random: () => 0.5,
    received: () => Promise.resolve('kept'),
    receipt: (receipt) => receiveReceipt(fresh.db, 1n, receipt),
    recall: (id) => Promise.resolve(open.get(id)),
  })
  await carrier.bound(before + 1)
}

const run = () =>
  dispatch(fresh.db, 1n, {
    now: MORNING,
    today: TODAY,
    say: () => undefined,
    channels: { sms: provider },
    law,
    templates,
  })
const contact = async () =>
  (
    await rows<{ state: string; provider_ref: string }>(
      fresh.db,
      'select state, provider_ref from contact',
    )
  )[0]

test('a reminder in two parts: its receipts find it after a restart, and it is delivered when both are', async () => {
  await connected()
  await addPeople(fresh.db, [{ id: 1 }])
  expect((await run()).answers).toMatchObject({ accepted: 1 })
  const ids = carrier.messages.map(({ id }) => id)
  expect(ids).toHaveLength(2)
  expect(carrier.messages[0]?.to).toBe('8613800000001')
  expect(await contact()).toEqual({ state: 'accepted', provider_ref: ids.join(' ') })
  await provider.close()
  await connected()
  await carrier.receipt(ids[1] ?? '', 'DELIVRD')
  await carrier.receipt(ids[1] ?? '', 'DELIVRD')
  expect(await contact()).toMatchObject({ state: 'accepted' })
  await carrier.receipt(ids[0] ?? '', 'DELIVRD')
  expect(await contact()).toMatchObject({ state: 'delivered', provider_ref: ids.join(' ') })
  await carrier.receipt(ids[0] ?? '', 'UNDELIV')
  expect(await contact()).toMatchObject({ state: 'delivered' })
})

test('a connection that goes with the message: unknown, never sent again, and made good by a receipt', async () => {
  await connected()
  await addPeople(fresh.db, [{ id: 1 }])
  carrier.fate = () => 'take_and_hang_up'
  expect((await run()).answers).toMatchObject({ unclear: 1 })
  expect(await contact()).toMatchObject({ state: 'unknown' })
  await carrier.bound(2)
  carrier.fate = () => 'take'
  await run()
  expect(carrier.messages).toHaveLength(1)
  const [got] = carrier.messages
  const reference = {
    user_message_reference: got?.pdu.user_message_reference ?? 0,
    source_addr: '8613800000001',
  }
  expect(await carrier.receipt(got?.id ?? '', 'DELIVRD', reference)).toBe(0)
  // Its second part never left: what the phone has is not the whole.
  expect(await contact()).toMatchObject({ state: 'accepted' })
})
