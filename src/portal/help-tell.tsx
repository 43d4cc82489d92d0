/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Day } from '../core/calendar.ts'
import { stoppedIn } from '../core/care/care.ts'
import { sortWords } from '../core/care/words.ts'
import { clockOf } from '../engine/care-clock.ts'
import { loadCareBook } from '../store/care-book.ts'
import type { CareFault } from '../store/care-needs.ts'
import type { Tx } from '../store/db.ts'
import { ADVICE_DAYS, holdForAdvice, tellHardship, type AdviceGiven } from '../store/portal-care.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { Area, Fault, Go, Good, Kept, Line, Once, onceOnly, Way, type Form } from './asking.tsx'
import { Choose, Chosen, sortsOf } from './care-ask.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { Advisers, isOpen, readHelp, Stops, type HelpHere } from './help.tsx'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import type { PortalSession } from './session.ts'
import { sayHelp } from './words-help.ts'
import { hearIn } from './written.ts'

const WORDS_MAX = 2000
/** "Something else" is also for whoever is not sure. */
const SORTS = sortsOf('hardship', (lang) => sayHelp(lang, 'unsure'))

/** Getting advice: one button, and what stops stands beside it. */
export async function advicePage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  fault?: string,
): Promise<Response> {
  const here = await readHelp(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const days = String(ADVICE_DAYS)
  const until = here.view.adviceUntil
  const children = (
    <>
      <Fault words={fault} />
      {until === undefined ? (
        <form method="post" action={`/p/help/advice?lang=${lang}`}>
          <p>{sayHelp(lang, 'adviceAsk', { days })}</p>
          <Once />
          <Line
            name="who"
            label={sayHelp(lang, 'adviceWho')}
            hint={sayHelp(lang, 'adviceWhoWhy')}
            most={100}
          />
          <Stops lang={lang} heading="stops" stops={stopsOfAdvice} />
          <Go words={sayHelp(lang, 'adviceGo', { days })} />
        </form>
      ) : (
        <>
          <Good words={sayHelp(lang, 'adviceDone', { day: dayText(until, lang) })} />
          <Stops lang={lang} heading="stopped" stops={stopsOfAdvice} />
        </>
      )}
      <Advisers lang={lang} advisers={here.view.advisers} />
      <Way to="/p/help" words={sayHelp(lang, 'back')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayHelp(lang, 'adviceTitle'), house: here.house, children, status })
}

const stopsOfAdvice = ['contact', 'collect'] as const

export async function takeAdvice(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await readHelp(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { session } = here
  const who = (form.get('who') ?? '').trim().slice(0, 100)
  const text = sayHelp(lang, 'adviceWords', { who }).trim()
  const tick = { now: deps.now(), today: deps.today() }
  const made = await onceOnly<
    { readonly untilOn: Day },
    Extract<AdviceGiven, { declined: string }>
  >(deps, session, { what: 'advice', form }, async (tx) => {
    const held = await holdForAdvice(tx, session, tick)
    if ('declined' in held) return held
    await hearIn(tx, deps, session, { form, text })
    return { done: held }
  })
  if (!('declined' in made)) return c.redirect(`/p/help/advice?lang=${lang}`, 303)
  const known = (['advice_already', 'advice_too_often'] as const).find(
    (one) => one === made.declined,
  )
  const { phone } = here.house
  return advicePage(
    c,
    deps,
    sayHelp(lang, known === undefined ? 'fault' : `fault_${known}`, { phone }),
  )
}

/** What happened; what comes nearest is enough. */
export async function tellPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  fault?: string,
): Promise<Response> {
  const here = await readHelp(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  if (here.view.hardship !== undefined && fault === undefined && isOpen(here))
    return toldPage(c, here, 'known')
  const children = (
    <>
      <Fault words={fault} />
      <Choose
        lang={lang}
        to="/p/help/sure"
        legend={sayHelp(lang, 'tellTitle')}
        hint={sayHelp(lang, 'tellWhy')}
        options={SORTS.options(lang)}
        isWrong={fault !== undefined}
        next={sayHelp(lang, 'next')}
      />
      <Way to="/p/help" words={sayHelp(lang, 'back')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayHelp(lang, 'title'), house: here.house, children, status })
}

/** What will be told and what it stops, before it is. */
export async function surePage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  wrong?: {
    readonly fault: string
    readonly sort: string
    readonly words: string
    readonly form: Form
  },
): Promise<Response> {
  const sort = wrong?.sort ?? SORTS.sortOf(c.req.query('sort'))
  if (sort === undefined) return tellPage(c, deps, sayHelp(c.get('lang'), 'choose'))
  const here = await readHelp(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const children = (
    <>
      <Fault words={wrong?.fault} />
      <Chosen
        lang={lang}
        name={sayHelp(lang, 'checkWhat')}
        words={SORTS.wordsOf(sort, lang)}
        change={sayHelp(lang, 'change')}
        at="/p/help/tell"
      />
      <form method="post" action={`/p/help/sure?lang=${lang}`}>
        <Once form={wrong?.form} />
        <Kept values={{ sort }} />
        <Area
          name="words"
          label={sayHelp(lang, 'words')}
          hint={sayHelp(lang, 'wordsHint')}
          value={wrong?.words}
          most={WORDS_MAX}
        />
        <Stops
          lang={lang}
          heading="stops"
          stops={stoppedIn('hardship', sort, 'told')}
          until={sayHelp(lang, 'untilOpen')}
        />
        <Go words={sayHelp(lang, 'tellGo')} />
      </form>
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: sayHelp(lang, 'checkTitle'), house: here.house, children, status })
}

export async function tellSure(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const lang = c.get('lang')
  const sort = SORTS.sortOf(form.get('sort'))
  if (sort === undefined) return tellPage(c, deps, sayHelp(lang, 'choose'))
  const words = (form.get('words') ?? '').trim()
  if (words.length > WORDS_MAX) {
    const fault = sayHelp(lang, 'tooLong', { n: String(WORDS_MAX) })
    return surePage(c, deps, { fault, sort, words, form })
  }
  const before = await readHelp(c, deps)
  if (before === undefined) return gonePage(c)
  const made = await onceOnly<Told, CareFault>(
    deps,
    before.session,
    { what: 'hardship', form },
    (tx) => tellIn(tx, deps, before.session, { sort, words, form, lang }),
  )
  const here = await readHelp(c, deps)
  if (here?.view.hardship !== undefined)
    return toldPage(c, here, 'done' in made && !made.done.isKnown ? 'told' : 'known')
  return tellPage(c, deps, sayHelp(lang, 'fault', { phone: before.house.phone }))
}

type Told = { readonly isKnown: boolean }
type Telling = {
  readonly sort: string
  readonly words: string
  readonly form: Form
  readonly lang: Language
}

/** The care first, so that everything is held before the words are heard; then the words, for a person. */
async function tellIn(
  tx: Tx,
  deps: PortalDeps,
  session: PortalSession,
  { sort, words, form, lang }: Telling,
): Promise<{ readonly done: Told } | CareFault> {
  const tick = { now: deps.now(), today: deps.today() }
  const { borrowerId, accountId, tenantId } = session
  const said = words === '' ? undefined : words
  const made = await tellHardship(tx, tenantId, { borrowerId, accountId, sort, words: said }, tick)
  const isKnown = 'declined' in made && made.declined === 'care_already_open'
  if ('declined' in made && !isKnown) return made
  const first = sayHelp(lang, 'tellWords', { sort: sortWords('hardship', sort)?.[lang] ?? '' })
  const text = [first, ...(said === undefined ? [] : [said])].join('\n')
  await hearIn(tx, deps, session, { form, text })
  return { done: { isKnown } }
}

/** What has stopped, until when, and what happens now. */
function toldPage(c: Context<PortalEnv>, here: HelpHere, is: 'told' | 'known') {
  const lang = c.get('lang')
  const care = here.view.hardship
  if (care === undefined) return gonePage(c)
  const answer = clockOf(loadCareBook(), { ...care, clock: 'answer' })
  const until =
    answer === undefined
      ? sayHelp(lang, 'untilOpen')
      : sayHelp(lang, 'until', { day: dayText(answer.dueOn, lang) })
  const children = (
    <>
      <Good words={sayHelp(lang, is === 'told' ? 'tellDone' : 'tellKnown')} />
      <Stops
        lang={lang}
        heading="stopped"
        stops={stoppedIn('hardship', care.sort ?? '', care.state)}
        until={until}
      />
      <section aria-labelledby="next">
        <h2 id="next">{sayHelp(lang, 'next2')}</h2>
        <p>{sayHelp(lang, 'nextPerson')}</p>
        <p>{sayHelp(lang, 'nextBudget')}</p>
        <Way to="/p/budget" words={sayHelp(lang, 'doBudget')} lang={lang} />
      </section>
      <Advisers lang={lang} advisers={here.view.advisers} />
      <Way to="/p/help" words={sayHelp(lang, 'back')} lang={lang} />
    </>
  )
  return show(c, { title: sayHelp(lang, 'title'), house: here.house, children })
}
