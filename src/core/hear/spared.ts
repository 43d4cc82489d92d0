import { plainChars } from './view.ts'

/** Minutes of a local day, half-open, on days from Monday = 0; without days on every day. */
export type SparedTime = {
  readonly from: number
  readonly until: number
  readonly days?: readonly number[]
}

/** When and where they asked not to be called, where their words leave no other reading. */
export type Spared = {
  readonly times: readonly SparedTime[]
  readonly place?: 'work'
}

const DAY = 1440
/** What a bare hour means: an evening's, a morning's, or nothing that is certain. */
type Bare = 'evening' | 'morning' | 'none'

const T = '([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm|a\\.m\\.?|p\\.m\\.?)?(?![0-9])'
const CALL = '(?:call|ring|phone|contact)(?:ing|s)?(?: me| us)?(?: back)?'
/** As somebody says it who asks for it: no "calling", and no "calls". */
const CALL_ME = '(?:call|ring|phone|contact)(?: me| us)?(?: back)?'
const NO =
  "(?:don'?t|do not|never|please not|not to|no|stop|avoid|can(?:'?t|not) (?:take|answer)|(?:don'?t|do not) (?:keep|want(?: you to)?)) (?:ever )?(?:please )?"
const HT =
  '(早上|上午|早晨|中午|下午|傍晚|晚上|晚)?([0-9]{1,2})(?:点钟?|时|[:：])(半|[0-9]{2})?分?(?:钟|整)?'
const HAN_CALL = '(?:给我|向我)?(?:打|联系|来电|致电|拨打)'
const HAN_NO = '(?:请)?(?:别|不要|勿|请勿|不准|不许|不方便)(?:再|在)?'
const AFTER = '(?:以|之)?后'

const EN = {
  after: new RegExp(`\\b(?:only )?${CALL_ME}(?: only| again)?(?: on my mobile| at)? after ${T}`),
  notBefore: new RegExp(`\\b${NO}${CALL} (?:before|until|till) ${T}`),
  notAfter: [new RegExp(`\\b${NO}${CALL} after ${T}`)],
  onlyBetween: new RegExp(
    `\\b(?:only ${CALL}|${CALL} only) (?:between|from) ${T} ?(?:and|to|-) ?${T}`,
  ),
  notBetween: new RegExp(`\\b${NO}${CALL} (?:between|from) ${T} ?(?:and|to|-) ?${T}`),
  notOn: new RegExp(
    `\\b${NO}${CALL} (?:on|at|over) (?:the )?(weekends?|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\\b`,
  ),
  work: new RegExp(
    `\\b(?:${NO}|stop )${CALL} (?:at|on|in) (?:my |the )?(?:work|workplace|job|office|work (?:number|phone|line))\\b`,
  ),
} as const

const ZH = {
  after: new RegExp(`${HT}${AFTER}(?:再|才)?(?:可以|能)?${HAN_CALL}`),
  notBefore: new RegExp(`${HT}(?:以|之)?前${HAN_NO}${HAN_CALL}`),
  notAfter: [
    new RegExp(`${HT}${AFTER}(?:就)?${HAN_NO}${HAN_CALL}`),
    new RegExp(`${HAN_NO}${HT}${AFTER}(?:再)?${HAN_CALL}`),
  ],
  onlyBetween: new RegExp(
    `(?:只能|只可以|只在|请只在|只可)(?:在)?${HT}(?:到|至|-|~)${HT}(?:之间|期间)?${HAN_CALL}`,
  ),
  notBetween: new RegExp(`${HT}(?:到|至|-|~)${HT}(?:之间|期间)?${HAN_NO}${HAN_CALL}`),
  notOn: new RegExp(`(周末|(?:每个?)?(?:周|星期|礼拜)[一二三四五六日天])${HAN_NO}${HAN_CALL}`),
  work: /(?:别|不要|勿|不准|不许)(?:再)?(?:往|打到?|打电话到|打电话去|向|给|联系)(?:我们?|本人)?的?(?:公司|单位|办公室|工作单位)/,
} as const

