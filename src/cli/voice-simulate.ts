import { wireDo, type CreateCall, type WireDo } from '../channels/voice/contract.ts'
import { choiceOf, fateOf, playCall, type Fate, type Told } from '../channels/voice/fates.ts'
import { FIRST, opening, step, type Flow, type FlowEvent } from '../core/voice/flow.ts'
import { callStands, type CallTold } from '../engine/call-events.ts'

export type Simulated = {
  readonly fate: Fate
  readonly end: string
  readonly isAbandoned: boolean
  /** What was said and pressed, in order. */
  readonly lines: readonly string[]
}

const WAYS = { notice: true, connects: true }
const FACT = '7001'
const ENDS = new Set(['busy', 'no_answer', 'failed', 'completed'])

/** One invented call through the very flow that real ones take; nobody is called and nothing is kept. */
export async function simulateCall(
  seed: number,
  n: number,
  of: Parameters<typeof wireDo>[1],
): Promise<Simulated> {
  const lines: string[] = []
  const heard = (does: readonly WireDo[]) =>
    lines.push(...does.flatMap((one) => ('say' in one ? [`◀ ${one.say}`] : [])))
  const on_answer = wireDo(opening(WAYS), of)
  const call = { call: `${seed}-${n}`, to: `+1${n}`, mode: 'automated', on_answer } as CreateCall
  const fate = fateOf(seed, call)
  const all: CallTold[] = []
  let flow: Flow = FIRST
  const tell = (told: Told): Promise<readonly WireDo[]> => {
    const { event: kind, answered_by: answeredBy, spoke, keys = '', step: at = 0 } = told
    all.push({ kind, answeredBy, spoke })
    lines.push(kind === 'digits' ? `▶ [${keys}]` : `· ${kind}`)
    if (kind === 'answered' && fate !== 'voicemail' && fate !== 'silent') heard(on_answer)
    const next = step(flow, eventOf(kind, at, keys), WAYS)
    flow = next.flow
    const does = wireDo(next.does, of)
    heard(does)
    return Promise.resolve(does)
  }
  await playCall({ call, fate, fact: FACT, choice: choiceOf(seed, call), tell })
  const { end, isAbandoned } = callStands(all)
  return { fate, end: end ?? 'unknown', isAbandoned, lines }
}

function eventOf(kind: CallTold['kind'], at: number, keys: string): FlowEvent {
  if (kind === 'machine') return { is: 'machine', mayLeave: false }
  if (kind === 'digits')
    return { is: 'pressed', step: at, keys, isFact: keys === FACT, stands: true }
  return ENDS.has(kind) ? { is: 'ended' } : { is: 'other' }
}
