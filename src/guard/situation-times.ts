import { day, dayNumber } from '../core/calendar.ts'
import type { Instant } from '../core/calendar.ts'
import type { Words } from '../core/words.ts'
import { MISSING, type Path, pointerOf, shown, type SituationFault } from './situation-faults.ts'
import { formed, itemsOf, listOf, type Raw, rawOf, textOf } from './situation-raw.ts'
import { TEXT_FORMS } from './situation-words.ts'
import { DAY_MS, localText, type Zone, zoneOf } from './zone.ts'

/** Times that exist, in an order that can have happened, up to the moment that is asked about. */
export function faultsOfTimes(situation: Raw): SituationFault[] {
  return [
    ...faultsOfClock(situation),
    ...faultsOfOrder(situation, 'history', 'at'),
    ...faultsOfOrder(situation, 'proceedings', 'on'),
    ...itemsOf(situation['history']).flatMap(({ index, item }) =>
      faultsOfEntry(item, ['history', index]),
    ),
    ...itemsOf(situation['preferences']).flatMap(({ index, item }) =>
      faultsOfPreference(item, ['preferences', index]),
    ),
    ...itemsOf(situation['holds']).flatMap(({ index, item }) =>
      faultsOfHold(item, ['holds', index]),
    ),
  ]
}

const fault = (path: Path, wrong: Words, right: Words): SituationFault => ({
  pointer: pointerOf(path),
  wrong,
  right,
})

const timeIn = (value: unknown) => formed(value, TEXT_FORMS.time)
const dayIn = (value: unknown) => formed(value, TEXT_FORMS.day)
const clockIn = (value: unknown) => formed(value, TEXT_FORMS.clock)

/** The moment that is asked about: nothing of the history lies after it. */
const endOf = (situation: Raw): string | undefined =>
  timeIn(rawOf(situation['proposal'])['at']) ?? timeIn(situation['asOf'])

function faultsOfClock(situation: Raw): SituationFault[] {
  const end = endOf(situation)
  const zone = zoneOf(textOf(listOf(rawOf(situation['borrower'])['zones'])[0]) ?? '')
  const past = ['history', 'preferences'].flatMap((list) =>
    itemsOf(situation[list]).map(({ index, item }) => ({
      path: [list, index, 'at'],
      at: timeIn(item['at']),
    })),
  )
  const asked = [
    { path: ['proposal', 'at'], at: timeIn(rawOf(situation['proposal'])['at']) },
    { path: ['asOf'], at: timeIn(situation['asOf']) },
  ]
  const skipped = [...past, ...asked].flatMap(({ path, at }) =>
    at === undefined || zone === undefined || existsIn(zone, at) ? [] : [skippedAt(path, at, zone)],
  )
  const steps = itemsOf(situation['proceedings']).map(({ index, item }) => ({
    path: ['proceedings', index, 'on'],
    at: dayIn(item['on']),
  }))
  const late = [...past, ...steps].flatMap(({ path, at }) =>
    at === undefined || end === undefined || at <= end.slice(0, at.length)
      ? []
      : [lateAt(path, at, end)],
  )
  return [...skipped, ...late]
}

const skippedAt = (path: Path, at: string, zone: Zone): SituationFault =>
  fault(
    path,
    {
      en: `the clocks of ${zone.name} skip ${shown(at)}`,
      zh: `${zone.name} 的时钟跳过了 ${shown(at)}`,
    },
    { en: `a time that exists in ${zone.name}`, zh: `${zone.name} 当地存在的时刻` },
  )

const lateAt = (path: Path, at: string, end: string): SituationFault =>
  fault(
    path,
    { en: `${shown(at)} lies after ${end}`, zh: `${shown(at)} 晚于 ${end}` },
    {
      en: `not after the moment that is asked about, ${end}`,
      zh: `不晚于所问的时刻 ${end}`,
    },
  )

/** Whether the wall clock of the place ever shows this time. */
function existsIn(zone: Zone, local: string): boolean {
  const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
  const wall = dayNumber(day(local.slice(0, 10))) * DAY_MS + minute * 60_000
  return [wall - DAY_MS, wall + DAY_MS].some((near) => {
    const at = (wall - zone.stretchAt(near as Instant).offsetMs) as Instant
    return localText(zone, at) === local
  })
}

function faultsOfOrder(situation: Raw, list: string, property: 'at' | 'on'): SituationFault[] {
  const form = property === 'at' ? TEXT_FORMS.time : TEXT_FORMS.day
  let last = ''
  return itemsOf(situation[list]).flatMap(({ index, item }): SituationFault[] => {
    const at = formed(item[property], form)
    if (at === undefined) return []
    const before = last
    if (at >= last) {
      last = at
      return []
    }
    const wrong = {
      en: `${shown(at)} comes after an entry of ${before}`,
      zh: `${shown(at)} 排在 ${before} 的记录之后`,
    }
    const right = {
      en: 'entries in time order, the oldest first',
      zh: '按时间先后排列，最早的在前',
    }
    return [fault([list, index, property], wrong, right)]
  })
}

