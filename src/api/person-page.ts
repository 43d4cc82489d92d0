import type { TimelineRecord } from '../store/timeline.ts'
import { instantText } from '../store/db.ts'
import type { ThreadRecord } from '../store/thread.ts'
import type { Look } from '../store/looks.ts'
import { whyDayLines, type WhyDay } from '../engine/why-day-words.ts'
import { handedText, type Handed } from './person-attached.ts'
import { timelineSentence } from './timeline-words.ts'
import type { Language } from './wire.ts'

/** What the page for people is made of; the files for machines hold more. */
export type PersonPage = {
  readonly name: string
  readonly ref: string
  readonly sender: string
  readonly madeAt: string
  readonly addresses: readonly { readonly kind: string; readonly value: string }[]
  readonly timeline: readonly TimelineRecord[]
  readonly thread: readonly ThreadRecord[]
  readonly days: readonly WhyDay[]
  readonly looks: readonly Look[]
  readonly handed: readonly Handed[]
  readonly files: readonly string[]
  readonly publicKey: string
}

const WORDS = {
  title: { en: 'Everything we keep about you', zh: '我们保存的您的全部信息' },
  lead: {
    en: 'Made by {sender} at {at} for {name} ({ref}). Names and numbers of other people are left out (***). Codes of our records are as they are kept.',
    zh: '由 {sender} 于 {at} 为 {name}（{ref}）制作。他人的姓名和号码已隐去（***）。记录中的代码按原样保留。',
  },
  reach: { en: 'How we can reach you', zh: '您的联系方式' },
  happened: { en: 'What happened', zh: '发生过的事' },
  messages: { en: 'Messages and calls', zh: '消息与通话' },
  decided: {
    en: 'Why you were contacted, or not',
    zh: '为何联系您，或为何没有联系',
  },
  looked: { en: 'Who looked at what is kept apart', zh: '谁查看过受保护的信息' },
  handed: { en: 'Recordings, letters and files', zh: '录音、信函与文件' },
  files: { en: 'Files in this folder', zh: '本文件夹中的文件' },
  proof: {
    en: 'manifest.json names each file with its SHA-256; manifest.seal.json signs it (Ed25519). Public key: {key}. Each line of timeline.jsonl holds the hash of all lines before it. `forbear verify` checks all of it without a connection.',
    zh: 'manifest.json 列出每个文件及其 SHA-256；manifest.seal.json 对其签名（Ed25519）。公钥：{key}。timeline.jsonl 的每一行都含有之前所有行的哈希。“forbear verify”可离线核验。',
  },
  none: { en: 'Nothing.', zh: '无。' },
  in: { en: 'from you', zh: '来自您' },
  out: { en: 'to you', zh: '发给您' },
} as const

const STYLE = `body{font:16px/1.6 Georgia,"Noto Serif SC",serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem}h2{margin-top:2.2rem;border-bottom:1px solid #999;font-size:1.2rem}
li{margin:.35rem 0}time,small{color:#555}pre{white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace;border-left:3px solid #bbb;padding-left:.8rem}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}li,pre{break-inside:avoid}}`

/** One page for a person to read or print, without a script and without anything from elsewhere. */
export function personPage(page: PersonPage, lang: Language): string {
  const say = (key: keyof typeof WORDS) => WORDS[key][lang]
  const section = (key: keyof typeof WORDS, inside: string) =>
    `<section><h2>${say(key)}</h2>${inside === '' ? `<p>${say('none')}</p>` : inside}</section>`
  const lead = filled(say('lead'), {
    sender: page.sender,
    at: page.madeAt,
    name: page.name,
    ref: page.ref,
  })
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say('title')}</title><style>${STYLE}</style></head><body><main>
<h1>${say('title')}</h1><p>${escaped(lead)}</p>
${section('reach', list(page.addresses.map(({ kind, value }) => `${escaped(kind)}: ${escaped(value)}`)))}
${section('happened', list(page.timeline.map((row) => happened(row, lang))))}
${section('messages', list(page.thread.map((row) => message(row, lang))))}
${section('decided', page.days.map((day) => `<pre>${escaped(whyDayLines(day, lang).join('\n'))}</pre>`).join('\n'))}
${section('looked', list(page.looks.map(looked)))}
${section('handed', list(page.handed.map((one) => escaped(handedText(one, lang)))))}
${section('files', list(page.files.map(escaped)))}
<p>${escaped(filled(say('proof'), { key: page.publicKey }))}</p>
</main></body></html>
`
}

const happened = (row: TimelineRecord, lang: Language): string =>
  `<time>${row.effective_on ?? instantText(row.at)}</time> ${escaped(timelineSentence(row, lang))}`

function message(row: ThreadRecord, lang: Language): string {
  const way = WORDS[row.direction][lang]
  const words = row.words === null ? '' : `<br>${escaped(row.words).replaceAll('\n', '<br>')}`
  return `<time>${instantText(row.at)}</time> ${escaped(row.channel)}, ${way} <small>${escaped(row.state)}</small>${words}`
}

const looked = ({ at, by, kind, reason }: Look): string =>
  `<time>${instantText(at)}</time> ${escaped(by)}: ${escaped(kind)}${reason === null ? '' : ` (${escaped(reason)})`}`

const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ol>${items.map((item) => `<li>${item}</li>`).join('\n')}</ol>`

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')

export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
