/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { stateWords } from '../core/care/words.ts'
import type { Tx } from '../store/db.ts'
import { endHelper, nameHelper, readAbout, setLanguage, type About } from '../store/about-you.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import {
  Fault,
  Go,
  Good,
  Kept,
  Line,
  Once,
  onceOnly,
  opened,
  Radios,
  Tick,
  Way,
  type Form,
  type Opened,
} from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import type { PortalSession } from './session.ts'
import { sayAbout } from './words-about.ts'
import { hearIn } from './written.ts'

export type AboutHere = Opened<About>

export const readAboutYou = (c: Context<PortalEnv>, deps: PortalDeps) =>
  opened(c, deps, (tx, session) => readAbout(tx, session))

const DONE = ['saved', 'takenBack', 'helperDone'] as const

/** What was told, and what may be. */
export async function aboutPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { situation, helpers, language } = here.view
  const done = DONE.find((one) => one === c.req.query('is'))
  const children = (
    <>
      {done === undefined ? null : <Good words={sayAbout(lang, done)} />}
      <p>{sayAbout(lang, 'lead')}</p>
      <Way to="/p/about-you/situation" words={sayAbout(lang, 'doSituation')} lang={lang} />
      <p class="hint">
        {situation === undefined
          ? sayAbout(lang, 'doSituationAbout')
          : sayAbout(lang, 'situationOn', {
              day: dayText(situation.toldOn, lang),
              state: stateWords('vulnerability', situation.state)[lang],
            })}
      </p>
      <Way to="/p/about-you/helper" words={sayAbout(lang, 'doHelper')} lang={lang} />
      <p class="hint">
        {helpers.length === 0
          ? sayAbout(lang, 'doHelperAbout')
          : helpers.map(({ name }) => name).join(lang === 'zh' ? '、' : ', ')}
      </p>
      <Way to="/p/about-you/language" words={sayAbout(lang, 'doLanguage')} lang={lang} />
      <p class="hint">{sayAbout(language, 'languageNow')}</p>
    </>
  )
  return show(c, { title: sayAbout(lang, 'title'), house: here.house, children })
}

/** Who assists, and what they may do; those who were named can be ended. */
export async function helperPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  wrong?: { readonly fault: string; readonly form: Form },
): Promise<Response> {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const typed = (name: string) => wrong?.form.get(name)
  const children = (
    <>
      <Fault words={wrong?.fault} />
      <Helpers lang={lang} here={here} />
      <form method="post" action={`/p/about-you/helper?lang=${lang}`}>
        <Once form={wrong?.form} />
        <Line
          name="name"
          label={sayAbout(lang, 'helperName')}
          hint={sayAbout(lang, 'helperWhy')}
          value={typed('name')}
          most={100}
          isWrong={wrong !== undefined}
        />
        <Line
          name="reach"
          label={sayAbout(lang, 'helperReach')}
          value={typed('reach')}
          most={100}
        />
        <Radios
          name="may"
          legend={sayAbout(lang, 'helperMay')}
          options={(['talk', 'agree'] as const).map((may) => ({
            value: may,
            words: sayAbout(lang, `may_${may}`),
          }))}
          chosen={typed('may')}
        />
        <Tick name="leave" words={sayAbout(lang, 'helperLeave')} />
        <Go words={sayAbout(lang, 'helperGo')} />
      </form>
      <Way to="/p/about-you" words={sayAbout(lang, 'back')} lang={lang} />
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: sayAbout(lang, 'doHelper'), house: here.house, children, status })
}

const Helpers = ({ lang, here }: { lang: Language; here: AboutHere }) => (
  <>
    {here.view.helpers.map(({ helperNo, name, may, sinceOn }) => (
      <form key={String(helperNo)} method="post" action={`/p/about-you/helper?lang=${lang}`}>
        <Kept values={{ end: String(helperNo) }} />
        <p>
          {sayAbout(lang, 'helperOne', {
            name,
            day: dayText(sinceOn, lang),
            may: sayAbout(lang, `may_${may}`),
          })}
        </p>
        <Go words={sayAbout(lang, 'helperEnd', { name })} second />
      </form>
    ))}
  </>
)

