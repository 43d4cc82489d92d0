import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const Pattern = z
  .string()
  .min(1)
  .max(200)
  .transform((text) => new RegExp(`^(?:${text})$`))

const Country = z.strictObject({
  schema: z.literal('senders/v1'),
  country: z.string().regex(/^[a-z]{2}$/),
  calling_code: z.string().regex(/^[1-9][0-9]{0,2}$/),
  /** The national number of a mobile phone. */
  mobile: Pattern,
  /** What is dialled before the national number at home. */
  trunk: z
    .string()
    .regex(/^[0-9]$/)
    .optional(),
  asof: z.iso.date(),
  alphanumeric: z.union([z.boolean(), z.literal('registered')]),
  alphanumeric_form: Pattern.optional(),
  /** Names that belong to registered senders where others are free. */
  registered_form: Pattern.optional(),
  generic: z.array(z.string().regex(/^[a-z]+$/)).default([]),
  short_code: Pattern.optional(),
  long_number: z.union([z.boolean(), z.enum(['registered', 'domestic'])]),
  signature: z
    .strictObject({
      open: z.string().length(1),
      close: z.string().length(1),
      least: z.int().min(1),
      most: z.int().max(40),
      at: z.literal('start'),
    })
    .optional(),
  /** Which kinds of sender a person can answer. */
  replies: z.union([z.boolean(), z.enum(['short_code', 'long_number'])]),
  registered: z.boolean(),
  sources: z
    .array(
      z.strictObject({ says: z.string().min(1), from: z.string().min(1), url: z.url().optional() }),
    )
    .min(1),
})
type Country = z.infer<typeof Country>

/** Which senders each country lets, by the first digits of a number. */
export type SenderRules = ReadonlyMap<string, Country>

/** What one tenant sends under in a country. */
export const OwnSender = z.strictObject({
  kind: z.enum(['alphanumeric', 'short_code', 'long_number']),
  /** A name, or digits without a plus. */
  address: z.string().min(1).max(20),
  /** The registration that the country asks for has been made. */
  registered: z.boolean().default(false),
  /** Where the country asks for the sender's name in the text. */
  signature: z.string().max(40).optional(),
})
export type OwnSender = z.infer<typeof OwnSender>
/** By country. */
export type OwnSenders = Readonly<Record<string, OwnSender>>

/** Type of number and numbering plan as SMPP and GSM count them. */
export type Sender = { readonly address: string; readonly ton: number; readonly npi: number }
export type NoSender =
  | 'not_a_mobile'
  | 'no_rules_for_country'
  | 'no_sender_for_country'
  | 'sender_not_registered'
  | 'sender_not_let'
  | 'sender_ill_formed'
  | 'signature_missing'

const TON = {
  alphanumeric: { ton: 5, npi: 0 },
  short_code: { ton: 3, npi: 0 },
  long_number: { ton: 1, npi: 1 },
} as const

const FOLDER = join(import.meta.dirname, '../../../senders')

export async function readSenderRules(folder = FOLDER): Promise<SenderRules> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml'))
  const countries = await Promise.all(
    names.map(async (name) => Country.parse(parse(await readFile(join(folder, name), 'utf8')))),
  )
  return new Map(countries.map((country) => [country.calling_code, country]))
}

type Text = {
  readonly to: string
  readonly body: string
  /** The country of a number that is written as at home. */
  readonly home: string | undefined
}

/** Under which sender this text may go to this number; a country without rules is not sent to. */
export function senderFor(
  rules: SenderRules,
  own: OwnSenders,
  { to: written, body, home }: Text,
): { readonly sender: Sender; readonly to: string } | { readonly no: NoSender } {
  const to = asE164(rules, written, home)
  const at = countryOf(rules, to)
  if (at === undefined) return { no: 'no_rules_for_country' }
  if (!at.country.mobile.test(at.national)) return { no: 'not_a_mobile' }
  const mine = own[at.country.country]
  if (mine === undefined) return { no: 'no_sender_for_country' }
  const no = faultOf(at.country, mine) ?? signatureFault(at.country, mine, body)
  return no === undefined ? { sender: { address: mine.address, ...TON[mine.kind] }, to } : { no }
}

function countryOf(
  rules: SenderRules,
  e164: string,
): { readonly country: Country; readonly national: string } | undefined {
  if (!/^\+[1-9][0-9]{6,14}$/.test(e164)) return undefined
  for (const length of [3, 2, 1]) {
    const country = rules.get(e164.slice(1, 1 + length))
    if (country !== undefined) return { country, national: e164.slice(1 + length) }
  }
  return undefined
}

function faultOf(country: Country, { kind, address, registered }: OwnSender): NoSender | undefined {
  const lets = {
    alphanumeric: country.alphanumeric,
    short_code: country.short_code !== undefined,
    long_number: country.long_number,
  }[kind]
  if (lets === false) return 'sender_not_let'
  const mustRegister =
    country.registered || lets === 'registered' || country.registered_form?.test(address) === true
  if (mustRegister && !registered) return 'sender_not_registered'
  if (kind === 'short_code') {
    return country.short_code?.test(address) === true ? undefined : 'sender_ill_formed'
  }
  if (kind === 'long_number') {
    const isHere = address.startsWith(country.calling_code)
    return /^[1-9][0-9]{6,14}$/.test(address) && (lets !== 'domestic' || isHere)
      ? undefined
      : 'sender_ill_formed'
  }
  const form = country.alphanumeric_form ?? /^[A-Za-z0-9 ]{3,11}$/
  const isGeneric = country.generic.some((word) => address.toLowerCase().includes(word))
  return form.test(address) && /[A-Za-z]/.test(address) && !isGeneric
    ? undefined
    : 'sender_ill_formed'
}

/** The text must bring it: what leaves is what was rendered, so none is added here. */
function signatureFault(
  { signature }: Country,
  mine: OwnSender,
  body: string,
): NoSender | undefined {
  if (signature === undefined) return undefined
  const name = mine.signature ?? ''
  const isWhole = name.length >= signature.least && name.length <= signature.most
  const starts = body.startsWith(signature.open + name + signature.close)
  return isWhole && starts ? undefined : 'signature_missing'
}

/**
 * A number as it came, as E.164. A national number is one of `home`; what is none of a phone, such as
 * a short code or a name, stays as it came.
 */
export function asE164(rules: SenderRules, text: string, home: string | undefined): string {
  const plain = text.replace(/[\s()-]/g, '')
  if (/^(?:\+|00)[1-9][0-9]{6,14}$/.test(plain)) return `+${plain.replace(/^(?:\+|00)/, '')}`
  if (!/^[0-9]{7,15}$/.test(plain)) return text
  const at = [...rules.values()].find(({ country }) => country === home)
  const bare = plain.startsWith(at?.trunk ?? ' ') ? plain.slice(1) : plain
  if (at?.mobile.test(bare) === true) return `+${at.calling_code}${bare}`
  return plain.startsWith('0') ? text : `+${plain}`
}

/** What people write to: a short code or name as it is, a long number as E.164. */
export function ourAddress(own: OwnSenders, text: string): string {
  const bare = text.replace(/^\+/, '')
  const mine = Object.values(own).find(({ address }) => address === bare)
  return mine?.kind === 'long_number' ? `+${bare}` : (mine?.address ?? text)
}

/** For what is said aloud: enough to tell two apart, too little to ring. */
export const maskNumber = (number: string): string =>
  number.length <= 6 ? '***' : `${number.slice(0, 3)}***${number.slice(-2)}`
