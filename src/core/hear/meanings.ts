import { CHINESE } from './chinese.ts'
import {
  HAN_STOP,
  HAN_STOP_MESSAGES,
  HAN_STOP_SHIELDS,
  HAN_WORDS,
  HOMOPHONES,
  PINYIN_STOP,
} from './chinese-stop.ts'
import { ENGLISH, ENGLISH_WORDS } from './english.ts'
import { STOP_MESSAGES, STOP_RULES, STOP_SHIELDS, STOP_WORDS } from './english-stop.ts'
import type { Certainty, HeardClass, HeardOne } from './heard.ts'
import { HEARD } from './heard.ts'
import { hanRule, latinRule, saysIn, shielded, tightRule } from './match.ts'
import { ENGLISH_SHIELDS, CHINESE_SHIELDS } from './shields.ts'
import type { View } from './view.ts'
import { hanView, latinView, plainChars } from './view.ts'

type Compiled = { readonly rule: RegExp; readonly shield?: RegExp }

const OPENERS = '(?:please |wel |oh |ah |and |so |um |but |then |no |yes |ok ){0,2}'

function compiled(
  rules: Readonly<Partial<Record<HeardClass, readonly string[]>>>,
  make: (what: HeardClass, rules: readonly string[]) => RegExp,
  shields: Readonly<Partial<Record<HeardClass, RegExp>>>,
): ReadonlyMap<HeardClass, Compiled> {
  return new Map(
    HEARD.flatMap((what): [HeardClass, Compiled][] => {
      const list = rules[what]
      if (list === undefined) return []
      const shield = shields[what]
      const rule = make(what, list)
      return [[what, shield === undefined ? { rule } : { rule, shield }]]
    }),
  )
}

const shieldsOf = (
  shields: Readonly<Partial<Record<HeardClass, readonly string[]>>>,
  make: (rules: readonly string[]) => RegExp,
): Readonly<Partial<Record<HeardClass, RegExp>>> =>
  Object.fromEntries(Object.entries(shields).map(([what, rules]) => [what, make(rules)]))

/** Yes and hello mean that only where the message opens with them. */
const OPENING: ReadonlySet<HeardClass> = new Set(['agree', 'greeting'])

const english = compiled(
  ENGLISH,
  (what, rules) =>
    OPENING.has(what)
      ? new RegExp(
          `^(?: \\|){0,3} ${OPENERS}${latinRule(rules, ENGLISH_WORDS).source.slice(1)}`,
          'g',
        )
      : latinRule(rules, ENGLISH_WORDS),
  shieldsOf(ENGLISH_SHIELDS, (rules) => latinRule(rules, ENGLISH_WORDS)),
)
const chinese = compiled(
  CHINESE,
  (what, rules) =>
    OPENING.has(what)
      ? new RegExp(
          `^[|]{0,2}${hanRule(rules).source}(?:的|了|吧|啊|呀|哦|哈|呢|嘞|滴|啦|谢|您|你|先生|女士)*(?=$|[|])`,
          'g',
        )
      : hanRule(rules, HAN_WORDS),
  shieldsOf(CHINESE_SHIELDS, (rules) => hanRule(rules, HAN_WORDS)),
)

const stopRule = latinRule(STOP_RULES, STOP_WORDS)
const stopShield = latinRule(STOP_SHIELDS, STOP_WORDS)
const stopMessage = new RegExp(`^(?: [|])*(?:${latinRule(STOP_MESSAGES).source})(?: [|])* $`)
const stopTight = tightRule(STOP_RULES, STOP_WORDS)
const hanStop = hanRule(HAN_STOP, HAN_WORDS)
const hanShield = hanRule(HAN_STOP_SHIELDS, HAN_WORDS)
const pinyinStop = latinRule(PINYIN_STOP)
const hanMessage = new RegExp(`^[|]*(?:${hanRule(HAN_STOP_MESSAGES).source})[|]*$`)

const SIGNS_OF_STOP = /[🛑⛔🚫✋🙅📵🔕🤚🚷❌]/u
const SIGNS_OF_YES = /[👍👌✅🆗☑✔]/u
const SIGNS_OF_ABUSE = /[🖕]/u

/** The text seen in every way that rules read it. */
export type Views = {
  readonly text: string
  readonly latin: View
  readonly gluedLatin: View
  readonly han: View
  readonly gluedHan: View
  readonly hasHan: boolean
}

