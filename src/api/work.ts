import { z } from '@hono/zod-openapi'
import { DISPOSITIONS } from '../engine/disposition.ts'
import { nextWork, workOf } from '../engine/shift.ts'
import type { Instant } from '../core/calendar.ts'
import { openCallOf } from '../store/call-outcome.ts'
import { inEvent, inTenant, instantText, sendTogether, type Tx } from '../store/db.ts'
import { nextCase, type NoCase, type Seeking } from '../store/work-next.ts'
import { endLease, leasesOf, RELEASE_REASONS, touchLease, type Lease } from '../store/work-lease.ts'
import { readSetup, servesOn, type Worker, type WorkSetup } from '../store/work-setup.ts'
import { CaseOut, caseWire } from './case.ts'
import type { Actor, ApiDeps } from './env.ts'
import { pairText } from './ids.ts'
import { LeaseOut, leaseWire, listName, NamedOut } from './lease-wire.ts'
import { PermissionsOut, permissionsWire } from './permissions.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { InstantOut, pairIn, pairOut, words } from './schemas.ts'
import type { Language } from './wire.ts'
import type { DispositionWire, NextWire, WorkWire } from './wire-work.ts'
import { dispositionWire, noneSentence, RELEASE_NAMES } from './work-words.ts'

const Disposition: z.ZodType<DispositionWire> = z
  .object({
    code: z.string(),
    name: z.string(),
    pinyin: z.string(),
    needs: z.enum(['callback', 'promise']).nullable(),
    does: z.string().nullable(),
  })
  .openapi('Disposition')

const Work: z.ZodType<WorkWire> = z
  .object({
    at: InstantOut,
    lease: LeaseOut.nullable(),
    open_call: pairOut('ctc').nullable(),
    at_work: z.boolean(),
    shift_at: InstantOut.nullable(),
    worklists: z.array(NamedOut),
    dispositions: z.array(Disposition),
    release_reasons: z.array(NamedOut),
  })
  .openapi('Work')

const Next: z.ZodType<NextWire> = z
  .object({
    lease: LeaseOut.nullable(),
    case: CaseOut.nullable(),
    permissions: PermissionsOut.nullable(),
    none: z
      .object({
        why: z.enum(['not_set_up', 'off_shift', 'no_worklist', 'nothing_lawful', 'nothing_listed']),
        sentence: z.string(),
        at: InstantOut.nullable(),
      })
      .nullable(),
  })
  .openapi('NextCase')

const NextGiven = z
  .strictObject({
    worklist: z
      .string()
      .regex(/^[a-z0-9-]{1,60}$/)
      .optional(),
    done: pairIn('lse').optional(),
  })
  .openapi('NextGiven')

const LeaseParams = z.strictObject({ id: pairIn('lse') })
const ReleaseGiven = z
  .strictObject({ reason: z.enum(RELEASE_REASONS), words: words(500).optional() })
  .openapi('ReleaseGiven')

export function addWork(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/work',
    summary:
      'Where this person stands: the case they have, the shift, and what a call can end with',
    status: 200,
    answer: Work,
    problems: [],
    handle: readWork,
  })
  addRoute(api, deps, {
    route: 'POST /v1/work/next',
    summary:
      'The best lawful case for this person now, with its page; the guard is asked again as it is given',
    body: NextGiven,
    status: 200,
    answer: Next,
    problems: ['lease_over', 'release_reason_missing'],
    handle: takeNext,
  })
  addRoute(api, deps, {
    route: 'POST /v1/work/{id}/stay',
    summary: 'The person is at it: the case stays with them for as long again',
    params: LeaseParams,
    status: 200,
    answer: z.object({ expires_at: InstantOut }),
    problems: ['lease_over'],
    handle: async ({ actor, params }) => {
      const ref = { ...actor, borrowerId: params.id.borrowerId, leaseNo: params.id.n }
      const by = { userId: actor.userId, now: deps.now() }
      const kept = await inTenant(deps.db, actor.tenantId, (tx) => touchLease(tx, ref, by))
      return 'declined' in kept
        ? { declined: 'lease_over' as const }
        : { expires_at: instantText(kept.expiresAt) }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/work/{id}/release',
    summary: 'Gives a case back, with the reason, which is counted',
    params: LeaseParams,
    body: ReleaseGiven,
    status: 200,
    answer: z.object({ ended: z.enum(['worked', 'released']) }),
    problems: ['lease_over', 'release_reason_missing'],
    handle: async ({ actor, params, body }) => {
      const ref = { ...actor, borrowerId: params.id.borrowerId, leaseNo: params.id.n }
      const by = { userId: actor.userId, now: deps.now(), ...body }
      const ended = await inTenant(deps.db, actor.tenantId, (tx) => endLease(tx, ref, by))
      return 'declined' in ended ? { declined: LEASE_PROBLEM[ended.declined] } : ended
    },
  })
}

const LEASE_PROBLEM = {
  lease_over: 'lease_over',
  reason_missing: 'release_reason_missing',
} as const

