import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { currencyOf } from '../core/money.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { mendMessage } from '../store/message-mend.ts'
import { takeBackReply, typeReply, UNDO_MS } from '../store/reply.ts'
import { readThread, readThreadHead, type ThreadHead, type ThreadRecord } from '../store/thread.ts'
import { cursorText, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { freeWordsFault } from './free-words.ts'
import { pairText } from './ids.ts'
import { mayTakeOver } from './inbox.ts'
import {
  AnswerGiven,
  AnswerOut,
  AnswerParams,
  MeaningGiven,
  MeaningOut,
  MessageParams,
  PageQuery,
  ThreadOut,
} from './inbox-schemas.ts'
import { CLASS_NAMES, effectWords, stateWords } from './inbox-words.ts'
import { INBOX_PROBLEMS } from './problem-inbox.ts'
import { oncePerBorrower } from './once-per-borrower.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams } from './schemas.ts'
import type {
  AnswerId,
  AnswerWire,
  MeaningWire,
  MessageId,
  MessageWire,
  ThreadItem,
  ThreadPage,
} from './wire-inbox.ts'
import type { Language } from './wire.ts'

const PAGE = 50

export function addThread(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/thread',
    summary: 'Everything that went out and came in over all channels, the newest first',
    params: CaseParams,
    query: PageQuery,
    status: 200,
    answer: ThreadOut,
    problems: ['no_such_case', 'bad_cursor'],
    handle: thread,
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/answers',
    summary:
      'Plans what a person typed as the answer; it leaves when the rules allow it; needs an Idempotency-Key',
    params: CaseParams,
    body: AnswerGiven,
    status: 201,
    answer: AnswerOut,
    problems: [
      'no_such_case',
      'nothing_waits',
      'taken_by_other',
      'seen_nothing',
      'cannot_be_answered',
      'words_refused',
      'words_too_long',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: async (asked) => {
      const done = await oncePerBorrower(asked, 'answers', (tx) => answer(tx, asked))
      if ('declined' in done) return done
      const at = Date.parse(done.undo_until) as Instant
      asked.deps.nudge?.({ tenantId: asked.actor.tenantId, borrowerId: asked.params.id, at })
      return done
    },
  })
  addUndoAndMeaning(api, deps)
}

function addUndoAndMeaning(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/answers/{answer_id}/undo',
    summary: 'Takes back what one typed oneself, before it has left; twice is once',
    params: AnswerParams,
    status: 200,
    answer: z.object({ taken_back: z.boolean() }).openapi('AnswerTakenBack'),
    problems: ['no_such_case', 'too_late_to_undo', 'not_your_answer'],
    dryRun: true,
    handle: async ({ deps: own, actor, params }) => {
      const { borrowerId, n } = params.answer_id
      if (borrowerId !== params.id) return { declined: 'no_such_case' as const }
      const ref = { tenantId: actor.tenantId, borrowerId, treatmentId: n }
      const taken = await inTenant(own.db, actor.tenantId, (tx) =>
        takeBackReply(tx, ref, { by: actor.userId, now: own.now() }),
      )
      return taken === 'taken_back' ? { taken_back: true } : { declined: taken }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/messages/{message_id}/meanings',
    summary: 'Says what a message means where it was misheard; needs an Idempotency-Key',
    params: MessageParams,
    body: MeaningGiven,
    status: 201,
    answer: MeaningOut,
    problems: ['no_such_case', 'no_such_message', 'not_yours_to_lift', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) =>
      oncePerBorrower(asked, `meanings ${asked.params.message_id.n}`, (tx) => meaning(tx, asked)),
  })
}

type AskedThread = Asked<z.output<typeof CaseParams>, z.output<typeof PageQuery>, undefined>

async function thread({
  deps,
  actor,
  params,
  query,
  lang,
}: AskedThread): Promise<ThreadPage | Declined> {
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor)
  if (query.cursor !== undefined && after === undefined) return { declined: 'bad_cursor' }
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const head = await readThreadHead(tx, ref)
    if (head === undefined) return { declined: 'no_such_case' as const }
    const { rows, next } = await readThread(tx, ref, { after, limit: query.limit ?? PAGE })
    const { state, taken_by: takenBy, taken_name: takenName, message_id: seen } = head
    return {
      items: rows.map((row) => itemOf(row, { borrowerId: params.id, head, lang })),
      next_cursor: next === undefined ? null : cursorText('thread', [String(next.at), next.id]),
      name: head.name,
      language: head.language,
      state,
      taken_by: takenName ?? takenBy,
      is_mine: takenBy === actor.userId,
      seen: seen === null ? null : messageId(params.id, seen),
      blocked: blockedBy(head, lang),
    }
  })
}

