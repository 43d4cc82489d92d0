import type { Words } from '../core/words.ts'
import {
  MISSING,
  oneOf,
  type Path,
  pointerOf,
  shown,
  type SituationFault,
} from './situation-faults.ts'
import * as LISTS from './situation-lists.ts'
import { itemsOf, listOf, type Raw, rawOf, textOf } from './situation-raw.ts'
import { faultsOfTimes } from './situation-times.ts'

/** What no single property shows: what a question needs, and names that must exist. */
export function faultsOfLinks(value: unknown): SituationFault[] {
  const situation = rawOf(value)
  return [
    ...faultsOfAsk(situation),
    ...faultsOfExpect(situation),
    ...faultsOfNames(situation),
    ...faultsOfProposal(situation),
    ...faultsOfTimes(situation),
  ]
}

type Need = { readonly property: string; readonly what: Words }

const PROPOSAL: Need = {
  property: 'proposal',
  what: { en: 'the contact to be judged', zh: '待判断的联系' },
}
const AS_OF: Need = { property: 'asOf', what: { en: 'the moment of asking', zh: '提问的时刻' } }
const HISTORY: Need = {
  property: 'history',
  what: { en: 'what is to be counted', zh: '待计数的记录' },
}
const PAYMENT: Need = {
  property: 'payment',
  what: { en: 'the payment to be applied', zh: '待冲账的还款' },
}
const about = (words: readonly string[]): Need => ({
  property: 'askAbout',
  what: oneOf(words, undefined),
})

const NEEDS: Readonly<Record<(typeof LISTS.SITUATION_ASKS)[number], readonly Need[]>> = {
  judge: [PROPOSAL],
  count: [AS_OF, HISTORY],
  deadline: [about(LISTS.SITUATION_DEADLINES)],
  classify: [about(LISTS.SITUATION_CLASSIFIED)],
  allocate: [PAYMENT],
}

const ANSWERS: Readonly<Record<keyof typeof NEEDS, string>> = {
  judge: 'decision',
  count: 'counts',
  deadline: 'deadline',
  classify: 'class',
  allocate: 'allocation',
}

const askOf = (situation: Raw) => LISTS.SITUATION_ASKS.find((ask) => ask === situation['ask'])

const because = (what: Words, ask: string): Words => ({
  en: `${what.en}, because ask is "${ask}"`,
  zh: `${what.zh}，因为 ask 为 "${ask}"`,
})

function faultsOfAsk(situation: Raw): SituationFault[] {
  const ask = askOf(situation)
  if (ask === undefined) return []
  const missing = NEEDS[ask]
    .filter(({ property }) => situation[property] === undefined)
    .map(({ property, what }) => ({
      pointer: `/${property}`,
      wrong: MISSING,
      right: because(what, ask),
    }))
  const asked = textOf(situation['askAbout'])
  if (asked === undefined) return missing
  const fits: readonly string[] =
    ask === 'deadline'
      ? LISTS.SITUATION_DEADLINES
      : ask === 'classify'
        ? LISTS.SITUATION_CLASSIFIED
        : []
  const known: readonly string[] = [...LISTS.SITUATION_DEADLINES, ...LISTS.SITUATION_CLASSIFIED]
  if (fits.includes(asked) || !known.includes(asked)) return missing
  return [
    ...missing,
    {
      pointer: '/askAbout',
      wrong: {
        en: `${shown(asked)} does not belong to ask "${ask}"`,
        zh: `${shown(asked)} 与 ask "${ask}" 不符`,
      },
      right: oneOf(fits, asked),
    },
  ]
}

function faultsOfExpect(situation: Raw): SituationFault[] {
  if (situation['expect'] === undefined) return []
  const ask = askOf(situation)
  const expect = rawOf(situation['expect'])
  const faults: SituationFault[] = []
  if (ask !== undefined && expect[ANSWERS[ask]] === undefined) {
    const right = because({ en: 'the expected answer', zh: '预期答案' }, ask)
    faults.push({ pointer: `/expect/${ANSWERS[ask]}`, wrong: MISSING, right })
  }
  const isDefer = expect['decision'] === 'defer'
  if (isDefer && expect['until'] === undefined) {
    const right = { en: 'until when, because it is a defer', zh: '延后到何时，因为结论为 defer' }
    faults.push({ pointer: '/expect/until', wrong: MISSING, right })
  }
  if (!isDefer && expect['until'] !== undefined) {
    faults.push({
      pointer: '/expect/until',
      wrong: { en: 'only a defer has an until', zh: '只有 defer 才有 until' },
      right: { en: 'leave it out', zh: '请删去' },
    })
  }
  return faults
}

type Kind = 'debt' | 'address' | 'collector' | 'earlier' | 'entry' | 'representative'

const KINDS: Readonly<Record<Kind, Words>> = {
  debt: { en: 'debt', zh: '债务' },
  address: { en: 'address', zh: '联系地址' },
  collector: { en: 'collector', zh: '催收方' },
  earlier: { en: 'earlier entry of the history', zh: '更早的历史记录' },
  entry: { en: 'entry of the history', zh: '历史记录' },
  representative: { en: 'representative', zh: '代理人' },
}

type Reference = { readonly path: Path; readonly kind: Kind; readonly id: unknown }

