import type { Words } from './words.ts'

/** Money that waits for an account: what the bank tells of it. */
export type MoneyToMatch = {
  readonly leftMinor: bigint
  readonly currency: string
  readonly reference?: string | undefined
  readonly endToEnd?: string | undefined
  readonly remittance?: string | undefined
  readonly virtualAccount?: string | undefined
  /** Another report may have told the same money in other words. */
  readonly twin: boolean
}

/** An account that something of the item points at. */
export type MatchTarget = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly ref: string
  readonly borrowerName: string
  readonly currency: string
  readonly outstandingMinor: bigint
  readonly arrearsMinor: bigint
  readonly nextDueMinor: bigint
  readonly closed: boolean
  /** References, beside its own, that were issued for it, and what was found pointing at it. */
  readonly by: ReadonlySet<'virtual' | 'issued' | 'payer' | 'payer_name' | 'borrower_name'>
}

export const MATCH_RULES = [
  'virtual_account',
  'account_reference',
  'issued_reference',
  'reference_in_text',
  'payer_and_amount',
  'payer_known',
  'name_and_amount',
  'name_alike',
] as const
export type MatchRule = (typeof MATCH_RULES)[number]

export type Suggestion = {
  readonly target: MatchTarget
  readonly rule: MatchRule
  /** 0 to 100: the rule's own, less what speaks against it. */
  readonly score: number
  /** May be done without a person: the evidence is certain by rule, and it is the only account. */
  readonly certain: boolean
  /** More than is owed, another currency, a closed account: a person matches it only with a second one. */
  readonly odd: boolean
  readonly reason: Words
}

type Rule = {
  readonly score: number
  /** Whether the rule alone can be certain; the amount and other accounts still have a say. */
  readonly certain: boolean
  readonly holds: (item: MoneyToMatch, target: MatchTarget) => boolean
  readonly reason: (item: MoneyToMatch, target: MatchTarget) => Words
}

const RULES: Readonly<Record<MatchRule, Rule>> = {
  virtual_account: {
    score: 100,
    certain: true,
    holds: (_, target) => target.by.has('virtual'),
    reason: (item, { ref }) => ({
      en: `Paid to the virtual account ${item.virtualAccount ?? ''}, which is ${ref}'s alone`,
      zh: `付入虚拟账号 ${item.virtualAccount ?? ''}，该账号专属于账户 ${ref}`,
    }),
  },
  account_reference: {
    score: 98,
    certain: true,
    holds: (item, { ref }) =>
      [item.reference, item.endToEnd].some((text) => text !== undefined && names(text, ref)),
    reason: (_, { ref }) => ({
      en: `The payer's reference is exactly ${ref}`,
      zh: `付款参考号与账户编号 ${ref} 完全一致`,
    }),
  },
  issued_reference: {
    score: 97,
    certain: true,
    holds: (_, target) => target.by.has('issued'),
    reason: (_, { ref }) => ({
      en: `The reference was issued for ${ref}`,
      zh: `该付款参考号是为账户 ${ref} 签发的`,
    }),
  },
  reference_in_text: {
    score: 85,
    certain: true,
    holds: (item, { ref }) => isDistinct(ref) && tokensOf(item.remittance ?? '').has(squeezed(ref)),
    reason: (_, { ref }) => ({
      en: `${ref} stands in the payer's text`,
      zh: `附言中写有账户编号 ${ref}`,
    }),
  },
  payer_and_amount: {
    score: 75,
    certain: false,
    holds: (item, target) => target.by.has('payer') && isExpected(item.leftMinor, target),
    reason: (_, { ref }) => ({
      en: `This payer's money went to ${ref} before, and the amount is what is due`,
      zh: `该付款账号此前曾还至账户 ${ref}，且金额等于应还金额`,
    }),
  },
  payer_known: {
    score: 60,
    certain: false,
    holds: (_, target) => target.by.has('payer'),
    reason: (_, { ref }) => ({
      en: `This payer's money went to ${ref} before`,
      zh: `该付款账号此前曾还至账户 ${ref}`,
    }),
  },
  name_and_amount: {
    score: 50,
    certain: false,
    holds: (item, target) => isNamed(target) && isExpected(item.leftMinor, target),
    reason: (_, { borrowerName }) => ({
      en: `The payer's name points at ${borrowerName}, and the amount is what is due`,
      zh: `付款人姓名指向 ${borrowerName}，且金额等于应还金额`,
    }),
  },
  name_alike: {
    score: 30,
    certain: false,
    holds: (_, target) => isNamed(target),
    reason: (_, { borrowerName }) => ({
      en: `The payer's name points at ${borrowerName}; names are shared, so look`,
      zh: `付款人姓名指向 ${borrowerName}；可能重名，请核实`,
    }),
  },
}

/**
 * Every account that something points at, the likeliest first, each by its strongest rule. Ties go by the
 * account's reference, so that the same item is always shown the same.
 */
