import { CARE_PARTS, CARE_PROMPTS, type CarePrompt } from '../core/script/script.ts'
import type { Script, ScriptFault, ScriptStep } from '../core/script/script.ts'
import { graphFaults, knownBefore, wayText } from '../core/script/graph.ts'
import type { Before, GraphFault } from '../core/script/graph.ts'
import type { HeardClass } from '../core/hear/heard.ts'
import { namesWayOut } from '../core/say/order.ts'
import { HEARD } from '../core/hear/heard.ts'
import type { Disposition } from './disposition.ts'
import { RECORDED_BY } from './heard-recorded.ts'
import { scriptWordFaults, type ScriptWordFault } from './script-words.ts'

export type ScriptFaultCode =
  | GraphFault
  | ScriptWordFault
  | 'outcome_needs_identity'
  | 'options_name_none'
  | 'exit_missing'
  | 'exit_hears_nothing'
  | 'exit_outcome'
  | 'care_outcome'
  | 'care_goes_on'
  | 'care_needs_person'
  | 'care_needs_number'
  | 'care_never_ends'

const LANGUAGES = ['en', 'zh'] as const

/** Endings that only the borrower themself can bring about. */
const NEEDS_IDENTITY: ReadonlySet<string> = new Set<Disposition>([
  'spoke',
  'promise',
  'callback',
  'refuses',
  'hardship',
])

/** What may be heard at any time, and must have a way out of every step. */
const MUST_HEAR: readonly HeardClass[] = ['stop', 'wrong_number', 'dispute']

const CARE_ENDS: Readonly<Record<CarePrompt, readonly Disposition[]>> = {
  self_harm: ['vulnerable'],
  bereavement: ['deceased', 'vulnerable'],
  illness: ['vulnerable'],
  vulnerable: ['vulnerable'],
  abuse: ['vulnerable'],
  money_worries: ['hardship', 'vulnerable'],
}

/** Without these, a script has no ways that anything could be proven of. */
const NO_WAYS: ReadonlySet<string> = new Set<GraphFault>(['no_such_step', 'loop'])

/** Everything that is wrong with a script: its shape, its words, its exits and its care. */
export function scriptFaults(script: Script): readonly ScriptFault<ScriptFaultCode>[] {
  const shape = graphFaults(script)
  const care = CARE_PROMPTS.flatMap((prompt) => careFaults(script, prompt))
  if (shape.some((one) => NO_WAYS.has(one.fault))) return [...shape, ...care]
  const known = knownBefore(script)
  const steps = [...script.steps.values()].flatMap((step) => {
    const before = known.get(step.id)
    return before === undefined ? [] : stepFaults(step, before)
  })
  return [...shape, ...steps, ...exitFaults(script), ...care]
}

const fault = (
  at: ScriptFault['at'],
  code: ScriptFaultCode,
  names: ScriptFault['names'],
): ScriptFault<ScriptFaultCode> => ({ fault: code, at, names })

function stepFaults(step: ScriptStep, before: Before): readonly ScriptFault<ScriptFaultCode>[] {
  const found: ScriptFault<ScriptFaultCode>[] = []
  const place = ['steps', step.id]
  const way = wayText(before.unconfirmedBy ?? [])
  if (step.ends !== undefined && NEEDS_IDENTITY.has(step.ends) && !before.confirmed)
    found.push(fault([...place, 'ends'], 'outcome_needs_identity', { outcome: step.ends, way }))
  for (const language of LANGUAGES) {
    const at = [...place, 'words', language]
    const text = step.words[language]
    if (step.kind === 'options' && !namesWayOut(text))
      found.push(fault(at, 'options_name_none', { step: step.id }))
    found.push(...scriptWordFaults(text, { at, language, kind: step.kind, before }))
  }
  return found
}

function exitFaults(script: Script): readonly ScriptFault<ScriptFaultCode>[] {
  const heard = new Set(script.always.flatMap((exit) => exit.heard))
  const missing = MUST_HEAR.filter((what) => !heard.has(what)).map((what) =>
    fault(['always'], 'exit_missing', { heard: what }),
  )
  const wrong = script.always.flatMap((exit, i) => {
    const ends = endsFrom(script, exit.step)
    return exit.heard.flatMap((what, n) => {
      const recorded = RECORDED_BY[HEARD.find((one) => one === what) ?? 'other']
      const place = ['always', i, 'heard', n]
      if (recorded === undefined) return [fault(place, 'exit_hears_nothing', { heard: what })]
      const outside = ends.filter((end) => !recorded.some((one) => one === end))
      return outside.map((outcome) =>
        fault(place, 'exit_outcome', { heard: what, outcome, right: recorded.join(', ') }),
      )
    })
  })
  return [...missing, ...wrong]
}

/** Every outcome that a call can still come to from a step. */
function endsFrom(script: Script, from: string): readonly string[] {
  const seen = new Set<string>()
  const ends = new Set<string>()
  const open = [from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = script.steps.get(id)
    if (step === undefined || seen.has(id)) continue
    seen.add(id)
    if (step.ends !== undefined) ends.add(step.ends)
    open.push(...step.answers.flatMap(({ next }) => ('step' in next ? [next.step] : [])))
  }
  return [...ends]
}

/** Anybody may open a prompt at any time, so that it is written for anybody's ears. */
const NOBODY_KNOWN: Before = {
  confirmed: false,
  options: false,
  unconfirmedBy: undefined,
  withoutOptionsBy: undefined,
}

function careFaults(script: Script, prompt: CarePrompt): readonly ScriptFault<ScriptFaultCode>[] {
  const care = script.care[prompt]
  const place = ['care', prompt]
  const found: ScriptFault<ScriptFaultCode>[] = []
  for (const part of CARE_PARTS)
    for (const language of LANGUAGES) {
      const at = [...place, part, language]
      const of = { at, language, kind: 'care', before: NOBODY_KNOWN } as const
      found.push(...scriptWordFaults(care[part][language], of))
    }
  care.answers.forEach((answer, i) => {
    const at = [...place, 'answers', i]
    const right = CARE_ENDS[prompt].join(', ')
    const outcome = answer.ends
    if (outcome !== undefined && !CARE_ENDS[prompt].some((one) => one === outcome))
      found.push(fault(at, 'care_outcome', { outcome, prompt, right }))
    if (prompt !== 'self_harm') return
    if (outcome === undefined) found.push(fault(at, 'care_goes_on', { prompt }))
    if (!answer.toPerson) found.push(fault(at, 'care_needs_person', { prompt }))
  })
  if (care.answers.every(({ ends }) => ends === undefined))
    found.push(fault(place, 'care_never_ends', { prompt }))
  if (prompt === 'self_harm') found.push(...numberFaults(script))
  return found
}

/** Whose life is at risk is told where help answers now, in every language. */
const numberFaults = ({ care, emergency }: Script): readonly ScriptFault<ScriptFaultCode>[] =>
  LANGUAGES.filter(
    (language) => !emergency.some((number) => care.self_harm.signpost[language].includes(number)),
  ).map((language) =>
    fault(['care', 'self_harm', 'signpost', language], 'care_needs_number', {
      numbers: emergency.join(', '),
    }),
  )
