/** Our own words that come back with an answer, and are not the writer's. */

/** From these lines on, everything is the message that was answered. */
const QUOTE_STARTS: readonly RegExp[] = [
  /^\s*-{2,}\s*(original message|forwarded message|原始邮件|原始信息|转发邮件|原邮件)/i,
  /^\s*on .{5,120}wrote:?\s*$/i,
  /^\s*(在|于).{4,100}(写道|写)[:：]?\s*$/,
  /^\s*.{2,60}(于|在) ?\d{4}.{4,60}写道[:：]/,
  /^\s*(from|发件人|寄件者|寄件人)[:：]\s*\S/i,
  /^\s*_{8,}\s*$/,
]

const QUOTED_LINE = /^\s*[>＞|┃]/

/** How our messages tell people to opt out: the instruction is ours, unless nothing else was said. */
const OUR_INSTRUCTIONS: readonly RegExp[] = [
  /["“”'「]?\b(?:reply|text|send|respond|answer|type|txt)(?: with)?(?: the)?(?: word)?\s{0,3}["“'「]?(?:stop|end|quit|cancel|unsubscribe|stopall|help)["”'」]?\s{0,3}(?:to\s{1,3}(?:stop|opt|end|unsub|cancel|quit|be|no)[a-z -]{0,40}|(?:if|for)\b[^.!?\n]{0,60}|at any time[^.!?\n]{0,40})/gi,
  /\b(?:to (?:opt out|unsubscribe|stop)[a-z ]{0,30}|if you do not want our (?:emails|texts|messages|letters)),?\s{0,3}[^.!?\n]{0,60}\b(?:reply|text|send|use)\b[^.!?\n]{0,60}\b(?:stop|end|quit|unsubscribe)\b["”']?/gi,
  /\byou can ask us to stop these letters at any time/gi,
  /(?:拒收|退订|如需退订|不需要|不想再?收到?[^，。!！\n]{0,8})[，,：:]?(?:请)?(?:直接)?(?:回复?|发送?|複|覆)["“「]?(?:退订|TD|T|R|N|QX|拒收)["”」]?/gi,
  /(?:请)?(?:直接)?(?:回复|回覆|发送)["“「『]?(?:退订|退訂|TD|T|R|N|QX|拒收)["”」』]?(?:即可)?(?:退订|退訂|取消|拒收|停止接收)/gi,
  /不想再收到(?:邮件|我们的信)，请[^。\n]{0,40}/g,
]

/** What the writer said: quoted lines, our instructions and our own texts taken out. */
export function ownWords(text: string, ours: readonly string[]): string {
  const kept: string[] = []
  for (const line of text.split('\n')) {
    if (QUOTE_STARTS.some((start) => start.test(line.slice(0, 200)))) break
    if (!QUOTED_LINE.test(line)) kept.push(line)
  }
  let own = kept.join('\n')
  for (const sent of ours) own = withoutSent(own, sent.normalize('NFKC'))
  const bare = withoutInstructions(own)
  // Some answer with the very instruction ('回复TD退订'): with nothing else said, they mean it.
  return /[\p{L}\p{N}]/u.test(bare) ? bare : own
}

function withoutInstructions(text: string): string {
  let out = text
  for (const pattern of OUR_INSTRUCTIONS) out = out.replace(pattern, ' ')
  return out
}

const SENTENCE_MIN = 8

/** Sentences of what we sent, where they stand word for word in the answer. */
function withoutSent(text: string, sent: string): string {
  let out = text
  for (const sentence of sent.split(/[\n.。!！?？]/)) {
    const words = sentence.trim()
    if (words.length >= SENTENCE_MIN) out = out.replaceAll(words, ' ')
  }
  return out
}
