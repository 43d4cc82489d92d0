import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { borrowerNames } from '../store/borrower-names.ts'
import { inTenant, instantText } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { countInbox, readInbox, stepThread, type InboxKey, type InboxRow } from '../store/inbox.ts'
import {
  attachUnmatched,
  closeUnmatched,
  readUnmatched,
  type UnmatchedKey,
  type UnmatchedRow,
} from '../store/message-unmatched.ts'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { arrivalIdText, caseIdText, pairText } from './ids.ts'
import {
  ArrivalParams,
  InboxOut,
  InboxQuery,
  PageQuery,
  StepGiven,
  UnmatchedOut,
} from './inbox-schemas.ts'
import { CLASS_NAMES } from './inbox-words.ts'
import { maskAddress } from './mask.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, idIn, pairOut, words } from './schemas.ts'
import type { InboxItem, InboxPage, UnmatchedItem } from './wire-inbox.ts'
import type { Language, Role } from './wire.ts'

const PAGE = 50

/** Who answers for the team may take what another has. */
export const mayTakeOver = (role: Role): boolean => role === 'manager' || role === 'compliance'

export function addInbox(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/inbox',
    summary: 'Who waits for an answer, over all channels: the most urgent first, then the longest',
    query: InboxQuery,
    status: 200,
    answer: InboxOut,
    problems: ['bad_cursor'],
    handle: list,
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/inbox/steps',
    summary:
      'Takes a thread, closes it with nothing to send, or gives it back; not over what came in since `seen`',
    params: CaseParams,
    body: StepGiven,
    status: 200,
    answer: z.object({ state: z.enum(['open', 'taken', 'answered', 'closed']) }).openapi('Stepped'),
    problems: ['no_such_case', 'nothing_waits', 'taken_by_other', 'seen_nothing'],
    dryRun: true,
    handle: async ({ deps: own, actor, params, body }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const ref = { tenantId: actor.tenantId, borrowerId: params.id }
        if ((await lockBorrower(tx, ref)) === undefined)
          return { declined: 'no_such_case' as const }
        const step = {
          state: body.state,
          by: actor.userId,
          words: body.words,
          seen: body.seen?.n,
          mayTakeOver: mayTakeOver(actor.role),
        }
        return stepThread(tx, ref, step, own.now())
      }),
  })
  addUnmatched(api, deps)
}

function addUnmatched(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/inbox/unmatched',
    summary: 'Messages of unknown senders, and of addresses that several borrowers share',
    query: PageQuery,
    status: 200,
    answer: UnmatchedOut,
    problems: ['bad_cursor'],
    handle: unmatched,
  })
  addRoute(api, deps, {
    route: 'POST /v1/inbox/unmatched/{id}/attach',
    summary: 'Says whose a message is: it joins that thread and does what its words do',
    params: ArrivalParams,
    body: z.strictObject({ case_id: idIn('case') }).openapi('AttachGiven'),
    status: 200,
    answer: z.object({ id: pairOut('msg') }).openapi('Attached'),
    problems: ['no_such_case', 'no_such_message'],
    dryRun: true,
    handle: async ({ deps: own, actor, params, body }) => {
      const of = { arrivalId: params.id, borrowerId: body.case_id, by: actor.userId }
      const tick = { now: own.now(), today: own.today() }
      const made = await inTenant(own.db, actor.tenantId, (tx) =>
        attachUnmatched(tx, actor.tenantId, of, tick),
      )
      if ('declined' in made)
        return made.declined === 'no_such_borrower'
          ? { declined: 'no_such_case' as const }
          : { declined: made.declined }
      return {
        id: pairText('msg', { borrowerId: body.case_id, n: made.messageId }) as `msg_${string}`,
      }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/inbox/unmatched/{id}/close',
    summary: 'Closes a message that is nobody’s, with a reason',
    params: ArrivalParams,
    body: z.strictObject({ why: words(500) }).openapi('CloseGiven'),
    status: 200,
    answer: z.object({ closed: z.literal(true) }).openapi('Closed'),
    problems: ['no_such_message'],
    dryRun: true,
    handle: async ({ deps: own, actor, params, body }) => {
      const of = { arrivalId: params.id, by: actor.userId, why: body.why }
      const made = await inTenant(own.db, actor.tenantId, (tx) =>
        closeUnmatched(tx, actor.tenantId, of, own.now()),
      )
      return 'declined' in made ? { declined: 'no_such_message' as const } : made
    },
  })
}

