import type { SayFault } from './fault.ts'
import type { View } from './fold.ts'

/** The sentence of a view around a match, and where it starts. */
type Sentence = { readonly text: string; readonly from: number }

function sentenceAt({ text }: View, from: number, to: number): Sentence {
  const ends = '。！？；!?;.\n'
  let start = from
  while (start > 0 && !ends.includes(text.charAt(start - 1))) start--
  let end = to
  while (end < text.length && !ends.includes(text.charAt(end))) end++
  return { text: text.slice(start, Math.min(end + 1, text.length)), from: start }
}

const ZH_NOT =
  '不会|不能|不得|不用|不需要|不必|不建议|不要|不存在|不是|并非|没有|没有人会|无权|无法|从不|绝不|禁止|不许|不收|不再|未曾|都不|不准'
// A denial stands before what it denies, in the same clause.
const ZH_DENIES = new RegExp(`(?:${ZH_NOT})[^，。！？；]{0,18}$`)
/** What makes a denial a threat again: a condition, a limit, a turn, a double no, a question. */
const ZH_UNDOES =
  /如果|要是|只要|除非|否则|要不|不然|但|可是|不过|然而|暂时|现在还|目前|这次|再不|才能|就会|就不会|不会不|不得不|不能不|不会想|难道|不信|不怕|想|希望|知道|以为|逃|躲|放过|便宜|[?？]/

const EN_DENIES =
  /\b(?:(?:you|we|they|i|it|he|she|us|this|courts?|police|children|child|benefits|asking|licence|job|house|people|someone|staff|firm|collectors?) (?:(?:will|can|could|would|do|does|did|are|is|have|has|may|must|should|shall) (?:not|never)|never|(?:has|have|had) (?:no|nothing|never))|no ?one|nobody|there (?:is|are) (?:no|nothing)|not a|never|none of|no|(?:is|are) not)\b[^.;!?,]{0,70}$/
const EN_UNDOES =
  /\b(?:if|unless|until|yet|but|or else|as long as|provided|only|just|for now|this time|because you(?! (?:ask|dispute|complain))|believe|imagine|want|like|think|joke|avoid|escape|hide|stop|dodge|forget|make (?:me|us)|let (?:me|us)|force|push|doubt|question|way out|choice|excuse|no matter|longer|more|see|hear|know|run|help you|save you|sorry|doing|keep you|protect|beat)\b|\?/

/** "Do not end up in prison" threatens; "do not borrow to pay this" is advice. */
const MAY_BE_ASKED: ReadonlySet<SayFault> = new Set(['improper_payment', 'empty_promise'])
const EN_ASKS_NOT = /\b(?:do not|never|not have to|do not need to)\b[^.;!?,]{0,50}$/

type Found = { readonly from: number; readonly to: number; readonly fault: SayFault }

/** Whether its own sentence plainly denies the match: "you will not be arrested for this". */
export function isDenied(view: View, { from, to, fault }: Found): boolean {
  const sentence = sentenceAt(view, from, to)
  const before = sentence.text.slice(0, from - sentence.from)
  if (/\p{Script=Han}/u.test(view.text.slice(from, to)))
    return ZH_DENIES.test(before) && !ZH_UNDOES.test(sentence.text) && !turnsAfter(view, to)
  const denies = EN_DENIES.test(before) || (MAY_BE_ASKED.has(fault) && EN_ASKS_NOT.test(before))
  return denies && !EN_UNDOES.test(sentence.text) && !turnsAfter(view, to)
}

/** The next sentence takes it back: "You will not go to prison. Unless ...", "... 但是". */
const turnsAfter = ({ text }: View, to: number): boolean =>
  /^[^.。！？；!?;\n]*[.。！？；!?;\n]+\s*(?:but|unless|however|yet|or|if you do not|except|但|除非|不过|可是|然而|否则|要是)/.test(
    text.slice(to, to + 160),
  )

