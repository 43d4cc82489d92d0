import { voiceDesksOf, type VoiceDesk } from '../channels/voice/configured.ts'
import { readChannels, secretLines } from './channels-open.ts'
import { nowOf } from './clock.ts'
import type { Open } from './context.ts'

/** Gateways of every tenant that may tell this server of calls; one without its secret is told nothing. */
export async function openVoice(open: Open): Promise<readonly VoiceDesk[]> {
  const file = await readChannels(open)
  if (file === undefined) return []
  const { db, home } = open
  const tools = { db, home, env: process.env, clock: () => nowOf(home) }
  return Object.keys(file.tenants).flatMap((tenant) => {
    const tenantId = BigInt(tenant)
    return secretLines(open, file, tenantId).length > 0 ? [] : voiceDesksOf(file, tenantId, tools)
  })
}
