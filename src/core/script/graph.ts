import { nearest } from '../nearest.ts'
import type { Script, ScriptFault, ScriptStep } from './script.ts'

export type GraphFault =
  | 'no_such_step'
  | 'unreachable'
  | 'loop'
  | 'dead_end'
  | 'end_with_answers'
  | 'end_without_outcome'
  | 'outcome_too_early'
  | 'too_many_answers'
  | 'identity_confirms_nothing'
  | 'identity_cannot_fail'
  | 'confirms_elsewhere'

/** What surely happened before a step is reached, whichever way it is reached. */
export type Before = {
  /** The identity of the borrower is known. */
  readonly confirmed: boolean
  /** The ways out were named. */
  readonly options: boolean
  /** One way on which it is not known who listens: what the author must close. */
  readonly unconfirmedBy: readonly string[] | undefined
  readonly withoutOptionsBy: readonly string[] | undefined
}

/** One key each, on any keyboard. */
const ANSWERS_MAX = 9

/** The words of every fault that the shape alone has: each step alone, then the ways between them. */
export function graphFaults(script: Script): readonly ScriptFault<GraphFault>[] {
  const own = [...script.steps.values()].flatMap(stepFaults)
  const lost = missingSteps(script)
  if (lost.length > 0) return [...own, ...lost]
  const loop = findLoop(script)
  if (loop !== undefined) return [...own, loop]
  const reached = reachedSteps(script)
  const unreachable = [...script.steps.keys()]
    .filter((id) => !reached.has(id))
    .map((id) => at(['steps', id], 'unreachable', { step: id }))
  return [...own, ...unreachable]
}

const at = (
  place: ScriptFault['at'],
  fault: GraphFault,
  names: ScriptFault['names'],
): ScriptFault<GraphFault> => ({ fault, at: place, names })

function stepFaults(step: ScriptStep): readonly ScriptFault<GraphFault>[] {
  const place = ['steps', step.id]
  const names = { step: step.id }
  const found: ScriptFault<GraphFault>[] = []
  const isEnd = step.kind === 'end'
  if (isEnd && step.answers.length > 0) found.push(at(place, 'end_with_answers', names))
  if (isEnd && step.ends === undefined) found.push(at(place, 'end_without_outcome', names))
  if (!isEnd && step.ends !== undefined) found.push(at(place, 'outcome_too_early', names))
  if (!isEnd && !step.answers.some(({ next }) => 'step' in next))
    found.push(at(place, 'dead_end', names))
  if (step.answers.length > ANSWERS_MAX)
    found.push(at(place, 'too_many_answers', { ...names, most: String(ANSWERS_MAX) }))
  const confirming = step.answers.filter(({ confirms }) => confirms).length
  if (step.kind !== 'identity') {
    if (confirming > 0) found.push(at(place, 'confirms_elsewhere', names))
    return found
  }
  if (confirming === 0) found.push(at(place, 'identity_confirms_nothing', names))
  if (confirming === step.answers.length) found.push(at(place, 'identity_cannot_fail', names))
  return found
}

function missingSteps({ start, steps, always }: Script): readonly ScriptFault<GraphFault>[] {
  const named = [
    { place: ['start'], step: start },
    ...always.map(({ step }, i) => ({ place: ['always', i, 'next'], step })),
    ...[...steps.values()].flatMap(({ id, answers }) =>
      answers.flatMap(({ next }, i) =>
        'step' in next ? [{ place: ['steps', id, 'answers', i, 'next'], step: next.step }] : [],
      ),
    ),
  ]
  return named
    .filter(({ step }) => !steps.has(step))
    .map(({ place, step }) =>
      at(place, 'no_such_step', { step, near: nearest(step, [...steps.keys()]) ?? start }),
    )
}

/** Where a call can begin to be in this step from nothing known: the start, and each exit. */
const rootsOf = ({ start, always }: Script): readonly string[] => [
  ...new Set([start, ...always.map(({ step }) => step)]),
]

const nextOf = (step: ScriptStep | undefined): readonly string[] =>
  (step?.answers ?? []).flatMap(({ next }) => ('step' in next ? [next.step] : []))

function reachedSteps(script: Script): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [...rootsOf(script)]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    open.push(...nextOf(script.steps.get(id)))
  }
  return reached
}

/** Without a circle, and with an answer at each step that is no end, every way ends. */
function findLoop(script: Script): ScriptFault<GraphFault> | undefined {
  const done = new Set<string>()
  const visit = (id: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id]
    if (done.has(id)) return undefined
    for (const next of nextOf(script.steps.get(id))) {
      const circle = visit(next, [...way, id])
      if (circle !== undefined) return circle
    }
    done.add(id)
    return undefined
  }
  for (const id of script.steps.keys()) {
    const circle = visit(id, [])
    if (circle !== undefined)
      return at(['steps', circle[0] ?? id], 'loop', { step: circle[0] ?? id, way: wayText(circle) })
  }
  return undefined
}

export const wayText = (way: readonly string[]): string => way.join(' → ')

const KNOWN: Before = {
  confirmed: true,
  options: true,
  unconfirmedBy: undefined,
  withoutOptionsBy: undefined,
}

/**
 * For each step what is known on every way that leads to it. The steps are taken in an order in which
 * each comes after all that lead to it, which a script without a circle has.
 */
export function knownBefore(script: Script): ReadonlyMap<string, Before> {
  const before = new Map<string, Before>()
  for (const root of rootsOf(script))
    before.set(root, {
      confirmed: false,
      options: false,
      unconfirmedBy: [root],
      withoutOptionsBy: [root],
    })
  for (const id of inOrder(script)) {
    const step = script.steps.get(id)
    const here = before.get(id)
    if (step === undefined || here === undefined) continue
    for (const { next, confirms } of step.answers) {
      if (!('step' in next)) continue
      const known = before.get(next.step) ?? KNOWN
      before.set(next.step, met(known, along(here, step, { confirms, to: next.step })))
    }
  }
  return before
}

/** What is known after one answer of a step. */
function along(
  here: Before,
  step: ScriptStep,
  { confirms, to }: { readonly confirms: boolean; readonly to: string },
): Before {
  const confirmed = here.confirmed || (step.kind === 'identity' && confirms)
  const options = here.options || step.kind === 'options'
  return {
    confirmed,
    options,
    unconfirmedBy: confirmed ? undefined : [...(here.unconfirmedBy ?? []), to],
    withoutOptionsBy: options ? undefined : [...(here.withoutOptionsBy ?? []), to],
  }
}

/** Two ways to one step: only what both know is known. */
const met = (one: Before, other: Before): Before => ({
  confirmed: one.confirmed && other.confirmed,
  options: one.options && other.options,
  unconfirmedBy: one.unconfirmedBy ?? other.unconfirmedBy,
  withoutOptionsBy: one.withoutOptionsBy ?? other.withoutOptionsBy,
})

function inOrder(script: Script): readonly string[] {
  const order: string[] = []
  const seen = new Set<string>()
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    for (const next of nextOf(script.steps.get(id))) visit(next)
    order.push(id)
  }
  for (const root of rootsOf(script)) visit(root)
  return order.toReversed()
}
