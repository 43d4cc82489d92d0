import { CLASS_NAMES, effectWords, stateWords } from '../api/inbox-words.ts'
import { inTenant, instantText } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { readInbox, stepThread } from '../store/inbox.ts'
import { newestReplyOf, takeBackReply } from '../store/reply.ts'
import { listStaff } from '../store/staff.ts'
import { readThread } from '../store/thread.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'

export type InboxOptions = {
  readonly by?: string
  readonly words?: string
  readonly today?: string
  readonly now?: string
}

type Ask = Open & When & { readonly options: InboxOptions; readonly ref: string | undefined }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = { list, show, close, undo }

/** The one inbox at the terminal. */
export async function inboxCommand(
  context: Context,
  options: InboxOptions,
  what = 'list',
  ref?: string,
): Promise<undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('inboxBad', { text: what }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    await run({ ...open, ...whenOf(open, tenant.zone, options), options, ref })
  })
}

const LIST_MAX = 200

async function list({ talk, db, tenantId }: Ask): Promise<void> {
  const { language } = talk
  const { rows } = await inTenant(db, tenantId, (tx) =>
    readInbox(tx, tenantId, {
      states: ['open', 'taken'],
      takenBy: undefined,
      first: undefined,
      channel: undefined,
      after: undefined,
      limit: LIST_MAX,
    }),
  )
  const head = (
    [
      'inboxUrgencyHead',
      'inboxWhoHead',
      'inboxHeardHead',
      'inboxChannelHead',
      'inboxWordsHead',
    ] as const
  ).map((key) => talk.word(key))
  const lines = rows.map((row) => [
    String(row.urgency),
    row.name,
    CLASS_NAMES[row.first_class][language],
    row.channel,
    row.words.slice(0, 60),
  ])
  talk.data(rows, () => (lines.length === 0 ? talk.word('inboxNone') : tableText(head, lines)))
}

async function borrowerOf(ask: Ask): Promise<bigint> {
  const { talk, db, tenantId, ref } = ask
  if (ref === undefined) throw new Stop(talk.word('inboxNeeds', { key: 'ACCOUNT' }), EXIT.usage)
  const found = await inTenant(db, tenantId, (tx) => findAccount(tx, tenantId, ref))
  if (found === undefined) throw new Stop(talk.word('noAccount', { ref }))
  return found.borrowerId
}

async function show(ask: Ask): Promise<void> {
  const { talk, db, tenantId } = ask
  const { language } = talk
  const borrowerId = await borrowerOf(ask)
  const { rows } = await inTenant(db, tenantId, (tx) =>
    readThread(tx, { tenantId, borrowerId }, { after: undefined, limit: LIST_MAX }),
  )
  const head = (
    [
      'inboxWhenHead',
      'inboxWayHead',
      'inboxChannelHead',
      'inboxStateHead',
      'inboxHeardHead',
      'inboxWordsHead',
    ] as const
  ).map((key) => talk.word(key))
  const lines = rows.map((row) => [
    instantText(row.at).slice(0, 16),
    talk.word(row.direction === 'in' ? 'inboxIn' : 'inboxOut'),
    row.channel,
    stateWords(row.state, language),
    row.first_class === null ? '' : CLASS_NAMES[row.first_class][language],
    [
      row.words?.replaceAll('\n', ' ').slice(0, 80) ?? row.template ?? '',
      ...(row.effects ?? []).map((one) => `[${effectWords(one.kind, one.what, language)}]`),
    ].join(' '),
  ])
  talk.data(rows, () => (lines.length === 0 ? talk.word('inboxNone') : tableText(head, lines)))
}

async function close(ask: Ask): Promise<void> {
  const { talk, db, tenantId, options, now } = ask
  const borrowerId = await borrowerOf(ask)
  const by = options.by
  if (by === undefined) throw new Stop(talk.word('inboxNeeds', { key: '--by' }), EXIT.usage)
  const step = { state: 'closed', by, words: options.words, mayTakeOver: false } as const
  const done = await inTenant(db, tenantId, (tx) =>
    stepThread(tx, { tenantId, borrowerId }, step, now),
  )
  if ('declined' in done) throw new Stop(talk.word(`inbox_${done.declined}`))
  talk.data(done, () => talk.word('inboxClosed'))
}

/** The newest answer that this person typed, before it has left. */
async function undo(ask: Ask): Promise<void> {
  const { talk, db, tenantId, options, now } = ask
  const borrowerId = await borrowerOf(ask)
  const named = options.by
  if (named === undefined) throw new Stop(talk.word('inboxNeeds', { key: '--by' }), EXIT.usage)
  const taken = await inTenant(db, tenantId, async (tx) => {
    const staff = await listStaff(tx, tenantId)
    const found = staff.filter(({ userId, name }) => userId === named || name === named)
    const by = found.length === 1 && found[0] !== undefined ? found[0].userId : named
    const ref = { tenantId, borrowerId }
    const treatmentId = await newestReplyOf(tx, ref, by)
    if (treatmentId === undefined) return 'no_answer'
    return takeBackReply(tx, { ...ref, treatmentId }, { by, now })
  })
  if (taken !== 'taken_back') throw new Stop(talk.word(`inbox_${taken}`))
  talk.data({ taken_back: true }, () => talk.word('inboxTakenBack'))
}
