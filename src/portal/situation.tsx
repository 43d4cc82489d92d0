/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { CareFault } from '../store/care-needs.ts'
import { takeBackSituation, tellSituation } from '../store/about-you.ts'
import { readAboutYou } from './about-you.tsx'
import {
  Area,
  Fault,
  Go,
  Good,
  Kept,
  Once,
  onceOf,
  onceOnly,
  Tick,
  Way,
  type Form,
} from './asking.tsx'
import { Choose, Chosen, sortsOf } from './care-ask.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, type House } from './page.tsx'
import { Crisis } from './talk-write.tsx'
import { sayAbout } from './words-about.ts'
import { writtenHere } from './written.ts'

const WORDS_MAX = 2000
const SORTS = sortsOf('vulnerability')
/** Of health or safety: a consent of its own is asked for it. */
const SENSITIVE: ReadonlySet<string> = new Set(['health', 'abuse', 'capability'])

/** What comes nearest; whoever would rather not say it here talks to a person. */
export async function situationPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  fault?: string,
): Promise<Response> {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { situation } = here.view
  const children = (
    <>
      <Fault words={fault} />
      {situation === undefined ? (
        <Choose
          lang={lang}
          to="/p/about-you/sure"
          legend={sayAbout(lang, 'which')}
          hint={sayAbout(lang, 'whichWhy')}
          options={SORTS.options(lang)}
          isWrong={fault !== undefined}
          next={sayAbout(lang, 'next')}
        />
      ) : (
        <form method="post" action={`/p/about-you/situation?lang=${lang}`}>
          <Good words={sayAbout(lang, 'known')} />
          <p>{sayAbout(lang, 'back2')}</p>
          <Go words={sayAbout(lang, 'takeBack')} second />
        </form>
      )}
      <Way to="/p/talk" words={sayAbout(lang, 'rather')} lang={lang} />
      <Way to="/p/about-you" words={sayAbout(lang, 'back')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayAbout(lang, 'doSituation'), house: here.house, children, status })
}

/** The words, who sees them, and boxes that nobody has ticked for the borrower. */
export async function situationSure(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  wrong?: { readonly fault: string; readonly form: Form },
): Promise<Response> {
  const sort = SORTS.sortOf(wrong?.form.get('sort') ?? c.req.query('sort'))
  if (sort === undefined) return situationPage(c, deps, sayAbout(c.get('lang'), 'choose'))
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const children = (
    <>
      <Fault words={wrong?.fault} />
      <Chosen
        lang={lang}
        name={sayAbout(lang, 'about')}
        words={SORTS.wordsOf(sort, lang)}
        change={sayAbout(lang, 'change')}
        at="/p/about-you/situation"
      />
      <form method="post" action={`/p/about-you/sure?lang=${lang}`}>
        <Once form={wrong?.form} />
        <Kept values={{ sort }} />
        <Area
          name="words"
          label={sayAbout(lang, 'words')}
          hint={sayAbout(lang, 'wordsHint')}
          value={wrong?.form.get('words')}
          most={WORDS_MAX}
        />
        <p>{sayAbout(lang, 'who')}</p>
        <p>{sayAbout(lang, 'back2')}</p>
        <Tick name="consent" words={sayAbout(lang, 'consent')} />
        {SENSITIVE.has(sort) ? (
          <Tick name="sensitive" words={sayAbout(lang, 'consentSensitive')} />
        ) : null}
        <Go words={sayAbout(lang, 'go')} />
      </form>
      <Way to="/p/talk" words={sayAbout(lang, 'rather')} lang={lang} />
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: sayAbout(lang, 'checkTitle'), house: here.house, children, status })
}

export async function tellSituationNow(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const sort = SORTS.sortOf(form.get('sort'))
  if (sort === undefined) return situationPage(c, deps, sayAbout(lang, 'choose'))
  const words = (form.get('words') ?? '').trim()
  const again = (fault: string) => situationSure(c, deps, { fault, form })
  if (words === '' || words.length > WORDS_MAX)
    return again(sayAbout(lang, 'wordsBad', { n: String(WORDS_MAX) }))
  const isAgreed = form.has('consent') && (!SENSITIVE.has(sort) || form.has('sensitive'))
  if (!isAgreed) return again(sayAbout(lang, 'consentMissing'))
  const { session } = here
  const { borrowerId, accountId, tenantId } = session
  const tick = { now: deps.now(), today: deps.today(), language: lang }
  const text = sayAbout(lang, 'message')
  const message = writtenHere(session, { text, once: onceOf(form), now: tick.now })
  const boxes = [
    sayAbout(lang, 'consent'),
    ...(SENSITIVE.has(sort) ? [sayAbout(lang, 'consentSensitive')] : []),
  ]
  const consent = `portal: ${boxes.join(' ')}`.slice(0, CONSENT_MAX)
  const told = { borrowerId, accountId, sort, words, consent, message }
  const made = await onceOnly<{ readonly isCrisis: boolean }, CareFault>(
    deps,
    session,
    { what: 'situation', form },
    async (tx) => {
      const done = await tellSituation(tx, tenantId, told, tick)
      return 'declined' in done ? done : { done }
    },
  )
  if (!('declined' in made)) return toldPage(c, here.house, made.done.isCrisis)
  return made.declined === 'care_already_open'
    ? situationPage(c, deps)
    : again(sayAbout(lang, 'fault', { phone: here.house.phone }))
}

const CONSENT_MAX = 300

function toldPage(c: Context<PortalEnv>, house: House, isCrisis: boolean) {
  const lang = c.get('lang')
  const children = (
    <>
      {isCrisis ? <Crisis lang={lang} /> : null}
      <Good words={sayAbout(lang, 'told')} />
      <Way to="/p/about-you" words={sayAbout(lang, 'back')} lang={lang} />
    </>
  )
  return show(c, { title: sayAbout(lang, 'doSituation'), house, children })
}

export async function takeBack(c: Context<PortalEnv>, deps: PortalDeps, form: Form) {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const { session, view } = here
  const lang = c.get('lang')
  const { situation } = view
  if (situation === undefined) return c.redirect(`/p/about-you?lang=${lang}`, 303)
  const tick = { now: deps.now(), today: deps.today() }
  await onceOnly<{ readonly ok: boolean }, never>(
    deps,
    session,
    { what: 'take back', form },
    async (tx) => ({
      done: { ok: await takeBackSituation(tx, session.tenantId, situation, tick) },
    }),
  )
  return c.redirect(`/p/about-you?lang=${lang}&is=takenBack`, 303)
}