const FRAUD_ZH =
  /(?:冒充|自称|假冒|谎称|声称|所谓|凡是|任何|有人)[^。！？；]{0,40}(?:骗|请勿|不要|别信|勿信|核实|举报|报警|投诉|不是我们|可以报警|不存在)|(?:骗局|骗子|都是诈骗)/
const FRAUD_EN =
  /\b(?:claims?|says?|said|pretends?|posing|poses|promises?|threatened|asks?|adverts?|charge)\b[^.;!?]{0,90}\b(?:do not|scams?|fraud|hang up|check|report|tell us|it is not us|keep the message|careful|tell the police)\b|\b(?:anyone|someone|firms|nobody|do not trust|be careful with)\b[^.;!?]{0,90}\b(?:fraud|scams?|not us|do not|report it|may|promises|credit repair|report)\b/

/** A sentence that warns of people who do it: a pretended policeman, a seller of clean records. */
export function isWarning(view: View, from: number, to: number): boolean {
  const { text } = sentenceAt(view, from, to)
  return FRAUD_ZH.test(text)
    ? !/(?:你|您)(?:就)?(?:是)?(?:这)?个?骗|诈骗罪|涉嫌|构成/.test(text)
    : FRAUD_EN.test(text)
}

/** Plain facts and help in which a word of a list stands rightly. */
const SAFE_ZH: readonly RegExp[] = [
  /(?:派出所|公安机关|警方)(?:的|开的|出具的?)?(?:报案|证明|开的证明)|在派出所开的证明|(?:向|请)(?:公安机关|派出所|警方)报案/g,
  /(?:您|你)(?:的)?(?:丈夫|妻子|先生|太太|爱人)?(?:是|在)(?:警察|民警|公安局?|法院(?:书记员|法官)?)(?:上班|工作|做|值班|书记员)?(?=上班|，|做|工作)/g,
  /您(?:提到|先生|太太|丈夫|妻子)?[^。，]{0,6}(?:正在服刑|在看守所|在监狱)|寄到监狱|如果您正在服刑/g,
  /只有法院[^。]{0,20}|[^。，]{0,10}由法院(?:依法)?(?:决定|判断)|必须经过法院|法院(?:已经)?受理本案|反诈中心的电话|反诈中心/g,
  /(?:黑名单|名单)(?:并)?不存在|(?:警察|公安|民警|警方)不会[^。，]{0,12}|(?:公安机关|法院|派出所)(?:从)?不会[^。，]{0,16}/g,
  /您?(?:朋友|同事|单位|家人)[^。，]{0,8}(?:付款的|代扣过|还了一笔)|由您自己决定|(?:请)?家属联系我们|让家属告诉我们/g,
]

const SAFE_EN: readonly RegExp[] = [
  /\b(?:(?:the )?police report|crime reference)\b/g,
  /\b(?:call|tell|contact|report (?:it|this) to) the police (?:on|and tell)\b/g,
  /\byou (?:work as|are) (?:a|an) (?:court clerk|police officer|judge)\b|\byour (?:husband|wife) is (?:a judge|in custody|a police officer)\b/g,
  /\byou are in (?:prison|custody), (?:so|and) we\b/g,
  /\bonly a court (?:can|could)[^.;!?]*|\bonly be sold after a court order\b/g,
  /\byou (?:may|can) (?:go to|tell|call) the police\b/g,
  /\bthe police (?:do|will|can) not (?:collect|phone|ask|charge)\b|\bhow long you can be sued\b/g,
  /\b(?:the )?(?:judge|court) (?:agreed|set|would|will hear|gives?)\b/g,
]

/** The stretches of a view that say something harmless with a word of a list. */
export function harmless(view: View): (from: number, to: number) => boolean {
  const spans = [...SAFE_ZH, ...SAFE_EN].flatMap((pattern) =>
    [...view.text.matchAll(pattern)].map((m) => [m.index, m.index + m[0].length] as const),
  )
  return (from, to) => spans.some(([start, end]) => from >= start && to <= end)
}
