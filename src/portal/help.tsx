/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Day } from '../core/calendar.ts'
import { STOP_WORDS } from '../core/care/words.ts'
import { budgetResult } from '../core/budget.ts'
import { advisersOf, type Adviser } from '../store/advice-book.ts'
import { readBudgets, readGuidelines } from '../store/budget.ts'
import { placesOf, type CareRow } from '../store/care-read.ts'
import type { Tx } from '../store/db.ts'
import { readHeld } from '../store/held.ts'
import { readOwed } from '../store/pay-owed.ts'
import { ADVICE_DAYS, openHardship, standsOn } from '../store/portal-care.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { opened, Way, type Opened } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import { sayMinor } from './pay-page.tsx'
import type { PortalSession } from './session.ts'
import { sayHelp } from './words-help.ts'

export type HelpView = {
  readonly advisers: readonly Adviser[]
  /** The first day after the hold of somebody who is being advised. */
  readonly adviceUntil: Day | undefined
  readonly hardship: CareRow | undefined
  readonly budget: 'none' | 'begun' | 'done'
  readonly sustainableMinor: bigint | undefined
  readonly currency: string
}
export type HelpHere = Opened<HelpView>

const readView = async (
  tx: Tx,
  session: PortalSession,
  today: Day,
): Promise<HelpView | undefined> => {
  const { tenantId, borrowerId } = session
  const owed = await readOwed(tx, tenantId, session)
  const places = await placesOf(tx, tenantId, session)
  if (owed === undefined || places === undefined) return undefined
  const { currency } = owed
  const held = await readHeld(tx, tenantId, borrowerId)
  const budgets = await readBudgets(tx, tenantId, borrowerId)
  const newest = budgets.find((one) => one.currency === currency)
  const { guidelines } = await readGuidelines(tx, tenantId, { currency, today })
  const result = newest && budgetResult(newest.answers, guidelines)
  const isCoded = session.level === 'code'
  return {
    advisers: advisersOf(places),
    adviceUntil: held.find((one) => one.reason === 'advice' && standsOn(one, today))?.untilOn,
    hardship: await openHardship(tx, tenantId, session),
    budget: newest === undefined || !isCoded ? 'none' : newest.isFinal ? 'done' : 'begun',
    sustainableMinor: isCoded && result?.missing.length === 0 ? result.sustainableMinor : undefined,
    currency,
  }
}

export const readHelp = (c: Context<PortalEnv>, deps: PortalDeps) =>
  opened(c, deps, (tx, session) => readView(tx, session, deps.today()))

/** The fact alone tells what to do; what was told before stays behind the code. */
export const isOpen = ({ session }: HelpHere): boolean => session.level === 'code'

/** Free advice first, then what we can do; what was told already says so. */
export async function helpPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readHelp(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { view } = here
  const hardship = isOpen(here) ? view.hardship : undefined
  const day = (on: Day | undefined) => (on === undefined ? '' : dayText(on, lang))
  const children = (
    <>
      <p>{sayHelp(lang, 'lead')}</p>
      <Advisers lang={lang} advisers={view.advisers} />
      <section aria-labelledby="what">
        <h2 id="what">{sayHelp(lang, 'what')}</h2>
        <Task
          lang={lang}
          to="/p/help/advice"
          words={sayHelp(lang, 'doAdvice')}
          about={sayHelp(lang, 'doAdviceAbout', { days: String(ADVICE_DAYS) })}
          state={view.adviceUntil && sayHelp(lang, 'state_on', { day: day(view.adviceUntil) })}
        />
        <Task
          lang={lang}
          to="/p/help/tell"
          words={sayHelp(lang, 'doTell')}
          about={sayHelp(lang, 'doTellAbout')}
          state={hardship && sayHelp(lang, 'state_told', { day: day(hardship.toldOn) })}
        />
        <Task
          lang={lang}
          to="/p/budget"
          words={sayHelp(lang, 'doBudget')}
          about={sayHelp(lang, 'doBudgetAbout')}
          state={view.budget === 'none' ? undefined : sayHelp(lang, `state_${view.budget}`)}
        />
        <BudgetAnswer lang={lang} view={view} />
        <Task
          lang={lang}
          to="/p/talk"
          words={sayHelp(lang, 'doTalk')}
          about={sayHelp(lang, 'doTalkAbout')}
        />
      </section>
    </>
  )
  return show(c, { title: sayHelp(lang, 'title'), house: here.house, children })
}

type TaskOf = {
  lang: Language
  to: string
  words: string
  about: string
  state?: string | undefined
}

const Task = ({ lang, to, words, about, state }: TaskOf) => (
  <p>
    <a href={`${to}?lang=${lang}`}>
      <strong>{words}</strong>
    </a>
    <br />
    <span class="hint">{about}</span>
    {state === undefined ? null : (
      <>
        <br />
        <strong>{state}</strong>
      </>
    )}
  </p>
)

/** What the budget carries, as soon as nothing is missing from it. */
function BudgetAnswer({ lang, view }: { lang: Language; view: HelpView }) {
  const { sustainableMinor, currency } = view
  if (sustainableMinor === undefined) return null
  if (sustainableMinor === 0n) return <p class="good">{sayHelp(lang, 'answerNone')}</p>
  const amount = sayMinor(sustainableMinor, currency, lang)
  const much = amount.replaceAll(/[^0-9.]/g, '')
  return (
    <div class="good">
      <p>{sayHelp(lang, 'answerSome', { amount })}</p>
      <Way
        to={`/p/plan/when?much=${much}`}
        words={sayHelp(lang, 'answerPlan', { amount })}
        lang={lang}
      />
    </div>
  )
}

export function Advisers({ lang, advisers }: { lang: Language; advisers: readonly Adviser[] }) {
  return (
    <section aria-labelledby="advice">
      <h2 id="advice">{sayHelp(lang, 'advice')}</h2>
      <p>{sayHelp(lang, advisers.length === 0 ? 'adviceNone' : 'adviceLead')}</p>
      <ul>
        {advisers.map((one) => (
          <li key={one.name.en}>
            <strong>{one.name[lang]}</strong>
            <br />
            {one.about[lang]}
            {one.phone === undefined ? null : (
              <>
                <br />
                {sayHelp(lang, 'call', { phone: one.phone })}
              </>
            )}
            {one.url === undefined ? null : (
              <>
                <br />
                <a href={one.url} rel="noreferrer">
                  {new URL(one.url).host}
                </a>
              </>
            )}
            {one.mark === 'unverified' ? (
              <>
                <br />
                <span class="hint">{sayHelp(lang, 'adviceUnsure')}</span>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

type StopsOf = {
  lang: Language
  heading: 'stops' | 'stopped'
  stops: readonly (keyof typeof STOP_WORDS)[]
  until?: string
}

/** What stands still, until when, and what the borrower may do all the same. */
export function Stops({ lang, heading, stops, until }: StopsOf) {
  return (
    <section aria-labelledby="stops">
      <h2 id="stops">{sayHelp(lang, heading)}</h2>
      <ul>
        {stops.map((stop) => (
          <li key={stop}>{STOP_WORDS[stop][lang]}</li>
        ))}
      </ul>
      {until === undefined ? null : <p>{until}</p>}
      <p>{sayHelp(lang, 'mayPay')}</p>
    </section>
  )
}
