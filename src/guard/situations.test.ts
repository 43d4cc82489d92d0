import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { law } from '../../test/guard/law.ts'
import { type Situation, factsOf, isInScope, proposalOf } from '../../test/guard/situation.ts'
import { day } from '../core/calendar.ts'
import { judgeAlone } from './judge.ts'
import { localText, zoneOf } from './zone.ts'

const folder = process.env['FORBEAR_LAW']
const file = folder === undefined ? undefined : join(folder, 'situations.json')

const MISSING =
  'skipped: the worked cases, until FORBEAR_LAW names the folder that holds situations.json'

if (file === undefined || !existsSync(file)) {
  console.info(MISSING)
  test.skip(MISSING, () => {})
} else {
  const all = JSON.parse(readFileSync(file, 'utf8')) as Situation[]
  const known = new Set(law.files.map((rule) => rule.id))
  const judged = all.filter((each) => isInScope(each, known))

  test(`${judged.length} of ${all.length} worked cases are about what the guard judges now`, () => {
    expect(judged.length).toBeGreaterThan(20)
  })

  test.each(judged.map((each) => ({ each, id: each.id })))('$id', ({ each }) => {
    // The house is stricter than the law; the cases are about the law.
    const rules = law
      .rulesFor(each.jurisdictions, day(each.effectiveOn))
      .filter((rule) => !rule.isHouse)
    const verdict = judgeAlone(proposalOf(each), factsOf(each), rules)
    const zone = zoneOf(each.borrower.zones[0] ?? '')
    expect(verdict?.decision, each.why).toBe(each.expect.decision)
    if (verdict?.decision === 'defer' && zone !== undefined) {
      const until = localText(zone, verdict.until)
      expect(each.expect.until?.length === 10 ? until.slice(0, 10) : until).toBe(each.expect.until)
    }
    const wanted = each.expect.decision === 'allow' ? ['allow'] : ['defer', 'deny']
    const said = (verdict?.reasons ?? []).filter((reason) => wanted.includes(reason.says))
    expect(said.map((reason) => reason.rule)).toEqual(expect.arrayContaining(each.expect.rules))
    for (const reason of said) {
      if (each.expect.strength !== undefined && each.expect.rules.includes(reason.rule)) {
        expect(reason.strength).toBe(each.expect.strength)
      }
    }
  })
}