/** One day is no custom: what is asked for today or on a named day is for a person to agree to. */
const ONE_DAY =
  /\b(?:today|tonight|tomorrow|tmrw|now|this (?:morning|afternoon|evening|week)|next (?:week|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:on |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b|今天|今晚|今日|明天|明晚|明早|后天|现在|下周|这周|本周|这个(?:周|星期|礼拜)/

const WEEK: readonly (readonly [RegExp, readonly number[]])[] = [
  [/weekend|周末/, [5, 6]],
  [/monday|一$/, [0]],
  [/tuesday|二$/, [1]],
  [/wednesday|三$/, [2]],
  [/thursday|四$/, [3]],
  [/friday|五$/, [4]],
  [/saturday|六$/, [5]],
  [/sunday|日$|天$/, [6]],
]

export function sparedIn(text: string): Spared | undefined {
  const plain = plainChars(text)
    .map(({ char }) => char)
    .join('')
    .replaceAll(/[’‘`]/g, "'")
  const place = EN.work.test(plain) || ZH.work.test(plain) ? ('work' as const) : undefined
  const times = ONE_DAY.test(plain) ? [] : [...timesOf(plain, EN), ...timesOf(plain, ZH)]
  if (place === undefined && times.length === 0) return undefined
  return { times, ...(place === undefined ? {} : { place }) }
}

type Asks = Readonly<Record<Exclude<keyof typeof EN, 'work' | 'notAfter'>, RegExp>> & {
  readonly notAfter: readonly RegExp[]
}

/** The first way of saying it that fits: "not before 9" is no "after 9". */
function timesOf(plain: string, asks: Asks): readonly SparedTime[] {
  const on = asks.notOn.exec(plain)?.[1]
  const days = WEEK.find(([word]) => on !== undefined && word.test(on))?.[1]
  if (days !== undefined) return [{ from: 0, until: DAY, days }]
  const only = pair(asks.onlyBetween.exec(plain))
  if (only !== undefined) {
    const outside = [
      { from: 0, until: only.from },
      { from: only.until, until: DAY },
    ]
    return outside.filter(({ from, until }) => from < until)
  }
  const not = pair(asks.notBetween.exec(plain))
  if (not !== undefined) return [not]
  const notAfter = asks.notAfter.map((one) => one.exec(plain)).find((one) => one !== null)
  if (notAfter !== undefined) return range(clockAt(notAfter, 1, 'none'), DAY)
  const notBefore = asks.notBefore.exec(plain)
  if (notBefore !== null) return range(0, clockAt(notBefore, 1, 'morning'))
  const after = asks.after.exec(plain)
  if (after === null || !isAskedFor(plain, after)) return []
  return range(0, clockAt(after, 1, 'evening'))
}

/** What may stand before "call me after six" in its clause: anything else may turn it into its opposite. */
const BEFORE =
  /^(?:\s|hi\b|hello|hey|please|pls|plz|kindly|just|only|better|best to|always|then|thanks|thank you|ok(?:ay)?|you (?:can|may|could|should|must)|(?:can|could|would|will) you|i(?:'d| would) (?:like|prefer) (?:you )?to|it(?:'s| is) (?:fine|ok(?:ay)?|best|better) to|feel free to|[请劳烦麻你们您可以最好尽量就只能在都每天我希望谢白上班忙那再等到]|能不能|能否)*$/
/** Behind it: another hour, a question, or what they think of it. */
const TURNED = /^[^.!?;。！？；\n]*(?:\bor\b|骚扰|投诉|干嘛|干什么|什么意思|过分|违法|不对|[?？])/

function isAskedFor(plain: string, found: RegExpExecArray): boolean {
  const before = plain.slice(0, found.index).split(/[.,!?;:，。！？；：、\n]| (?:and|so|but) /)
  const behind = plain.slice(found.index + found[0].length)
  return BEFORE.test(before.at(-1) ?? '') && !TURNED.test(behind)
}

/** No hours where there is a doubt; the whole of every day is another wish than hours. */
const range = (from: number | undefined, until: number | undefined): readonly SparedTime[] =>
  from === undefined || until === undefined || from >= until || until - from >= DAY
    ? []
    : [{ from, until }]

/** Both ends certain, and the first before the second. */
function pair(found: RegExpExecArray | null): SparedTime | undefined {
  if (found === null) return undefined
  const [begin, end] = [clockAt(found, 1, 'none'), clockAt(found, 4, 'none')]
  const from = begin ?? sameHalf(found, 1, end)
  const until = end ?? sameHalf(found, 4, begin)
  return from === undefined || until === undefined || from >= until ? undefined : { from, until }
}

/** "2 to 4pm", "下午2点到4点": the half that one end says is the other's too. */
const sameHalf = (
  found: RegExpExecArray,
  at: number,
  other: number | undefined,
): number | undefined =>
  other === undefined || other < DAY / 2 ? undefined : clockAt(found, at, 'evening')

/** A clock's three parts from that place on: English hour, minutes, half; Chinese part of the day, hour, minutes. */
function clockAt(found: RegExpExecArray, at: number, bare: Bare): number | undefined {
  const [a, b, c] = [found[at], found[at + 1], found[at + 2]]
  const isEnglish = /^[0-9]+$/.test(a ?? '')
  const hour = Number(isEnglish ? a : b)
  const minute = isEnglish ? Number(b ?? 0) : c === '半' ? 30 : Number(c ?? 0)
  const isLate = isEnglish ? c?.startsWith('p') : /下午|傍晚|晚/.test(a ?? '')
  const isEarly = isEnglish ? c?.startsWith('a') : /早|上午/.test(a ?? '')
  if (!isEnglish && hour === 12 && /晚/.test(a ?? '')) return DAY + minute
  if (hour > 24 || minute > 59) return undefined
  const full = hourOf(hour, { isLate: isLate === true, isEarly: isEarly === true, bare })
  return full === undefined ? undefined : full * 60 + minute
}

function hourOf(
  hour: number,
  { isLate, isEarly, bare }: { isLate: boolean; isEarly: boolean; bare: Bare },
): number | undefined {
  if (isEarly) return hour === 12 ? 0 : hour
  if (isLate) return hour < 12 ? hour + 12 : hour
  if (hour > 12) return hour
  if (bare === 'evening' && hour >= 1 && hour <= 7) return hour + 12
  return bare === 'morning' && hour >= 8 && hour <= 11 ? hour : undefined
}
