/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { inTenant } from '../store/db.ts'
import { mostOwed } from '../store/pay-owed.ts'
import { readHouse } from '../store/portal-read.ts'
import { readAccounts, readStand, type Stand } from '../store/portal-stand.ts'
import { dayText } from '../store/render.ts'
import type { Day } from '../core/calendar.ts'
import type { Language } from '../store/templates.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, type House } from './page.tsx'
import { PAGES } from './pages.ts'
import { sayMinor } from './pay-page.tsx'
import { openSession, sessionOf, type PortalSession } from './session.ts'
import { Items, Lines } from './stand-items.tsx'
import { say, type PortalWord } from './words.ts'

type View = {
  readonly house: House
  readonly stand: Stand
  readonly others: Awaited<ReturnType<typeof readAccounts>>
  readonly today: Day
}

async function viewOf(deps: PortalDeps, of: PortalSession): Promise<View | undefined> {
  const { tenantId, borrowerId, accountId } = of
  const today = deps.today()
  return inTenant(deps.db, tenantId, async (tx) => {
    const house = await readHouse(tx, tenantId)
    const stand = await readStand(tx, tenantId, { borrowerId, accountId, today })
    if (house === undefined || stand === undefined) return undefined
    const all = await readAccounts(tx, tenantId, borrowerId)
    return { house, stand, today, others: all.filter((one) => one.accountId !== accountId) }
  })
}

/** One debt: one amount, what to do, and the five blocks of a validation notice. */
export async function standPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const view = session && (await viewOf(deps, session))
  if (view === undefined) return gonePage(c)
  const lang = c.get('lang')
  const children = (
    <>
      <Amount lang={lang} view={view} />
      {isOpen(view) ? <Acts lang={lang} /> : null}
      <Who lang={lang} view={view} />
      <Items lang={lang} stand={view.stand} />
      <Rights lang={lang} stand={view.stand} />
      {isOpen(view) ? (
        <section class="screen" aria-labelledby="answer">
          <h2 id="answer">{say(lang, 'standAnswer')}</h2>
          <Acts lang={lang} />
        </section>
      ) : null}
      <Others lang={lang} view={view} />
      <p class="hint screen">{say(lang, 'standPrint')}</p>
    </>
  )
  return show(c, { title: say(lang, 'standTitle'), house: view.house, children })
}

/** The same person's other account: what is shown and paid from now on is of that one. */
export async function openAccount(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: ReadonlyMap<string, string>,
): Promise<Response> {
  const session = sessionOf(c, deps)
  if (session === undefined) return gonePage(c)
  const { tenantId, borrowerId } = session
  const all = await inTenant(deps.db, tenantId, (tx) => readAccounts(tx, tenantId, borrowerId))
  const one = all.find(({ accountId }) => String(accountId) === form.get('account'))
  if (one === undefined) return gonePage(c)
  openSession(c, deps, { ...session, accountId: one.accountId })
  return c.redirect(`/p/stand?lang=${c.get('lang')}`, 303)
}

const isOpen = ({ stand }: View): boolean =>
  stand.old?.hasEnded !== true && mostOwed(stand.owed) > 0n

