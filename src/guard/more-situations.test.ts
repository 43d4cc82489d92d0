import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { law } from '../../test/guard/law.ts'
import { compareVerdict } from './situation-check.ts'
import { readSituation } from './situation-form.ts'
import { answerSituation } from './situation.ts'

/** Cases of our own, written from the text of the rules by somebody who had not read the files. */
type Ours = { readonly id: string; readonly why: string; readonly contested?: boolean }
const ours = JSON.parse(readFileSync('test/guard/more-situations.json', 'utf8')) as Ours[]

test('no two cases have one name, and none of them is contested', () => {
  expect(new Set(ours.map((each) => each.id)).size).toBe(ours.length)
  expect(ours.filter((each) => each.contested === true)).toEqual([])
})

test.each(ours.map((raw) => ({ id: raw.id, raw })))('$id', ({ raw }) => {
  const read = readSituation(raw)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const verdict = answerSituation(read.ok, law, 'en')
  const { differences, warnings } = compareVerdict(read.ok, verdict)
  expect(
    [...differences, ...warnings].map(({ words }) => words.en),
    raw.why,
  ).toEqual([])
})
