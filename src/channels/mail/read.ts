import PostalMime, { type Address, type Email } from 'postal-mime'
import { ALPHABETS, likeness, looksWrong, readAs } from './charset.ts'

export type Mail = Email

const LIMITS = {
  // A mail that is inside another was not written to us: it is kept apart and not read.
  forceRfc822Attachments: true,
  maxNestingDepth: 30,
  maxHeadersSize: 256 * 1024,
} as const

/** Undefined: nothing that can be read as a mail. */
export async function readMail(bytes: Uint8Array): Promise<Mail | undefined> {
  const first = await parse(bytes)
  if (first === undefined || !looksWrong(wordsOf(first))) return first
  let best = first
  for (const alphabet of ALPHABETS) {
    const other = await parse(readAs(bytes, alphabet))
    if (other !== undefined && likeness(wordsOf(other)) >= likeness(wordsOf(best))) best = other
  }
  return best
}

async function parse(bytes: Uint8Array): Promise<Mail | undefined> {
  try {
    return await PostalMime.parse(bytes, LIMITS)
  } catch {
    return undefined
  }
}

const wordsOf = ({ subject, text, html }: Mail): string =>
  `${subject ?? ''}\n${text ?? ''}\n${text === undefined ? (html ?? '') : ''}`

/** The first of that name, as it came. */
export const headerOf = ({ headers }: Mail, name: string): string =>
  headers.find(({ key }) => key === name)?.value ?? ''

export const headersOf = ({ headers }: Mail, name: string): readonly string[] =>
  headers.filter(({ key }) => key === name).map(({ value }) => value)

export function addressOf(address: Address | undefined): string {
  if (address === undefined) return ''
  return (address.address ?? address.group?.[0]?.address ?? '').toLowerCase()
}

/** Everybody that a mail says it is for, also those whom a forwarding server added. */
export const recipientsOf = (mail: Mail): readonly string[] => [
  ...['delivered-to', 'x-original-to', 'envelope-to', 'x-forwarded-to'].flatMap((name) =>
    headersOf(mail, name),
  ),
  ...[...(mail.to ?? []), ...(mail.cc ?? [])].flatMap((one) =>
    (one.group ?? [one]).map(({ address }) => address ?? ''),
  ),
]
