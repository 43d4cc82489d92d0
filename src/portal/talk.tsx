/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { addDays, type Instant } from '../core/calendar.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import { addCallback, callbacksOf, endCallback, wallInstant } from '../store/callback.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { Fault, Go, Good, Kept, Line, Once, onceOnly, opened, Way, type Form } from './asking.tsx'
import { readDayText } from './day-typed.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show } from './page.tsx'
import type { PortalSession } from './session.ts'
import { sayTalk } from './words-talk.ts'

type Call = { readonly callbackId: bigint; readonly at: Instant }
type View = {
  readonly calls: readonly Call[]
  readonly zones: readonly string[]
  readonly zone: string
}

async function readView(tx: Tx, { tenantId, borrowerId }: PortalSession): Promise<View> {
  const found = await tx.query<{ zones: string[] }>(
    'select zones from borrower where tenant_id = $1 and borrower_id = $2',
    [tenantId, borrowerId],
  )
  const zones = found.rows[0]?.zones ?? []
  const calls = await callbacksOf(tx, { tenantId, borrowerId })
  return {
    zones,
    zone: zones[0] ?? 'UTC',
    calls: calls.map((one) => ({ callbackId: one.callback_id, at: one.due_at })),
  }
}

const readTalk = (c: Context<PortalEnv>, deps: PortalDeps) => opened(c, deps, readView)

/** A day and a time on the borrower's own clock. */
function whenText(at: Instant, zoneName: string, lang: Language): string {
  const zone = zoneOf(zoneName)
  if (zone === undefined) return ''
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: zoneName,
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
  return `${dayText(localDay(zone, at), lang)} ${time}`
}

/** The ways to a person, and the calls that were agreed. */
export async function talkPage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await readTalk(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { calls, zone } = here.view
  const children = (
    <>
      {c.req.query('is') === 'cancelled' ? <Good words={sayTalk(lang, 'cancelled')} /> : null}
      <p>{sayTalk(lang, 'lead', { phone: here.house.phone })}</p>
      {calls.map((one) => (
        <form
          key={String(one.callbackId)}
          method="post"
          action={`/p/talk/call/cancel?lang=${lang}`}
        >
          <Kept values={{ call: String(one.callbackId) }} />
          <Good words={sayTalk(lang, 'agreed', { when: whenText(one.at, zone, lang) })} />
          <Go words={sayTalk(lang, 'cancel')} second />
        </form>
      ))}
      <Way to="/p/talk/call" words={sayTalk(lang, 'doCall')} lang={lang} />
      <Way to="/p/talk/write" words={sayTalk(lang, 'doWrite')} lang={lang} />
      <Way to="/p/talk/complain" words={sayTalk(lang, 'doComplain')} lang={lang} />
    </>
  )
  return show(c, { title: sayTalk(lang, 'title'), house: here.house, children })
}

const DAYS_AHEAD = 14
const HOURS = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

export async function callPage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  wrong?: { readonly fault: string; readonly form: Form },
): Promise<Response> {
  const here = await readTalk(c, deps)
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { zone } = here.view
  const known = zoneOf(zone)
  const today = known === undefined ? deps.today() : localDay(known, deps.now())
  const days = Array.from({ length: DAYS_AHEAD }, (_, i) => addDays(today, i))
  const [day, hour] = [wrong?.form.get('day'), wrong?.form.get('hour')]
  const children = (
    <>
      <Fault words={wrong?.fault} />
      {deps.law === undefined ? (
        <p>{sayTalk(lang, 'callOff', { phone: here.house.phone })}</p>
      ) : (
        <form method="post" action={`/p/talk/call?lang=${lang}`}>
          <Once form={wrong?.form} />
          <p class="hint">{sayTalk(lang, 'callWhy')}</p>
          <Pick
            name="day"
            label={sayTalk(lang, 'day')}
            chosen={day}
            options={days.map((on) => ({ value: on, words: dayText(on, lang) }))}
          />
          <Pick
            name="hour"
            label={sayTalk(lang, 'hour')}
            chosen={hour ?? '10'}
            options={HOURS.map((one) => ({ value: String(one), words: hourText(one) }))}
          />
          <Line
            name="about"
            label={sayTalk(lang, 'callAbout')}
            value={wrong?.form.get('about')}
            most={200}
          />
          <Go words={sayTalk(lang, 'callGo')} />
        </form>
      )}
      <Way to="/p/talk" words={sayTalk(lang, 'back')} lang={lang} />
    </>
  )
  const status = wrong === undefined ? 200 : 422
  return show(c, { title: sayTalk(lang, 'callTitle'), house: here.house, children, status })
}

