import type { Place } from './fault.ts'

export type OrderFault = 'many_actions' | 'no_action' | 'consequence_first'
export type OrderFinding = Place & { readonly fault: OrderFault; readonly words: string }

/** What a borrower can be asked to do, by the words that ask it. */
const ACTS: readonly (readonly [string, RegExp])[] = [
  ['pay', /\b(?:pay|settle|transfer)\b|还款|付款|还清|结清|转账|打款|存入/i],
  ['call', /\b(?:call|ring|phone)\b|回电|致电|来电|拨打|打电话/i],
  ['reply', /\b(?:reply|answer|write back|text back)\b|回复|答复/i],
  [
    'open',
    /\b(?:click|tap|open|log ?in|sign in|visit|go to|scan)\b|点击|点开|登录|扫码|扫描|打开/i,
  ],
  ['send', /\b(?:send|upload|email|fill in|complete)\b|发送|上传|提交|填写|寄/i],
  ['come', /\b(?:come to|meet us)\b|到店|到网点|前来/i],
]

const ASKS =
  /^\s*(?:-\s*)?(?:please|kindly|you (?:must|need to|have to|should)|now|then|and|(?:pay|call|ring|reply|click|tap|log ?in|send|upload|fill|visit|open|scan|come)\b)|请|需要您|您(?:必须|应当|应该)|务必/i
/** Choices, conditions, ways to check and to stop are not asked: they are offered. */
const OFFERS =
  /^\s*[-•]|\bor\b|\byou (?:can|may|could)\b|\bif\b|\bcheck\b|\breally us\b|\bstop\b|\bunsubscribe\b|\bignore\b|\bkeep\b|\bask(?: us)?\b|\bnever\b|\bdo not\b|可以|也可|或|如|核实|拒收|退订|停止|忽略|保存|不要|请勿|放心|^(?:.{0,6})请(?:告诉|放心|保存|忽略)|想/i
const DEMANDS = /\b(?:overdue|is due|due since|owe|arrears|outstanding)\b|逾期|待还|应还|未还|欠款/i
const ANY_ACT =
  /\b(?:pay|call|tell us|ask|reply|talk|write|choose|check|contact)\b|还|来电|商量|申请|联系|告诉|选择|核实/i
const CONSEQUENCE =
  /\b(?:court|sue|suing|lawsuit|legal (?:action|steps|proceedings)|credit (?:file|report|bureau|reference))\b|起诉|诉讼|仲裁|法院|征信|强制/i
const OPTION =
  /\b(?:in parts|parts|plan|more time|talk to us|call us|tell us|help|options?|you can|choose|mediat\w+)\b|分期|商量|困难|延期|减免|可以|调解|帮/i

/** One thing asked, with the ways out before what may follow. Only of a whole message. */
export function orderFaults(text: string): OrderFinding[] {
  return [...manyActions(text), ...noAction(text), ...consequenceFirst(text)]
}

function manyActions(text: string): OrderFinding[] {
  const asked = new Map<string, Place>()
  for (const { words, from } of sentencesOf(text)) {
    if (!ASKS.test(words) || OFFERS.test(words)) continue
    for (const [act, pattern] of ACTS)
      if (pattern.test(words) && !asked.has(act)) asked.set(act, { from, to: from + words.length })
  }
  const second = [...asked.values()][1]
  return second === undefined
    ? []
    : [{ fault: 'many_actions', ...second, words: text.slice(second.from, second.to).trim() }]
}

const noAction = (text: string): OrderFinding[] =>
  DEMANDS.test(text) && !ANY_ACT.test(text.replace(DEMANDS, ' '))
    ? [{ fault: 'no_action', from: 0, to: text.length, words: '' }]
    : []

/** A notice that the law asks for before a register is told says so first: that is what it is for. */
const NOTICE = /报送前|事先告知|\btell you first\b|\bbefore we (?:tell|report)\b/i

function consequenceFirst(text: string): OrderFinding[] {
  const threat = CONSEQUENCE.exec(text)
  if (threat === null || NOTICE.test(text)) return []
  const option = OPTION.exec(text)
  return option !== null && option.index < threat.index
    ? []
    : [
        {
          fault: 'consequence_first',
          from: threat.index,
          to: threat.index + threat[0].length,
          words: threat[0],
        },
      ]
}

/** Words about what may follow: a call script says them only after the ways out. */
export const namesConsequence = (text: string): string | undefined => CONSEQUENCE.exec(text)?.[0]
export const namesWayOut = (text: string): boolean => OPTION.test(text)

function sentencesOf(text: string): { readonly words: string; readonly from: number }[] {
  return [...text.matchAll(/[^.!?。！？；\n]+/g)].map((match) => ({
    words: match[0],
    from: match.index,
  }))
}
