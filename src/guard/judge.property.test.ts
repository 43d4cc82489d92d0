import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from '../../test/guard/compare.ts'
import { HARD_QUESTIONS } from '../../test/guard/hard-questions.ts'
import { law } from '../../test/guard/law.ts'
import { random } from '../../test/guard/random.ts'
import { dayAt } from '../../test/guard/random-past.ts'
import { SlowChecker } from '../../test/guard/slow-checker.ts'
import type { Rule } from './rules.ts'
import { judge, judgeByRules } from './judge.ts'
import type { GuardFacts } from './verdict.ts'

const SEED = Number(process.env['FORBEAR_SEED'] ?? 20_261_121)
const PROPOSALS = Number(process.env['FORBEAR_PROPOSALS'] ?? 2000)

/** So many are searched minute by minute, the others at random instants. */
const EVERY_MINUTE_MAX = 4000

const rulesOf = ({ jurisdictions }: GuardFacts, at: number): readonly Rule[] =>
  law.rulesFor(jurisdictions, dayAt(at))

test(`${PROPOSALS} random proposals: the guard and the second checker agree`, () => {
  const seen: Record<string, number> = { allow: 0, defer: 0, deny: 0 }
  const barred = new Set<string>()
  const things = { law, slow: new SlowChecker(law.files), judge: judgeByRules }
  let n = 0
  fc.assert(
    fc.property(random, fc.nat(), (asked, pick) => {
      n++
      const isThorough = n <= EVERY_MINUTE_MAX || n % 50 === 0
      const how = { samples: isThorough ? 200 : 8, everyMinute: isThorough }
      const { decision, differs } = compare(asked, things, how)
      if (differs !== undefined) throw new Error(differs)
      seen[decision] = (seen[decision] ?? 0) + 1

      // Each rule alone, with no other to hide behind.
      const { proposal, facts } = asked
      const verdict = judgeByRules(proposal, facts, rulesOf(facts, proposal.at))
      const deferring = verdict.reasons.filter((reason) => reason.says === 'defer')
      for (const { rule, says } of verdict.reasons) if (says !== 'allow') barred.add(rule)
      const alone = deferring[pick % Math.max(1, deferring.length)]?.rule
      if (alone === undefined) return
      const one = compare(asked, things, how, alone)
      if (one.differs !== undefined) throw new Error(`${alone} alone: ${one.differs}`)
    }),
    { seed: SEED, numRuns: PROPOSALS },
  )
  console.info(`seed ${SEED}: ${JSON.stringify(seen)}, ${barred.size} rules barred something`)
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(PROPOSALS / 20)
  expect(barred.size).toBeGreaterThan(60)
}, 7_200_000)

test('so they do on the questions that hang by one rule', () => {
  const things = { law, slow: new SlowChecker(law.files), judge: judgeByRules }
  const decisions = HARD_QUESTIONS.map((asked) => {
    const { decision, differs } = compare(asked, things, { samples: 200, everyMinute: true })
    expect(differs).toBeUndefined()
    return decision
  })
  expect(decisions.join(' ')).toBe('allow allow defer defer defer defer allow allow defer')
})

const RANK = { allow: 0, defer: 1, deny: 2 } as const

test('one rule more never opens anything', () => {
  const everywhere = [
    'cn',
    'us',
    'us-ma',
    'us-ny-nyc',
    'uk',
    'in',
    'in-draft-2026',
    'eu',
    'au',
    'au-sa',
  ]
  fc.assert(
    fc.property(random, fc.nat(), ({ proposal, facts }, pick) => {
      const fewer = rulesOf(facts, proposal.at)
      const all = law.rulesFor(everywhere, dayAt(proposal.at))
      const more = all[pick % all.length]
      if (more === undefined) return
      const before = judgeByRules(proposal, facts, fewer)
      const after = judgeByRules(proposal, facts, [...fewer, more])
      expect(RANK[after.decision]).toBeGreaterThanOrEqual(RANK[before.decision])
      if (before.decision === 'defer' && after.decision === 'defer') {
        expect(after.until).toBeGreaterThanOrEqual(before.until)
      }
    }),
    { seed: SEED + 2, numRuns: 600 },
  )
})

test('a product never allows more than the rules alone, and never with a gap in its facts', () => {
  const seen = { allow: 0, other: 0 }
  fc.assert(
    fc.property(
      random,
      fc.constantFrom('zones', 'jurisdictions', 'debts'),
      ({ proposal, facts }, gap) => {
        const rules = rulesOf(facts, proposal.at)
        const [product, alone] = [
          judge(proposal, facts, rules),
          judgeByRules(proposal, facts, rules),
        ]
        expect(RANK[product.decision]).toBeGreaterThanOrEqual(RANK[alone.decision])
        seen[product.decision === 'allow' ? 'allow' : 'other']++
        expect(judge(proposal, { ...facts, [gap]: [] }, rules).decision).toBe('deny')
      },
    ),
    { seed: SEED + 3, numRuns: 400 },
  )
  expect(Math.min(seen.allow, seen.other)).toBeGreaterThan(20)
})

test('the same question has the same answer, whatever the order of the rules', () => {
  fc.assert(
    fc.property(random, ({ proposal, facts }) => {
      const rules = rulesOf(facts, proposal.at)
      const [one, other] = [
        judgeByRules(proposal, facts, rules),
        judgeByRules(proposal, facts, rules.toReversed()),
      ]
      expect(other.decision).toBe(one.decision)
      if (one.decision === 'defer' && other.decision === 'defer') {
        expect(other.until).toBe(one.until)
      }
    }),
    { seed: SEED + 4, numRuns: 300 },
  )
})
