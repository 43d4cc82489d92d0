import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { judge } from '../guard/judge.ts'
import { instantOf } from '../guard/local.ts'
import { plainContent, plainFacts } from '../guard/plain.ts'
import { zoneOf } from '../guard/zone.ts'
import { loadLaw } from './law.ts'

const QUIET_FRIDAY = `
id: tenant-1.quiet-friday
title: { en: No texts on Fridays, zh: 周五不发短信 }
source: [{ title: House rule, href: docs/compliance.md }]
strength: prohibited
mark: house
zone: Asia/Shanghai
covers: { channels: [sms], audience: [anyone], firms: [creditor, agency, purchaser], purposes: [any] }
says:
  - open_hours:
      2026-01-01: { weekdays: 00:00-24:00, saturday: 00:00-24:00, sunday: 00:00-24:00 }
cases:
  - { at: 2025-12-31T10:00, expect: silent }
  - { at: 2026-01-01T10:00, expect: allow }
`

let own: string
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'forbear-own-law-'))
  mkdirSync(join(own, 'tenant-1'))
})
afterEach(() => {
  rmSync(own, { recursive: true })
})

const write = (text: string) => {
  writeFileSync(join(own, 'tenant-1', 'rule.yaml'), text)
}

const zone = zoneOf('Asia/Shanghai')
function decide(place: string, firm: string, at: string, ownLaw?: string) {
  if (zone === undefined) throw new Error('no zone')
  const law = loadLaw('law', ownLaw)
  const facts = plainFacts({ jurisdictions: [place], zones: ['Asia/Shanghai'] })
  const proposal = {
    at: instantOf(zone, at),
    channel: 'sms',
    to: 'borrower',
    purpose: 'collect',
    addressId: 1n,
    addressKind: 'mobile',
    accountIds: [1n],
    voice: undefined,
    content: plainContent(),
  } as const
  return judge(proposal, facts, law.rulesFor([place], day(at.slice(0, 10)), firm)).decision
}

describe('a rule of a tenant', () => {
  const closed = QUIET_FRIDAY.replace('weekdays: 00:00-24:00', 'weekdays: 12:00-13:00')

  test('is kept by that tenant and by nobody else', () => {
    write(closed)
    expect(decide('cn', 'tenant-1', '2026-11-20T10:00', own)).toBe('defer')
    expect(decide('cn', 'tenant-2', '2026-11-20T10:00', own)).toBe('allow')
    expect(decide('cn', 'tenant-1', '2026-11-20T12:30', own)).toBe('allow')
  })

  test('never opens what the law has shut, nor stands in for hours that a pack lacks', () => {
    write(QUIET_FRIDAY)
    expect(decide('cn', 'tenant-1', '2026-11-20T23:00', own)).toBe('defer')
    expect(decide('cn', 'tenant-1', '2026-11-20T10:00', own)).toBe('allow')
    expect(decide('eu', 'tenant-1', '2026-11-20T10:00', own)).toBe('deny')
  })

  test('is known by its id and its mark, and has its place in the home alone', () => {
    write(QUIET_FRIDAY.replace('tenant-1.', 'cn.'))
    expect(() => loadLaw('law', own)).toThrow(/a rule of a tenant has an id such as tenant-1/)
    write(QUIET_FRIDAY.replace('mark: house', 'mark: primary'))
    expect(() => loadLaw('law', own)).toThrow(/the mark house/)
    write(QUIET_FRIDAY)
    expect(() => loadLaw(own)).toThrow(/belongs in the folder law of the home/)
  })

  test('changes the hash that stands on every verdict', () => {
    const without = loadLaw('law', own).hash
    write(QUIET_FRIDAY)
    expect(loadLaw('law', own).hash).not.toBe(without)
    expect(loadLaw('law', join(own, 'nothing-here')).hash).toBe(without)
  })
})
