/** What a lender says is its own, so that anybody can look it up before trusting it. */
export const OFFICIAL_KINDS = [
  'phone',
  'sender',
  'email',
  'website',
  'bank_account',
  'staff',
  'register',
] as const
export type OfficialKind = (typeof OFFICIAL_KINDS)[number]

/** A kind and a text that is compared by equality. */
export type OfficialKey = { readonly kind: OfficialKind; readonly value: string }

const TEXT_MAX = 200

/** Full-width letters, figures and signs as they are typed on other keyboards. */
const plain = (text: string): string => text.normalize('NFKC').trim().slice(0, TEXT_MAX)

/**
 * The text of one kind as it is compared; undefined for what could never be one of that kind.
 * Phones: figures alone, with the country's code where there is one. E-mail: a whole address, or `@domain`
 * for all of a domain. Website: the host alone.
 */
export function officialValue(kind: OfficialKind, text: string): string | undefined {
  const given = plain(text)
  switch (kind) {
    case 'phone':
      return phoneDigits(given)
    case 'email':
      return /^[^\s@]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(given) ? given.toLowerCase() : undefined
    case 'website':
      return hostOf(given)
    case 'bank_account': {
      const packed = given.replaceAll(/[\s-]/g, '').toUpperCase()
      return /^[A-Z0-9]{6,34}$/.test(packed) ? packed : undefined
    }
    case 'sender':
    case 'staff':
    case 'register': {
      const one = given.replaceAll(/\s+/g, ' ').replaceAll(/[【】[\]]/g, '')
      return one === '' ? undefined : one.toLowerCase()
    }
  }
}

/** What somebody may have meant who typed this, most telling first; nothing is guessed beyond spelling. */
export function typedAs(text: string, countryCodes: readonly string[]): readonly OfficialKey[] {
  const found: OfficialKey[] = []
  const add = (kind: OfficialKind, value: string | undefined) => {
    if (value !== undefined && !found.some((one) => one.kind === kind && one.value === value))
      found.push({ kind, value })
  }
  const email = officialValue('email', text)
  add('email', email)
  if (email !== undefined) add('email', email.slice(email.indexOf('@')))
  else {
    for (const value of phonesOf(plain(text), countryCodes)) add('phone', value)
    for (const value of hostsOf(plain(text))) add('website', value)
    add('bank_account', officialValue('bank_account', text))
  }
  for (const kind of ['staff', 'sender', 'register'] as const) add(kind, officialValue(kind, text))
  return found
}

const PHONE_MIN = 3
const PHONE_MAX = 15

/** '(0)' after a country's code is not dialled from abroad, and is no part of the number. */
function phoneDigits(text: string): string | undefined {
  if (!/^\+?[\d\s().\-–/]+$/.test(text)) return undefined
  const digits = text.replace(/^(\+\d+\s*)\(0\)/, '$1').replaceAll(/\D/g, '')
  return digits.length >= PHONE_MIN && digits.length <= PHONE_MAX ? digits : undefined
}

/** As dialled at home, with the country's code, and with a code that a short number does not have. */
function phonesOf(text: string, countryCodes: readonly string[]): readonly string[] {
  const digits = phoneDigits(text)
  if (digits === undefined) return []
  if (text.startsWith('+')) return [digits, ...withoutCode(digits, countryCodes)]
  const abroad = digits.startsWith('00') ? [digits.slice(2)] : []
  const home = countryCodes.map((code) => `${code}${digits.replace(/^0/, '')}`)
  return [digits, ...abroad, ...home, ...withoutCode(abroad[0] ?? digits, countryCodes)]
}

const withoutCode = (digits: string, countryCodes: readonly string[]): readonly string[] =>
  countryCodes.filter((code) => digits.startsWith(code)).map((code) => digits.slice(code.length))

/** The host, and without `www.`, because nobody types that of their own accord. */
function hostsOf(text: string): readonly string[] {
  const host = hostOf(text)
  if (host === undefined) return []
  return host.startsWith('www.') ? [host, host.slice(4)] : [host]
}

/** Of an address only the host that a browser would go to: not what stands before an @ or after a slash. */
function hostOf(text: string): string | undefined {
  if (/\s/.test(text)) return undefined
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(url)) return undefined
  const { hostname } = new URL(url)
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(hostname) && /[a-z]/.test(hostname)
    ? hostname
    : undefined
}
