/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { addDays, daysBetween, type Day } from '../core/calendar.ts'
import type { JudgedPlan } from '../core/plan.ts'
import { NEVER_BREAKS, skipsLeft } from '../core/plan-rules.ts'
import { actOnPlan, type PlanAct, type PlanActDeclined } from '../store/plan-act.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { readAmount } from './amount.ts'
import { Fault, Go, Kept, Line, Once, onceOnly, Radios, Way, type Form } from './asking.tsx'
import { readDayText } from './day-typed.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { sayMinor } from './pay-page.tsx'
import { runningPage } from './plan-running.tsx'
import { readPlanView, type PlanHere } from './plan.tsx'
import { sayPlan } from './words-plan.ts'

type Running = { readonly here: PlanHere; readonly judged: JudgedPlan }

/** The plan that runs, or the page that says where things stand. */
async function runningOf(c: Context<PortalEnv>, deps: PortalDeps): Promise<Running | Response> {
  const here = await readPlanView(c, deps)
  if (here === undefined) return gonePage(c)
  const judged = here.view.thread.running
  return judged === undefined ? c.redirect(`/p/plan?lang=${c.get('lang')}`, 303) : { here, judged }
}

const unpaidOf = ({ judged }: Running) => judged.schedule.filter((one) => one.lacksMinor > 0n)
const SHOWN_MAX = 6

/** Which payment is moved, then to which day; the second page is the check. */
export async function movePage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  fault?: string,
): Promise<Response> {
  const running = await runningOf(c, deps)
  if (running instanceof Response) return running
  const lang = c.get('lang')
  const chosen = unpaidOf(running).find((one) => String(one.no) === c.req.query('no'))
  const children = (
    <>
      <Fault words={fault} />
      {chosen === undefined ? (
        <WhichForm running={running} lang={lang} isWrong={fault !== undefined} />
      ) : (
        <ToForm running={running} no={chosen.no} lang={lang} today={deps.today()} />
      )}
      <Way to="/p/plan" words={sayPlan(lang, 'back')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  const title = sayPlan(lang, 'doMove')
  return show(c, { title, house: running.here.house, children, status })
}

type FormOf = { running: Running; lang: Language }

function WhichForm({ running, lang, isWrong }: FormOf & { isWrong: boolean }) {
  const { currency } = running.here.view.owed
  return (
    <form method="get" action="/p/plan/move">
      <Kept values={{ lang }} />
      <Radios
        name="no"
        legend={sayPlan(lang, 'movePayment')}
        options={unpaidOf(running)
          .slice(0, SHOWN_MAX)
          .map((one) => ({
            value: String(one.no),
            words: sayPlan(lang, 'wayOne', {
              amount: sayMinor(one.lacksMinor, currency, lang),
              first: dayText(one.dueOn, lang),
            }),
          }))}
        isWrong={isWrong}
      />
      <Go words={sayPlan(lang, 'next')} />
    </form>
  )
}

function ToForm({ running, no, lang, today }: FormOf & { no: number; today: Day }) {
  const { plan } = running.judged
  const agreedOn = plan.instalments.find((one) => one.no === no)?.dueOn ?? today
  const days = (plan.rules ?? NEVER_BREAKS).moveDaysMax
  const last = addDays(agreedOn, days)
  const from = today > addDays(agreedOn, -days) ? today : addDays(agreedOn, -days)
  const count = Math.max(0, daysBetween(from, last) + 1)
  return (
    <form method="post" action={`/p/plan/move?lang=${lang}`}>
      <Once />
      <Kept values={{ no: String(no) }} />
      <p>
        <label for="to">{sayPlan(lang, 'moveTo')}</label>
      </p>
      <p class="hint" id="to-hint">
        {sayPlan(lang, 'moveHint', { days: String(days) })}
      </p>
      <p>
        <select id="to" name="to" aria-describedby="to-hint">
          {Array.from({ length: count }, (_, i) => addDays(from, i)).map((on) => (
            <option key={on} value={on}>
              {dayText(on, lang)}
            </option>
          ))}
        </select>
      </p>
      <Go words={sayPlan(lang, 'doMove')} />
    </form>
  )
}

export async function skipPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const running = await runningOf(c, deps)
  if (running instanceof Response) return running
  const lang = c.get('lang')
  const { here, judged } = running
  const next = unpaidOf(running)[0]
  const left = skipsLeft(judged.plan)
  if (next === undefined || left === 0)
    return runningPage(c, here, deps.today(), sayPlan(lang, 'fault_no_skips_left'))
  const last = judged.schedule.at(-1)?.dueOn ?? next.dueOn
  const children = (
    <>
      <p>
        {sayPlan(lang, 'skipWhat', {
          amount: sayMinor(next.lacksMinor, here.view.owed.currency, lang),
          day: dayText(next.dueOn, lang),
          to: dayText(addDays(last, gapOf(judged)), lang),
        })}
      </p>
      <p>{sayPlan(lang, 'skipLeft', { n: String(left - 1) })}</p>
      <form method="post" action={`/p/plan/skip?lang=${lang}`}>
        <Once />
        <Kept values={{ no: String(next.no) }} />
        <Go words={sayPlan(lang, 'skipGo')} />
      </form>
      <Way to="/p/plan" words={sayPlan(lang, 'back')} lang={lang} />
    </>
  )
  return show(c, { title: sayPlan(lang, 'skipAsk'), house: here.house, children })
}

const MONTH_DAYS = 30
const gapOf = ({ schedule }: JudgedPlan): number => {
  const [last, before] = [schedule.at(-1), schedule.at(-2)]
  return last === undefined || before === undefined
    ? MONTH_DAYS
    : daysBetween(before.dueOn, last.dueOn)
}

export async function extraPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  wrong?: { readonly fault: string; readonly typed: string },
): Promise<Response> {
  const running = await runningOf(c, deps)
  if (running instanceof Response) return running
  const lang = c.get('lang')
  const { house, view } = running.here
  const children = (
    <>
      <Fault words={wrong?.fault} />
      <form method="post" action={`/p/plan/extra?lang=${lang}`}>
        <Once />
        <Line
          name="extra"
          label={sayPlan(lang, 'extraAsk')}
          hint={sayPlan(lang, 'extraHint', { currency: view.owed.currency })}
          value={wrong?.typed}
          most={20}
          mode="decimal"
          isWrong={wrong !== undefined}
        />
        <Go words={sayPlan(lang, 'doExtra')} />
      </form>
      <Way to="/p/plan" words={sayPlan(lang, 'back')} lang={lang} />
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: sayPlan(lang, 'doExtra'), house, children, status })
}

