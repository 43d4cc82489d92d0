import type { Channel } from '../core/channel.ts'

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
}

export type Fault =
  | 'threat'
  | 'false_authority'
  | 'third_party'
  | 'capitals'
  | 'exclamation'
  | 'too_many_segments'
  | 'too_hard_to_read'
  | 'no_sender'
  | 'no_check'
  | 'no_stop'
  | 'signature_not_first'
  | 'stop_not_last'

export type Finding = { readonly fault: Fault; readonly words: string }

export type Linted = {
  readonly says: readonly Disclosure[]
  readonly findings: readonly Finding[]
  readonly segments: number
}

/** Words that no text may carry: a list is a floor, two people still approve each template. */
const BANNED: readonly { readonly fault: Fault; readonly words: RegExp }[] = [
  {
    fault: 'threat',
    words:
      /坐牢|判刑|拘留|逮捕|抓捕|通缉|牢狱|刑事|诈骗罪|曝光|公示你|上门抓|后果自负|后悔|老赖|封杀|最后通牒|走着瞧/g,
  },
  {
    fault: 'threat',
    words:
      /\b(jail|prison|arrest(?:ed)?|criminal|handcuffs?|warrant|or else|shame|exposed?|blacklist(?:ed)?|regret|consequences will|last warning|we know where)\b/gi,
  },
  {
    fault: 'false_authority',
    words:
      /公安|警察|警官|派出所|检察院|法院传票|法院通知|执行局|司法局|监管部门授权|国家机关|官方通知/g,
  },
  {
    fault: 'false_authority',
    words:
      /\b(police|sheriff|bailiff|prosecutor|federal agent|government agency|court summons|subpoena|official notice|law enforcement)\b/gi,
  },
  {
    fault: 'third_party',
    words: /你的?家人|您的?家人|亲友|通讯录|单位领导|你的?同事|您的?同事|邻居|村委|居委/g,
  },
  {
    fault: 'third_party',
    words:
      /\b(your (?:family|relatives|employer|boss|colleagues|neighbou?rs|contacts|friends))\b/gi,
  },
  { fault: 'exclamation', words: /[!！]/g },
]

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
 * What a rendered text discloses, and everything that is wrong with it. Free text from a collector
 * passes the same linter.
 */
export function lintText(words: Words): Linted {
  const says = disclosures(words)
  return {
    says,
    findings: [...bannedWords(words.text), ...missing(words, says), ...shape(words)],
    segments: words.channel === 'sms' ? smsSegments(words.text) : 0,
  }
}

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

function bannedWords(text: string): Finding[] {
  return BANNED.flatMap(({ fault, words }) =>
    [...text.matchAll(words)].map((match) => ({ fault, words: match[0] })),
  )
}

function missing(words: Words, says: readonly Disclosure[]): Finding[] {
  const need: readonly { what: Disclosure; fault: Fault }[] = [
    { what: 'who_we_are', fault: 'no_sender' },
    { what: 'how_to_check', fault: 'no_check' },
    { what: 'how_to_stop', fault: 'no_stop' },
  ]
  return need.filter(({ what }) => !says.includes(what)).map(({ fault }) => ({ fault, words: '' }))
}

function shape(words: Words): Finding[] {
  const findings: Finding[] = []
  const { text, language, sender, channel } = words
  // A name that is written in capitals is not shouting; neither is the word that stops us.
  const own = new Set([...sender.tradingName.split(/\s+/), 'STOP', 'PO', 'BOX'])
  for (const [shout] of text.matchAll(/\b[A-Z]{4,}\b/g)) {
    if (!own.has(shout)) findings.push({ fault: 'capitals', words: shout })
  }
  if (channel === 'sms') {
    const segments = smsSegments(text)
    if (segments > SEGMENTS_MAX) findings.push({ fault: 'too_many_segments', words: `${segments}` })
    if (language === 'zh' && !text.startsWith(`【${sender.tradingName}】`))
      findings.push({ fault: 'signature_not_first', words: text.slice(0, 12) })
    if (language === 'zh' && !text.trimEnd().endsWith('拒收请回复R'))
      findings.push({ fault: 'stop_not_last', words: text.slice(-12) })
  }
  const hard = hardToRead(words)
  if (hard !== undefined) findings.push({ fault: 'too_hard_to_read', words: hard })
  return findings
}

/** zh: the longest sentence. en: the Flesch-Kincaid grade, where 6 is about eleven years of age. */
function hardToRead({ text, language, channel }: Words): string | undefined {
  if (language === 'zh') {
    return text.split(/[。；：！？\n]/).find((sentence) => sentence.length > ZH_SENTENCE_MAX)
  }
  const grade = readingGrade(text)
  const limit = GRADE_MAX[channel === 'sms' || channel === 'email' ? 'short' : 'letter']
  return grade > limit ? `grade ${grade.toFixed(1)}` : undefined
}

export function readingGrade(text: string): number {
  // Amounts, numbers, links and phone numbers are looked at, not read as words.
  const plain = text.replace(/https?:\S+|\S*\d\S*/g, ' ')
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
