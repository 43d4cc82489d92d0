/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Day } from '../core/calendar.ts'
import type { OfferOption } from '../core/offer.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { firmIdOf } from '../store/guard-past.ts'
import { takeMessageIn } from '../store/message-in.ts'
import type { OfferDeclined } from '../store/offer.ts'
import { readOfferWorld, type OfferWorld } from '../store/offer-options.ts'
import {
  agreeChoice,
  planChoices,
  readStanding,
  type ChoiceAgreed,
  type PlanAsked,
  type PlanChoice,
  type Standing,
} from '../store/portal-plan.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { Fault, Go, Kept, Once, onceOf, onceOnly, Radios, Way, type Form } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { sayMinor } from './pay-page.tsx'
import { askedOf, markOf, typedIn, type PlanTyped } from './plan-asked.ts'
import { muchPage, queryOf, readPlanView, whenAgain, type PlanHere } from './plan.tsx'
import { REVIVAL_NOTICE } from '../store/revival.ts'
import type { PortalSession } from './session.ts'
import { Dates, Means } from './plan-parts.tsx'
import { sayPlan } from './words-plan.ts'
import { writtenHere } from './written.ts'

type Ways = { readonly standing: Standing; readonly choices: readonly PlanChoice[] }

async function readWays(
  tx: Tx,
  deps: PortalDeps,
  session: PortalSession,
  asked: PlanAsked,
): Promise<Ways | undefined> {
  const { tenantId } = session
  const world = await readOfferWorld(tx, tenantId, {
    ...session,
    today: deps.today(),
    book: deps.home,
  })
  if (world === undefined || world.terms.owedMinor <= 0n) return undefined
  const standing = await readStanding(tx, tenantId, session, world)
  return { standing, choices: planChoices(standing, asked, inForce(deps, world, tenantId)) }
}

const inForce = (deps: PortalDeps, world: OfferWorld, tenantId: bigint) => (rule: string) =>
  deps.law
    ?.rulesFor(world.terms.jurisdictions, deps.today(), firmIdOf(tenantId))
    .some((one) => one.id === rule) === true

/** The answers so far, or the page that asks for the one that is missing. */
function answered(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  here: PlanHere,
  typed: PlanTyped,
): PlanAsked | Response | Promise<Response> {
  const { currency } = here.view.owed
  const asked = askedOf(typed, { currency, today: deps.today() })
  const lang = c.get('lang')
  if (asked === 'much') return muchPage(c, here, typed, sayPlan(lang, 'muchBad'))
  if (asked === 'when') return whenAgain(c, here, typed, sayPlan(lang, 'whenBad'))
  return asked
}

const isAsked = (one: PlanAsked | Response | Promise<Response>): one is PlanAsked => 'rule' in one

/** Three ways, each with what it asks and what it needs. */
export async function waysPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readPlanView(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  if (here.view.thread.running !== undefined) return c.redirect(`/p/plan?lang=${lang}`, 303)
  const typed = queryOf(c)
  const asked = answered(c, deps, here, typed)
  if (!isAsked(asked)) return asked
  const ways = await inTenant(deps.db, here.session.tenantId, (tx) =>
    readWays(tx, deps, here.session, asked),
  )
  return waysAgain(c, here, { typed, ways })
}

type Shown = {
  readonly typed: PlanTyped
  readonly ways: Ways | undefined
  readonly fault?: string | undefined
}

function waysAgain(c: Context<PortalEnv>, here: PlanHere, { typed, ways, fault }: Shown) {
  const lang = c.get('lang')
  const choices = ways?.choices ?? []
  const { much, unsure, when } = typed
  const options = choices.map((one) => ({
    value: one.why,
    words: sayPlan(lang, `why_${one.why}`),
    hint: `${wayWords(one.option, here, lang)}${lang === 'zh' ? '。' : '. '}${sayPlan(lang, `needs_${one.needs}`)}`,
  }))
  const children = (
    <>
      <Fault words={fault} />
      {choices.length === 0 ? (
        <p>{sayPlan(lang, 'waysNone', { phone: here.house.phone })}</p>
      ) : (
        <form method="get" action="/p/plan/terms">
          <Kept values={{ lang, much, unsure, when }} />
          <Radios
            name="way"
            legend={sayPlan(lang, 'ways')}
            options={options}
            chosen={typed.way}
            isWrong={fault !== undefined}
          />
          <Go words={sayPlan(lang, 'next')} />
        </form>
      )}
      <Way to={backTo(typed)} words={sayPlan(lang, 'change')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayPlan(lang, 'title'), house: here.house, children, status })
}

const backTo = ({ much, unsure, when }: PlanTyped): string => {
  const all = { much, unsure, when }
  const known = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  return `/p/plan?${new URLSearchParams(known).toString()}`
}

function wayWords({ instalments, forgivesMinor }: OfferOption, here: PlanHere, lang: Language) {
  const { currency } = here.view.owed
  const say = (minor: bigint) => sayMinor(minor, currency, lang)
  const [first, second] = instalments
  const last = instalments.at(-1)
  if (first === undefined || last === undefined) return ''
  const values = {
    count: String(instalments.length),
    amount: say(first.amountMinor),
    first: dayText(first.dueOn, lang),
    last: dayText(last.dueOn, lang),
  }
  // A first payment that differs by more than a rounding stands apart.
  const difference = first.amountMinor - (second?.amountMinor ?? first.amountMinor)
  const isApart = second !== undefined && (difference > 1n || difference < -1n)
  const key = second === undefined ? 'wayOne' : isApart ? 'wayFirst' : 'wayMany'
  const apart = isApart && {
    firstAmount: values.amount,
    amount: say(second.amountMinor),
    count: String(instalments.length - 1),
  }
  const words = sayPlan(lang, key, { ...values, ...apart })
  if (forgivesMinor === 0n) return words
  return `${words}. ${sayPlan(lang, 'wayForgives', { amount: say(forgivesMinor) })}`
}

