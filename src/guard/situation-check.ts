import type { Words } from '../core/words.ts'
import type {
  Situation,
  SituationCount,
  SituationExpect,
  SituationReason,
  SituationStrength,
  SituationVerdict,
} from './situation-form.ts'

/** One thing in which a verdict is not the expected one. */
export type SituationDifference = {
  readonly about: 'decision' | 'until' | 'rules' | 'flags' | 'strength' | 'answer'
  readonly words: Words
}

export type SituationComparison = {
  readonly differences: readonly SituationDifference[]
  /** Only of contested cases: their `until` is one reading of several. */
  readonly warnings: readonly SituationDifference[]
}

/** Compares a verdict with what a worked case expects. A case that expects nothing has no difference. */
export function compareVerdict(
  { ask, contested, expect }: Situation,
  verdict: SituationVerdict,
): SituationComparison {
  if (expect === undefined) return { differences: [], warnings: [] }
  if (ask !== 'judge') {
    const differences = [...answerDiffers(expect, verdict), ...restsOn(expect, verdict)]
    return { differences, warnings: [] }
  }
  const decision = decisionDiffers(expect, verdict, contested === true)
  const until = untilDiffers(expect, verdict)
  return {
    differences: [
      ...decision,
      ...(contested === true ? [] : until),
      ...rulesDiffer(expect, verdict),
      ...flagsDiffer(expect, verdict),
      ...strengthDiffers(expect, verdict),
    ],
    warnings: contested === true ? until : [],
  }
}

const differs = (
  about: SituationDifference['about'],
  found: unknown,
  expected: unknown,
): SituationDifference => ({
  about,
  words: {
    en: `${about}: ${plain(found)}, expected ${plain(expected)}`,
    zh: `${ABOUT[about]}：${plain(found)}，预期 ${plain(expected)}`,
  },
})

const ABOUT: Readonly<Record<SituationDifference['about'], string>> = {
  decision: '结论',
  until: '延后至',
  rules: '规则',
  flags: '标记',
  strength: '效力',
  answer: '答案',
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '-')

function decisionDiffers(
  expect: SituationExpect,
  verdict: SituationVerdict,
  contested: boolean,
): SituationDifference[] {
  const accepted = contested ? (expect.alsoAccept ?? []) : []
  const isRight =
    verdict.decision !== undefined &&
    (verdict.decision === expect.decision || accepted.includes(verdict.decision))
  return isRight ? [] : [differs('decision', verdict.decision, expect.decision)]
}

/** An expected day without an hour is compared as a day. Another decision has another end, or none. */
function untilDiffers(expect: SituationExpect, verdict: SituationVerdict): SituationDifference[] {
  if (expect.until === undefined || verdict.decision !== expect.decision) return []
  const found = verdict.until?.slice(0, expect.until.length)
  return found === expect.until ? [] : [differs('until', verdict.until, expect.until)]
}

const EFFECTS: Readonly<
  Record<NonNullable<SituationVerdict['decision']>, readonly SituationReason['effect'][]>
> = {
  deny: ['bars', 'defers'],
  defer: ['bars', 'defers'],
  // Tested and met, an exception that was made, or over a presumption and flagged.
  allow: ['passes', 'excepts', 'flags'],
}

function rulesDiffer(expect: SituationExpect, verdict: SituationVerdict): SituationDifference[] {
  const effects = EFFECTS[verdict.decision ?? 'deny']
  const told = verdict.reasons.filter((reason) => effects.includes(reason.effect))
  return missingRules(expect, told, verdict.reasons)
}

const restsOn = (expect: SituationExpect, verdict: SituationVerdict): SituationDifference[] =>
  missingRules(expect, verdict.reasons, verdict.reasons)

function missingRules(
  expect: SituationExpect,
  told: readonly SituationReason[],
  all: readonly SituationReason[],
): SituationDifference[] {
  const missing = expect.rules.filter((rule) => !told.some((reason) => reason.rule === rule))
  if (missing.length === 0) return []
  const found = all.map((reason) => `${reason.rule} ${reason.effect}`).join(', ')
  return [differs('rules', found === '' ? '-' : found, missing.join(', '))]
}

function flagsDiffer(expect: SituationExpect, verdict: SituationVerdict): SituationDifference[] {
  const missing = (expect.flags ?? []).filter((flag) => !(verdict.flags ?? []).includes(flag))
  return missing.length === 0 ? [] : [differs('flags', verdict.flags ?? [], missing)]
}

const STRONGEST_FIRST: readonly SituationStrength[] = ['prohibited', 'presumed', 'advised']

function strengthDiffers(
  expect: SituationExpect,
  verdict: SituationVerdict,
): SituationDifference[] {
  if (expect.strength === undefined) return []
  const found = decidingStrength(verdict)
  return found === expect.strength ? [] : [differs('strength', found, expect.strength)]
}

/** Of what denies, the strongest; of what defers, the strongest of those that end last. */
function decidingStrength(verdict: SituationVerdict): SituationStrength | undefined {
  const effect = verdict.decision === 'deny' ? 'bars' : 'defers'
  const barring = verdict.reasons.filter((reason) => reason.effect === effect)
  const last = barring
    .map((reason) => reason.until ?? '')
    .toSorted()
    .at(-1)
  const deciding =
    effect === 'bars' ? barring : barring.filter((reason) => (reason.until ?? '') === last)
  return STRONGEST_FIRST.find((strength) => deciding.some((each) => each.strength === strength))
}

/** What the other questions ask for, compared by all that the expected answer says. */
function answerDiffers(expect: SituationExpect, verdict: SituationVerdict): SituationDifference[] {
  const { counts = [], deadline, allocation } = expect
  const found: SituationDifference[] = []
  for (const count of counts) {
    if (!(verdict.counts ?? []).some((each) => isSameCount(each, count))) {
      const near = (verdict.counts ?? []).filter((each) => each.rule === count.rule)
      found.push(differs('answer', near, count))
    }
  }
  if (deadline !== undefined && verdict.deadline !== deadline) {
    found.push(differs('answer', verdict.deadline, deadline))
  }
  if (expect.class !== undefined && verdict.class !== expect.class) {
    found.push(differs('answer', verdict.class, expect.class))
  }
  if (allocation !== undefined) {
    const parts = ['costs', 'interest', 'principal'] as const
    if (!parts.every((part) => verdict.allocation?.[part] === allocation[part])) {
      found.push(differs('answer', verdict.allocation, allocation))
    }
  }
  return found
}

/** A count of nobody in particular is one of the borrower. */
const isSameCount = (found: SituationCount, expected: SituationCount): boolean =>
  found.rule === expected.rule &&
  found.unit === expected.unit &&
  found.n === expected.n &&
  (found.person ?? 'borrower') === (expected.person ?? 'borrower') &&
  found.debt === expected.debt &&
  found.account === expected.account &&
  found.address === expected.address
