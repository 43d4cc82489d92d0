import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import { trialStatus, type ArmStatus, type TrialStatus } from '../store/trial-status.ts'
import { differenceWords, stopWords } from '../store/trial-words.ts'
import { stopTrial } from '../store/trial.ts'
import type { ApiDeps } from './env.ts'
import { NameIn, refused, TERMS_OUT, termsOut } from './change-parts.ts'
import { addRoute, type Api } from './route.ts'
import { DayOut, LANG, words } from './schemas.ts'
import type { DifferenceWire, Language, TrialWire } from './wire.ts'

const Difference: z.ZodType<DifferenceWire> = z
  .object({
    by: z.number(),
    from: z.number(),
    to: z.number(),
    says: z.enum(['too_few', 'noise', 'more', 'less']),
    sentence: z.string(),
  })
  .openapi('Difference')

const Trial: z.ZodType<TrialWire> = z
  .object({
    ...TERMS_OUT,
    state: z.enum(['announced', 'running', 'stopped', 'over']),
    author: z.string(),
    approver: z.string(),
    announced_on: DayOut,
    results: z.array(
      z.object({
        arm: z.string(),
        stopped: z.boolean(),
        contacts: z.int(),
        complaints: z.int(),
        refusals: z.int(),
        per_thousand: z.number().nullable(),
        people: z.int(),
        cured: z.int(),
        difference: Difference.nullable(),
      }),
    ),
    stops: z.array(
      z.object({
        arm: z.string().nullable(),
        stopped_on: DayOut,
        why: z.enum(['guard_rail', 'by_hand']),
        sentence: z.string(),
      }),
    ),
  })
  .openapi('Trial')

const StopGiven = z
  .strictObject({ arm: NameIn.optional(), words: words(2000) })
  .openapi('TrialStopGiven')

const Params = z.object({ name: NameIn })

/** Trials hold no borrower: they are counts of people. A new one is proposed, and another agrees. */
export function addTrials(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/trials',
    summary: 'Every trial, how its arms do, and whether a difference is more than noise',
    query: z.strictObject({ ...LANG, name: NameIn.optional() }),
    status: 200,
    answer: z.object({ items: z.array(Trial) }).openapi('Trials'),
    problems: [],
    handle: ({ actor, query, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const at = { name: query.name, today: deps.today() }
        const found = await trialStatus(tx, actor.tenantId, at)
        return { items: found.map((one) => trialOut(one, lang)) }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/trials/{name}/stops',
    summary: 'Stops an arm, or the whole trial, from today on; one person is enough',
    params: Params,
    query: z.strictObject(LANG),
    body: StopGiven,
    status: 201,
    answer: Trial,
    problems: ['not_found', 'change_refused'],
    handle: ({ actor, params, body, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const today = deps.today()
        const made = await stopTrial(tx, actor.tenantId, {
          trial: params.name,
          arm: body.arm,
          today,
          why: 'by_hand',
          by: actor.userId,
          words: body.words,
          contacts: undefined,
          events: undefined,
        })
        if ('declined' in made)
          return made.declined === 'no_such_trial'
            ? { declined: 'not_found' as const }
            : refused(made.declined, lang)
        const [found] = await trialStatus(tx, actor.tenantId, { name: params.name, today })
        return found === undefined ? { declined: 'not_found' as const } : trialOut(found, lang)
      }),
  })
}

function trialOut({ trial, state, arms }: TrialStatus, lang: Language): TrialWire {
  return {
    ...termsOut(trial),
    state,
    author: trial.author,
    approver: trial.approver,
    announced_on: trial.announcedOn,
    results: arms.map((arm) => armOut(arm, { lang, isRunning: state === 'running' })),
    stops: trial.stops.map((stop) => ({
      arm: stop.arm ?? null,
      stopped_on: stop.stoppedOn,
      why: stop.why,
      sentence: stopWords(trial, stop)[lang],
    })),
  }
}

function armOut(
  arm: ArmStatus,
  { lang, isRunning }: { lang: Language; isRunning: boolean },
): TrialWire['results'][number] {
  const { difference } = arm
  return {
    arm: arm.name,
    stopped: arm.stopped,
    contacts: arm.contacts,
    complaints: arm.complaints,
    refusals: arm.refusals,
    per_thousand: arm.perThousand ?? null,
    people: arm.cured.people,
    cured: arm.cured.happened,
    difference:
      difference === undefined
        ? null
        : {
            by: difference.by,
            ...difference.interval,
            says: difference.says,
            sentence: differenceWords(difference, isRunning)[lang],
          },
  }
}
