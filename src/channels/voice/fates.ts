import { createHash } from 'node:crypto'
import type { CreateCall, WireDo, WireEvent } from './contract.ts'

/** What an invented call meets. The weights are parts of 100. */
export const FATES = {
  busy: 8,
  no_answer: 22,
  voicemail: 22,
  wrong_person: 8,
  conversation: 30,
  not_proven: 4,
  stop: 3,
  silent: 3,
} as const
export type Fate = keyof typeof FATES

/** The seed, the number and the call decide, so that the same book meets the same luck. */
export function fateOf(seed: number, call: Pick<CreateCall, 'call' | 'to'>): Fate {
  const luck = luckOf(`${seed} ${call.to} ${call.call}`)
  let below = 0
  for (const [fate, weight] of Object.entries(FATES) as [Fate, number][]) {
    below += weight
    if (luck % 100 < below) return fate
  }
  return 'no_answer'
}

const luckOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0)

export type Told = Omit<WireEvent, 'type' | 'call' | 'at'>

export type Playing = {
  readonly call: CreateCall
  readonly fate: Fate
  /** The four digits that the right person knows. */
  readonly fact: string
  /** What they choose when they were told what it is about. */
  readonly choice: string
  /** Tells us of an event and brings back what to do next. */
  readonly tell: (told: Told) => Promise<readonly WireDo[]>
}

/** A call from its first ring to its end, as a gateway and whoever answers would live it. */
export async function playCall(playing: Playing): Promise<void> {
  const { call, fate, tell } = playing
  await tell({ event: 'ringing' })
  if (fate === 'busy' || fate === 'no_answer') {
    await tell({ event: fate })
    return
  }
  await tell({ event: 'answered' })
  if (fate === 'silent') {
    await tell({ event: 'completed', answered_by: 'person', spoke: false })
    return
  }
  if (fate === 'voicemail') {
    const does = await tell({ event: 'machine' })
    const spoke = does.some((one) => 'say' in one)
    await tell({ event: 'completed', answered_by: 'machine', spoke })
    return
  }
  if (call.mode === 'automated') await talk(playing, call.on_answer)
  await tell({ event: 'completed', answered_by: 'person', spoke: true })
}

const QUESTIONS_MAX = 10

/** Presses what such a person presses, until nothing more is asked. */
async function talk(playing: Playing, first: readonly WireDo[]): Promise<void> {
  let does = first
  for (let n = 0; n < QUESTIONS_MAX; n++) {
    const asked = does.flatMap((one) => ('gather' in one ? [one.gather] : []))[0]
    if (asked === undefined) return
    const keys = asked.keys > 1 ? whoIs(playing) : playing.choice
    does = await playing.tell({ event: 'digits', step: asked.step, keys })
  }
}

function whoIs({ fate, fact }: Playing): string {
  if (fate === 'wrong_person') return '0'
  if (fate === 'stop') return '9'
  if (fate === 'not_proven') return fact === '0001' ? '0002' : '0001'
  return fact
}

const CHOICES = ['1', '2', '3'] as const
export const choiceOf = (seed: number, call: Pick<CreateCall, 'call'>): string =>
  CHOICES[luckOf(`choice ${seed} ${call.call}`) % CHOICES.length] ?? '2'
