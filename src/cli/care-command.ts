import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Day } from '../core/calendar.ts'
import { CARE_KINDS, careTableOf, stoppedIn, type CareKind } from '../core/care/care.ts'
import { MARK_WORDS, stateWords, STOP_WORDS } from '../core/care/words.ts'
import { clockOf } from '../engine/care-clock.ts'
import { CARE_PROBLEMS } from '../api/problem-care.ts'
import { actOnCare, openCare, type CareDone } from '../store/care.ts'
import { readCareBoard, type CareDue } from '../store/care-board.ts'
import { loadCareBook } from '../store/care-book.ts'
import { addEvidence, EVIDENCE_KINDS } from '../store/care-evidence.ts'
import { readCare, readCares, type CareRow } from '../store/care-read.ts'
import { findAccount } from '../store/explained.ts'
import { inEvent, inTenant } from '../store/db.ts'
import {
  dayOption,
  tenantOf,
  whenOf,
  withDatabase,
  type Context,
  type Open,
  type When,
} from './context.ts'
import { handOut } from './care-handed.ts'
import { EXIT, Stop, tableText } from './talk.ts'

export type CareOptions = {
  readonly kind?: string
  readonly sort?: string
  readonly on?: string
  readonly until?: string
  readonly words?: string
  readonly redress?: string
  readonly consent?: string
  readonly written?: boolean
  readonly part?: string
  readonly source?: string
  readonly id?: string
  readonly action?: string
  readonly file?: string
  readonly document?: string
  readonly dated?: string
  readonly whole?: boolean
  readonly before?: string
  readonly by?: string
  readonly today?: string
  readonly now?: string
}

type Ask = Open & When & { readonly options: CareOptions; readonly ref: string | undefined }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = {
  open: openOne,
  act: actOnOne,
  document: listDocument,
  handed: handedOut,
  list: listCares,
  due: listDue,
}

/** Care at the terminal: the same state tables as the API and the desk. */
export async function careCommand(
  context: Context,
  options: CareOptions,
  what = '',
  ref?: string,
): Promise<undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('careBad', { text: what }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    await run({ ...open, ...whenOf(open, tenant.zone, options), options, ref })
  })
}

const needed = ({ talk }: Ask, key: string, value: string | undefined): string => {
  if (value === undefined) throw new Stop(talk.word('careNeeds', { key }), EXIT.usage)
  return value
}

async function handedOut(ask: Ask): Promise<void> {
  const { options } = ask
  const number = /^[1-9][0-9]{0,17}$/.exec(needed(ask, '--id', options.id))?.[0]
  await handOut({
    ...ask,
    ref: needed(ask, 'ACCOUNT', ask.ref),
    careId: BigInt(needed(ask, '--id', number)),
    folder: needed(ask, '--file', options.file),
    reason: needed(ask, '--words', options.words),
    by: needed(ask, '--by', options.by),
  })
}

const dayOf = ({ talk }: Ask, key: string, text: string | undefined): Day | undefined =>
  text === undefined ? undefined : dayOption(talk, key, text)

async function accountOf(ask: Ask): Promise<{ borrowerId: bigint; accountId: bigint }> {
  const ref = needed(ask, 'ACCOUNT', ask.ref)
  const found = await inTenant(ask.db, ask.tenantId, (tx) => findAccount(tx, ask.tenantId, ref))
  if (found === undefined) throw new Stop(ask.talk.word('noAccount', { ref }))
  return found
}

/** Codes of the API stand for the same sentences here. */
function refused(
  ask: Ask,
  fault: { declined: string; need?: string | undefined; from?: string },
): never {
  const code = fault.declined === 'care_needs' ? `care_needs_${fault.need}` : fault.declined
  const words = CARE_PROBLEMS[code as keyof typeof CARE_PROBLEMS]
  const sentence = words === undefined ? code : words[ask.talk.language]
  throw new Stop(fault.from === undefined ? sentence : `${sentence} (${fault.from})`)
}

async function openOne(ask: Ask): Promise<void> {
  const { options, today, now, tenantId } = ask
  const { borrowerId, accountId } = await accountOf(ask)
  const kind = CARE_KINDS.find((one) => one === options.kind && one !== 'restructure')
  if (kind === undefined)
    throw new Stop(ask.talk.word('careBad', { text: `--kind ${options.kind ?? ''}` }), EXIT.usage)
  if (options.part !== undefined && !/^[1-9][0-9]{0,17}$/.test(options.part))
    throw new Stop(ask.talk.word('careBad', { text: `--part ${options.part}` }), EXIT.usage)
  const given = {
    borrowerId,
    kind,
    accountId: options.whole === true ? undefined : accountId,
    sort: options.sort,
    toldOn: dayOf(ask, '--on', options.on) ?? today,
    written: options.written === true,
    disputedMinor: options.part === undefined ? undefined : BigInt(options.part),
    source: needed(ask, '--source', options.source),
    words: options.words,
    untilOn: dayOf(ask, '--until', options.until),
    consent: options.consent,
    by: needed(ask, '--by', options.by),
  }
  const tick = { today, now, book: loadCareBook() }
  const made = await inEvent(ask.db, tenantId, (tx) => openCare(tx, tenantId, given, tick))
  if ('declined' in made) refused(ask, made)
  tellDone(ask, kind, made)
}

