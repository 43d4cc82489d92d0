/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { clocksIn, isOver } from '../core/care/care.ts'
import { clockOf } from '../engine/care-clock.ts'
import { loadCareBook } from '../store/care-book.ts'
import { readCares, type CareRow } from '../store/care-read.ts'
import type { Tx } from '../store/db.ts'
import { attachItems, readFolder, type FolderItem } from '../store/folder.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import {
  Area,
  Fault,
  Go,
  Good,
  Kept,
  Line,
  Once,
  onceOnly,
  opened,
  Tick,
  Way,
  type Form,
} from './asking.tsx'
import { Choose, Chosen, sortsOf } from './care-ask.tsx'
import { clockWords } from './clock-words.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { titleOf } from './folder.tsx'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import type { PortalSession } from './session.ts'
import { Crisis, isCrisis } from './talk-write.tsx'
import { sayTalk } from './words-talk.ts'
import { hearIn } from './written.ts'

const WORDS_MAX = 4000
const SORTS = sortsOf('complaint', (lang) => sayTalk(lang, 'unsure'))

/** What it is about; what comes nearest is enough. */
export async function complainPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  fault?: string,
): Promise<Response> {
  const here = await opened(c, deps, async () => ({}))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const children = (
    <>
      <Fault words={fault} />
      <p>{sayTalk(lang, 'complainLead')}</p>
      <Choose
        lang={lang}
        to="/p/talk/complain/sure"
        legend={sayTalk(lang, 'complainWhat')}
        options={SORTS.options(lang)}
        isWrong={fault !== undefined}
        next={sayTalk(lang, 'next')}
      />
      <Way to="/p/talk" words={sayTalk(lang, 'back')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayTalk(lang, 'complainTitle'), house: here.house, children, status })
}

/** What happened, about whom, and what of the folder shows it. */
export async function complainSure(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  wrong?: { readonly fault: string; readonly form: Form },
): Promise<Response> {
  const sort = SORTS.sortOf(wrong?.form.get('sort') ?? c.req.query('sort'))
  if (sort === undefined) return complainPage(c, deps, sayTalk(c.get('lang'), 'choose'))
  const here = await opened(c, deps, (tx, session) => readFolder(tx, session))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const isOpen = here.session.level === 'code'
  const items = here.view.filter(({ title }) => isOpen && title !== null).slice(0, TICKS_MAX)
  const children = (
    <>
      <Fault words={wrong?.fault} />
      <Chosen
        lang={lang}
        name={sayTalk(lang, 'checkWhat')}
        words={SORTS.wordsOf(sort, lang)}
        change={sayTalk(lang, 'change')}
        at="/p/talk/complain"
      />
      <form method="post" action={`/p/talk/complain/sure?lang=${lang}`}>
        <Once form={wrong?.form} />
        <Kept values={{ sort }} />
        <Area
          name="words"
          label={sayTalk(lang, 'complainWords')}
          hint={sayTalk(lang, 'complainWordsHint')}
          value={wrong?.form.get('words')}
          most={WORDS_MAX}
        />
        <Line
          name="who"
          label={sayTalk(lang, 'complainWho')}
          hint={sayTalk(lang, 'complainWhoHint')}
          value={wrong?.form.get('who')}
          most={100}
        />
        <Ticks lang={lang} items={items} isOpen={isOpen} form={wrong?.form} />
        <Go words={sayTalk(lang, 'complainGo')} />
      </form>
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: sayTalk(lang, 'complainTitle'), house: here.house, children, status })
}

/** So many fields fit into one form beside the others. */
const TICKS_MAX = 15

type TicksOf = {
  lang: Language
  items: readonly FolderItem[]
  isOpen: boolean
  form: Form | undefined
}

const Ticks = ({ lang, items, isOpen, form }: TicksOf) => (
  <fieldset>
    <legend>{sayTalk(lang, 'complainWith')}</legend>
    {isOpen ? (
      <p class="hint">{sayTalk(lang, items.length === 0 ? 'complainNone' : 'complainWithHint')}</p>
    ) : null}
    {isOpen ? null : <Way to="/p/folder" words={sayTalk(lang, 'complainOpen')} lang={lang} />}
    {items.map((item) => (
      <Tick
        key={String(item.itemNo)}
        name={`item-${item.itemNo}`}
        words={titleOf(item, lang)}
        on={form?.has(`item-${item.itemNo}`) === true}
      />
    ))}
  </fieldset>
)

