/** Country codes, and what stands before a number at home. */
const AT_HOME: readonly (readonly [code: string, trunk: string])[] = [
  ['86', ''],
  ['852', ''],
  ['886', '0'],
  ['44', '0'],
  ['61', '0'],
  ['91', '0'],
  ['65', ''],
  ['49', '0'],
  ['1', ''],
]

/** How a number or an address may stand in the book: files keep the form that they came in. */
export function addressForms(from: string): readonly string[] {
  const text = from.trim()
  if (text.includes('@')) return [...new Set([text, text.toLowerCase()])]
  const digits = text.replace(/[^\d]/g, '')
  if (digits.length < 5 || /[^\d\s()+.-]/.test(text)) return [text]
  const bare = digits.startsWith('00') ? digits.slice(2) : digits
  const isInternational = text.startsWith('+') || digits.startsWith('00')
  const forms = new Set([text, digits, bare, `+${bare}`])
  for (const [code, trunk] of AT_HOME) {
    if (bare.startsWith(code)) addHome(forms, bare.slice(code.length), trunk)
    if (!isInternational) addAbroad(forms, bare, { code, trunk })
  }
  return [...forms]
}

function addHome(forms: Set<string>, rest: string, trunk: string): void {
  if (rest.length < 7) return
  forms.add(rest)
  forms.add(`${trunk}${rest}`)
}

function addAbroad(
  forms: Set<string>,
  home: string,
  { code, trunk }: { readonly code: string; readonly trunk: string },
): void {
  if (trunk === '' ? !MOBILE_AT_HOME[code]?.test(home) : !home.startsWith(trunk)) return
  const rest = home.slice(trunk.length)
  forms.add(`+${code}${rest}`)
  forms.add(`${code}${rest}`)
}

/** Without a trunk digit only its shape shows that a number is of a country. */
const MOBILE_AT_HOME: Readonly<Record<string, RegExp>> = {
  '86': /^1[3-9]\d{9}$/,
  '852': /^[4-9]\d{7}$/,
  '65': /^[89]\d{7}$/,
  '1': /^[2-9]\d{9}$/,
}