export async function movePayment(c: Context<PortalEnv>, deps: PortalDeps, form: Form) {
  const no = Number(form.get('no'))
  const toOn = readDayText(form.get('to'))
  const lang = c.get('lang')
  if (!Number.isInteger(no) || no < 1)
    return movePage(c, deps, sayPlan(lang, 'fault_no_such_instalment'))
  return act(c, deps, { form, is: 'moveDone', act: { action: 'move', instalmentNo: no, toOn } })
}

export async function skipPayment(c: Context<PortalEnv>, deps: PortalDeps, form: Form) {
  const no = Number(form.get('no'))
  return act(c, deps, { form, is: 'skipDone', act: { action: 'skip', instalmentNo: no } })
}

export async function payExtra(c: Context<PortalEnv>, deps: PortalDeps, form: Form) {
  const running = await runningOf(c, deps)
  if (running instanceof Response) return running
  const { currency } = running.here.view.owed
  const typed = (form.get('extra') ?? '').slice(0, 20)
  const amountMinor = readAmount(typed, currency)
  const left = unpaidOf(running).reduce((sum, one) => sum + one.lacksMinor, 0n)
  if (amountMinor === undefined || amountMinor > left)
    return extraPage(c, deps, { fault: sayPlan(c.get('lang'), 'fault_amount'), typed })
  return act(c, deps, { form, is: 'extraDone', act: { action: 'extra', amountMinor } })
}

type Doing = {
  readonly form: Form
  readonly is: 'moveDone' | 'skipDone' | 'extraDone'
  readonly act: Pick<PlanAct, 'action' | 'instalmentNo' | 'toOn' | 'amountMinor'>
}

/** Does it to the plan that runs, in one transaction; what the rules of the plan refuse is said. */
async function act(c: Context<PortalEnv>, deps: PortalDeps, doing: Doing): Promise<Response> {
  const running = await runningOf(c, deps)
  if (running instanceof Response) return running
  const { here, judged } = running
  const { session } = here
  const tick = { now: deps.now(), today: deps.today() }
  const made = await onceOnly<{ readonly is: string }, PlanActDeclined>(
    deps,
    session,
    { what: `plan ${doing.act.action}`, form: doing.form },
    async (tx) => {
      const { borrowerId, accountId, tenantId } = session
      const of = { borrowerId, accountId, planId: judged.plan.id, by: 'borrower' }
      const acted = await actOnPlan(tx, tenantId, { ...doing.act, ...of }, tick)
      return 'declined' in acted ? acted : { done: { is: doing.is } }
    },
  )
  const lang = c.get('lang')
  if (!('declined' in made)) return c.redirect(`/p/plan?lang=${lang}&is=${doing.is}`, 303)
  return runningPage(c, here, deps.today(), actFault(made.declined, { lang, running }))
}

const KNOWN = [
  'plan_wrong_state',
  'no_such_instalment',
  'no_skips_left',
  'moves_too_far',
  'day_in_past',
] as const

function actFault(declined: string, { lang, running }: FormOf): string {
  const known = KNOWN.find((one) => one === declined)
  const { phone } = running.here.house
  const days = String((running.judged.plan.rules ?? NEVER_BREAKS).moveDaysMax)
  return known === undefined
    ? sayPlan(lang, 'fault_other', { phone })
    : sayPlan(lang, `fault_${known}`, { days })
}
