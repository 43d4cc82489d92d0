import type { Channel } from '../core/channel.ts'
import type { Money } from '../core/money.ts'
import { wrongAmounts } from '../core/say/amounts.ts'
import type { Place } from '../core/say/fault.ts'
import { sayFaults } from '../core/say/find.ts'
import type { Fault } from '../core/say/finding-words.ts'
import { orderFaults } from '../core/say/order.ts'
import { debtShown, foreignLinks } from '../core/say/reach.ts'

export type { Fault } from '../core/say/finding-words.ts'

/** What a text tells whoever reads it. */
export type Disclosure = 'who_we_are' | 'how_to_check' | 'how_to_stop' | 'the_debt'

/** Who the text must name, and by what it can be checked. */
export type Sender = {
  readonly tradingName: string
  readonly checkPhone: string
  readonly checkUrl: string
}

export type Words = {
  readonly channel: Channel
  readonly language: 'zh' | 'en'
  readonly text: string
  readonly sender: Sender
  /** Whose eyes it may meet; absent: the borrower's. */
  readonly audience?: Audience | undefined
  /** Every amount that the ledger knows; absent: amounts are not compared. */
  readonly amounts?: readonly Money[] | undefined
  /** What the law of the place asks for beside the house's own three parts. */
  readonly asked?: readonly AskedPart[] | undefined
}

/** 'maybe_shared': a voicemail, a card, an envelope, a subject or preview line, a third person. */
export type Audience = 'borrower' | 'maybe_shared'

/** What a law can ask every text to say. */
export type AskedPart = Disclosure | 'collector' | 'private'

export type Finding = { readonly fault: Fault; readonly words: string } & Place

export type Linted = {
  readonly says: readonly Disclosure[]
  readonly findings: readonly Finding[]
  readonly segments: number
}

const STOP_ZH = /拒收请回复R|退订|不再接收|停止联系/
const STOP_EN = /reply stop|unsubscribe|stop (?:these|this|our) |ask us to stop/i
const DEBT_ZH = /逾期|欠|还款|应还|待还|未还|账单|账户|借款|贷款|[£$¥€]\s?\d/
// Wide on purpose: a text that might reveal the debt counts as one that does.
const DEBT_EN =
  /\b(overdue|due|owe|owed|arrears|balance|missed|repayment|payment|debt|loan|account)\b|[£$¥€]\s?\d/i

const SEGMENTS_MAX = 2
const GRADE_MAX: Readonly<Record<'short' | 'letter', number>> = { short: 6, letter: 7 }
const ZH_SENTENCE_MAX = 60

/**
 * What a rendered text discloses, and everything that is wrong with it. A collector's own words pass
 * the same checks, by lintFree.
 */
export function lintText(words: Words): Linted {
  const says = disclosures(words)
  return {
    says,
    findings: [
      ...manner(words),
      ...beginning(words),
      ...missing(words, says),
      ...order(words),
      ...shape(words),
      ...hardToRead(words),
    ],
    segments: words.channel === 'sms' ? smsSegments(words.text) : 0,
  }
}

/** What is wrong wherever the words stand: alone, or within the rest of a message. */
export function manner(words: Omit<Words, 'sender'> & { readonly sender?: Sender }): Finding[] {
  const { text, sender, amounts, audience } = words
  return [
    ...sayFaults(text),
    ...found('exclamation', text, /[!！]/g),
    ...shouting(text, sender),
    ...(amounts === undefined ? [] : as('wrong_amount', wrongAmounts(text, amounts))),
    ...(sender === undefined ? [] : as('foreign_link', foreignLinks(text, sender.checkUrl))),
    ...as('debt_shown', openWords(words, audience)),
  ]
}

/** A subject line is read on a locked screen, whoever holds it. */
function openWords(
  { text, sender, channel }: { text: string; sender?: Sender; channel: Channel },
  audience: Audience = 'borrower',
) {
  const name = sender?.tradingName
  if (audience === 'maybe_shared') return debtShown(text, name)
  const hasTitle = channel === 'email' || channel === 'message'
  const subject = hasTitle ? /^Subject: [^\n]*/.exec(text)?.[0] : undefined
  return subject === undefined ? [] : debtShown(subject, name)
}

/** Where an app shows no title, it shows how a message begins. */
function beginning({ text, sender, channel, audience }: Words): Finding[] {
  const isShown =
    channel === 'message' && audience !== 'maybe_shared' && !text.startsWith('Subject: ')
  const begins = isShown ? (/^[^\n]{0,60}/.exec(text)?.[0] ?? '') : ''
  return as('debt_shown', debtShown(begins, sender.tradingName))
}

const as = (fault: Fault, spots: readonly (Place & { readonly words: string })[]): Finding[] =>
  spots.map(({ words, from, to }) => ({ fault, words, from, to }))

const found = (fault: Fault, text: string, pattern: RegExp): Finding[] =>
  as(
    fault,
    Array.from(text.matchAll(pattern), ({ 0: words, index: from }) => ({
      words,
      from,
      to: from + words.length,
    })),
  )

