/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { clocksIn, isOver, stoppedIn } from '../core/care/care.ts'
import { sortWords, stateWords, STOP_WORDS } from '../core/care/words.ts'
import type { Day } from '../core/calendar.ts'
import { clockOf } from '../engine/care-clock.ts'
import { loadCareBook } from '../store/care-book.ts'
import { readCares, type CareRow } from '../store/care-read.ts'
import { inTenant } from '../store/db.ts'
import { takeMessage, type Took } from '../store/message-in.ts'
import { randomText } from '../store/pay-try.ts'
import { readHouse } from '../store/portal-read.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { Area, Go, Good, Kept, onceOf, Radios, Way } from './asking.tsx'
import { clockWords } from './clock-words.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, Wrong, type House } from './page.tsx'
import { sessionOf, type PortalSession } from './session.ts'
import { say } from './words.ts'
import { writerOf, writtenHere } from './written.ts'

const SORTS = ['identity', 'amount', 'paid', 'fraud'] as const
type Sort = (typeof SORTS)[number]

/** Characters; what is longer is a letter, and a person reads letters. */
const WORDS_MAX = 2000

type View = {
  readonly house: House
  readonly today: Day
  /** Disputes of this account that are open. */
  readonly open: readonly CareRow[]
  /** Somebody typed the code: what was said before may be shown. */
  readonly isCoded: boolean
}

async function viewOf(deps: PortalDeps, of: PortalSession): Promise<View | undefined> {
  return inTenant(deps.db, of.tenantId, async (tx) => {
    const house = await readHouse(tx, of.tenantId)
    const cares = await readCares(tx, of.tenantId, of.borrowerId)
    const open = cares.filter(
      ({ kind, accountId, state }) =>
        kind === 'dispute' &&
        (accountId === undefined || accountId === of.accountId) &&
        !isOver(kind, state),
    )
    return house && { house, today: deps.today(), open, isCoded: of.level === 'code' }
  })
}

/** Where somebody says what is wrong; what was said and is open stands there too. */
export async function wrongPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const view = session && (await viewOf(deps, session))
  return view === undefined ? gonePage(c) : askPage(c, view)
}

type Typed = { readonly words: string; readonly sort: string | undefined; readonly once: string }

/** Keeps it, hears the words and holds the account in one transaction; then says what stopped. */
export async function tellWrong(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const session = sessionOf(c, deps)
  const view = session && (await viewOf(deps, session))
  if (session === undefined || view === undefined) return gonePage(c)
  const words = (form.get('words') ?? '').trim()
  const sort = SORTS.find((one) => one === form.get('sort'))
  const once = onceOf(form)
  const typed = { words, sort, once }
  const lang = c.get('lang')
  if (sort === undefined) return askPage(c, view, { typed, fault: say(lang, 'wrongChoose') })
  if (words.length > WORDS_MAX)
    return askPage(c, view, { typed, fault: say(lang, 'wrongTooLong', { n: String(WORDS_MAX) }) })
  const took = await tell(c, deps, session, { sort, words, once })
  const after = await viewOf(deps, session)
  return after === undefined ? gonePage(c) : donePage(c, after, sort, isNew(took))
}

const isNew = (took: Took): boolean =>
  took.is === 'again' ||
  (took.is === 'matched' && took.effects.some(({ kind }) => kind === 'care' || kind === 'hold'))

/** One press is one message, however often the form arrives; the choice itself is the first line. */
async function tell(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  session: PortalSession,
  of: { readonly sort: Sort; readonly words: string; readonly once: string },
): Promise<Took> {
  const tick = { now: deps.now(), today: deps.today() }
  const text = [say(c.get('lang'), `wrong_${of.sort}`), of.words]
    .filter((one) => one !== '')
    .join('\n')
  const written = writtenHere(session, { text, once: of.once, now: tick.now })
  const writer = writerOf(session, [{ does: 'dispute', sort: of.sort }])
  return takeMessage(deps.db, session.tenantId, written, { ...tick, writer })
}

function askPage(
  c: Context<PortalEnv>,
  view: View,
  wrong?: { readonly typed: Typed; readonly fault: string },
) {
  const lang = c.get('lang')
  const children = (
    <>
      {wrong === undefined ? null : <Wrong words={wrong.fault} />}
      <p>{say(lang, 'wrongLead')}</p>
      <OpenOnes lang={lang} view={view} />
      <form method="post" action={`/p/wrong?lang=${lang}`}>
        <Kept values={{ once: wrong?.typed.once ?? randomText() }} />
        <Radios
          name="sort"
          legend={say(lang, 'wrongWhat')}
          options={SORTS.map((sort) => ({ value: sort, words: say(lang, `wrong_${sort}`) }))}
          chosen={wrong?.typed.sort}
          isWrong={wrong !== undefined}
          required
        />
        <Area
          name="words"
          label={say(lang, 'wrongWords')}
          hint={say(lang, 'wrongHint')}
          value={wrong?.typed.words}
          most={WORDS_MAX}
        />
        <Go words={say(lang, 'wrongGo')} />
      </form>
      <BackToAccount lang={lang} />
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: say(lang, 'wrongTitle'), house: view.house, children, status })
}

function OpenOnes({ lang, view }: { lang: Language; view: View }) {
  if (view.open.length === 0 || !view.isCoded) return null
  return (
    <ul>
      {view.open.map((one) => (
        <li key={String(one.careId)}>
          {say(lang, 'wrongOpen', {
            day: dayText(one.toldOn, lang),
            what: sortWords(one.kind, one.sort)?.[lang] ?? '',
            state: stateWords(one.kind, one.state)[lang],
          })}
        </li>
      ))}
    </ul>
  )
}

/** What stopped and by when we answer, as the law of the place and the house's own rules have it. */
function donePage(c: Context<PortalEnv>, view: View, sort: Sort, isFresh: boolean) {
  const lang = c.get('lang')
  const told = view.open.find((one) => one.sort === sort)
  const stops = told === undefined ? [] : [...stoppedIn('dispute', sort, told.state)]
  const clocks = told === undefined ? [] : clocksOf(told)
  const children = (
    <>
      <Good words={say(lang, isFresh ? 'wrongDone' : 'wrongKnown')} />
      {stops.length === 0 ? null : (
        <section aria-labelledby="stops">
          <h2 id="stops">{say(lang, 'wrongStops')}</h2>
          <ul>
            {stops.map((stop) => (
              <li key={stop}>{STOP_WORDS[stop][lang]}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="next">
        <h2 id="next">{say(lang, 'wrongNext')}</h2>
        {clocks.length === 0 ? null : (
          <ul>
            {clocks.map((one) => (
              <li key={one.clock}>
                {say(lang, 'wrongBy', {
                  what: clockWords(lang, one),
                  day: dayText(one.dueOn, lang),
                })}
              </li>
            ))}
          </ul>
        )}
        <p>{say(lang, 'wrongPerson')}</p>
        <p>{say(lang, 'wrongEnds')}</p>
      </section>
      <BackToAccount lang={lang} />
    </>
  )
  return show(c, { title: say(lang, 'wrongTitle'), house: view.house, children })
}

const clocksOf = (care: CareRow) =>
  clocksIn('dispute', care.state).flatMap(
    (clock) => clockOf(loadCareBook(), { ...care, clock }) ?? [],
  )

export const BackToAccount = ({ lang }: { lang: Language }) => (
  <Way to="/p/pay" words={say(lang, 'toPay')} lang={lang} />
)