export function suggest(item: MoneyToMatch, targets: readonly MatchTarget[]): Suggestion[] {
  const found = targets.flatMap((target) => {
    const rule = MATCH_RULES.find((name) => RULES[name].holds(item, target))
    return rule === undefined ? [] : [{ target, rule }]
  })
  // What stands in a field of its own speaks before what a text happens to mention.
  const inFields = found.filter(({ rule }) => RULES[rule].certain && rule !== 'reference_in_text')
  const strong = inFields.length > 0 ? inFields : found.filter(({ rule }) => RULES[rule].certain)
  const all = found.map(({ target, rule }): Suggestion => {
    const odd = isOdd(item, target)
    return {
      target,
      rule,
      score: Math.max(1, RULES[rule].score - (odd ? 25 : 0) - (item.twin ? 10 : 0)),
      certain: strong.length === 1 && strong[0]?.target === target && !odd && !item.twin,
      odd,
      reason: withWarnings(RULES[rule].reason(item, target), item, target),
    }
  })
  return all.toSorted((a, b) => b.score - a.score || (a.target.ref < b.target.ref ? -1 : 1))
}

/** What no rule may do alone and no single person either. */
export const isOdd = (item: Pick<MoneyToMatch, 'leftMinor' | 'currency'>, target: MatchTarget) =>
  target.closed || target.currency !== item.currency || item.leftMinor > target.outstandingMinor

function withWarnings(reason: Words, item: MoneyToMatch, target: MatchTarget): Words {
  const more: Words[] = []
  if (target.closed) more.push({ en: 'the account is closed', zh: '账户已结清' })
  if (target.currency !== item.currency) more.push({ en: 'another currency', zh: '币种不同' })
  else if (item.leftMinor > target.outstandingMinor)
    more.push({ en: 'more than is owed', zh: '金额超过欠款' })
  if (item.twin)
    more.push({ en: 'may be the same money told twice', zh: '可能与另一份报告为同一笔款项' })
  return more.length === 0
    ? reason
    : {
        en: `${reason.en}; ${more.map(({ en }) => en).join('; ')}`,
        zh: `${reason.zh}；${more.map(({ zh }) => zh).join('；')}`,
      }
}

const isExpected = (minor: bigint, { arrearsMinor, nextDueMinor, outstandingMinor }: MatchTarget) =>
  [arrearsMinor, nextDueMinor, outstandingMinor].includes(minor)

const isNamed = ({ by }: MatchTarget): boolean => by.has('payer_name') || by.has('borrower_name')

/** A reference without the marks and spaces that people put into it. */
const squeezed = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, '').toUpperCase()

/** Long enough, and with a digit, so that it does not stand in a text by chance. */
const isDistinct = (ref: string): boolean => squeezed(ref).length >= 6 && /\d/.test(ref)

/** The reference itself, or the structured creditor reference (ISO 11649) that is made of it. */
const names = (text: string, ref: string): boolean =>
  text === ref || (isCreditorReference(text) && creditorPart(text) === squeezed(ref))

/** What stands behind RF and the two check digits. */
const creditorPart = (text: string): string => squeezed(text).slice(4)

export function isCreditorReference(text: string): boolean {
  const plain = squeezed(text)
  if (!/^RF\d\d[A-Z0-9]{1,21}$/.test(plain)) return false
  const digits = `${plain.slice(4)}${plain.slice(0, 4)}`
    .split('')
    .map((c) => (/[A-Z]/.test(c) ? String(c.charCodeAt(0) - 55) : c))
    .join('')
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

const WORDS_MAX = 200

const wordsOf = (text: string): readonly string[] =>
  text
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => squeezed(word) !== '')
    .slice(0, WORDS_MAX)

/** One to three words in a row, since banks and people break references. */
const runsOf = (words: readonly string[]): readonly (readonly string[])[] =>
  words.flatMap((_, i) =>
    [1, 2, 3].flatMap((n) => (i + n > words.length ? [] : [words.slice(i, i + n)])),
  )

const tokensOf = (text: string): ReadonlySet<string> =>
  new Set(runsOf(wordsOf(text)).map((run) => run.map(squeezed).join('')))

/** What of an item may be an account's reference, as it may be written in the book. */
export function possibleRefs(
  item: Pick<MoneyToMatch, 'reference' | 'endToEnd' | 'remittance'>,
): readonly string[] {
  const found = new Set<string>()
  for (const text of [item.reference, item.endToEnd]) {
    if (text === undefined) continue
    found.add(text)
    if (isCreditorReference(text)) found.add(creditorPart(text))
  }
  for (const run of runsOf(wordsOf(item.remittance ?? '')))
    for (const text of [run.join(''), run.join('-')])
      if (/\d/.test(text) && text.length <= 60) found.add(text).add(text.toUpperCase())
  return [...found]
}
