import { assert } from '../assert.ts'
import type { Words } from '../words.ts'
import {
  CARE_PARTS,
  CARE_PROMPTS,
  type CarePart,
  type CarePrompt,
  type Script,
  type ScriptStep,
} from './script.ts'

/** Where a call stands: in a step, or in a prompt that was opened there. */
export type Position =
  | { readonly in: 'step'; readonly step: string }
  | {
      readonly in: 'care'
      readonly prompt: CarePrompt
      readonly part: CarePart
      /** Where it goes on, if it does. */
      readonly from: string
    }
  | { readonly in: 'ended'; readonly by: CarePrompt; readonly toPerson: boolean }

/** What was chosen, and where the call stood then: '1' to '9', 'x1' an exit, 'care:…', 'back'. */
export type Chosen = { readonly at: string; readonly answer: string }

export type Walk = {
  readonly at: Position
  readonly name: string
  readonly confirmed: boolean
  /** The steps so far, without what was taken back. */
  readonly way: readonly string[]
  /** How the call ended, once it has. */
  readonly ends: string | undefined
}

export type Choice = { readonly answer: string; readonly words: Words }

type Standing = {
  readonly at: Position
  readonly confirmed: boolean
  readonly ends: string | undefined
}

/**
 * The call as it stands after all that was chosen: nothing but the answers is kept. What does not fit
 * where the call stood then is refused, so that a key pressed twice answers once.
 */
export function walk(
  script: Script,
  chosen: readonly Chosen[],
): Walk | 'moved_on' | 'no_such_answer' {
  const start: Standing = {
    at: { in: 'step', step: script.start },
    confirmed: false,
    ends: undefined,
  }
  const stack: Standing[] = [withEnd(script, start)]
  for (const { at, answer } of chosen) {
    const here = stack.at(-1)
    assert(here !== undefined, 'a call stands somewhere')
    if (nameOf(here.at) !== at) return 'moved_on'
    if (answer === 'back') {
      if (stack.length === 1) return 'no_such_answer'
      stack.pop()
      continue
    }
    const next = stepOn(script, here, answer)
    if (next === undefined) return 'no_such_answer'
    stack.push(withEnd(script, next))
  }
  const here = stack.at(-1)
  assert(here !== undefined, 'a call stands somewhere')
  return { ...here, name: nameOf(here.at), way: stack.map((one) => nameOf(one.at)) }
}

export function nameOf(at: Position): string {
  if (at.in === 'step') return at.step
  return at.in === 'care' ? `care:${at.prompt}:${at.part}` : `ended:${at.by}`
}

function withEnd(script: Script, standing: Standing): Standing {
  const { at } = standing
  const ends = at.in === 'step' ? script.steps.get(at.step)?.ends : standing.ends
  return { ...standing, ends }
}

function stepOn(script: Script, here: Standing, answer: string): Standing | undefined {
  if (here.at.in === 'ended') return undefined
  const care = CARE_PROMPTS.find((prompt) => answer === `care:${prompt}`)
  const from = here.at.in === 'step' ? here.at.step : here.at.from
  if (care !== undefined) return opened(script, here, { prompt: care, from })
  if (here.at.in === 'care') return inCare(script, here, here.at, answer)
  const step = script.steps.get(here.at.step)
  if (step === undefined || step.kind === 'end') return undefined
  const exit = /^x([1-9])$/.exec(answer)?.[1]
  if (exit !== undefined) return through(here, script.always[Number(exit) - 1]?.step)
  return byAnswer(script, { ...here, step }, answer)
}

/** A call that has ended opens nothing; from a prompt only one that matters more. */
function opened(
  script: Script,
  here: Standing,
  { prompt, from }: { readonly prompt: CarePrompt; readonly from: string },
): Standing | undefined {
  if (script.steps.get(from)?.kind === 'end') return undefined
  const before = here.at.in === 'care' ? CARE_PROMPTS.indexOf(here.at.prompt) : CARE_PROMPTS.length
  if (CARE_PROMPTS.indexOf(prompt) >= before) return undefined
  return { ...here, at: { in: 'care', prompt, part: 'pause', from } }
}

const through = (here: Standing, step: string | undefined): Standing | undefined =>
  step === undefined ? undefined : { ...here, at: { in: 'step', step } }

function byAnswer(
  script: Script,
  here: Standing & { readonly step: ScriptStep },
  answer: string,
): Standing | undefined {
  const found = /^[1-9]$/.test(answer) ? here.step.answers[Number(answer) - 1] : undefined
  if (found === undefined) return undefined
  const confirmed = here.confirmed || (here.step.kind === 'identity' && found.confirms)
  const { next } = found
  if ('care' in next) return opened(script, here, { prompt: next.care, from: here.step.id })
  return { at: { in: 'step', step: next.step }, confirmed, ends: undefined }
}

function inCare(
  script: Script,
  here: Standing,
  at: Position & { readonly in: 'care' },
  answer: string,
): Standing | undefined {
  const part = CARE_PARTS[CARE_PARTS.indexOf(at.part) + 1]
  if (part !== undefined) return answer === '1' ? { ...here, at: { ...at, part } } : undefined
  const found = /^[1-9]$/.test(answer)
    ? script.care[at.prompt].answers[Number(answer) - 1]
    : undefined
  if (found === undefined) return undefined
  if (found.ends === undefined) return { ...here, at: { in: 'step', step: at.from } }
  return {
    ...here,
    at: { in: 'ended', by: at.prompt, toPerson: found.toPerson },
    ends: found.ends,
  }
}

/** What a prompt is left by until its last part. */
const GO_ON: Words = { en: 'Go on', zh: '继续' }

/** What can be chosen where the call stands, in the order of its keys. */
export function choicesAt(script: Script, at: Position): readonly Choice[] {
  if (at.in === 'ended') return []
  const answers =
    at.in === 'step'
      ? (script.steps.get(at.step)?.answers ?? [])
      : at.part === 'signpost'
        ? script.care[at.prompt].answers
        : [{ words: GO_ON }]
  return answers.map(({ words }, i) => ({ answer: String(i + 1), words }))
}

/** What somebody may say at any time; nothing once the call has ended. */
export function exitsAt(script: Script, at: Position): readonly Choice[] {
  if (at.in !== 'step' || script.steps.get(at.step)?.kind === 'end') return []
  return script.always.map(({ words }, i) => ({ answer: `x${i + 1}`, words }))
}

export function wordsAt(script: Script, at: Position): Words | undefined {
  if (at.in === 'step') return script.steps.get(at.step)?.words
  return at.in === 'care' ? script.care[at.prompt][at.part] : undefined
}
