import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import { voiceProvider } from '../channels/voice/provider.ts'
import type { Db } from '../store/db.ts'

const SECRET = Buffer.alloc(32, 7)

/** Where a test puts the bytes of a recording that is there. */
export const QUIET_FOLDER = join(tmpdir(), `forbear-quiet-${process.pid}`)

/** For tests: a gateway that takes every call and tells of none. */
export function quietDesk(db: Db): VoiceDesk {
  const carrier = {
    hand: () => Promise.resolve({ is: 'accepted', providerRef: 'quiet' } as const),
    ask: () => Promise.resolve(new Map()),
  }
  const name = 'voice-here'
  const provider = voiceProvider(db, carrier, {
    name,
    callerId: '+442079460000',
    eventsUrl: 'https://collect.example/v1/webhooks/voice/voice-here',
    ringSeconds: 25,
    records: false,
    transferTo: undefined,
    days: {},
    patienceMs: 1000,
  })
  const hook = {
    tenantId: 1n,
    name,
    transferTo: undefined,
    person: undefined,
    folder: QUIET_FOLDER,
    fetch: () => Promise.resolve({ declined: 'again' } as const),
  }
  return { hook, provider, secrets: [SECRET] }
}
