import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { faultOfCases, faultOfRandom, faultOfSituations } from '../guard/faults.ts'
import { HARD_QUESTIONS } from '../guard/hard-questions.ts'
import { law } from '../guard/law.ts'
import { random } from '../guard/random.ts'
import { SlowChecker } from '../guard/slow-checker.ts'
import type { Guard } from '../guard/variant.ts'
import { faultOfUnits } from './units.ts'

/** The quick suite that every mutant of the guard must fail: its first fault, the quickest asked first. */

const situations = ['situations', 'more-situations'].flatMap(
  (name) => JSON.parse(readFileSync(`test/guard/${name}.json`, 'utf8')) as unknown[],
)
const slow = new SlowChecker(law.files)
const asked = [...HARD_QUESTIONS, ...fc.sample(random, { seed: 7, numRuns: 1200 })]

export function firstFault(guard: Guard): string | undefined {
  try {
    const book = guard.lawBook(law.files, law.hash)
    return (
      faultOfUnits(guard) ??
      faultOfCases(guard, law) ??
      faultOfSituations(guard, book, situations) ??
      faultOfRandom(asked, { law: book, slow, judge: guard.judgeByRules })
    )
  } catch (error) {
    return `threw: ${String(error).slice(0, 100)}`
  }
}
