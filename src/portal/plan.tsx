/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { mostOwed, readOwed, type Owed } from '../store/pay-owed.ts'
import { readPlanThread, type PlanThread } from '../store/portal-plan.ts'
import { Fault, Go, Kept, Line, opened, Tick, type Opened } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { muchOf, typedOf, whenOptions, type PlanTyped } from './plan-asked.ts'
import { runningPage, threadNotes } from './plan-running.tsx'
import { sayPlan } from './words-plan.ts'

export type PlanView = { readonly owed: Owed; readonly thread: PlanThread }
export type PlanHere = Opened<PlanView>

export const readPlanView = (c: Context<PortalEnv>, deps: PortalDeps) =>
  opened(c, deps, async (tx, session): Promise<PlanView | undefined> => {
    const owed = await readOwed(tx, session.tenantId, session)
    const thread = await readPlanThread(tx, session.tenantId, session, deps.today())
    return owed && { owed, thread }
  })

export const queryOf = (c: Context<PortalEnv>): PlanTyped => typedOf((name) => c.req.query(name))

/** Where a plan stands, or the first question of a new one. */
export async function planPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readPlanView(c, deps)
  if (here === undefined) return gonePage(c)
  const { thread, owed } = here.view
  if (thread.running !== undefined) return runningPage(c, here, deps.today())
  const lang = c.get('lang')
  if (mostOwed(owed) <= 0n || thread.waiting !== undefined)
    return show(c, {
      title: sayPlan(lang, 'title'),
      house: here.house,
      children: (
        <>
          {threadNotes(lang, here)}
          {mostOwed(owed) <= 0n ? <p class="good">{sayPlan(lang, 'nothing')}</p> : null}
        </>
      ),
    })
  return muchPage(c, here, queryOf(c))
}

/** How much somebody can pay. Asked again where the answer was none. */
export function muchPage(
  c: Context<PortalEnv>,
  here: PlanHere,
  typed: PlanTyped,
  fault?: string,
): Response | Promise<Response> {
  const lang = c.get('lang')
  const { currency } = here.view.owed
  const children = (
    <>
      <Fault words={fault} />
      <p>{sayPlan(lang, 'lead')}</p>
      {threadNotes(lang, here)}
      <form method="get" action="/p/plan/when">
        <Kept values={{ lang, when: typed.when }} />
        <Line
          name="much"
          label={sayPlan(lang, 'much')}
          hint={sayPlan(lang, 'muchHint', { currency })}
          value={typed.much}
          most={20}
          mode="decimal"
          isWrong={fault !== undefined}
        />
        <Tick name="unsure" words={sayPlan(lang, 'unsure')} on={typed.unsure !== undefined} />
        <p class="hint">{sayPlan(lang, 'muchWhy')}</p>
        <Go words={sayPlan(lang, 'next')} />
      </form>
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayPlan(lang, 'title'), house: here.house, children, status })
}

/** When money comes in. */
export async function whenPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readPlanView(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  if (here.view.thread.running !== undefined) return c.redirect(`/p/plan?lang=${lang}`, 303)
  const typed = queryOf(c)
  if (muchOf(typed, here.view.owed.currency) === undefined)
    return muchPage(c, here, typed, sayPlan(lang, 'muchBad'))
  return whenAgain(c, here, typed)
}

export function whenAgain(
  c: Context<PortalEnv>,
  here: PlanHere,
  typed: PlanTyped,
  fault?: string,
): Response | Promise<Response> {
  const lang = c.get('lang')
  const children = (
    <>
      <Fault words={fault} />
      <form method="get" action="/p/plan/ways">
        <Kept values={{ lang, much: typed.much, unsure: typed.unsure }} />
        <p>
          <label for="when">{sayPlan(lang, 'when')}</label>
        </p>
        <p class="hint" id="when-hint">
          {sayPlan(lang, 'whenWhy')}
        </p>
        <p>
          <select id="when" name="when" aria-describedby="when-hint">
            <option value="">{sayPlan(lang, 'choose')}</option>
            {whenOptions(lang).map((one) => (
              <option key={one.value} value={one.value} selected={one.value === typed.when}>
                {one.words}
              </option>
            ))}
          </select>
        </p>
        <Go words={sayPlan(lang, 'next')} />
      </form>
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayPlan(lang, 'title'), house: here.house, children, status })
}