function faultsOfEntry(entry: Raw, path: Path): SituationFault[] {
  const on = timeIn(entry['at'])?.slice(0, 10)
  const faults: SituationFault[] = []
  const optOutBy = dayIn(entry['optOutBy'])
  if (on !== undefined && optOutBy !== undefined && optOutBy <= on) {
    faults.push(notBefore([...path, 'optOutBy'], optOutBy, on, false))
  }
  const returned = dayIn(entry['undeliverableOn'])
  if (on !== undefined && returned !== undefined && returned < on) {
    faults.push(notBefore([...path, 'undeliverableOn'], returned, on, true))
  }
  if (entry['discussed'] !== undefined && textOf(entry['result']) !== undefined) {
    if (entry['result'] !== 'conversation') {
      const wrong = {
        en: `debts are discussed in a conversation, and this is ${shown(entry['result'])}`,
        zh: `只有通话中才谈及债务，而结果为 ${shown(entry['result'])}`,
      }
      const right = {
        en: 'leave it out, or result "conversation"',
        zh: '删去，或将 result 改为 "conversation"',
      }
      faults.push(fault([...path, 'discussed'], wrong, right))
    }
  }
  return faults
}

function notBefore(path: Path, found: string, first: string, sameDay: boolean): SituationFault {
  return fault(
    path,
    { en: `${shown(found)} is too early`, zh: `${shown(found)} 过早` },
    sameDay
      ? { en: `${first} or later`, zh: `${first} 或之后` }
      : { en: `after ${first}`, zh: `${first} 之后` },
  )
}

const PREFERENCE_NEEDS: Readonly<Record<string, string>> = {
  inconvenient_place: 'place',
  no_medium: 'medium',
  no_address: 'address',
  opt_out: 'address',
}

function faultsOfPreference(wish: Raw, path: Path): SituationFault[] {
  const faults: SituationFault[] = []
  const needed = PREFERENCE_NEEDS[textOf(wish['kind']) ?? '']
  if (needed !== undefined && wish[needed] === undefined) {
    const right = {
      en: `which ${needed}, because kind is ${shown(wish['kind'])}`,
      zh: `需写明 ${needed}，因为 kind 为 ${shown(wish['kind'])}`,
    }
    faults.push(fault([...path, needed], MISSING, right))
  }
  const [from, to] = [clockIn(wish['from']), clockIn(wish['to'])]
  if (from !== undefined && to !== undefined && to <= from) {
    const wrong = { en: `${shown(to)} is not after ${from}`, zh: `${shown(to)} 不晚于 ${from}` }
    faults.push(fault([...path, 'to'], wrong, { en: `later than ${from}`, zh: `晚于 ${from}` }))
  }
  const [on, until] = [timeIn(wish['at'])?.slice(0, 10), dayIn(wish['until'])]
  if (on !== undefined && until !== undefined && until < on) {
    faults.push(notBefore([...path, 'until'], until, on, true))
  }
  return faults
}

function faultsOfHold(hold: Raw, path: Path): SituationFault[] {
  const from = dayIn(hold['from'])
  const faults: SituationFault[] = []
  for (const property of ['until', 'resolvedOn', 'treatmentEndedOn']) {
    const found = dayIn(hold[property])
    if (from !== undefined && found !== undefined && found < from) {
      faults.push(notBefore([...path, property], found, from, true))
    }
  }
  const sent = dayIn(hold['sentOn'])
  if (from !== undefined && sent !== undefined && sent > from) {
    const wrong = {
      en: `${shown(sent)}, and it was received on ${from}`,
      zh: `${shown(sent)}，而收到日为 ${from}`,
    }
    faults.push(
      fault([...path, 'sentOn'], wrong, { en: `${from} or earlier`, zh: `${from} 或之前` }),
    )
  }
  const kind = textOf(hold['kind'])
  if (kind === 'court_visit_cap' && hold['limit'] === undefined) {
    const right = { en: 'how many visits the court allows', zh: '法院允许的上门次数' }
    faults.push(fault([...path, 'limit'], MISSING, right))
  }
  if (kind !== undefined && kind !== 'court_visit_cap' && hold['limit'] !== undefined) {
    const wrong = {
      en: `belongs to "court_visit_cap", and this is ${shown(kind)}`,
      zh: `属于 "court_visit_cap"，而 kind 为 ${shown(kind)}`,
    }
    faults.push(fault([...path, 'limit'], wrong, { en: 'leave it out', zh: '请删去' }))
  }
  return faults
}
