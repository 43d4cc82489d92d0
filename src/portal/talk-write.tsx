/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { takeMessage, type Took } from '../store/message-in.ts'
import { withdrawPlanned } from '../store/portal-care.ts'
import type { Language } from '../store/templates.ts'
import { Area, Fault, Go, Good, Once, onceOf, opened, Way, type Form } from './asking.tsx'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { LOOK } from './look.ts'
import { show } from './page.tsx'
import { readSaid, Said } from './spared-said.tsx'
import { say } from './words.ts'
import { sayTalk } from './words-talk.ts'
import { writerOf, writtenHere } from './written.ts'

const WORDS_MAX = 4000

export async function writePage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  wrong?: { readonly fault: string; readonly form: Form },
): Promise<Response> {
  const here = await opened(c, deps, async () => ({}))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const children = (
    <>
      <Fault words={wrong?.fault} />
      <form method="post" action={`/p/talk/write?lang=${lang}`}>
        <Once form={wrong?.form} />
        <Area
          name="words"
          label={sayTalk(lang, 'writeLabel')}
          hint={sayTalk(lang, 'writeHint')}
          value={wrong?.form.get('words')}
          most={WORDS_MAX}
        />
        <Go words={sayTalk(lang, 'writeGo')} />
      </form>
      <Way to="/p/talk" words={sayTalk(lang, 'back')} lang={lang} />
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: sayTalk(lang, 'writeTitle'), house: here.house, children, status })
}

/** Goes the way of every message: kept once, heard, and what it stops is stopped before anybody reads it. */
export async function takeWords(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await opened(c, deps, async () => ({}))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const text = (form.get('words') ?? '').trim()
  if (text === '' || text.length > WORDS_MAX) {
    const fault = sayTalk(lang, 'writeBad', { n: String(WORDS_MAX) })
    return writePage(c, deps, { fault, form })
  }
  const { session } = here
  const looked = form.get(LOOK)
  if (looked !== undefined) return donePage(c, deps, new Set(looked.split(' ')))
  const tick = { now: deps.now(), today: deps.today() }
  const took = await takeMessage(
    deps.db,
    session.tenantId,
    writtenHere(session, { text, once: onceOf(form), now: tick.now }),
    { ...tick, writer: writerOf(session) },
  )
  if (hasStopped(took))
    await inTenant(deps.db, session.tenantId, (tx) => withdrawPlanned(tx, session, 'message'))
  const stopped = hasStopped(took) ? ['stopped'] : []
  const spared = took.is === 'matched' && took.heard.spared !== undefined ? ['spared'] : []
  return donePage(c, deps, new Set([...(isCrisis(took) ? ['crisis'] : []), ...stopped, ...spared]))
}

const hasStopped = (took: Took): boolean =>
  took.is === 'matched' &&
  took.effects.some(({ kind }) => kind === 'hold' || kind === 'care' || kind === 'refusal')

export const isCrisis = (took: Took): boolean =>
  took.is !== 'again' && took.heard.classes.some(({ what }) => what === 'self_harm')

export const Crisis = ({ lang }: { lang: Language }) => (
  <p class="wrong" role="alert">
    {sayTalk(lang, 'crisis')}
  </p>
)

/** That we have it, what it stopped, and which hours we understood that we should spare. */
async function donePage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  is: ReadonlySet<string>,
): Promise<Response> {
  const here = await opened(c, deps, (tx, session) => readSaid(tx, session, deps))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const isCoded = here.session.level === 'code'
  const children = (
    <>
      {is.has('crisis') ? <Crisis lang={lang} /> : null}
      <Good words={sayTalk(lang, 'writeDone')} />
      {is.has('stopped') ? <p>{sayTalk(lang, 'writeStopped')}</p> : null}
      {is.has('spared') && here.view.said.length > 0 ? (
        <>
          <p>{say(lang, is.has('stopped') ? 'saidAfter' : 'saidHeard')}</p>
          <Said lang={lang} view={here.view} isCoded={isCoded} />
        </>
      ) : null}
      <Way to="/p/talk" words={sayTalk(lang, 'back')} lang={lang} />
    </>
  )
  const look = [...is].join(' ')
  return show(c, { title: sayTalk(lang, 'writeTitle'), house: here.house, children, look })
}
