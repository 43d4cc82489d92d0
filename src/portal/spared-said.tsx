/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { addDays, weekday, type Day } from '../core/calendar.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import type { Tx } from '../store/db.ts'
import { endSpared, readSpared, spare, type SparedKept, type SparedWish } from '../store/spare.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { Go, Good, Kept, Once, onceOnly, opened, Way, type Form } from './asking.tsx'
import { codePath } from './code-send.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import type { PortalSession } from './session.ts'
import { weekdayNames } from './weekdays.ts'
import { say } from './words.ts'

/** Hours and places that somebody asked to be spared in their own words: how we understood them, and a way to narrow it. */

/** Whose words were heard this short a while ago writes them still. */
const JUST_NOW_MS = 20 * 60_000
/** By the boxes of the page of ways; what stands there is not said again. */
const TICKED = 'portal'

export type SaidView = { readonly said: readonly SparedKept[]; readonly ownDay: Day }

/** What stands; with the fact alone, only what was said just now. */
export async function readSaid(tx: Tx, of: PortalSession, deps: PortalDeps): Promise<SaidView> {
  const found = await tx.query<{ zones: string[] }>(
    'select zones from borrower where tenant_id = $1 and borrower_id = $2',
    [of.tenantId, of.borrowerId],
  )
  const zone = zoneOf(found.rows[0]?.zones[0] ?? '')
  const ownDay = zone === undefined ? deps.today() : localDay(zone, deps.now())
  const kept = await readSpared(tx, of)
  const said = kept.filter(
    ({ source, ended, untilOn, saidAt }) =>
      source !== TICKED &&
      ended === undefined &&
      (untilOn === undefined || untilOn > ownDay) &&
      (of.level === 'code' || saidAt > deps.now() - JUST_NOW_MS),
  )
  return { said, ownDay }
}

/** 'every Saturday', 'every day from 18:00 to 24:00', 'at your place of work'. */
function whenOf({ days, from, until, place, untilOn }: SparedWish, lang: Language): string {
  const names = weekdayNames(lang)
  const list = new Intl.ListFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { type: 'disjunction' })
  const on =
    days === undefined
      ? say(lang, 'saidDaily')
      : say(lang, 'saidDays', { days: list.format(days.map((one) => names[one] ?? '')) })
  const hours =
    from === undefined || (from === 0 && until === 1440)
      ? []
      : [say(lang, 'saidHours', { from: clock(from), until: clock(until ?? 1440) })]
  const what = place === undefined ? [on, ...hours] : [say(lang, `said_${place}`)]
  const last =
    untilOn === undefined ? [] : [say(lang, 'saidUntil', { day: lastText(untilOn, lang) })]
  return [...what, ...last].join(lang === 'zh' ? '，' : ' ')
}

const lastText = (untilOn: Day, lang: Language): string => dayText(addDays(untilOn, -1), lang)

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const sentenceOf = (wish: SparedWish, lang: Language): string =>
  say(lang, wish.channel === 'call' ? 'saidCall' : 'saidAny', { when: whenOf(wish, lang) })

/** The first day after the next time that this comes round: of "Saturdays", the Sunday after the next one. */
function afterNext({ days }: SparedWish, today: Day): Day {
  const isOn = (on: Day): boolean => days === undefined || days.includes(weekday(on) - 1)
  const first = [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(today, n)).find(isOn) ?? today
  if (days === undefined) return addDays(first, 1)
  const more = [1, 2, 3, 4, 5, 6].findIndex((n) => !isOn(addDays(first, n)))
  return addDays(first, more === -1 ? 7 : more + 1)
}

type SaidOf = { lang: Language; view: SaidView; isCoded: boolean }

export const Said = ({ lang, view: { said, ownDay }, isCoded }: SaidOf) => (
  <>
    {said.map((wish) => (
      <form key={String(wish.wishId)} method="post" action={`/p/contact/spared?lang=${lang}`}>
        <Once />
        <Kept values={{ wish: String(wish.wishId) }} />
        <p class="note">{sentenceOf(wish, lang)}</p>
        {wish.kind === 'inconvenient_time' && wish.untilOn === undefined ? (
          <Go
            does="once"
            words={say(lang, 'saidOnce', { day: lastText(afterNext(wish, ownDay), lang) })}
            second
          />
        ) : null}
        {isCoded ? <Go does="end" words={say(lang, 'saidEnd')} second /> : null}
      </form>
    ))}
  </>
)

type Narrowed = { readonly now: string | undefined }

/** For this one time, or not at all any more; the latter lets contact begin again, and asks for the code. */
export async function changeSaid(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await opened(c, deps, (tx, session) => readSaid(tx, session, deps))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { session, view } = here
  const isEnd = form.get('do') === 'end'
  if (isEnd && session.level !== 'code') return c.redirect(codePath('/p/contact', lang), 303)
  const made = await onceOnly<Narrowed, { readonly declined: 'no_such_wish' }>(
    deps,
    session,
    { what: 'spared', form },
    async (tx) => {
      const wish = view.said.find(({ wishId }) => String(wishId) === form.get('wish'))
      if (wish === undefined || (!isEnd && wish.kind !== 'inconvenient_time'))
        return { declined: 'no_such_wish' }
      const told = { words: wish.words, source: 'portal: said again' }
      const now = deps.now()
      if (!(await endSpared(tx, session, { wishId: wish.wishId, ...told }, now)))
        return { declined: 'no_such_wish' }
      if (isEnd) return { done: { now: undefined } }
      const once = { ...wish, untilOn: afterNext(wish, view.ownDay) }
      await spare(tx, session, { wishes: [once], ...told }, now)
      return { done: { now: sentenceOf(once, lang) } }
    },
  )
  if ('declined' in made) return c.redirect(`/p/contact?lang=${lang}`, 303)
  const children = (
    <>
      <Good words={made.done.now ?? say(lang, 'saidEnded')} />
      <Way to="/p/contact" words={say(lang, 'contactTitle')} lang={lang} />
    </>
  )
  return show(c, { title: say(lang, 'timesTitle'), house: here.house, children })
}
