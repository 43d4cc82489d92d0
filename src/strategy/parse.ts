import type { Day } from '../core/calendar.ts'
import { parseDay } from '../core/calendar.ts'
import type { OfferLimit, OfferOut, PriorityOut, StageOut, Strategy, Table } from './document.ts'
import { APPROVERS, BUILT_IN_STAGES, GRANTERS, TONES } from './document.ts'
import type { Finding, Place } from './finding.ts'
import { nearFact } from './near-fact.ts'
import { FACTS } from './facts.ts'
import { readTreatment, TREATMENT_KEYS } from './parse-treatment.ts'
import { readTests } from './parse-test.ts'
import { quietWhileAgreed } from './quiet.ts'
import type { TableShape } from './parse-table.ts'
import { isFact, readTable } from './parse-table.ts'
import type { Keys, Reading } from './reader.ts'
import {
  atKey,
  readKeys,
  readName,
  readNumber,
  readOneOf,
  readShare,
  readText,
  report,
} from './reader.ts'
import type { Raw } from './source.ts'
import { readSource } from './source.ts'

const STAGE: TableShape<StageOut> = {
  name: 'stage',
  policies: ['first', 'unique'],
  rowKeys: ['stage', 'tone'],
  readOut: (reading, keys, place) => {
    const stage = readName(reading, keys, { key: 'stage', place })
    const tone = readOneOf(reading, keys, { key: 'tone', of: TONES, place })
    if (BUILT_IN_STAGES.some((kept) => kept === stage))
      report(reading, atKey(keys, { key: 'stage', place }), 'reserved_stage', { text: stage })
    return stage === undefined || tone === undefined ? undefined : { stage, tone }
  },
}

const TREATMENTS = {
  name: 'treatments',
  policies: ['collect'],
  rowKeys: TREATMENT_KEYS,
  readOut: readTreatment,
} as const

const POINTS_MAX = 100_000

const PRIORITY: TableShape<PriorityOut> = {
  name: 'priority',
  policies: ['collect', 'first'],
  rowKeys: ['add', 'per?', 'up_to?'],
  readOut: (reading, keys, place) => {
    const add = readNumber(reading, keys, {
      key: 'add',
      least: -POINTS_MAX,
      most: POINTS_MAX,
      place,
    })
    const upTo = readNumber(reading, keys, { key: 'up_to', least: 1, most: 10_000, place })
    const per = readPer(reading, keys, place)
    const at = atKey(keys, { key: per === undefined ? 'up_to' : 'per', place })
    if (keys.has('per') && !keys.has('up_to')) report(reading, at, 'per_limit', { text: per })
    if (!keys.has('per') && keys.has('up_to')) report(reading, at, 'bare_up_to')
    return add === undefined ? undefined : { add, per, upTo }
  },
}

function readPer(reading: Reading, keys: Keys, place: Place) {
  const text = readText(reading, keys, { key: 'per', place })
  if (text === undefined) return undefined
  const at = atKey(keys, { key: 'per', place })
  if (!isFact(text)) {
    report(reading, at, 'unknown_fact', nearFact(text))
    return undefined
  }
  if (FACTS[text].type === 'money') report(reading, at, 'per_money', { text })
  else if (FACTS[text].type !== 'integer') report(reading, at, 'per_kind', { text })
  return text
}

/** `roles: { collector: { discount: 0%, instalments: 6 } }`; what a role leaves out is as in the row. */
function readRoles(
  reading: Reading,
  keys: Keys,
  { out, ...place }: Place & { readonly out: Omit<OfferOut, 'roles'> },
): readonly OfferLimit[] | undefined {
  const found = keys.get('roles')
  if (found === undefined) return undefined
  const names = readKeys(reading, found.value, {
    name: 'roles',
    keys: GRANTERS.map((role) => `${role}?`),
    place,
  })
  return GRANTERS.flatMap((role) => {
    const given = names?.get(role)
    if (given === undefined) return []
    const own = readKeys(reading, given.value, {
      name: role,
      keys: ['discount?', 'instalments?'],
      place,
    })
    if (own === undefined) return []
    const instalments = readNumber(reading, own, { key: 'instalments', least: 1, most: 120, place })
    const discountBasisPoints = readShare(reading, own, { key: 'discount', place })
    return [
      {
        role,
        instalments: instalments ?? out.instalments,
        discountBasisPoints: discountBasisPoints ?? out.discountBasisPoints,
      },
    ]
  })
}