type Made = {
  readonly careId: string
  readonly attached: number
  readonly isKnown: boolean
  readonly isCrisis: boolean
}

export async function sendComplaint(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await opened(c, deps, async () => ({}))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const sort = SORTS.sortOf(form.get('sort'))
  if (sort === undefined) return complainPage(c, deps, sayTalk(lang, 'choose'))
  const words = (form.get('words') ?? '').trim()
  if (words === '' || words.length > WORDS_MAX) {
    const fault = sayTalk(lang, 'writeBad', { n: String(WORDS_MAX) })
    return complainSure(c, deps, { fault, form })
  }
  const made = await onceOnly<Made, { readonly declined: 'no_complaint' }>(
    deps,
    here.session,
    { what: 'complain', form },
    (tx) => complainIn(tx, deps, here.session, { sort, words, form, lang }),
  )
  if ('declined' in made) {
    const fault = sayTalk(lang, 'fault', { phone: here.house.phone })
    return complainSure(c, deps, { fault, form })
  }
  return madePage(c, deps, made.done)
}

type Telling = {
  readonly sort: string
  readonly words: string
  readonly form: Form
  readonly lang: Language
}

/** The message, the complaint that it opens, and what was put to it: one act. */
async function complainIn(
  tx: Tx,
  deps: PortalDeps,
  session: PortalSession,
  { sort, words, form, lang }: Telling,
): Promise<{ readonly done: Made } | { readonly declined: 'no_complaint' }> {
  const tick = { now: deps.now(), today: deps.today() }
  const who = (form.get('who') ?? '').trim().slice(0, 100)
  const about = who === '' ? [] : [sayTalk(lang, 'complainAbout', { who })]
  const text = [...about, words].join('\n')
  const chose = [{ does: 'complaint', sort } as const]
  const took = await hearIn(tx, deps, session, { form, text, chose })
  const isNew =
    took.is === 'matched' && took.effects.some(({ what }) => what === `complaint:${sort}`)
  const care = await openComplaint(tx, session, sort)
  if (care === undefined) return { declined: 'no_complaint' }
  const itemNos = [...form.keys()].flatMap((name) => {
    const no = /^item-(\d{1,18})$/.exec(name)?.[1]
    return no === undefined ? [] : [BigInt(no)]
  })
  const attached =
    session.level !== 'code'
      ? 0
      : await attachItems(tx, session, { careId: care.careId, itemNos }, tick)
  return {
    done: {
      careId: String(care.careId),
      attached,
      isKnown: !isNew,
      isCrisis: isCrisis(took),
    },
  }
}

async function openComplaint(
  tx: Tx,
  { tenantId, borrowerId }: PortalSession,
  sort: string,
): Promise<CareRow | undefined> {
  const cares = await readCares(tx, tenantId, borrowerId)
  return cares.find(
    (one) => one.kind === 'complaint' && one.sort === sort && !isOver(one.kind, one.state),
  )
}

/** That we have it, by when it is answered, and who else may be asked. */
async function madePage(c: Context<PortalEnv>, deps: PortalDeps, made: Made): Promise<Response> {
  const here = await opened(c, deps, async (tx, { tenantId, borrowerId }) =>
    readCares(tx, tenantId, borrowerId),
  )
  const care = here?.view.find(({ careId }) => String(careId) === made.careId)
  if (here === undefined || care === undefined) return gonePage(c)
  const lang = c.get('lang')
  const clocks = clocksIn('complaint', care.state).flatMap(
    (clock) => clockOf(loadCareBook(), { ...care, clock }) ?? [],
  )
  const children = (
    <>
      {made.isCrisis ? <Crisis lang={lang} /> : null}
      <Good words={sayTalk(lang, made.isKnown ? 'complainKnown' : 'complainDone')} />
      {made.attached === 0 ? null : (
        <p>{sayTalk(lang, 'complainFiles', { n: String(made.attached) })}</p>
      )}
      <section aria-labelledby="next">
        <h2 id="next">{sayTalk(lang, 'complainNext')}</h2>
        <ul>
          {clocks.map((one) => (
            <li key={one.clock}>
              {sayTalk(lang, 'complainBy', {
                what: clockWords(lang, one),
                day: dayText(one.dueOn, lang),
              })}
            </li>
          ))}
        </ul>
        <p>{sayTalk(lang, 'complainElse')}</p>
      </section>
      <Way to="/p/talk" words={sayTalk(lang, 'back')} lang={lang} />
    </>
  )
  return show(c, { title: sayTalk(lang, 'complainTitle'), house: here.house, children })
}