/** What is late, where the books say how much; else all that is owed. */
function Amount({ lang, view }: { lang: Language; view: View }) {
  const { owed, old } = view.stand
  const isLate = owed.arrearsMinor > 0n && owed.arrearsExact
  const minor = isLate ? owed.arrearsMinor : mostOwed(owed)
  if (old?.hasEnded === true) return <p class="good">{say(lang, 'standEnded')}</p>
  if (minor <= 0n) return <p class="good">{say(lang, 'standNothing')}</p>
  const { oldestDueOn, nextDueOn, nextDueMinor, currency } = owed
  return (
    <>
      <p class="hint">{say(lang, isLate ? 'standLate' : 'standNow')}</p>
      <p class="amount">{sayMinor(minor, currency, lang)}</p>
      <p>
        {[
          say(lang, 'standToday', { day: dayText(view.today, lang) }),
          ...(isLate && oldestDueOn !== undefined
            ? [say(lang, 'standSince', { day: dayText(oldestDueOn, lang) })]
            : []),
          ...(nextDueOn !== undefined && nextDueMinor > 0n
            ? [
                say(lang, 'standNext', {
                  amount: sayMinor(nextDueMinor, currency, lang),
                  day: dayText(nextDueOn, lang),
                }),
              ]
            : []),
        ].join(lang === 'zh' ? '' : ' ')}
      </p>
      {old === undefined ? null : (
        <p class="note">
          {say(lang, 'standOld', { day: dayText(old.since, lang) })} {old.sentence?.[lang]}
        </p>
      )}
    </>
  )
}

/** The tear-off of the notice: what somebody would tick there is pressed here. */
const ACTS: readonly { readonly paths: readonly string[]; readonly words: PortalWord }[] = [
  { paths: ['/p/pay'], words: 'standPay' },
  { paths: ['/p/plan'], words: 'standPlan' },
  { paths: ['/p/wrong'], words: 'standWrong' },
  { paths: ['/p/help', '/p/budget'], words: 'standHelp' },
]

function Acts({ lang }: { lang: Language }) {
  const there = new Set<string>(PAGES.map(({ path }) => path))
  return (
    <ul class="acts">
      {ACTS.map(({ paths, words }, i) => {
        const path = paths.find((one) => there.has(one))
        return path === undefined ? null : (
          <li key={path}>
            <a class={i === 0 ? 'button' : 'button second'} href={`${path}?lang=${lang}`}>
              {say(lang, words)}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Who({ lang, view: { house, stand } }: { lang: Language; view: View }) {
  const { owed, firmKind, originalCreditor } = stand
  const names = { name: house.name, creditor: owed.creditor, tail: owed.accountRef.slice(-4) }
  return (
    <section aria-labelledby="who">
      <h2 id="who">{say(lang, 'standWho')}</h2>
      <p>{say(lang, `standWho_${firmKind}`, names)}</p>
      {originalCreditor === undefined ? null : (
        <p>{say(lang, 'standOriginal', { creditor: originalCreditor })}</p>
      )}
      <p>{say(lang, 'standReach', { phone: house.phone, url: house.url })}</p>
    </section>
  )
}

const PLACES = ['us', 'uk', 'au', 'cn'] as const

function Rights({ lang, stand }: { lang: Language; stand: Stand }) {
  const own = PLACES.filter((place) =>
    stand.jurisdictions.some((one) => one === place || one.startsWith(`${place}-`)),
  )
  return (
    <>
      <section aria-labelledby="rights">
        <h2 id="rights">{say(lang, 'standRights')}</h2>
        <Lines
          lines={[
            say(lang, 'standRight_any'),
            ...own.map((place) => say(lang, `standRight_${place}`)),
          ]}
        />
      </section>
      <section aria-labelledby="else">
        <h2 id="else">{say(lang, 'standElse')}</h2>
        <Lines
          lines={[
            say(lang, 'standElse_any'),
            ...own.map((place) => say(lang, `standElse_${place}`)),
          ]}
        />
      </section>
    </>
  )
}

function Others({ lang, view }: { lang: Language; view: View }) {
  if (view.others.length === 0) return null
  return (
    <section class="screen" aria-labelledby="others">
      <h2 id="others">{say(lang, 'standOthers')}</h2>
      {view.others.map(({ accountId, ref, creditor }) => (
        <form method="post" action={`/p/stand?lang=${lang}`} key={String(accountId)}>
          <input type="hidden" name="account" value={String(accountId)} />
          <p>
            <button type="submit" class="second">
              {say(lang, 'standOpen', { tail: ref.slice(-4), creditor })}
            </button>
          </p>
        </form>
      ))}
    </section>
  )
}