const OFFER: TableShape<OfferOut> = {
  name: 'offer',
  policies: ['first'],
  rowKeys: ['instalments', 'first_payment', 'discount', 'approval?', 'roles?'],
  readOut: (reading, keys, place) => {
    const instalments = readNumber(reading, keys, {
      key: 'instalments',
      least: 1,
      most: 120,
      place,
    })
    const firstPaymentBasisPoints = readShare(reading, keys, { key: 'first_payment', place })
    const discountBasisPoints = readShare(reading, keys, { key: 'discount', place })
    const approval = readOneOf(reading, keys, { key: 'approval', of: APPROVERS, place })
    if (
      instalments === undefined ||
      firstPaymentBasisPoints === undefined ||
      discountBasisPoints === undefined
    )
      return undefined
    const out = { instalments, firstPaymentBasisPoints, discountBasisPoints, approval }
    const roles = readRoles(reading, keys, { ...place, out })
    return { ...out, ...(roles === undefined ? {} : { roles }) }
  },
}

const KEYS = [
  'apiVersion',
  'name',
  'version',
  'effective_on',
  'currency',
  'place?',
  'stage',
  'treatments',
  'priority?',
  'offer?',
  'tests?',
]

/** Reads a file into the tree that every reader walks, or says everything that is wrong with it. */
export function parseStrategy(text: string, file: string): Strategy | readonly Finding[] {
  const { strategy, findings } = readStrategy(text, file)
  return strategy === undefined || findings.length > 0 ? findings : strategy
}

/** The same, and beside the findings what could be read: rows with a fault are left out of it. */
export function readStrategy(
  text: string,
  file: string,
): { readonly strategy: Strategy | undefined; readonly findings: readonly Finding[] } {
  const reading: Reading = { file, findings: [] }
  const raw = readSource(text)
  if ('is' in raw) return { strategy: readDocument(reading, raw), findings: reading.findings }
  for (const { line, code, names } of raw) report(reading, { line }, code, names)
  return { strategy: undefined, findings: reading.findings }
}

function readDocument(reading: Reading, raw: Raw): Strategy | undefined {
  const keys = readKeys(reading, raw, { name: reading.file, keys: KEYS, place: {} })
  if (keys === undefined) return undefined
  const says = readText(reading, keys, { key: 'apiVersion', place: {} })
  if (says !== undefined && says !== 'strategy/v1')
    report(reading, atKey(keys, { key: 'apiVersion', place: {} }), 'wrong_version', { text: says })
  const name = readName(reading, keys, { key: 'name', place: {} })
  const version = readNumber(reading, keys, {
    key: 'version',
    least: 1,
    most: 1_000_000,
    place: {},
  })
  const effectiveOn = readDay(reading, keys, 'effective_on')
  const currencies = readCurrencies(reading, keys)
  const places = readPlaces(reading, keys)
  const table = <Out>(key: string, shape: TableShape<Out>): Table<Out> | undefined => {
    const found = keys.get(key)
    return found && readTable(reading, found.value, shape)
  }
  const stage = table('stage', STAGE)
  const treatments = table('treatments', TREATMENTS)
  const [priority, offer] = [table('priority', PRIORITY), table('offer', OFFER)]
  const tests = readTests(reading, keys.get('tests')?.value)
  if (name === undefined || version === undefined || effectiveOn === undefined) return undefined
  if (stage === undefined || treatments === undefined) return undefined
  return quietWhileAgreed({
    name,
    version,
    effectiveOn,
    currencies,
    places,
    stage,
    treatments,
    priority,
    offer,
    tests,
  })
}

function readDay(reading: Reading, keys: Keys, key: string): Day | undefined {
  const text = readText(reading, keys, { key, place: {} })
  const on = text === undefined ? undefined : parseDay(text)
  if (text !== undefined && on === undefined)
    report(reading, atKey(keys, { key, place: {} }), 'not_a_day', { text })
  return on
}

/** The place whose law the strategy is for, or several: `uk`, `[us, us-ma]`. */
function readPlaces(reading: Reading, keys: Keys): readonly string[] | undefined {
  const found = keys.get('place')
  if (found === undefined) return undefined
  const items = found.value.is === 'list' ? found.value.items : [found.value]
  const places = items.map((item) => (item.is === 'text' ? item.text.trim() : '?'))
  const bad = places.findIndex((place) => !/^[a-z]{2}(-[a-z0-9]+)*$/.test(place))
  if (bad === -1) return places
  report(reading, { line: items[bad]?.line }, 'bad_place', { text: places[bad] })
  return undefined
}

/** `any`, one code or a list of codes. */
function readCurrencies(reading: Reading, keys: Keys): readonly string[] | undefined {
  const found = keys.get('currency')
  if (found === undefined || (found.value.is === 'text' && found.value.text === 'any'))
    return undefined
  const items = found.value.is === 'list' ? found.value.items : [found.value]
  return items.map((item) => {
    const code = item.is === 'text' ? item.text : '?'
    if (!/^[A-Z]{3}$/.test(code))
      report(reading, { line: item.line }, 'bad_currency', {
        text: code,
        near: /^[a-z]{3}$/.test(code) ? code.toUpperCase() : undefined,
      })
    return code
  })
}