/** Every day and amount, and what it means; nothing is agreed by looking. */
export async function checkPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readPlanView(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  if (here.view.thread.running !== undefined) return c.redirect(`/p/plan?lang=${lang}`, 303)
  const typed = queryOf(c)
  const asked = answered(c, deps, here, typed)
  if (!isAsked(asked)) return asked
  const ways = await inTenant(deps.db, here.session.tenantId, (tx) =>
    readWays(tx, deps, here.session, asked),
  )
  const choice = ways?.choices.find(({ why }) => why === typed.way)
  if (choice === undefined || ways === undefined)
    return waysAgain(c, here, { typed, ways, fault: sayPlan(lang, 'waysBad') })
  const children = (
    <>
      <h2>{sayPlan(lang, 'dates')}</h2>
      <p>{wayWords(choice.option, here, lang)}</p>
      <Dates option={choice.option} currency={here.view.owed.currency} lang={lang} />
      <Means rules={ways.standing.world.terms.agreement.plan} lang={lang} />
      <p>{sayPlan(lang, `needs_${choice.needs}`)}</p>
      <form method="post" action={`/p/plan?lang=${lang}`}>
        <Once />
        <Kept values={{ ...typed, mark: markOf(choice.option) }} />
        <Go words={sayPlan(lang, choice.needs === 'nobody' ? 'agree' : 'ask')} />
      </form>
      <Way to={backTo(typed)} words={sayPlan(lang, 'change')} lang={lang} />
    </>
  )
  return show(c, { title: sayPlan(lang, 'check'), house: here.house, children })
}

type AgreeDeclined =
  | OfferDeclined
  | { readonly declined: 'already_asked' | 'changed' | 'nothing_owed' | 'key_reused' }

/** Agrees what the page before showed, and nothing else; pressed twice it is one plan. */
export async function agreePlan(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await readPlanView(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const typed = typedIn(form)
  const asked = answered(c, deps, here, typed)
  if (!isAsked(asked)) return asked
  const made = await onceOnly<ChoiceAgreed, AgreeDeclined>(
    deps,
    here.session,
    { what: 'plan', form },
    (tx) => agreeIn(tx, deps, here, { asked, form, lang }),
  )
  if (!('declined' in made)) {
    const day = made.done.is === 'asked' ? `&until=${made.done.untilOn}` : ''
    return c.redirect(`/p/plan?lang=${lang}&is=${made.done.is}${day}`, 303)
  }
  return declinedPage(c, deps, here, { typed, asked, declined: made.declined })
}

type Pressed = { readonly asked: PlanAsked; readonly form: Form; readonly lang: Language }

async function agreeIn(
  tx: Tx,
  deps: PortalDeps,
  { session }: PlanHere,
  { asked, form, lang }: Pressed,
): Promise<{ readonly done: ChoiceAgreed } | AgreeDeclined> {
  const ways = await readWays(tx, deps, session, asked)
  const choice = ways?.choices.find(({ why }) => why === form.get('way'))
  if (ways === undefined) return { declined: 'nothing_owed' }
  if (choice === undefined || markOf(choice.option) !== form.get('mark'))
    return { declined: 'changed' }
  const tick = { now: deps.now(), today: deps.today() }
  const { standing } = ways
  const made = await agreeChoice(tx, session.tenantId, { ...session, choice, standing }, tick)
  if ('declined' in made) return made
  if (made.is === 'asked') {
    const [first] = choice.option.instalments
    const { currency } = standing.world.terms
    const text = sayPlan(lang, 'message', {
      amount: sayMinor(choice.option.monthlyMinor, currency, lang),
      count: String(choice.option.instalments.length),
      day: dayText(first?.dueOn ?? ('' as Day), lang),
    })
    const written = writtenHere(session, { text, once: onceOf(form), now: tick.now })
    await takeMessageIn(tx, session.tenantId, written, { ...tick, writer: writerOf(session) })
  }
  return { done: made }
}

const writerOf = ({ borrowerId, accountId }: PortalSession) => ({
  borrowerId,
  accountIds: [accountId],
  chose: [],
})

const KNOWN = ['plan_is_running', 'already_asked', 'day_in_past', 'debt_has_ended'] as const

async function declinedPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  here: PlanHere,
  of: { readonly typed: PlanTyped; readonly asked: PlanAsked; readonly declined: string },
): Promise<Response> {
  const lang = c.get('lang')
  const { phone } = here.house
  const known = KNOWN.find((one) => one === of.declined)
  const isChanged = of.declined === 'changed' || of.declined === 'key_reused'
  // What the law makes us say before anybody promises anything about a debt that is out of time.
  const notice = of.declined === 'revival_needs_consent' ? `${REVIVAL_NOTICE[lang]} ` : ''
  const fault = isChanged
    ? sayPlan(lang, 'changed')
    : known === undefined
      ? `${notice}${sayPlan(lang, 'fault_other', { phone })}`
      : sayPlan(lang, `fault_${known}`)
  const ways = await inTenant(deps.db, here.session.tenantId, (tx) =>
    readWays(tx, deps, here.session, of.asked),
  )
  return waysAgain(c, here, { typed: of.typed, ways, fault })
}
