import type { Day } from '../core/calendar.ts'
import {
  actionsFrom,
  actOf,
  CARE_KINDS,
  careTableOf,
  clocksIn,
  isOver,
  stoppedIn,
  type CareKind,
} from '../core/care/care.ts'
import type { Need } from '../core/care/kind.ts'
import {
  actionWords,
  forWhom,
  MARK_WORDS,
  MAY_ALWAYS,
  NEED_WORDS,
  sortWords,
  stateWords,
  STOP_WORDS,
} from '../core/care/words.ts'
import { type CareBook, clockOf, type ClockAsk } from '../engine/care-clock.ts'
import type { CareDue } from '../store/care-board.ts'
import type { EvidenceRow } from '../store/care-evidence.ts'
import { whyNotNow } from '../store/care-needs.ts'
import type { CareEvent, CareRow } from '../store/care-read.ts'
import { accountIdText, caseIdText, pairText } from './ids.ts'
import type { Language, MoneyWire } from './wire.ts'
import type { CareAction, CareClock, CareDueWire, CareKindWire, CareWire } from './wire-care.ts'

/** How the rows of care read on the wire, in the words of core/care. */
export type CareReading = { readonly today: Day; readonly book: CareBook; readonly lang: Language }

export const careId = (of: { borrowerId: bigint; careId: bigint }) =>
  pairText('car', { borrowerId: of.borrowerId, n: of.careId }) as `car_${string}`

type Around = {
  readonly accountRef: string | undefined
  readonly disputed: MoneyWire | null
  readonly events: readonly CareEvent[]
  readonly evidence: readonly EvidenceRow[]
}

export function careWire(care: CareRow, around: Around, reading: CareReading): CareWire {
  const { lang } = reading
  const { kind, sort, state } = care
  const table = careTableOf(kind)
  const stops = stoppedIn(kind, sort ?? '', state)
  return {
    id: careId(care),
    account_id: care.accountId === undefined ? null : accountIdText(care.accountId),
    kind,
    kind_name: table.name[lang],
    sort: sort ?? null,
    sort_name: sortWords(kind, sort)?.[lang] ?? null,
    state,
    state_name: stateWords(kind, state)[lang],
    over: isOver(kind, state),
    told_on: care.toldOn,
    since_on: care.sinceOn,
    until_on: care.untilOn ?? null,
    written: care.written,
    disputed: around.disputed,
    source: care.source,
    stops: [...stops],
    stop_names: stops.map((stop) => STOP_WORDS[stop][lang]),
    for_whom: forWhom(around.accountRef)[lang],
    ends_by: table.endsBy[lang],
    may_always: MAY_ALWAYS[lang],
    clocks: clocksIn(kind, state).flatMap((clock) => clockWire({ ...care, clock }, reading) ?? []),
    actions: actionsFrom(kind, state).map((action) => actionWire(care, action, reading)),
    events: around.events.map((event) => ({
      action_name: actionWords(kind, event.action)[lang],
      state_name: stateWords(kind, event.state)[lang],
      on: event.on,
      until_on: event.untilOn,
      words: event.words,
      redress: event.redress,
      by: event.by,
    })),
    evidence: around.evidence.map((one) => ({
      kind: one.kind,
      title: one.title,
      sha256: one.sha256,
      dated_on: one.datedOn,
      received_on: one.receivedOn,
      newer: one.datedOn > care.openedOn,
      by: one.by,
    })),
  }
}

export function clockWire(
  ask: ClockAsk,
  { today, book, lang }: CareReading,
): CareClock | undefined {
  const clock = clockOf(book, ask)
  return (
    clock && {
      clock: clock.clock,
      what: clock.words[lang],
      due_on: clock.dueOn,
      overdue: clock.dueOn < today && clock.clock !== 'review_from',
      rule: clock.rule,
      mark: clock.mark,
      mark_name: MARK_WORDS[clock.mark]?.[lang] ?? clock.mark,
    }
  )
}

function actionWire(care: CareRow, action: string, reading: CareReading): CareAction {
  const { today, lang } = reading
  const needs: readonly Need[] = actOf(care.kind, action)?.needs ?? []
  const fault = whyNotNow(care, { action, on: today }, reading)
  const from = fault?.from
  const early =
    from === undefined ? undefined : lang === 'zh' ? `${from} 起可办理` : `from ${from} on`
  const second = needs.includes('second_person') ? NEED_WORDS.second_person[lang] : undefined
  return {
    action,
    name: actionWords(care.kind, action)[lang],
    needs: [...needs],
    need_names: needs.map((need) => NEED_WORDS[need][lang]),
    blocked: early ?? second ?? null,
  }
}

export const kindsWire = (lang: Language): readonly CareKindWire[] =>
  // A restructure begins with its own form: it brings a schedule.
  CARE_KINDS.filter((kind) => kind !== 'restructure').map((kind) => kindWire(kind, lang))

function kindWire(kind: CareKind, lang: Language): CareKindWire {
  const table = careTableOf(kind)
  return {
    kind,
    name: table.name[lang],
    concerns: table.concerns,
    sorts: Object.entries(table.sorts).map(([sort, words]) => ({ sort, name: words[lang] })),
    needs: [...table.opensWith],
    stop_names: stoppedIn(kind, '', table.first).map((stop) => STOP_WORDS[stop][lang]),
  }
}

export function dueWire(row: CareDue, reading: CareReading): CareDueWire {
  const { lang } = reading
  const { kind, sort, state } = row
  const clock =
    row.nextClock === null
      ? undefined
      : clockWire({ ...row, clock: row.nextClock, untilOn: row.untilOn ?? undefined }, reading)
  return {
    id: careId(row),
    case_id: caseIdText(row.borrowerId),
    name: row.name,
    account_ref: row.accountRef,
    kind,
    kind_name: careTableOf(kind).name[lang],
    sort_name: sortWords(kind, sort ?? undefined)?.[lang] ?? null,
    state_name: stateWords(kind, state)[lang],
    told_on: row.toldOn,
    stop_names: stoppedIn(kind, sort ?? '', state).map((stop) => STOP_WORDS[stop][lang]),
    clock: clock ?? null,
    last_by: row.lastBy,
    evidence: row.evidence,
  }
}
