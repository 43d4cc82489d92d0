import { createHash } from 'node:crypto'
import type { Instant } from '../../core/calendar.ts'
import type { RecordingTold } from '../../engine/call-events.ts'
import { accountTail } from '../../store/identity-fact.ts'
import { inTenant, type Db } from '../../store/db.ts'
import { readCallFacts } from '../../store/voice-call.ts'
import type { PermitRef } from '../channel.ts'
import { readEvent, type CreateCall, type WireDo, type WireEvent } from './contract.ts'
import { choiceOf, fateOf, playCall, type Fate, type Told } from './fates.ts'
import type { Carrier } from './provider.ts'
import type { Fetched } from './recordings.ts'

export const SANDBOX_VOICE = 'sandbox-voice'

export type SandboxVoice = {
  readonly seed: number
  /** Every call meets this; else the seed decides. */
  readonly fate?: Fate | undefined
  /** Between two events; a desk is to be able to follow them. */
  readonly paceMs: number
  readonly clock: () => Instant
  /** Where events go: whatever takes those of a gateway. */
  readonly tell: (tenantId: bigint, event: WireEvent, id: string) => Promise<readonly WireDo[]>
}

/** A carrier that reaches nobody: whoever answers is invented, and knows what the account's person knows. */
export function sandboxCarrier(
  db: Db,
  options: SandboxVoice,
): Carrier & { close(): Promise<void> } {
  const playing = new Set<Promise<void>>()
  let isClosed = false
  const wait = (ms: number) =>
    ms === 0 || isClosed
      ? Promise.resolve()
      : new Promise<void>((resolve) => setTimeout(resolve, ms).unref())
  return {
    hand: async (ref, call) => {
      const played = play(db, options, { ref, call }, wait)
      playing.add(played)
      const done = played.finally(() => playing.delete(played))
      // Without a pace the call is over when it is taken, so that one command shows all of it.
      if (options.paceMs === 0) await done
      else void done.catch(() => undefined)
      return { is: 'accepted', providerRef: `sandbox-${call.call.slice(0, 8)}` }
    },
    ask: () => Promise.resolve(new Map()),
    close: async () => {
      isClosed = true
      await Promise.allSettled(playing)
    },
  }
}

async function play(
  db: Db,
  { seed, fate: only, paceMs, clock, tell }: SandboxVoice,
  { ref, call }: { readonly ref: PermitRef; readonly call: CreateCall },
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  const fact = await factOf(db, ref)
  const fate = only ?? fateOf(seed, call)
  let n = 0
  const say = async (told: Told) => {
    await wait(paceMs)
    n += 1
    const event = { type: 'call.event', call: call.call, at: timeText(clock()), ...told } as const
    return tell(ref.tenantId, event, `${call.call}-${n}`)
  }
  await playCall({ call, fate, fact, choice: choiceOf(seed, call), tell: say })
  if (call.record && TALKED.has(fate))
    await say({ event: 'recording', recording: recordingOf(call) })
}

const TALKED: ReadonlySet<Fate> = new Set(['conversation', 'wrong_person', 'not_proven', 'stop'])
const timeText = (at: Instant): string => new Date(at).toISOString()

async function factOf(db: Db, ref: PermitRef): Promise<string> {
  const known = await inTenant(db, ref.tenantId, async (tx) => {
    const facts = await readCallFacts(tx, ref)
    return facts && accountTail(tx, { ...ref, accountId: facts.accountId })
  })
  return known ?? '0000'
}

const RATE = 8000
const SECONDS = 1
const HEAD = 44

/** A second of a quiet tone that is this call's alone, as a WAV file. */
function wavOf(call: string): Buffer {
  const data = RATE * SECONDS
  const wav = Buffer.alloc(HEAD + data, 128)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(HEAD - 8 + data, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(RATE, 24)
  wav.writeUInt32LE(RATE, 28)
  wav.writeUInt16LE(1, 32)
  wav.writeUInt16LE(8, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(data, 40)
  const pitch = 20 + (createHash('sha256').update(call).digest().readUInt8(0) % 200)
  for (let n = 0; n < data; n++) wav[HEAD + n] = 128 + (Math.floor(n / pitch) % 2 === 0 ? 8 : -8)
  wav.write(call.slice(0, 36), HEAD)
  return wav
}

const recordingOf = ({ call }: CreateCall) => ({
  url: `https://sandbox.example/recordings/${call}`,
  sha256: createHash('sha256').update(wavOf(call)).digest('hex'),
  media_type: 'audio/wav',
  seconds: SECONDS,
})

/** The sandbox's own recordings are made anew whenever they are asked for. */
export const sandboxFetch = ({ url }: RecordingTold): Promise<Fetched> =>
  Promise.resolve({ bytes: wavOf(url.split('/').at(-1) ?? '') })

/** The event as the contract reads it; a sandbox that strays from it is a bug. */
export function sandboxEvent(event: WireEvent, id: string) {
  const read = readEvent(event, id)
  if (read === undefined) throw new Error('bug: the sandbox strayed from the contract')
  return read
}
