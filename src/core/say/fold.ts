/** Letters of other alphabets that look like Latin ones. */
const LOOKS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аɑα', 'a'],
    ['в', 'b'],
    ['сϲ', 'c'],
    ['ԁ', 'd'],
    ['еёε', 'e'],
    ['һ', 'h'],
    ['іїι', 'i'],
    ['ј', 'j'],
    ['к', 'k'],
    ['ӏ', 'l'],
    ['м', 'm'],
    ['оοσ', 'o'],
    ['рρ', 'p'],
    ['ѕ', 's'],
    ['т', 't'],
    ['уγ', 'y'],
    ['х', 'x'],
    ['’‘ʼ`´', "'"],
    ['“”', '"'],
    ['–—‐‑', '-'],
  ].flatMap(([from = '', to = '']) => Array.from(from).map((letter) => [letter, to])),
)

/** Traditional characters of the words that are looked for, and characters that sound or look alike. */
const SIMPLE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '會会',
    '來来',
    '賴赖',
    '癞赖',
    '獄狱',
    '關关',
    '門门',
    '報报',
    '時时',
    '無无',
    '門门',
    '員员',
    '單单',
    '聯联',
    '絡络',
    '繫系',
    '錄录',
    '録录',
    '訊讯',
    '發发',
    '開开',
    '傳传',
    '訴诉',
    '訟讼',
    '償偿',
    '還还',
    '錢钱',
    '債债',
    '務务',
    '貸贷',
    '個个',
    '們们',
    '過过',
    '後后',
    '負负',
    '責责',
    '銀银',
    '帳账',
    '賬账',
    '檢检',
    '執执',
    '屬属',
    '親亲',
    '寫写',
    '爾尔',
    '臉脸',
    '騙骗',
    '雞鸡',
    '媽妈',
    '對对',
    '將将',
    '戶户',
    '隱隐',
    '號号',
    '進进',
    '強强',
    '凍冻',
    '結结',
    '產产',
    '違违',
    '緊紧',
    '馬马',
    '處处',
    '嘿黑',
    '暴曝',
    '唑坐',
    '座坐',
  ].map((pair) => [pair.charAt(0), pair.charAt(1)]),
)

/** Invisible: zero-width characters, joiners, soft hyphens, variation selectors, marks of direction. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u

/** A text as it is matched, and where each unit of it stands in the text as written. */
export type View = { readonly text: string; readonly at: readonly number[] }

/** One look for what is written in many: width, case, accents, alphabets, old characters, nothing unseen. */
export function fold(source: string): View {
  const parts: string[] = []
  const at: number[] = []
  let index = 0
  for (const letter of source) {
    const folded = foldLetter(letter)
    parts.push(folded)
    for (let unit = 0; unit < folded.length; unit++) at.push(index)
    index += letter.length
  }
  return { text: parts.join(''), at }
}

function foldLetter(letter: string): string {
  // Most letters are these, and stay what they are.
  const code = letter.charCodeAt(0)
  if (code < 128) return code === 96 ? "'" : letter.toLowerCase()
  if (code >= 0x4e00 && code <= 0x9fff) return SIMPLE[letter] ?? letter
  if (UNSEEN.test(letter)) return ''
  const wide = letter.normalize('NFKC').toLowerCase()
  const bare = /^[\p{Script=Latin}\p{M}]+$/u.test(wide)
    ? wide.normalize('NFD').replace(/\p{M}/gu, '')
    : wide
  return LOOKS[bare] ?? SIMPLE[bare] ?? bare
}

type Edit = { readonly from: number; readonly to: number; readonly written: string }

/** What becomes of each piece that a pattern finds; a view in which nothing changes is itself. */
export function rewrite(view: View, pattern: RegExp, by: (piece: string) => string): View {
  const edits: Edit[] = []
  for (const { 0: piece, index } of view.text.matchAll(pattern)) {
    const written = by(piece)
    if (written !== piece) edits.push({ from: index, to: index + piece.length, written })
  }
  return edits.length === 0 ? view : edited(view, edits)
}

function edited(view: View, edits: readonly Edit[]): View {
  const parts: string[] = []
  const at: number[] = []
  let done = 0
  const keep = (to: number) => {
    parts.push(view.text.slice(done, to))
    for (let i = done; i < to; i++) at.push(view.at[i] ?? 0)
  }
  for (const { from, to, written } of edits) {
    keep(from)
    parts.push(written)
    // A longer word than was written ends where what was written ends, and so does a shorter one.
    const last = written.length - 1
    for (let i = 0; i <= last; i++) {
      const unit = i === last ? to - 1 : Math.min(from + i, to - 1)
      at.push(view.at[unit] ?? 0)
    }
    done = to
  }
  keep(view.text.length)
  return { text: parts.join(''), at }
}