/** Why nothing can be typed: nobody wrote, or what they wrote is no text. */
const blockedBy = (head: ThreadHead, lang: Language): string | null =>
  head.answers === null
    ? INBOX_PROBLEMS.cannot_be_answered[lang]
    : head.refused
      ? INBOX_PROBLEMS.asked_to_stop[lang]
      : null

function keyOf(text: string) {
  const [at, id] = parseCursor('thread', text, [/^[0-9]{1,15}$/, /^[a-z]+:[0-9]{1,19}$/]) ?? []
  return at === undefined || id === undefined ? undefined : { at: Number(at) as Instant, id }
}

const messageId = (borrowerId: bigint, n: bigint) => pairText('msg', { borrowerId, n }) as MessageId

type Of = { readonly borrowerId: bigint; readonly head: ThreadHead; readonly lang: Language }

function itemOf(row: ThreadRecord, of: Of): ThreadItem {
  const { borrowerId, lang } = of
  const isTyped = row.id.startsWith('typed:') && row.treatment_id !== null
  const mayUndo = isTyped && (row.state === 'planned' || row.state === 'deferred')
  return {
    id: row.id,
    at: instantText(row.at),
    direction: row.direction,
    channel: row.channel,
    state: row.state,
    state_name: stateWords(row.state, lang),
    template: row.template,
    who: row.direction === 'in' ? of.head.name : row.who.startsWith('dispatch') ? '' : row.who,
    words: row.words,
    message: row.message_id === null ? null : messageOf(row, row.message_id, of),
    undo: mayUndo ? (pairText('trt', { borrowerId, n: row.treatment_id ?? 0n }) as AnswerId) : null,
  }
}

function messageOf(row: ThreadRecord, id: bigint, { borrowerId, head, lang }: Of): MessageWire {
  const first = row.first_class ?? 'other'
  const { promise, callAfter } = row.proposes ?? {}
  const currency = currencyOf(head.currency ?? '')
  return {
    id: messageId(borrowerId, id),
    class: first,
    class_name: CLASS_NAMES[first][lang],
    heard: (row.classes ?? []).map(({ what, certainty, words }) => ({
      class: what,
      name: CLASS_NAMES[what][lang],
      certainty,
      words,
    })),
    heard_by: row.heard_by ?? '',
    effects: (row.effects ?? []).map(({ kind, what, taken_back }) => ({
      words: effectWords(kind, what, lang),
      taken_back,
    })),
    promise:
      promise === undefined
        ? null
        : {
            amount:
              promise.amountMinor === undefined || currency === undefined
                ? null
                : { minor: promise.amountMinor, currency },
            part: promise.part ?? null,
            due_on: promise.dueOn ?? null,
          },
    call:
      callAfter === undefined
        ? null
        : {
            from: callAfter.from ?? null,
            until: callAfter.until ?? null,
            on: callAfter.on ?? null,
          },
    automatic: row.automatic === 'bounce' || row.automatic === 'auto_reply' ? row.automatic : null,
    found_by: row.found_by ?? '',
  }
}

type AskedAnswer = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof AnswerGiven>>

async function answer(
  tx: Tx,
  { deps, actor, params, body, lang }: AskedAnswer,
): Promise<{ readonly done: AnswerWire } | Declined> {
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const now = deps.now()
  const fault = await freeWordsFault(tx, ref, body.words, lang)
  if (fault !== undefined) return fault
  const reply = {
    words: body.words,
    by: actor.userId,
    seen: body.seen?.n,
    mayTakeOver: mayTakeOver(actor.role),
  }
  const made = await typeReply(tx, ref, reply, { now, today: deps.today() })
  if ('declined' in made) return { declined: made.declined }
  const id = pairText('trt', { borrowerId: params.id, n: made.treatmentId }) as AnswerId
  const undo_until = instantText((now + UNDO_MS) as Instant)
  return { done: { id, channel: made.channel, undo_until } }
}

type AskedMeaning = Asked<z.output<typeof MessageParams>, undefined, z.output<typeof MeaningGiven>>

async function meaning(
  tx: Tx,
  { deps, actor, params, body, lang }: AskedMeaning,
): Promise<{ readonly done: MeaningWire } | Declined> {
  const { borrowerId, n } = params.message_id
  if (borrowerId !== params.id) return { declined: 'no_such_message' }
  const mending = { is: body.class, by: actor.userId, mayLift: mayTakeOver(actor.role) }
  const ref = { tenantId: actor.tenantId, borrowerId, messageId: n }
  const tick = { now: deps.now(), today: deps.today() }
  const made = await mendMessage(tx, ref, mending, tick)
  if ('declined' in made) return { declined: made.declined }
  const effects = made.done.map(({ kind, what }) => effectWords(kind, what, lang))
  return { done: { taken_back: made.takenBack, effects } }
}