/** Names somebody with their leave, or ends it; whoever answers the inbox is told that they may, or may no more. */
export async function changeHelper(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { session } = here
  const end = /^\d{1,18}$/.exec(form.get('end') ?? '')?.[0]
  const may = (['talk', 'agree'] as const).find((one) => one === form.get('may'))
  const [name, reach] = ['name', 'reach'].map((one) => (form.get(one) ?? '').trim().slice(0, 100))
  const isGiven = name !== undefined && name !== '' && (reach?.length ?? 0) >= 3
  if (end === undefined && (!isGiven || may === undefined || !form.has('leave')))
    return helperPage(c, deps, { fault: sayAbout(lang, 'helperBad'), form })
  const made = await onceOnly<{ readonly ok: true }, { readonly declined: 'helpers_full' }>(
    deps,
    session,
    { what: 'helper', form },
    async (tx) => {
      if (end !== undefined) {
        const ended = await endHelper(tx, session, BigInt(end))
        if (ended !== undefined)
          await hearIn(tx, deps, session, {
            form,
            text: sayAbout(lang, 'helperEndMessage', { name: ended }),
          })
        return { done: { ok: true } }
      }
      const given = { name: name ?? '', reach: reach ?? '', may: may ?? 'talk' }
      return named(tx, deps, session, { given, form, lang })
    },
  )
  if ('declined' in made) {
    const key = made.declined === 'helpers_full' ? 'helperFull' : 'fault'
    const fault = sayAbout(lang, key, { phone: here.house.phone })
    return helperPage(c, deps, { fault, form })
  }
  return c.redirect(
    `/p/about-you?lang=${lang}&is=${end === undefined ? 'helperDone' : 'saved'}`,
    303,
  )
}

type Naming = {
  readonly given: { readonly name: string; readonly reach: string; readonly may: 'talk' | 'agree' }
  readonly form: Form
  readonly lang: Language
}

async function named(
  tx: Tx,
  deps: PortalDeps,
  session: PortalSession,
  { given, form, lang }: Naming,
): Promise<{ readonly done: { readonly ok: true } } | { readonly declined: 'helpers_full' }> {
  const made = await nameHelper(tx, session, { ...given, sinceOn: deps.today() })
  if ('declined' in made) return made
  const text = sayAbout(lang, 'helperMessage', {
    ...given,
    may: sayAbout(lang, `may_${given.may}`),
  })
  await hearIn(tx, deps, session, { form, text })
  return { done: { ok: true } }
}

export async function languagePage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const children = (
    <>
      <form method="post" action={`/p/about-you/language?lang=${lang}`}>
        <Once />
        <Radios
          name="language"
          legend={sayAbout(lang, 'language')}
          options={(['en', 'zh'] as const).map((one) => ({
            value: one,
            words: sayAbout(one, 'languageNow'),
          }))}
          chosen={here.view.language}
        />
        <Go words={sayAbout(lang, 'languageGo')} />
      </form>
      <Way to="/p/about-you" words={sayAbout(lang, 'back')} lang={lang} />
    </>
  )
  return show(c, { title: sayAbout(lang, 'doLanguage'), house: here.house, children })
}

export async function changeLanguage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await readAboutYou(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const chosen = (['en', 'zh'] as const).find((one) => one === form.get('language'))
  if (chosen === undefined) return c.redirect(`/p/about-you/language?lang=${lang}`, 303)
  await onceOnly<{ readonly ok: true }, never>(
    deps,
    here.session,
    { what: 'language', form },
    async (tx) => {
      await setLanguage(tx, here.session, chosen, deps.today())
      return { done: { ok: true } }
    },
  )
  return c.redirect(`/p/about-you?lang=${chosen}&is=saved`, 303)
}
