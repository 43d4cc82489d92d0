import { expect, test } from 'vitest'
import { startTwilio, TWILIO } from '../../../test/setup/sms-clouds.ts'
import { hand, NOW, outgoing } from '../../../test/setup/sms-message.ts'
import type { Instant } from '../../core/calendar.ts'
import { readSenderRules } from './senders.ts'
import { twilioGateway } from './twilio.ts'

test('nothing is given away that would outlive its hour where the request takes all its time', async () => {
  const cloud = await startTwilio()
  const slow = twilioGateway({
    ...TWILIO,
    name: 'twilio',
    rules: await readSenderRules(),
    senders: { gb: { kind: 'long_number', address: '447700900999', registered: false } },
    home: 'cn',
    api: cloud.api,
    callbackUrl: 'https://hooks.example/in',
    patienceMs: 60_000,
  })
  const give = (ms: number) =>
    hand(slow, outgoing({ body: 'Hi', to: '+447700900123', validUntil: (NOW + ms) as Instant }))
  expect(await give(54_000)).toEqual({ is: 'refused', why: 'past_its_validity' })
  expect(await give(59_000)).toMatchObject({ is: 'accepted' })
  expect(cloud.taken).toMatchObject([{ ValidityPeriod: '5' }])
  await cloud.stop()
})
