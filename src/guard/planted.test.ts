import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { faultOfCases, faultOfRandom } from '../../test/guard/faults.ts'
import { HARD_QUESTIONS } from '../../test/guard/hard-questions.ts'
import { law } from '../../test/guard/law.ts'
import { random } from '../../test/guard/random.ts'
import { SlowChecker } from '../../test/guard/slow-checker.ts'
import {
  type Change,
  clearVariants,
  type Guard,
  guardWith,
  once,
} from '../../test/guard/variant.ts'
import { lawBook, type LawBook } from './book.ts'
import type { RuleFile } from './file.ts'
import * as guard from './judge.ts'

/**
 * A checker that has never caught anything proves nothing. Each fault that people make in such code
 * is planted, and the cases of the rules or the second checker must see it.
 */

const slow = new SlowChecker(law.files)

const asked = [...HARD_QUESTIONS, ...fc.sample(random, { seed: 20_261_122, numRuns: 600 })]

/** What sees the fault: a case of a rule, or the second checker. */
function seenBy(variant: Pick<Guard, 'judgeByRules'>, book: LawBook, cases?: Guard) {
  return {
    aCase: cases === undefined ? undefined : faultOfCases(cases, book),
    secondChecker: faultOfRandom(asked, { law: book, slow, judge: variant.judgeByRules }),
  }
}

afterAll(clearVariants)

test('with nothing planted, nothing is seen', async () => {
  const same = await guardWith({ file: 'cap.ts', source: (source) => `${source}\n// Nothing.` })
  expect(seenBy(same, law, same)).toEqual({ aCase: undefined, secondChecker: undefined })
})

describe('planted in the guard', () => {
  test.each<[string, Change]>([
    [
      'a calendar day for a rolling window',
      { file: 'past.ts', source: once(': dayNo + window.days', ': dayNo + 1') },
    ],
    [
      'the second hour of a night when clocks go back, read as the first',
      {
        file: 'zone.ts',
        source: once(
          '{ offsetMs: before, until: cut }',
          '{ offsetMs: before, until: Math.max(cut, cut + before - after) as Instant }',
        ),
      },
    ],
    [
      'one zone of two',
      {
        file: 'judge.ts',
        source: (source) =>
          source.replaceAll('zoneOf(name) ?? [])', 'zoneOf(name) ?? []).slice(0, 1)'),
      },
    ],
    [
      'a conversation counted from the wrong day',
      {
        file: 'cap.ts',
        source: once(
          'freeAgainAt(quiet, zones, last.at)',
          'freeAgainAt(quiet, zones, (last.at + 86_400_000) as Instant)',
        ),
      },
    ],
    [
      'an inbound call ignored',
      {
        file: 'cap.ts',
        source: once('quiet.directions.includes(past.direction)', "past.direction === 'out'"),
      },
    ],
    [
      'a consent that never lapses',
      { file: 'past.ts', source: once("if (days === 'no_end') return", 'return') },
    ],
    [
      'a wish over midnight cut at midnight',
      { file: 'wish.ts', source: once('named(wish, dayNo - 1) && until > 0', 'false') },
    ],
    [
      'the group counted as the firm alone',
      { file: 'past.ts', source: once("(of === 'group' && firm.group", '(false && firm.group') },
    ],
    [
      'a returned notice counted',
      { file: 'validation.ts', source: once('past.undeliverableOn === undefined &&', '') },
    ],
  ])('%s', async (name, change) => {
    const variant = await guardWith(change)
    const { aCase, secondChecker } = seenBy(variant, law, variant)
    console.info(`${name}: seen by ${aCase ?? 'no case'}; ${secondChecker ?? 'no second checker'}`)
    expect(aCase ?? secondChecker).toBeDefined()
  })
})

/** The law with what one rule counts changed by a hand that erred. */
function lawWith(id: string, change: (results: readonly string[]) => readonly string[]): LawBook {
  let changed = 0
  const files = law.files.map((file): RuleFile => {
    if (file.id !== id) return file
    const text = JSON.stringify(file, (key, value: unknown) => {
      if (key !== 'cap') return value
      return Object.fromEntries(
        Object.entries(value as Record<string, { results: string[] }>).map(([on, cap]) => {
          changed++
          return [on, { ...cap, results: change(cap.results) }]
        }),
      )
    })
    return JSON.parse(text) as RuleFile
  })
  if (changed === 0) throw new Error(`${id} has no cap`)
  return lawBook(files, 'planted')
}

describe('planted in the law', () => {
  test.each([
    [
      'a voicemail not counted under Regulation F',
      lawWith('us.reg-f.14b.7in7', (results) => results.filter((each) => each !== 'voicemail')),
    ],
    [
      'a voicemail counted as an effective call under GB/T 45251',
      lawWith('cn.gbt.freq', (results) => [...results, 'voicemail']),
    ],
  ])('%s', (_, book) => {
    // The second checker goes by the law as it ships.
    expect(seenBy(guard, book).secondChecker).toBeDefined()
  })
})
