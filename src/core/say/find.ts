import { harmless, isDenied, isWarning } from './denial.ts'
import type { Rule, Spot } from './fault.ts'
import { fold, type View } from './fold.ts'
import { EN_MANNER } from './rules-en-manner.ts'
import { EN_POWER } from './rules-en-power.ts'
import { EN_OTHERS } from './rules-en-others.ts'
import { EN_THREATS } from './rules-en-threat.ts'
import { ZH_INSULTS, ZH_SHAMING, ZH_SILENCING, ZH_URGENCY } from './rules-zh-manner.ts'
import { ZH_DECEIT, ZH_HIDDEN, ZH_LETTERS, ZH_PAYMENT, ZH_THIRD } from './rules-zh-others.ts'
import { ZH_AUTHORITY, ZH_BLACKLIST, ZH_EMPTY } from './rules-zh-power.ts'
import { ZH_THREATS } from './rules-zh-threat.ts'
import { bareView, hanView, latinView } from './views.ts'

/** Longer texts are read in pieces of this many units, so that no pattern can run for long. */
const PIECE = 4_000
const SHARED = 200

const ZH_RULES: readonly Rule[] = [
  ...ZH_THREATS,
  ...ZH_INSULTS,
  ...ZH_URGENCY,
  ...ZH_AUTHORITY,
  ...ZH_BLACKLIST,
  ...ZH_SHAMING,
  ...ZH_THIRD,
  ...ZH_DECEIT,
  ...ZH_EMPTY,
  ...ZH_PAYMENT,
  ...ZH_SILENCING,
]

const EN_RULES: readonly Rule[] = [...EN_THREATS, ...EN_MANNER, ...EN_POWER, ...EN_OTHERS]

/**
 * Everything in a text that nobody may say to a borrower, with its place. Both languages are looked
 * for in every text, because people mix them.
 */
export function sayFaults(text: string): Spot[] {
  const found: Spot[] = []
  for (let start = 0; start < text.length; start += PIECE - SHARED) {
    const piece = text.slice(start, start + PIECE)
    for (const spot of inPiece(piece))
      found.push({ ...spot, from: spot.from + start, to: spot.to + start })
  }
  return merged(found)
}

const HAN = /\p{Script=Han}/u

function inPiece(text: string): Spot[] {
  const folded = fold(text)
  const inLetters = /[a-z].*[a-z]/s.test(folded.text)
  return [
    ...(inLetters ? lookFor(text, latinView(folded), EN_RULES) : []),
    ...(inLetters ? lookFor(text, folded, ZH_LETTERS) : []),
    ...(HAN.test(text) ? inHan(text, folded) : lookFor(text, bareView(folded), ZH_HIDDEN)),
  ]
}

/** Also where the marks of sentences hide a word; one that stands plainly was judged with its sentence. */
function inHan(text: string, folded: View): Spot[] {
  const spelled = hanView(folded)
  const hidden = lookFor(text, bareView(folded), ZH_HIDDEN).filter(
    ({ words }) => !spelled.text.includes(bareView(fold(words)).text),
  )
  return [...lookFor(text, spelled, ZH_RULES), ...hidden]
}

function lookFor(text: string, view: View, rules: readonly Rule[]): Spot[] {
  let isHarmless: ReturnType<typeof harmless> | undefined
  return rules.flatMap(({ fault, pattern, deniable }) =>
    Array.from(view.text.matchAll(pattern)).flatMap((match): Spot[] => {
      const start = match.index
      const end = start + match[0].length
      isHarmless ??= harmless(view)
      if (match[0] === '' || isHarmless(start, end) || isWarning(view, start, end)) return []
      if (deniable && isDenied(view, { from: start, to: end, fault })) return []
      const from = view.at[start] ?? 0
      const to = endOf(text, view.at[end - 1] ?? from)
      return [{ fault, from, to, words: text.slice(from, to) }]
    }),
  )
}

/** Behind the character that starts there, whole where it is written with two units. */
const endOf = (text: string, at: number): number =>
  at + String.fromCodePoint(text.codePointAt(at) ?? 32).length

/** One finding for each place and fault: overlapping ones become the widest. */
function merged(spots: readonly Spot[]): Spot[] {
  const sorted = spots.toSorted((a, b) => a.from - b.from || b.to - a.to)
  const kept: Spot[] = []
  for (const spot of sorted) {
    const covered = kept.some((k) => k.fault === spot.fault && spot.from < k.to && spot.to > k.from)
    if (!covered) kept.push(spot)
  }
  return kept
}
