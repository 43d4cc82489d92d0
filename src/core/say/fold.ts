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
  ].flatMap(([from = '', to = '']) => [...from].map((letter) => [letter, to])),
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
const UNSEEN =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]/

/** A text as it is matched, and where each unit of it stands in the text as written. */
export type View = { readonly text: string; readonly at: readonly number[] }

/** One look for what is written in many: width, case, accents, alphabets, old characters, nothing unseen. */
export function fold(source: string): View {
  let text = ''
  const at: number[] = []
  let index = 0
  for (const letter of source) {
    const folded = UNSEEN.test(letter) ? '' : foldLetter(letter)
    text += folded
    for (let unit = 0; unit < folded.length; unit++) at.push(index)
    index += letter.length
  }
  return { text, at }
}

function foldLetter(letter: string): string {
  const wide = letter.normalize('NFKC').toLowerCase()
  const bare = /^[\u0000-\u024f\u1e00-\u1eff]+$/.test(wide)
    ? wide.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
    : wide
  return LOOKS[bare] ?? SIMPLE[bare] ?? bare
}

/** What stays of a view, and what becomes of each piece that a pattern finds. */
export function rewrite(view: View, pattern: RegExp, by: (piece: string) => string): View {
  let text = ''
  const at: number[] = []
  const keep = (from: number, to: number) => {
    text += view.text.slice(from, to)
    for (let i = from; i < to; i++) at.push(view.at[i] ?? 0)
  }
  let done = 0
  for (const match of view.text.matchAll(pattern)) {
    const end = match.index + match[0].length
    keep(done, match.index)
    const written = by(match[0])
    // A longer word than was written ends where what was written ends.
    for (let i = 0; i < written.length; i++)
      at.push(view.at[Math.min(match.index + i, end - 1)] ?? 0)
    if (written !== '' && written.length < match[0].length)
      at[at.length - 1] = view.at[end - 1] ?? 0
    text += written
    done = end
  }
  keep(done, view.text.length)
  return { text, at }
}
