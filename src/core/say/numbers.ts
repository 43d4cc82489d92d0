const DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
  ...Array.from('零一二三四五六七八九', (word, i) => [word, i] as const),
  ...Array.from('〇壹贰叁肆伍陆柒捌玖', (word, i) => [word, i] as const),
  ['两', 2],
])
const PLACES: Readonly<Record<string, number>> = Object.fromEntries(
  ['十拾', '百佰', '千仟'].flatMap((pair, i) => Array.from(pair, (word) => [word, 10 ** (i + 1)])),
)
const MYRIADS: Readonly<Record<string, number>> = { 万: 10_000, 萬: 10_000, 亿: 100_000_000 }

/** '一千二百', '壹仟贰佰', '1万2千', '3.5万', '两万五', '五百八' as plain decimals. */
export function hanNumber(text: string): string | undefined {
  if (/^\d+(?:\.\d{1,2})?$/.test(text)) return text
  const parts = text.match(/\d+(?:\.\d+)?|[^\d.]/g) ?? []
  let [total, section, digit, last] = [0, 0, 0, 1]
  for (const part of parts) {
    const value = DIGITS[part] ?? (/^\d/.test(part) ? Number(part) : undefined)
    const place = PLACES[part]
    const myriad = MYRIADS[part]
    if (value !== undefined) digit = value
    else if (place !== undefined) {
      section += (digit === 0 ? 1 : digit) * place
      ;[digit, last] = [0, place]
    } else if (myriad !== undefined) {
      total = (total + section + digit) * myriad
      ;[section, digit, last] = [0, 0, myriad]
    } else return undefined
    // A zero says that the next digit stands where it stands.
    if (part === '零' || part === '〇') last = 10
  }
  // '两万五' is 25,000 and '五百八' is 580: the last digit takes the next place down.
  const tail = digit !== 0 && last >= 100 && !/\d$/.test(text) ? digit * (last / 10) : digit
  const whole = total + section + tail
  return Number.isFinite(whole) ? String(Math.round(whole * 100) / 100) : undefined
}

const WORDS: Readonly<Record<string, number>> = Object.fromEntries([
  ...[
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen',
    'sixteen seventeen eighteen nineteen',
  ]
    .join(' ')
    .split(' ')
    .map((word, i) => [word, i]),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, i) => [word, 20 + i * 10]),
  ['a', 1],
])
const BIG: Readonly<Record<string, number>> = { thousand: 1_000, grand: 1_000, million: 1_000_000 }

/** 'one thousand two hundred and fifty' as a number. */
export function spokenNumber(text: string): number | undefined {
  let [total, section] = [0, 0]
  for (const word of text.split(/[\s-]+/)) {
    const value = WORDS[word]
    const big = BIG[word]
    if (value !== undefined) section += value
    else if (word === 'hundred') section = (section === 0 ? 1 : section) * 100
    else if (big !== undefined) {
      total += (section === 0 ? 1 : section) * big
      section = 0
    } else if (word !== 'and') return undefined
  }
  return total + section === 0 ? undefined : total + section
}
