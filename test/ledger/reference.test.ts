import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, type Day } from '../../src/core/calendar.ts'
import { replay } from '../../src/core/ledger-replay.ts'
import { random, type Random } from '../../src/sim/random.ts'
import { arriveOneByOne, postedOn } from './arrivals.ts'
import { differencesOf, referenceAt, type Balances, type Difference } from './compare.ts'
import { bent, PLANTED } from './planted.ts'
import { historyText, randomHistory, type History } from './random-history.ts'

/** FORBEAR_HISTORIES asks for more; FORBEAR_FIRST_SEED for others. */
const HISTORIES = Number(process.env['FORBEAR_HISTORIES'] ?? 600)
const FIRST = Number(process.env['FORBEAR_FIRST_SEED'] ?? 1)
const ARRIVALS = Math.ceil(HISTORIES / 6)
const TIMEOUT_MS = 120_000 + HISTORIES * 100

const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => FIRST + i)

/** The last day, some days at random and days around what happened. */
function lookedAt(dice: Random, { facts, untilOn }: History): Day[] {
  const [first] = facts.map(({ on }) => on).toSorted()
  if (first === undefined) return [untilOn]
  const any = () => addDays(first, dice.between(0, Math.max(0, daysBetween(first, untilOn))))
  return [untilOn, any(), any(), addDays(dice.pick(facts).on, dice.between(-1, 1))]
}

const daysOf = (history: History): Day[] => lookedAt(random(history.seed ^ 0x5eed), history)

const said = (found: readonly Difference[]): string[] =>
  found.map(
    ({ seed, on, at, reference, program }) =>
      `seed ${seed}, ${on}, ${at}: ${reference} by the page, ${program} by the program`,
  )

const unequal = (a: Balances, b: Balances): string[] =>
  [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => (a.get(key) ?? 0n) !== (b.get(key) ?? 0n))
    .map((key) => `${key}: ${a.get(key) ?? 0n} or ${b.get(key) ?? 0n}`)

describe('the ledger and its page', () => {
  it(
    `agree on ${HISTORIES} histories, on every account, to the last unit`,
    () => {
      let wrong = 0
      for (const seed of seeds(HISTORIES)) {
        const history = randomHistory(seed)
        const found = differencesOf(history, daysOf(history))
        if (found.length === 0) continue
        wrong++
        if (wrong === 1) console.log(historyText(history))
        console.log(said(found).join('\n'))
        if (wrong >= 5) break
      }
      expect(wrong).toBe(0)
    },
    TIMEOUT_MS,
  )

  it('cut the same where caps cut', () => {
    for (const seed of seeds(ARRIVALS)) {
      const { facts, terms, untilOn } = randomHistory(seed)
      const { movements } = replay(facts, terms, untilOn)
      const cut = movements.reduce((sum, { cutMinor }) => sum + (cutMinor ?? 0n), 0n)
      const reference = referenceAt(facts, terms, [untilOn]).get(untilOn)
      expect(`seed ${seed} ${cut}`).toBe(`seed ${seed} ${reference?.cutMinor ?? 0n}`)
    }
  })
})

describe('facts that arrive one by one, in any order', () => {
  it('end where all of them together end, and every earlier knowledge stays readable', () => {
    for (const seed of seeds(ARRIVALS)) {
      const history = randomHistory(seed)
      const dice = random(seed ^ 0xa221)
      const { posted, facts, steps, today } = arriveOneByOne(dice, history, false)
      const end = referenceAt(facts, history.terms, [today]).get(today)
      expect([seed, unequal(end?.balances ?? new Map(), postedOn(posted, today))]).toEqual([
        seed,
        [],
      ])
      const { at, today: then, drawn } = dice.pick(steps)
      const known = facts.filter(({ recordedAt }) => recordedAt <= at)
      const earlier = drawn.filter(({ on }) => on <= then)
      const some = earlier.length > 0 ? dice.pick(earlier) : undefined
      const reference = referenceAt(known, history.terms, [then, some?.on ?? then])
      const byThePage = (on: Day) => reference.get(on)?.balances ?? new Map<string, bigint>()
      expect([seed, unequal(byThePage(then), postedOn(posted, then, at))]).toEqual([seed, []])
      if (some === undefined) continue
      const own = unequal(byThePage(some.on), postedOn(posted, some.on, at)).filter((text) =>
        text.startsWith(`${some.accountId} `),
      )
      expect([seed, some.on, own]).toEqual([seed, some.on, []])
    }
  })

  it('never move a closed day, and still end where all of them end', () => {
    let closes = 0
    for (const seed of seeds(ARRIVALS)) {
      const history = randomHistory(seed)
      const arrived = arriveOneByOne(random(seed ^ 0xc105ed), history, true)
      for (const { on, balances } of arrived.closes) {
        expect([seed, on, unequal(balances, postedOn(arrived.posted, on))]).toEqual([seed, on, []])
      }
      closes += arrived.closes.length
      const end = referenceAt(arrived.facts, history.terms, [arrived.today]).get(arrived.today)
      const ours = postedOn(arrived.posted, arrived.today)
      expect([seed, unequal(end?.balances ?? new Map(), ours)]).toEqual([seed, []])
    }
    expect(closes).toBeGreaterThan(ARRIVALS / 4)
  })
})

describe('a planted mistake is found', () => {
  it.each(PLANTED)('$name', (planted) => {
    const finder = seeds(HISTORIES).find((seed) => {
      const history = randomHistory(seed)
      const days = daysOf(history)
      const { facts, terms, habits } = bent(history, planted)
      return differencesOf(history, days, referenceAt(facts, terms, days, habits)).length > 0
    })
    expect(finder).toBeDefined()
  })
})
