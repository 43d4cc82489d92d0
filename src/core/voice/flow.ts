/**
 * An automated call, as a small machine: greet without a word on the debt, ask for one fact that only
 * the person knows, and only then say the words. What happens after the first machine, wrong person,
 * third wrong fact or end is silence: no later event, in whatever order, brings the words back.
 */

/** What the person is asked for. */
export type FactKind = 'account_tail' | 'birth_day_month' | 'id_last4'

/** Why a call has nothing more to say. */
export type Over =
  | 'machine'
  | 'not_them'
  | 'not_proven'
  | 'stopped'
  | 'pay_link'
  | 'call_back'
  | 'person'
  | 'no_choice'
  | 'withdrawn'
  | 'ended'

/** `step` counts what was asked; an answer to anything but the last question is none. */
export type Flow =
  | { readonly at: 'asking'; readonly step: number; readonly wrong: number }
  | { readonly at: 'menu'; readonly step: number; readonly unclear: number }
  | { readonly at: 'over'; readonly why: Over; readonly proven: boolean }

export type FlowEvent =
  | {
      readonly is: 'pressed'
      readonly step: number
      readonly keys: string
      /** The keys are the fact that was asked for. */
      readonly isFact: boolean
      /** The permit still stands: no payment, hold or refusal since. */
      readonly stands: boolean
    }
  /** `mayLeave`: the law of the place permits a message of limited content. */
  | { readonly is: 'machine'; readonly mayLeave: boolean }
  | { readonly is: 'ended' }
  /** Ringing, answered: what was to be said on answering went with the call. */
  | { readonly is: 'other' }

/** The lines that a call may say; 'words' is the only one on the debt. */
export type Line =
  | 'notice'
  | 'greeting'
  | 'again'
  | 'words'
  | 'menu'
  | 'menu_again'
  | 'sorry'
  | 'goodbye'
  | 'stopped'
  | 'link_comes'
  | 'we_call_back'
  | 'connecting'
  | 'person_calls'
  | 'voicemail'

export type FlowDo =
  | { readonly do: 'say'; readonly line: Line }
  | { readonly do: 'gather'; readonly step: number; readonly keys: number }
  | { readonly do: 'connect' }
  | { readonly do: 'hang_up' }

/** What a key asks for beyond the call itself. */
export type Asked = 'stop' | 'not_them' | 'pay_link' | 'call_back' | 'person'

export type FlowStep = {
  readonly flow: Flow
  readonly does: readonly FlowDo[]
  readonly asked: Asked | undefined
}

export type FlowWays = {
  /** The notice that the call is recorded comes before anything else. */
  readonly notice: boolean
  /** There is somebody to whom the call can be put through. */
  readonly connects: boolean
}

const TRIES_MAX = 3
const UNCLEAR_MAX = 2
const FACT_KEYS = 4

export const KEYS = { notThem: '0', link: '1', callBack: '2', person: '3', stop: '9' } as const

const say = (line: Line): FlowDo => ({ do: 'say', line })
const ask = (step: number, keys: number): FlowDo => ({ do: 'gather', step, keys })
const HANG_UP: FlowDo = { do: 'hang_up' }

export const FIRST: Flow = { at: 'asking', step: 1, wrong: 0 }

/** What goes with the call itself, so that nobody who answers hears silence. */
export const opening = ({ notice }: FlowWays): readonly FlowDo[] => [
  ...(notice ? [say('notice')] : []),
  say('greeting'),
  ask(1, FACT_KEYS),
]

const stay = (flow: Flow): FlowStep => ({ flow, does: [], asked: undefined })

/** Pure: the same flow and event always give the same step. */
export function step(flow: Flow, event: FlowEvent, ways: FlowWays): FlowStep {
  // A refusal is heard whenever it comes, after the end too, and whoever pressed the key.
  if (event.is === 'pressed' && event.keys === KEYS.stop) return stop(flow)
  if (flow.at === 'over') return stay(flow)
  const proven = flow.at === 'menu'
  switch (event.is) {
    case 'machine':
      return {
        flow: { at: 'over', why: 'machine', proven },
        does: [...(event.mayLeave ? [say('voicemail')] : []), HANG_UP],
        asked: undefined,
      }
    case 'ended':
      return stay({ at: 'over', why: 'ended', proven })
    case 'pressed':
      if (event.step !== flow.step) return stay(flow)
      return flow.at === 'asking' ? identity(flow, event) : choice(flow, event.keys, ways)
    case 'other':
      return stay(flow)
  }
}

function stop(flow: Flow): FlowStep {
  const isLive = flow.at !== 'over'
  const proven = flow.at === 'menu' || (flow.at === 'over' && flow.proven)
  return {
    flow: { at: 'over', why: 'stopped', proven },
    does: isLive ? [say('stopped'), HANG_UP] : [],
    asked: 'stop',
  }
}

type Asking = Extract<Flow, { at: 'asking' }>
type Pressed = Extract<FlowEvent, { is: 'pressed' }>

function identity(flow: Asking, { keys, isFact, stands }: Pressed): FlowStep {
  if (keys === KEYS.notThem) return over('not_them', ['sorry'], 'not_them')
  if (isFact && !stands) return over('withdrawn', ['goodbye'])
  if (isFact) {
    const next = flow.step + 1
    return {
      flow: { at: 'menu', step: next, unclear: 0 },
      does: [say('words'), say('menu'), ask(next, 1)],
      asked: undefined,
    }
  }
  const wrong = flow.wrong + 1
  if (wrong >= TRIES_MAX) return over('not_proven', ['goodbye'])
  const next = flow.step + 1
  return {
    flow: { at: 'asking', step: next, wrong },
    does: [say('again'), ask(next, FACT_KEYS)],
    asked: undefined,
  }
}

const CHOICES: Readonly<Record<string, 'pay_link' | 'call_back' | 'person'>> = {
  [KEYS.link]: 'pay_link',
  [KEYS.callBack]: 'call_back',
  [KEYS.person]: 'person',
}

function choice(
  flow: Extract<Flow, { at: 'menu' }>,
  keys: string,
  { connects }: FlowWays,
): FlowStep {
  const chosen = CHOICES[keys]
  if (chosen === 'pay_link') return over('pay_link', ['link_comes'], 'pay_link', true)
  if (chosen === 'call_back') return over('call_back', ['we_call_back'], 'call_back', true)
  if (chosen === 'person')
    return connects
      ? { ...over('person', [], 'person', true), does: [say('connecting'), { do: 'connect' }] }
      : over('person', ['person_calls'], 'person', true)
  const unclear = flow.unclear + 1
  if (unclear >= UNCLEAR_MAX) return over('no_choice', ['goodbye'], undefined, true)
  const next = flow.step + 1
  return {
    flow: { at: 'menu', step: next, unclear },
    does: [say('menu_again'), ask(next, 1)],
    asked: undefined,
  }
}

const over = (why: Over, lines: readonly Line[], asked?: Asked, proven = false): FlowStep => ({
  flow: { at: 'over', why, proven },
  does: [...lines.map(say), HANG_UP],
  asked,
})