async function readWork({
  deps,
  actor,
  lang,
}: Asked<undefined, undefined, undefined>): Promise<WorkWire> {
  const [now, today] = [deps.now(), deps.today()]
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const setup = await readSetup(tx, actor.tenantId)
    const worker = setup.workers.get(actor.userId)
    const [held] = await leasesOf(tx, actor.tenantId, { userId: actor.userId, now })
    const lease = held && (await leaseWire(tx, actor.tenantId, held, { today, lang, setup }))
    return {
      at: instantText(now),
      lease: lease ?? null,
      open_call: held === undefined ? null : await openCall(tx, actor, held),
      ...shiftNow(worker, now),
      worklists:
        worker === undefined ? [] : listsOf(setup, worker).map((one) => listName(setup, one, lang)),
      dispositions: DISPOSITIONS.map((one) => dispositionWire(one, lang)),
      release_reasons: RELEASE_REASONS.map((code) => ({ code, name: RELEASE_NAMES[code][lang] })),
    }
  })
}

async function openCall(
  tx: Tx,
  { tenantId, userId }: Actor,
  { borrowerId, takenAt }: Lease,
): Promise<WorkWire['open_call']> {
  const contactId = await openCallOf(tx, { tenantId, borrowerId }, { userId, since: takenAt })
  if (contactId === undefined) return null
  return pairText('ctc', { borrowerId, n: contactId }) as WorkWire['open_call']
}

const listsOf = (setup: WorkSetup, worker: Worker): readonly string[] =>
  [...setup.worklists.values()]
    .filter((list) => servesOn(worker, list).length > 0)
    .map((list) => list.worklist)

const DAY_MS = 86_400_000

function shiftNow(
  worker: Worker | undefined,
  now: Instant,
): Pick<WorkWire, 'at_work' | 'shift_at'> {
  if (worker === undefined) return { at_work: false, shift_at: null }
  const [first] = workOf(worker.shifts, { from: now, until: (now + DAY_MS) as Instant })
  if (first?.from === now) return { at_work: true, shift_at: instantText(first.until) }
  const next = nextWork(worker.shifts, now)
  return { at_work: false, shift_at: next === undefined ? null : instantText(next) }
}

async function takeNext({
  deps,
  actor,
  body,
  lang,
}: Asked<undefined, undefined, z.output<typeof NextGiven>>): Promise<NextWire | Declined> {
  const { tenantId, userId } = actor
  const [now, today] = [deps.now(), deps.today()]
  if (body.done !== undefined) {
    const ref = { tenantId, borrowerId: body.done.borrowerId, leaseNo: body.done.n }
    const by = { userId, now, done: true }
    const ended = await inEvent(deps.db, tenantId, (tx) => endLease(tx, ref, by))
    // One that went back by itself is over too, and the person wants the next.
    if ('declined' in ended && ended.declined !== 'lease_over')
      return { declined: LEASE_PROBLEM[ended.declined] }
  }
  const { law, capKey } = deps
  const { worklist } = body
  const next = await nextCase(deps.db, { tenantId, userId, now, today, law, worklist })
  return inEvent(deps.db, tenantId, async (tx) => {
    if (next.is === 'none') return noneWire(tx, { tenantId, lang }, next)
    const found = await opened(tx, next.lease, { tenantId, now, today, law, capKey, lang })
    return found ?? noneWire(tx, { tenantId, lang }, NOTHING)
  })
}

type Opening = Pick<Seeking, 'tenantId' | 'now' | 'today' | 'law'> &
  Pick<ApiDeps, 'capKey'> & { readonly lang: Language }

/** The case with all that its page begins with, in one answer; undefined where it has gone since. */
async function opened(tx: Tx, lease: Lease, asked: Opening): Promise<NextWire | undefined> {
  const { tenantId, today, lang } = asked
  const { borrowerId } = lease
  const [setup, whole, permissions] = await sendTogether(tx, [
    () => readSetup(tx, tenantId),
    () => caseWire(tx, tenantId, { borrowerId, today, lang }),
    () => permissionsWire(tx, { ...asked, borrowerId }),
  ])
  const given = await leaseWire(tx, tenantId, lease, { today, lang, setup })
  if (given === undefined || whole === undefined || permissions === undefined) return undefined
  return { lease: given, case: whole, permissions, none: null }
}

async function noneWire(
  tx: Tx,
  { tenantId, lang }: Pick<Opening, 'tenantId' | 'lang'>,
  none: NoCase,
): Promise<NextWire> {
  const found = await tx.query<{ zone: string }>('select zone from tenant where tenant_id = $1', [
    tenantId,
  ])
  const sentence = noneSentence(none, found.rows[0]?.zone ?? 'UTC', lang)
  const at = none.at === undefined ? null : instantText(none.at)
  return { lease: null, case: null, permissions: null, none: { why: none.why, sentence, at } }
}

const NOTHING = { is: 'none', why: 'nothing_listed', at: undefined } as const
