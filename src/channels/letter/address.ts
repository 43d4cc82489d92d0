import type { Language } from '../../store/templates.ts'

/** What fits the window: six lines of 21 Chinese or 42 Latin signs. */
const LINES_MAX = 6
const WIDTH_MAX = 42

const widthOf = (line: string): number =>
  Array.from(line).reduce((sum, sign) => sum + (/[\u2e80-\uffff]/u.test(sign) ? 2 : 1), 0)

/** Name and address as the window's lines; undefined where they do not fit it. */
export function windowOf(
  name: string,
  address: string,
  language: Language,
): readonly string[] | undefined {
  const lines = address
    .split(language === 'zh' ? /\n/ : /\n|,\s*/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length === 0) return undefined
  const all = language === 'zh' ? [...postcodeFirst(lines), name] : [name, ...lines]
  const needed = all.reduce((sum, line) => sum + Math.ceil(widthOf(line) / WIDTH_MAX), 0)
  return needed > LINES_MAX ? undefined : all
}

/** '518000 广东省…': the code on a line of its own, as Chinese envelopes have it. */
function postcodeFirst(lines: readonly string[]): readonly string[] {
  const [first = '', ...rest] = lines
  const match = /^(\d{6})[\s,，]*(.+)$/.exec(first)
  return match === null ? lines : [match[1] ?? '', match[2] ?? '', ...rest]
}

const PLACE_MAX = 40

/** Where it goes, as coarse as sorting needs it: province and city, or the town. */
export function placeOf(address: string, language: Language): string {
  const flat = address.trim().replace(/^\d{6}[\s,，]*/, '')
  const chinese = /^(?:.{2,8}?(?:省|自治区))?.{2,10}?(?:市|自治州|地区|盟)/u.exec(flat)?.[0]
  if (language === 'zh' || chinese !== undefined) return tidy(chinese ?? '')
  // A postcode alone may be one house: the last line without a figure is the town.
  const lines = address.split(/\n|,\s*/).filter((line) => line.trim() !== '')
  return tidy(lines.slice(1).findLast((line) => !/\d/.test(line)) ?? '')
}

/** Nothing in it that a spreadsheet would work out. */
const tidy = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\p{M}\p{N} .'-]/gu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim()
    .slice(0, PLACE_MAX)

export type Envelope = 'dl-window' | 'c5-window' | 'c4-window'

/** By sheets, printed on one side. */
export function envelopeOf(pages: number): Envelope {
  if (pages <= 5) return 'dl-window'
  return pages <= 10 ? 'c5-window' : 'c4-window'
}
