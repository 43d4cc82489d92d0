import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { readSituation, Situation } from './situation-form.ts'

type Mutable = Record<string, unknown>

const situations = JSON.parse(readFileSync('test/guard/situations.json', 'utf8')) as Mutable[]

const faultsOf = (value: unknown) => {
  const read = readSituation(value)
  return 'faults' in read ? read.faults : []
}
const pointersOf = (value: unknown) => faultsOf(value).map((fault) => fault.pointer)

const found = (id: string) => {
  const one = situations.find((each) => each['id'] === id)
  if (one === undefined) throw new Error(`no situation ${id}`)
  return structuredClone(one)
}

test('every worked case reads without a fault', () => {
  expect(situations.length).toBe(100)
  expect(situations.flatMap((each) => faultsOf(each))).toEqual([])
})

test('what belongs to worked cases may be left out of a real one, and is read strictly where given', () => {
  const worked = ['id', 'citation', 'kind', 'source', 'status', 'confidence', 'expect', 'why']
  for (const each of situations.map((one) => structuredClone(one))) {
    for (const name of worked) delete each[name]
    expect(faultsOf(each)).toEqual([])
  }
  const one = found('US-FED-EX-001')
  Object.assign(one, { id: 'mine', kind: 'official', why: 'short', status: 'SEEN' })
  expect(pointersOf(one)).toEqual(['/id', '/kind', '/status', '/why'])
})

type Def = {
  readonly type: string
  readonly innerType?: Form
  readonly element?: Form
  readonly shape?: Readonly<Record<string, Form>>
}
type Form = { readonly def: Def }

const isOptional = (form: Form) => form.def.type === 'optional'
const inner = (form: Form): Form => (form.def.innerType === undefined ? form : form.def.innerType)

type Place = { readonly pointer: string; readonly form: Form; readonly hold: Mutable; key: string }

/** Every property and item of a situation, with the form it was read by. */
function placesOf(value: unknown, given: Form, pointer = ''): Place[] {
  const form = inner(given)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const childForm = form.def.element ?? form.def.shape?.[key]
    if (childForm === undefined) throw new Error(`no form for ${pointer}/${key}`)
    const place = { pointer: `${pointer}/${key}`, form: childForm, hold: value as Mutable, key }
    return [place, ...placesOf(child, childForm, place.pointer)]
  })
}

/** Changes one place, asks for the faults, and puts the place back. */
function withChange(whole: Mutable, place: Place, value: unknown): readonly string[] {
  const kept = place.hold[place.key]
  if (value === undefined) delete place.hold[place.key]
  else place.hold[place.key] = value
  const pointers = pointersOf(whole)
  place.hold[place.key] = kept
  return pointers
}

const otherType = (value: unknown): unknown => {
  if (typeof value === 'string') return 7
  if (Array.isArray(value)) return {}
  return typeof value === 'object' ? [] : 'yes'
}

describe('one thing made wrong in a worked case is refused at its place', () => {
  test.each(situations.map((each) => [String(each['id']), each] as const))('%s', (_, original) => {
    const whole = structuredClone(original)
    const missed: string[] = []
    const tell = (what: string, place: Place, pointers: readonly string[], at = place.pointer) => {
      if (!pointers.includes(at)) missed.push(`${what} at ${at}`)
    }
    const places = placesOf(whole, Situation as unknown as Form)
    expect(places.length).toBeGreaterThan(20)
    for (const place of places) {
      const value = place.hold[place.key]
      tell('another type', place, withChange(whole, place, otherType(value)))
      tell('null', place, withChange(whole, place, null))
      const inList = Array.isArray(place.hold)
      if (!isOptional(place.form) && !inList) {
        tell('nothing', place, withChange(whole, place, undefined))
      }
      if (inner(place.form).def.type === 'enum') {
        tell('another word', place, withChange(whole, place, 'no_such_word'))
      }
      if (inner(place.form).def.shape !== undefined) {
        const more = { ...(value as Mutable), somethingElse: true }
        const at = `${place.pointer}/somethingElse`
        tell('an unknown property', place, withChange(whole, place, more), at)
      }
      if (Array.isArray(value) && place.pointer !== '/borrower/occasions') {
        tell('an empty list', place, withChange(whole, place, []))
      }
    }
    expect(missed).toEqual([])
    expect(whole).toEqual(original)
  })
})

describe('words for a person', () => {
  const first = (id: string, change: (one: Mutable) => void) => {
    const one = found(id)
    change(one)
    return faultsOf(one)[0]
  }
  const proposal = (one: Mutable) => one['proposal'] as Mutable

  test('a misspelt word is answered with the words there are, and the nearest', () => {
    const fault = first('US-FED-EX-001', (one) => (proposal(one)['channel'] = 'cal'))
    expect(fault?.pointer).toBe('/proposal/channel')
    expect(fault?.wrong.en).toBe('"cal" is not understood')
    expect(fault?.right.en).toContain('voicemail')
    expect(fault?.right.en).toContain('did you mean "call"?')
    expect(fault?.right.zh).toContain('是否指 "call"？')
  })

  test('a misspelt property is answered with the nearest, and the one it was meant for is missing', () => {
    const one = found('US-FED-EX-001')
    proposal(one)['purpos'] = proposal(one)['purpose']
    delete proposal(one)['purpose']
    const faults = faultsOf(one)
    expect(faults.map((fault) => fault.pointer)).toEqual(['/proposal/purpose', '/proposal/purpos'])
    expect(faults[0]?.wrong.en).toBe('is missing')
    expect(faults[1]?.right.en).toContain('did you mean "purpose"?')
  })

  test('a name with a slash or a tilde is escaped in the pointer', () => {
    expect(first('US-FED-EX-001', (one) => (one['a/b~c'] = 1))?.pointer).toBe('/a~1b~0c')
    const whole = faultsOf(['not an object'])[0]
    expect([whole?.pointer, whole?.right.en]).toEqual(['', 'an object in { }'])
  })
})