/** Every place where a situation names something that must be in it. */
function referencesOf(situation: Raw): Reference[] {
  const found: Reference[] = []
  const one = (kind: Kind, path: Path, id: unknown) => found.push({ path, kind, id })
  const many = (path: Path, ids: unknown) =>
    listOf(ids).forEach((id, index) => one('debt', [...path, index], id))
  const representative = rawOf(rawOf(situation['borrower'])['representative'])
  many(['borrower', 'representative', 'debts'], representative['debts'])
  for (const list of ['holds', 'arrangements', 'preferences', 'history', 'proceedings']) {
    for (const { index, item } of itemsOf(situation[list])) {
      many([list, index, 'debts'], item['debts'])
      many([list, index, 'discussed'], item['discussed'])
      one('address', [list, index, 'address'], item['address'])
      one('collector', [list, index, 'givenTo'], item['givenTo'])
      one('collector', [list, index, 'by'], item['by'])
      one('earlier', [list, index, 'replyTo'], item['replyTo'])
      one('representative', [list, index, 'party'], speakerOf(item['party']))
    }
  }
  for (const { index, item } of itemsOf(situation['debts'])) {
    one('collector', ['debts', index, 'assigned', 'to'], rawOf(item['assigned'])['to'])
  }
  const proposal = rawOf(situation['proposal'])
  many(['proposal', 'debts'], proposal['debts'])
  one('address', ['proposal', 'address'], proposal['address'])
  one('entry', ['proposal', 'replyTo'], proposal['replyTo'])
  one('representative', ['proposal', 'to'], speakerOf(proposal['to']))
  many(['payment', 'debts'], rawOf(situation['payment'])['debts'])
  for (const { index, item } of itemsOf(rawOf(situation['expect'])['counts'])) {
    one('debt', ['expect', 'counts', index, 'debt'], item['debt'])
    one('address', ['expect', 'counts', index, 'address'], item['address'])
  }
  return found.filter(({ id }) => typeof id === 'string')
}

/** The id in 'attorney:A1' or 'representative:R1'. */
const speakerOf = (party: unknown): string | undefined =>
  /^(?:attorney|representative):(.+)$/.exec(textOf(party) ?? '')?.[1]

function faultsOfNames(situation: Raw): SituationFault[] {
  const idsOf = (value: unknown) => itemsOf(value).flatMap(({ item }) => textOf(item['id']) ?? [])
  const entries = itemsOf(situation['history'])
  const representative = textOf(rawOf(rawOf(situation['borrower'])['representative'])['id'])
  const known = (reference: Reference): readonly string[] | undefined => {
    switch (reference.kind) {
      case 'debt':
        return listOf(situation['debts']).length > 0 ? idsOf(situation['debts']) : undefined
      case 'address':
        return idsOf(situation['addresses'])
      case 'collector':
        return idsOf([situation['collector'], ...listOf(situation['otherCollectors'])])
      case 'earlier':
        return entries
          .slice(0, Number(reference.path[1]))
          .flatMap(({ item }) => textOf(item['id']) ?? [])
      case 'entry':
        return idsOf(situation['history'])
      case 'representative':
        // Somebody else's attorney may be named where the borrower has none.
        return representative === undefined ? undefined : [representative]
    }
  }
  const dangling = referencesOf(situation).flatMap((reference): SituationFault[] => {
    const ids = known(reference)
    if (ids === undefined || ids.includes(String(reference.id))) return []
    const kind = KINDS[reference.kind]
    return [
      {
        pointer: pointerOf(reference.path),
        wrong: {
          en: `there is no ${kind.en} ${shown(reference.id)}`,
          zh: `没有${kind.zh} ${shown(reference.id)}`,
        },
        right: ids.length === 0 ? NONE(kind) : oneOf(ids, reference.id),
      },
    ]
  })
  return [
    ...dangling,
    ...['debts', 'addresses', 'history'].flatMap((list) => twice(situation, list)),
  ]
}

const NONE = (kind: Words): Words => ({
  en: `the id of an ${kind.en} of this situation; it has none`.replace('an debt', 'a debt'),
  zh: `本情形中的${kind.zh}编号；目前没有`,
})

function twice(situation: Raw, list: string): SituationFault[] {
  const seen = new Set<string>()
  return itemsOf(situation[list]).flatMap(({ index, item }): SituationFault[] => {
    const id = textOf(item['id'])
    if (id === undefined) return []
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    const wrong = { en: `${shown(id)} is an id twice`, zh: `编号 ${shown(id)} 重复` }
    const right = { en: 'an id of its own', zh: '各自的编号' }
    return [{ pointer: pointerOf([list, index, 'id']), wrong, right }]
  })
}

function faultsOfProposal(situation: Raw): SituationFault[] {
  const { channel, to, visit } = rawOf(situation['proposal'])
  const faults: SituationFault[] = []
  if (visit !== undefined && typeof channel === 'string' && channel !== 'visit') {
    faults.push({
      pointer: '/proposal/visit',
      wrong: {
        en: `is about a visit, and this is ${shown(channel)}`,
        zh: `属于上门，而渠道为 ${shown(channel)}`,
      },
      right: { en: 'leave it out, or channel "visit"', zh: '删去，或将 channel 改为 "visit"' },
    })
  }
  for (const [medium, person] of [
    ['bureau', 'bureau'],
    ['filing', 'court'],
  ] as const) {
    if (typeof to !== 'string' || typeof channel !== 'string') continue
    if ((channel === medium) === (to === person)) continue
    const isTo = channel === medium
    faults.push({
      pointer: '/proposal/to',
      wrong: {
        en: `channel ${shown(channel)} does not go to ${shown(to)}`,
        zh: `渠道 ${shown(channel)} 不以 ${shown(to)} 为对象`,
      },
      right: isTo
        ? { en: `"${person}"`, zh: `"${person}"` }
        : {
            en: `channel "${medium}" for ${shown(person)}`,
            zh: `对象为 ${shown(person)} 时渠道为 "${medium}"`,
          },
    })
  }
  return faults
}
