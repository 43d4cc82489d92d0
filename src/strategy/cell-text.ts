const WIDE: Readonly<Record<string, string>> = {
  '≥': '>=',
  '≤': '<=',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '，': ',',
  '、': ',',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '（': '(',
  '）': ')',
  '。': '.',
  '．': '.',
  '％': '%',
  '－': '-',
  '—': '-',
  '–': '-',
}

/** Full-width signs and digits as the ones that a cell is written with. */
export const narrow = (text: string): string =>
  text.replace(/[\u2010-\u2265\u3000-\u3002\uff01-\uff5e]/g, (sign) => {
    const code = sign.charCodeAt(0)
    if (code >= 0xff10 && code <= 0xff19) return String(code - 0xff10)
    return WIDE[sign] ?? sign
  })

/** Commas part tests, but not inside quotes. */
export function splitTests(text: string): string[] {
  const parts: string[] = []
  let [part, quote] = ['', '']
  for (const sign of text) {
    if (quote === '' && sign === ',') {
      parts.push(part.trim())
      part = ''
      continue
    }
    if (quote === '' && (sign === '"' || sign === "'")) quote = sign
    else if (sign === quote) quote = ''
    part += sign
  }
  return [...parts, part.trim()]
}
