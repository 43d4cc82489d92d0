import type { Said } from '../../engine/contact.ts'
import { headerOf, type Mail } from './read.ts'

/** What a mail server tells of one recipient (RFC 3464). */
export type Told = {
  readonly said: Said
  readonly status: string
  readonly action: string
  readonly recipient: string
  readonly words: string
}

const KINDS = ['message/delivery-status', 'message/global-delivery-status']

type Fields = ReadonlyMap<string, string>

/** What the servers said; empty where it is no report. */
export function toldIn(mail: Mail): readonly Told[] {
  return groupsOf(mail, KINDS).flatMap((group) => {
    const action = (group.get('action') ?? '').toLowerCase().replaceAll(/[^a-z].*$/g, '')
    const said = SAID[action]
    if (said === undefined) return []
    const recipient = group.get('final-recipient') ?? group.get('original-recipient') ?? ''
    const words = (group.get('diagnostic-code') ?? lineAbout(mail, recipient)).slice(0, 500)
    const status = statusOf(group.get('status') ?? '', words)
    return [
      {
        said: said === 'failed' ? failed(status) : said,
        status,
        action,
        recipient: recipient.slice(0, 320),
        words,
      },
    ]
  })
}

/** Some servers write what the far one answered only into the part for people. */
function lineAbout({ text }: Mail, recipient: string): string {
  const address = recipient.replace(/^[^;]*;/, '').trim()
  const lines = (text ?? '').slice(0, TEXT_READ).split('\n')
  return address === '' ? '' : (lines.find((line) => line.includes(`${address}:`)) ?? '').trim()
}

const TEXT_READ = 20_000

const SAID: Readonly<Record<string, Said | 'failed'>> = {
  failed: 'failed',
  delivered: 'delivered',
  // Of these it is only known that it is still on its way, or went where nothing more is told.
  delayed: 'accepted',
  relayed: 'accepted',
  expanded: 'accepted',
}

/**
 * Only what is about the address itself says that nobody is there. A full mailbox, a filter or a server
 * that was not reached says nothing of the address, and gives no slot back.
 */
const failed = (status: string): Said =>
  /^5\.(?:0|1|4\.4|2\.[01])/.test(status) ? 'bounced' : 'expired'

/** The code of the far server is nearer to the matter than a '5.0.0' of the one that reports. */
function statusOf(given: string, words: string): string {
  const own = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(given)?.[0] ?? ''
  const far = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(words)?.[0]
  if (far !== undefined && (own === '' || own.endsWith('.0.0'))) return far
  if (own !== '') return own
  return /\b5[0-9]{2}\b/.test(words) ? '5.0.0' : '4.0.0'
}

const BOUNCE_SUBJECT =
  /^(?:系统退信|退信|邮件退回|undeliver|mail delivery (?:failed|failure|system)|delivery (?:failure|status notification \(failure)|returned mail|failure notice)|来自.{1,30}的退信/i

/** A bounce in a form of the sender's own: what can be read out of its text. */
export function toldInWords(mail: Mail): Told {
  const text = `${mail.text ?? ''}\n${mail.html ?? ''}`.slice(0, TEXT_READ)
  const found = /\b5\d\d[ -](?:.{0,40}?\b)?(5\.\d{1,3}\.\d{1,3})\b/.exec(text)
  const status = found?.[1] ?? ''
  const said: Said = status === '' ? 'unknown' : failed(status)
  return { said, status, action: 'words', recipient: '', words: found?.[0].slice(0, 500) ?? '' }
}

export const looksLikeBounce = (mail: Mail): boolean =>
  BOUNCE_SUBJECT.test((mail.subject ?? '').trim()) &&
  /^(?:mailer-daemon|postmaster|mailerdaemon|noreply|no-reply)@/i.test(mail.from?.address ?? '')

/** A person pressed "this is spam", and their provider tells us (RFC 5965). */
export const isSpamReport = (mail: Mail): boolean =>
  groupsOf(mail, ['message/feedback-report']).some((group) => group.has('feedback-type'))

/** Whatever of ours a report carries: our name for the envelope, and the head of what was sent. */
export const reportedIn = (mail: Mail): readonly string[] =>
  [
    ...groupsOf(mail, KINDS).map((group) => group.get('original-envelope-id') ?? ''),
    headerOf(mail, 'in-reply-to'),
    headerOf(mail, 'references'),
    ...textsOf(mail, ['text/rfc822-headers', 'message/rfc822']),
  ].map((text) => text.slice(0, RETURNED_MAX))

const RETURNED_MAX = 64 * 1024

function textsOf(mail: Mail, kinds: readonly string[]): readonly string[] {
  return mail.attachments
    .filter(({ mimeType }) => kinds.includes(mimeType))
    .map(({ content }) => Buffer.from(content as Uint8Array).toString('utf8'))
}

/** Blocks of fields, with a blank line between them; a line that begins with a blank goes on. */
const groupsOf = (mail: Mail, kinds: readonly string[]): readonly Fields[] =>
  textsOf(mail, kinds)
    .flatMap((text) =>
      text
        .slice(0, RETURNED_MAX)
        .replaceAll('\r\n', '\n')
        .split(/\n{2,}/),
    )
    .map((block) => {
      const fields = block.replaceAll(/\n[ \t]+/g, ' ').split('\n')
      return new Map(
        fields.flatMap((field) => {
          const [, name, value] = /^([a-z-]{1,60})[ \t]*:(.*)$/i.exec(field) ?? []
          return name === undefined ? [] : [[name.toLowerCase(), (value ?? '').trim()] as const]
        }),
      )
    })