function tellDone({ talk }: Ask, kind: CareKind, made: CareDone): void {
  const state = stateWords(kind, made.state)[talk.language]
  talk.data(made, () =>
    talk.word('careDone', { id: String(made.careId), state, withdrawn: made.withdrawn }),
  )
}

async function careOf(ask: Ask): Promise<CareRow> {
  const { borrowerId } = await accountOf(ask)
  const id = needed(ask, '--id', ask.options.id)
  const of = { borrowerId, careId: /^[0-9]{1,18}$/.test(id) ? BigInt(id) : 0n }
  const found = await inTenant(ask.db, ask.tenantId, (tx) => readCare(tx, ask.tenantId, of))
  return found ?? refused(ask, { declined: 'no_such_care' })
}

async function actOnOne(ask: Ask): Promise<void> {
  const { options, today, now, tenantId } = ask
  const care = await careOf(ask)
  const act = {
    borrowerId: care.borrowerId,
    careId: care.careId,
    action: needed(ask, '--action', options.action),
    on: dayOf(ask, '--on', options.on) ?? today,
    by: needed(ask, '--by', options.by),
    words: options.words,
    redress: options.redress,
    untilOn: dayOf(ask, '--until', options.until),
  }
  const tick = { today, now, book: loadCareBook() }
  const made = await inEvent(ask.db, tenantId, (tx) => actOnCare(tx, tenantId, act, tick))
  if ('declined' in made) refused(ask, made)
  tellDone(ask, care.kind, made)
}

async function listDocument(ask: Ask): Promise<void> {
  const { options, today, tenantId } = ask
  const care = await careOf(ask)
  const path = needed(ask, '--file', options.file)
  const kind = EVIDENCE_KINDS.find((one) => one === (options.document ?? 'verification'))
  if (kind === undefined)
    throw new Stop(ask.talk.word('careBad', { text: options.document ?? '' }), EXIT.usage)
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
  const evidence = {
    borrowerId: care.borrowerId,
    careId: care.careId,
    kind,
    title: path.split('/').at(-1) ?? path,
    sha256,
    datedOn: dayOf(ask, '--dated', needed(ask, '--dated', options.dated)) ?? today,
    receivedOn: today,
    by: needed(ask, '--by', options.by),
  }
  const made = await inTenant(ask.db, tenantId, (tx) => addEvidence(tx, tenantId, evidence, today))
  if ('declined' in made) refused(ask, made)
  ask.talk.data({ ...made, sha256 }, () => ask.talk.word('careListed', { sha: sha256 }))
}

async function listCares(ask: Ask): Promise<void> {
  const { talk, tenantId } = ask
  const { borrowerId } = await accountOf(ask)
  const cares = await inTenant(ask.db, tenantId, (tx) => readCares(tx, tenantId, borrowerId))
  const head = (['careIdHead', 'careKindHead', 'careStateHead', 'careStopsHead'] as const).map(
    (key) => talk.word(key),
  )
  talk.data(cares, () =>
    cares.length === 0
      ? talk.word('careNone')
      : tableText(
          head,
          cares.map((care) => [
            String(care.careId),
            careTableOf(care.kind).name[talk.language],
            stateWords(care.kind, care.state)[talk.language],
            stopsText(ask, care.kind, care.sort ?? '', care.state),
          ]),
        ),
  )
}

const stopsText = ({ talk }: Ask, kind: CareKind, sort: string, state: string): string =>
  stoppedIn(kind, sort, state)
    .map((stop) => STOP_WORDS[stop][talk.language])
    .join(talk.language === 'zh' ? '、' : ', ')

const LIST_MAX = 1000

async function listDue(ask: Ask): Promise<void> {
  const { talk, tenantId, options } = ask
  const until = dayOf(ask, '--before', options.before)
  const rows = await inTenant(ask.db, tenantId, (tx) =>
    readCareBoard(tx, tenantId, { until, limit: LIST_MAX }),
  )
  const head = (
    [
      'careDueHead',
      'careIdHead',
      'careWhoHead',
      'careKindHead',
      'careStateHead',
      'careWhatHead',
      'careRuleHead',
    ] as const
  ).map((key) => talk.word(key))
  talk.data(rows, () =>
    rows.length === 0
      ? talk.word('careNone')
      : tableText(
          head,
          rows.map((row) => dueRow(ask, row)),
        ),
  )
}

function dueRow({ talk, today }: Ask, row: CareDue): string[] {
  const { language } = talk
  const clock =
    row.nextClock === null
      ? undefined
      : clockOf(loadCareBook(), {
          ...row,
          clock: row.nextClock,
          untilOn: row.untilOn ?? undefined,
        })
  const on = row.nextOn ?? ''
  return [
    row.nextOn !== null && row.nextOn < today ? talk.word('careOverdue', { on }) : on,
    String(row.careId),
    row.accountRef ?? row.name,
    careTableOf(row.kind).name[language],
    stateWords(row.kind, row.state)[language],
    clock?.words[language] ?? '',
    clock === undefined
      ? ''
      : `${clock.rule} (${MARK_WORDS[clock.mark]?.[language] ?? clock.mark})`,
  ]
}
