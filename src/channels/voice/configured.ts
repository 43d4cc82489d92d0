import type { Instant } from '../../core/calendar.ts'
import type { Db } from '../../store/db.ts'
import type { ChannelFile, VoiceGiven } from '../channel-file.ts'
import { secretBytes } from '../pay/signing.ts'
import { gatewayCarrier } from './gateway.ts'
import { voiceProvider, type VoiceProvider } from './provider.ts'
import { fetchRecording, recordingsFolder } from './recordings.ts'
import type { VoiceHook } from './take.ts'

type Env = Readonly<Record<string, string | undefined>>
type Tools = { readonly db: Db; readonly env: Env; readonly clock: () => Instant }

const PATIENCE_MS = 15_000

/** Where a gateway tells of its calls. */
export const voiceUrlOf = (
  file: ChannelFile,
  one: { name: string; hookUrl?: string | undefined },
): string => one.hookUrl ?? `${file.publicUrl.replace(/\/+$/, '')}/v1/webhooks/voice/${one.name}`

const secretOf = (env: Env, { secretEnv }: VoiceGiven): Buffer => secretBytes(env[secretEnv] ?? '')

export function configuredVoice(
  file: ChannelFile,
  tenantId: bigint,
  one: VoiceGiven,
  { db, env, clock }: Tools,
): VoiceProvider {
  const patienceMs = one.patienceSeconds === undefined ? PATIENCE_MS : one.patienceSeconds * 1000
  const carrier = gatewayCarrier({ url: one.url, secret: secretOf(env, one), patienceMs, clock })
  return voiceProvider(db, carrier, {
    name: one.name,
    callerId: one.callerId,
    eventsUrl: voiceUrlOf(file, one),
    ringSeconds: one.ringSeconds,
    records: one.record,
    transferTo: one.transferTo,
    days: file.tenants[String(tenantId)]?.recording ?? {},
    patienceMs,
  })
}

/** A gateway of a tenant: who it is, how it signs, and how people dial through it. */
export type VoiceDesk = {
  readonly hook: VoiceHook
  readonly secrets: readonly Uint8Array[]
  readonly provider: VoiceProvider
}

/** Those that may tell of calls here. Making them opens nothing. */
export function voiceDesksOf(
  file: ChannelFile,
  tenantId: bigint,
  tools: Tools & { readonly home: string },
): readonly VoiceDesk[] {
  const given = file.tenants[String(tenantId)]
  return (given?.call ?? []).map((one) => {
    const secret = secretOf(tools.env, one)
    return {
      secrets: [secret],
      provider: configuredVoice(file, tenantId, one, tools),
      hook: {
        tenantId,
        name: one.name,
        transferTo: one.transferTo,
        person: one.voicemailPerson,
        folder: recordingsFolder(tools.home, tenantId),
        fetch: (told, now) => fetchRecording(told, { gatewayUrl: one.url, secret, now }),
      },
    }
  })
}
