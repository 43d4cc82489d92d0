import { join } from 'node:path'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import { voiceProvider } from '../channels/voice/provider.ts'
import { recordingsFolder } from '../channels/voice/recordings.ts'
import {
  SANDBOX_VOICE,
  sandboxCarrier,
  sandboxEvent,
  sandboxFetch,
} from '../channels/voice/sandbox.ts'
import { takeEvent, type VoiceHook } from '../channels/voice/take.ts'
import type { Instant } from '../core/calendar.ts'
import { loadLaw } from '../store/law.ts'
import { capKey } from './cap-key.ts'
import { dayIn, nowOf } from './clock.ts'
import { ROOT, tenantOf, type Open } from './context.ts'

const SEED = 7
/** A number that reaches nobody. */
const NOBODY = '+442079460999'
const PATIENCE_MS = 10_000

export type SandboxDesk = VoiceDesk & { close(): Promise<void> }

/** Calls that reach nobody: for the demo, the invented person, and before anybody has set up anything. */
export function sandboxDesk(
  open: Open,
  { clock = () => nowOf(open.home), paceMs = 0 }: { clock?: () => Instant; paceMs?: number } = {},
): SandboxDesk {
  const { db, home } = open
  const hook: VoiceHook = {
    tenantId: open.tenantId,
    name: SANDBOX_VOICE,
    transferTo: NOBODY,
    person: 'Sam Lee',
    folder: recordingsFolder(home, open.tenantId),
    fetch: sandboxFetch,
  }
  const law = once(() => loadLaw(join(ROOT, 'law'), join(home, 'law')))
  const carrier = sandboxCarrier(db, {
    seed: SEED,
    paceMs,
    clock,
    tell: async (tenantId, event, id) => {
      const now = clock()
      const { zone } = await tenantOf({ ...open, tenantId })
      const tick = { now, today: dayIn(zone, now), law: law(), personKey: await capKey(home) }
      const own = { ...hook, tenantId, folder: recordingsFolder(home, tenantId) }
      const taken = await takeEvent(db, own, sandboxEvent(event, id), tick)
      return taken.is === 'taken' ? taken.do : []
    },
  })
  const provider = voiceProvider(db, carrier, {
    name: SANDBOX_VOICE,
    callerId: NOBODY,
    eventsUrl: 'https://sandbox.example/events',
    ringSeconds: 25,
    records: true,
    transferTo: NOBODY,
    days: {},
    patienceMs: PATIENCE_MS,
  })
  // Nobody signs for it: what it tells never comes over the wire.
  return { hook, provider, secrets: [], close: () => carrier.close() }
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined
  return () => (made ??= { it: make() }).it
}