type AskedList = Asked<undefined, z.output<typeof InboxQuery>, undefined>

async function list({ deps, actor, query, lang }: AskedList): Promise<InboxPage | Declined> {
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor, 'inbox')
  if (query.cursor !== undefined && after === undefined) return { declined: 'bad_cursor' }
  const { tenantId, userId } = actor
  return inTenant(deps.db, tenantId, async (tx) => {
    const { rows, next } = await readInbox(tx, tenantId, {
      states: query.state === undefined ? ['open', 'taken'] : [query.state],
      takenBy: query.mine === 'true' ? userId : undefined,
      first: query.class,
      channel: query.channel,
      after: after && { urgency: after.urgency, at: after.at, borrowerId: after.id },
      limit: query.limit ?? PAGE,
    })
    return {
      items: rows.map((row) => itemOf(row, userId, lang)),
      next_cursor: next === undefined ? null : cursorOf('inbox', next, next.borrowerId),
      ...(await countInbox(tx, tenantId)),
    }
  })
}

const itemOf = (row: InboxRow, userId: string, lang: Language): InboxItem => ({
  case_id: caseIdText(row.borrower_id),
  name: row.name,
  language: row.language,
  state: row.state,
  urgency: row.urgency,
  class: row.first_class,
  class_name: CLASS_NAMES[row.first_class][lang],
  certainty: row.certainty,
  channel: row.channel,
  words: row.words,
  waiting_since: instantText(row.waiting_at),
  taken_by: row.taken_name ?? row.taken_by,
  is_mine: row.taken_by === userId,
})

/** Where a page ended: an urgency, an instant, a number. */
const cursorOf = (name: string, key: InboxKey | UnmatchedKey, id: bigint): string =>
  cursorText(name, [String(key.urgency), String(key.at), String(id)])

function keyOf(text: string, name: string) {
  const key = parseCursor(name, text, [/^[0-9]$/, /^[0-9]{1,15}$/, INT8])
  const [urgency, at, id] = key ?? []
  if (urgency === undefined || at === undefined || id === undefined || !fitsInt8(id))
    return undefined
  return { urgency: Number(urgency), at: Number(at) as Instant, id: BigInt(id) }
}

type AskedPage = Asked<undefined, z.output<typeof PageQuery>, undefined>

async function unmatched({
  deps,
  actor,
  query,
  lang,
}: AskedPage): Promise<z.output<typeof UnmatchedOut> | Declined> {
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor, 'unmatched')
  if (query.cursor !== undefined && after === undefined) return { declined: 'bad_cursor' }
  const { tenantId } = actor
  return inTenant(deps.db, tenantId, async (tx) => {
    const { rows, next } = await readUnmatched(tx, tenantId, {
      after: after && { urgency: after.urgency, at: after.at, arrivalId: after.id },
      limit: query.limit ?? PAGE,
    })
    const names = await borrowerNames(
      tx,
      tenantId,
      rows.flatMap((row) => row.candidates),
    )
    return {
      items: rows.map((row) => unmatchedOf(row, names, lang)),
      next_cursor: next === undefined ? null : cursorOf('unmatched', next, next.arrivalId),
    }
  })
}

function unmatchedOf(
  row: UnmatchedRow,
  names: ReadonlyMap<bigint, string>,
  lang: Language,
): UnmatchedItem {
  const kind = row.sender.includes('@') ? 'email' : 'mobile'
  return {
    id: arrivalIdText(row.arrival_id),
    channel: row.channel,
    sender: maskAddress(kind, row.sender),
    words: row.words.slice(0, 2000),
    class: row.first_class,
    class_name: CLASS_NAMES[row.first_class][lang],
    urgency: row.urgency,
    stops: row.stops,
    received_at: instantText(row.received_at),
    candidates: row.candidates.flatMap((id) => {
      const name = names.get(id)
      return name === undefined ? [] : [{ case_id: caseIdText(id), name }]
    }),
  }
}