export function viewsOf(text: string): Views {
  const chars = plainChars(text)
  return {
    text,
    latin: latinView(text, chars, false),
    gluedLatin: latinView(text, chars, true),
    han: hanView(text, chars, HOMOPHONES, false),
    gluedHan: hanView(text, chars, HOMOPHONES, true),
    hasHan: /[\u3400-\u9fff]/.test(text),
  }
}

/** Whatever asks us to stop, in either language and however it was spelled. */
function stopIn(views: Views): HeardOne | undefined {
  const { latin, gluedLatin, han, gluedHan } = views
  const one = (certainty: Certainty, words: string): HeardOne => ({
    what: 'stop',
    certainty,
    words,
  })
  const whole = views.text.trim()
  if (stopMessage.test(latin.text) || stopMessage.test(gluedLatin.text)) return one('sure', whole)
  if (hanMessage.test(shielded(gluedHan.text, hanShield))) return one('sure', whole)
  const sure =
    (views.hasHan ? saysIn(han, hanStop, hanShield) : saysIn(latin, pinyinStop)) ??
    saysIn(latin, stopRule, stopShield)
  if (sure !== undefined) return one('sure', sure)
  const unsure =
    (views.hasHan ? saysIn(gluedHan, hanStop, hanShield) : undefined) ??
    saysIn(gluedLatin, stopRule, stopShield)
  if (unsure !== undefined) return one('unsure', unsure)
  const run = longWords(latin.text)
  if (run !== '' && stopTight.test(run)) return one('unsure', whole)
  return undefined
}

/** Letters of words too long for one word, which hold several without a space. */
function longWords(line: string): string {
  stopTight.lastIndex = 0
  const long = line.split(' ').filter((word) => word.length >= 9 && !ORDINARY.test(word))
  return long.join(' ').replaceAll('donot', 'dont').replaceAll('doesnot', 'doesnt')
}

/** Long words of the dictionary that hold a short one of ours. */
const ORDINARY =
  /^(?:unstop|nonstop|stopwatch|christopher|doorstop|somethin|spending|extend|weekend|friend|pretend|attend|recomend|deposit|mortga|transfer|backend|depend|dividend|calendar|endors|endles|endur|gender|tender|vendor|surender)/

const worded = (what: HeardClass, words: string, certainty: Certainty = 'sure'): HeardOne => ({
  what,
  certainty,
  words,
})

/** Every class that the text says by itself; which of them stand together is settled elsewhere. */
export function said(views: Views): HeardOne[] {
  const found: HeardOne[] = []
  const stop = stopIn(views)
  if (stop !== undefined) found.push(stop)
  for (const what of HEARD) {
    const words = saidBy(chinese.get(what), views.han) ?? saidBy(english.get(what), views.latin)
    if (words !== undefined) found.push(worded(what, words))
  }
  const harm = found.some(({ what }) => what === 'self_harm') ? undefined : gluedHarm(views)
  if (harm !== undefined) found.push(worded('self_harm', harm, 'unsure'))
  found.push(...signs(views, found))
  return found
}

const saidBy = (by: Compiled | undefined, view: View): string | undefined =>
  by === undefined ? undefined : saysIn(view, by.rule, by.shield)

/** Self-harm across clause ends and punctuation: rather asked once too often. */
function gluedHarm(views: Views): string | undefined {
  return (
    saidBy(chinese.get('self_harm'), views.gluedHan) ??
    saidBy(english.get('self_harm'), views.gluedLatin)
  )
}

/** Signs speak where no words do; a raised finger always. */
function signs(views: Views, found: readonly HeardOne[]): HeardOne[] {
  const { text } = views
  const out: HeardOne[] = []
  if (SIGNS_OF_ABUSE.test(text)) out.push(worded('abuse', '🖕'))
  const wordless = !/[\p{L}\p{N}]/u.test(text.replaceAll(/\p{Extended_Pictographic}/gu, ''))
  if (!wordless) return out
  if (SIGNS_OF_STOP.test(text)) out.push(worded('stop', text.trim(), 'unsure'))
  else if (found.length === 0 && SIGNS_OF_YES.test(text)) out.push(worded('agree', text.trim()))
  return out
}