type PickOf = {
  name: string
  label: string
  chosen: string | undefined
  options: readonly { value: string; words: string }[]
}

const Pick = ({ name, label, chosen, options }: PickOf) => (
  <>
    <p>
      <label for={name}>{label}</label>
    </p>
    <p>
      <select id={name} name={name}>
        {options.map((one) => (
          <option key={one.value} value={one.value} selected={one.value === chosen}>
            {one.words}
          </option>
        ))}
      </select>
    </p>
  </>
)

type CallDeclined =
  | { readonly declined: 'in_the_past' | 'too_far' | 'no_address' | 'key_reused' }
  | { readonly declined: 'unlawful'; readonly earliest: Instant | undefined }

/** The guard is asked about that very instant; what it refuses is said with the first hour that it allows. */
export async function askCall(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await readTalk(c, deps)
  const { law } = deps
  if (here === undefined || law === undefined) return gonePage(c)
  const lang = c.get('lang')
  const { session, view } = here
  const day = readDayText(form.get('day'))
  const hour = HOURS.find((one) => String(one) === form.get('hour'))
  const dueAt =
    day === undefined || hour === undefined
      ? undefined
      : wallInstant(`${day}T${hourText(hour)}`, view.zone)
  if (dueAt === undefined) return callPage(c, deps, { fault: sayTalk(lang, 'callBad'), form })
  const words = (form.get('about') ?? '').trim().slice(0, 200)
  const made = await onceOnly<{ readonly at: number }, CallDeclined>(
    deps,
    session,
    { what: 'call', form },
    async (tx) => {
      const given = {
        accountId: session.accountId,
        zones: view.zones,
        dueAt,
        zone: view.zone,
        askedBy: 'borrower' as const,
        forUser: undefined,
        words: words === '' ? undefined : words,
        contactId: undefined,
        by: 'borrower',
      }
      const read = { law, now: deps.now(), today: deps.today() }
      const agreed = await addCallback(tx, session, given, read)
      if (!('declined' in agreed)) return { done: { at: dueAt } }
      if (agreed.declined !== 'unlawful') return { declined: agreed.declined }
      const { verdict } = agreed
      const earliest = verdict.decision === 'defer' ? verdict.until : undefined
      return { declined: 'unlawful', earliest }
    },
  )
  if (!('declined' in made)) return c.redirect(`/p/talk?lang=${lang}`, 303)
  return callPage(c, deps, { fault: callFault(made, { lang, here }), form })
}

type Here = NonNullable<Awaited<ReturnType<typeof readTalk>>>

function callFault(
  made: CallDeclined,
  { lang, here }: { readonly lang: Language; readonly here: Here },
): string {
  const { phone } = here.house
  if (made.declined === 'in_the_past') return sayTalk(lang, 'callPast')
  if (made.declined === 'no_address') return sayTalk(lang, 'callNoNumber', { phone })
  if (made.declined !== 'unlawful') return sayTalk(lang, 'fault', { phone })
  return made.earliest === undefined
    ? sayTalk(lang, 'callUnlawful')
    : sayTalk(lang, 'callEarliest', { when: whenText(made.earliest, here.view.zone, lang) })
}

export async function cancelCall(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form: Form,
): Promise<Response> {
  const here = await readTalk(c, deps)
  if (here === undefined) return gonePage(c)
  const { session, view } = here
  const call = view.calls.find(({ callbackId }) => String(callbackId) === form.get('call'))
  const lang = c.get('lang')
  if (call === undefined) return c.redirect(`/p/talk?lang=${lang}`, 303)
  const as = { ended: 'cancelled', by: 'borrower', now: deps.now() } as const
  const { tenantId, borrowerId } = session
  await inTenant(deps.db, tenantId, (tx) =>
    endCallback(tx, { tenantId, borrowerId, callbackId: call.callbackId }, as),
  )
  return c.redirect(`/p/talk?lang=${lang}&is=cancelled`, 303)
}
