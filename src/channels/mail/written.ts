import { hear } from '../../core/hear/hear.ts'
import type { Day } from '../../core/calendar.ts'

/** Of an HTML mail what its reader sees, as lines; what it quotes has "> " before each line. */

/** How mail programs mark what they quote. */
const QUOTES =
  /\b(?:class|id)\s*=\s*["']?[^"'>]{0,200}\b(?:gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|isReplyContent|ntes-mailmaster-quote|protonmail_quote|qmbox|original-content|foxmail_quote|mailmaster-quote)/i

const BREAKS = new Set(
  'address article blockquote br div dl dd dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table td tr ul includetail'.split(
    ' ',
  ),
)
const UNSEEN = new Set([
  'head',
  'noscript',
  'object',
  'script',
  'style',
  'svg',
  'template',
  'title',
])
const ALONE = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

const HTML_CHARACTERS_MAX = 400_000
const DEPTH_MAX = 500

type Open = { readonly name: string; readonly quotes: boolean; readonly unseen: boolean }

/** One pass over the text, whatever it holds: nothing is loaded, run or looked up. */
export function linesOf(html: string): string {
  const source = html
    .slice(0, HTML_CHARACTERS_MAX)
    .replaceAll(/<!--[^]*?(?:-->|$)|<[!?][^<>]{0,4000}>?/g, '')
  const open: Open[] = []
  let line = ''
  const lines: string[] = []
  const endLine = () => {
    const text = line.replaceAll(/\s+/g, ' ').trim()
    line = ''
    if (text !== '') lines.push(open.some((one) => one.quotes) ? `> ${text}` : text)
  }
  let from = 0
  for (const tag of source.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})\b([^<>]{0,4000})>?/gi)) {
    if (!open.some((one) => one.unseen)) line += plain(source.slice(from, tag.index))
    from = tag.index + tag[0].length
    const name = (tag[2] ?? '').toLowerCase()
    if (BREAKS.has(name)) endLine()
    if (tag[1] === '/') closeTo(open, name)
    else if (!ALONE.has(name) && open.length < DEPTH_MAX) {
      const quotes = name === 'blockquote' || name === 'includetail' || QUOTES.test(tag[3] ?? '')
      open.push({ name, quotes, unseen: UNSEEN.has(name) })
    }
  }
  line += plain(source.slice(from))
  endLine()
  return lines.join('\n')
}

/** What was never closed ends with what it is in. */
function closeTo(open: Open[], name: string): void {
  const at = open.findLastIndex((one) => one.name === name)
  if (at >= 0) open.length = at
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  middot: '·',
  pound: '£',
  yen: '¥',
  euro: '€',
}

const plain = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi, (all, ten, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? all
    const code = ten === undefined ? Number.parseInt(String(hex), 16) : Number(ten)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })

/** Lines after which programs here put the mail that is answered, with nothing before its lines. */
const STARTS: readonly RegExp[] = [
  /^\s*-{2,}\s*(?:回复的原邮件|原始邮件|原始信件|原邮件|转发的邮件|转发邮件信息|original|original message|forwarded message)\s*-{0,}/i,
  /^\s*(?:at|on) \d{4}-\d\d-\d\d[ ,].{0,160}wrote:?\s*$/i,
  /^\s*(?:on|at) .{5,160}wrote:?\s*$/i,
  /^\s*(?:在|于|於).{4,160}(?:写道|寫道|写|寫)\s*[:：]?\s*$/,
  /^\s*.{1,80}(?:于|於|在)\s*\d{4}\s*年.{4,80}(?:写道|寫道)\s*[:：]?\s*$/,
  /^\s*\|?\s*(?:from|发件人|寄件者|寄件人)\s*[:：|]\s*\S/i,
]

/**
 * A quoted mail is marked line by line, where the writer's program did not do it. Where it did, only the
 * line above it is: what stands below or between was written too.
 */
export function marked(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const { at, until } = startOf(lines)
  if (at < 0) return lines.join('\n')
  const isMarked = lines.slice(until).some((line) => QUOTED.test(line))
  const isQuote = (i: number) => i >= at && (i < until || !isMarked)
  return lines.map((line, i) => (isQuote(i) && !QUOTED.test(line) ? `> ${line}` : line)).join('\n')
}

const QUOTED = /^\s*[>＞]/

/** Programs break the line above a quoted mail where it is long. */
function startOf(lines: readonly string[]): { readonly at: number; readonly until: number } {
  const starts = (line: string) => STARTS.some((start) => start.test(line.slice(0, 300)))
  for (const [at, line] of lines.entries()) {
    if (starts(line)) return { at, until: at + 1 }
    if (line.trim() !== '' && starts(`${line} ${lines[at + 1] ?? ''}`)) return { at, until: at + 2 }
  }
  return { at: -1, until: -1 }
}

const ANSWERS =
  /^\s*(?:(?:re|aw|sv|fw|fwd|回复|回覆|答复|答覆|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]\s*)+/i

/**
 * The subject is said before the text. That of an answer is ours, given back, unless it may be a wish
 * to stop: some write nothing but that.
 */
export function withSubject(subject: string, text: string, at: { today: Day; currency: string }) {
  const bare = subject.replace(ANSWERS, '').trim()
  if (bare === '') return text
  const isGivenBack = bare.length !== subject.trim().length && !hear(bare, at).stops
  return `${isGivenBack ? '> ' : ''}${bare}\n${text}`
}
