import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { law } from '../../test/guard/law.ts'
import { compareVerdict } from './situation-check.ts'
import { readSituation } from './situation-form.ts'
import { answerSituation } from './situation.ts'

type Worked = { readonly id: string; readonly why: string; readonly contested?: boolean }
const all = JSON.parse(readFileSync('test/guard/situations.json', 'utf8')) as Worked[]

test('there are worked cases, and no two have one name', () => {
  expect(all.length).toBeGreaterThanOrEqual(100)
  expect(new Set(all.map((each) => each.id)).size).toBe(all.length)
})

test.each(all.map((raw) => ({ id: raw.id, raw })))('$id', ({ id, raw }) => {
  const read = readSituation(raw)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const { ok: situation } = read
  const verdict = answerSituation(situation, law, 'en')
  const { differences, warnings } = compareVerdict(situation, verdict)
  const isOther = situation.ask === 'judge' && verdict.decision !== situation.expect?.decision
  // Where sources are ambiguous, people see how we read them.
  if (raw.contested === true && (isOther || warnings.length > 0)) {
    const ours = [verdict.decision, verdict.until].filter((word) => word !== undefined).join(' ')
    const theirs = warnings.map(({ words }) => words.en).join('; ')
    console.info(`${id} is contested: ${raw.why} Our reading: ${ours}. ${theirs}`)
  }
  expect(
    differences.map(({ words }) => words.en),
    raw.why,
  ).toEqual([])
})