/** A name that is written in capitals is not shouting; neither is the word that stops us. */
function shouting(text: string, sender: Sender | undefined): Finding[] {
  const own = new Set([...(sender?.tradingName.split(/\s+/) ?? []), 'STOP', 'PO', 'BOX'])
  return found('capitals', text, /\b[A-Z]{4,}\b/g).filter(({ words }) => !own.has(words))
}

/** What leaves by a channel that shows everything to anybody is no message to act on. */
const order = ({ text, audience }: Words): Finding[] =>
  audience === 'maybe_shared' ? [] : orderFaults(text)

/** What a text tells whoever reads it. */
export function disclosures({ text, language, sender }: Omit<Words, 'channel'>): Disclosure[] {
  const found: Record<Disclosure, boolean> = {
    who_we_are: text.includes(sender.tradingName),
    how_to_check: text.includes(sender.checkPhone) || text.includes(sender.checkUrl),
    how_to_stop: (language === 'zh' ? STOP_ZH : STOP_EN).test(text),
    the_debt: (language === 'zh' ? DEBT_ZH : DEBT_EN).test(text),
  }
  return (Object.keys(found) as Disclosure[]).filter((what) => found[what])
}

const COLLECTOR = /debt collector|(?:债务|受托)催收机构/i
const PRIVATE = /private and confidential|仅限本人/i

const PART_FAULTS: Readonly<Record<AskedPart, Fault>> = {
  who_we_are: 'no_sender',
  how_to_check: 'no_check',
  how_to_stop: 'no_stop',
  the_debt: 'no_debt',
  collector: 'no_collector_notice',
  private: 'no_private_mark',
}

/** What the house asks of every message, wherever it goes. */
export const HOUSE_PARTS: readonly AskedPart[] = ['who_we_are', 'how_to_check', 'how_to_stop']

function missing({ text, asked = [] }: Words, says: readonly Disclosure[]): Finding[] {
  const isSaid = (part: AskedPart): boolean => {
    if (part === 'collector') return COLLECTOR.test(text)
    return part === 'private' ? PRIVATE.test(text) : says.includes(part)
  }
  return [...new Set([...HOUSE_PARTS, ...asked])]
    .filter((part) => !isSaid(part))
    .map((part) => ({ fault: PART_FAULTS[part], words: '', from: text.length, to: text.length }))
}

function shape({ text, language, sender, channel }: Words): Finding[] {
  if (channel !== 'sms') return []
  const findings: Finding[] = []
  const segments = smsSegments(text)
  const end = text.length
  if (segments > SEGMENTS_MAX)
    findings.push({ fault: 'too_many_segments', words: `${segments}`, from: 0, to: end })
  if (language === 'zh' && !text.startsWith(`【${sender.tradingName}】`))
    findings.push({ fault: 'signature_not_first', words: text.slice(0, 12), from: 0, to: 12 })
  if (language === 'zh' && !text.trimEnd().endsWith('拒收请回复R'))
    findings.push({ fault: 'stop_not_last', words: text.slice(-12), from: end - 12, to: end })
  return findings
}

/** zh: the longest sentence. en: the Flesch-Kincaid grade, where 6 is about eleven years of age. */
export function hardToRead({ text, language, channel }: Omit<Words, 'sender'>): Finding[] {
  const fault = 'too_hard_to_read'
  if (language === 'zh')
    return found(fault, text, /[^。；：！？\n]+/g).filter(
      ({ words }) => words.length > ZH_SENTENCE_MAX,
    )
  const grade = readingGrade(text)
  const limit = GRADE_MAX[channel === 'sms' || channel === 'email' ? 'short' : 'letter']
  return grade > limit
    ? [{ fault, words: `grade ${grade.toFixed(1)}`, from: 0, to: text.length }]
    : []
}

export function readingGrade(text: string): number {
  // Amounts, numbers, links and phone numbers are looked at, not read as words.
  const plain = text
    .split(/(?<=\s)/)
    .map((word) => (/\d|^https?:/.test(word) ? ' ' : word))
    .join('')
  const sentences = plain.split(/[.?:\n]+/).filter((s) => /[a-z]/i.test(s)).length || 1
  const words = plain.match(/[a-z']+/gi) ?? []
  if (words.length === 0) return 0
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59
}

function syllablesOf(word: string): number {
  const bare = word.toLowerCase().replace(/(?:[^laeiouy]es|[^aeiouydt]ed|[^l]e)$/, '')
  return Math.max(1, bare.match(/[aeiouy]+/g)?.length ?? 1)
}

const GSM7 =
  /^[@£$¥èéùìòÇ\n\rØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/
const GSM7_DOUBLE = /[\^{}\\[~\]|€]/g

/** Segments that a carrier bills: 160 GSM-7 or 70 UCS-2 units alone, 153 or 67 when joined. */
export function smsSegments(text: string): number {
  const gsm = GSM7.test(text)
  const units = gsm ? text.length + (text.match(GSM7_DOUBLE)?.length ?? 0) : text.length
  const [alone, joined] = gsm ? [160, 153] : [70, 67]
  return units <= alone ? 1 : Math.ceil(units / joined)
}
