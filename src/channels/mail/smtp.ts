import { createTransport, type SendMailOptions } from 'nodemailer'
import { assert } from '../../core/assert.ts'
import type { Said } from '../../engine/contact.ts'
import type { Outgoing, Provider, SendAnswer } from '../channel.ts'
import { htmlOf, languageOf, type MailLanguage } from './html.ts'
import { placesFor } from './places.ts'
import { sealToken, tokenKey } from './token.ts'

export type Dkim = {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
}

export type SmtpOptions = {
  /** As on the contacts and on what comes back about them. */
  readonly name?: string
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  /** Answers and bounces come to {mailbox}+{token}@{domain}; our references are of it too. */
  readonly domain: string
  readonly mailbox?: string
  readonly from: { readonly name: string; readonly address: string }
  /** Makes the tokens; whoever reads what comes in has the same. */
  readonly secret: Uint8Array
  /** https, where the pages for borrowers answer: without it the only way to stop is to write. */
  readonly stopUrl?: string | undefined
  readonly dkim?: Dkim
  readonly connectionsMax?: number
  readonly patienceMs?: number
}

/** Commands that come before the text: a server that says no to one of them has taken nothing. */
const BEFORE_TEXT = new Set(['EHLO', 'HELO', 'STARTTLS', 'AUTH', 'MAIL FROM', 'RCPT TO', 'DATA'])

// Nothing that could add a recipient or a header.
const ONE_ADDRESS = /^[^\s<>,;:"()]+@[^\s<>,;:"()@]+$/

/** Several large providers cut off what is longer than about 100 kB, and the way to stop is at the end. */
const BODY_BYTES_MAX = 32 * 1024
const SUBJECT_CHARACTERS_MAX = 200

/** Parts of the patience: for a connection to be free, and for one to be made. What is left is for the text. */
const [WAITS, CONNECTS] = [0.3, 0.5]

/** Real SMTP. It keeps no record that can be asked, so a lost answer stays unknown. */
export function smtpProvider(options: SmtpOptions): Provider & { close(): void } {
  const patienceMs = options.patienceMs ?? 20_000
  const maxConnections = options.connectionsMax ?? 2
  const isHere = ['127.0.0.1', '::1', 'localhost'].includes(options.host)
  assert(options.stopUrl?.startsWith('https://') !== false, 'one click to stop needs https')
  const transport = createTransport({
    host: options.host,
    port: options.port,
    secure: options.secure,
    // A server elsewhere that offers no TLS, or lost it on the way, is told nothing.
    requireTLS: !options.secure && !isHere,
    ...(options.auth === undefined ? {} : { auth: options.auth }),
    ...(options.dkim === undefined ? {} : { dkim: dkimOf(options.dkim) }),
    pool: true,
    maxConnections,
    // Left to itself the pool may send a message again when its connection closes.
    maxRequeues: 0,
    connectionTimeout: patienceMs * CONNECTS,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // Not in the pool's own line: what waits there leaves when its hour is over, or nobody waits for it.
  const places = placesFor(maxConnections)
  return {
    name: nameOf(options),
    patienceMs,
    absenceIsProof: false,
    lookUp: () => Promise.resolve(new Map<string, Said>()),
    send: async (_contact, message, signal) => {
      const why = whyNot(message)
      if (why !== undefined) return { is: 'refused', why }
      const begun = performance.now()
      if (!(await places.take(patienceMs * WAITS)))
        return { is: 'refused', why: 'no_free_connection', elsewhere: true }
      try {
        if (message.now + (performance.now() - begun) >= message.validUntil)
          return { is: 'refused', why: 'past_its_validity' }
        const mail = await mailOf(message, options)
        const sent = await transport.sendMail({ ...mail, signal })
        return { is: 'accepted', providerRef: String(sent.messageId) }
      } catch (error) {
        return answerOf(error)
      } finally {
        places.leave()
      }
    },
    close: () => transport.close(),
  }
}

const nameOf = ({ name }: SmtpOptions): string => name ?? 'smtp'

function whyNot(message: Outgoing): string | undefined {
  if (message.now >= message.validUntil) return 'past_its_validity'
  if (!ONE_ADDRESS.test(message.to)) return 'bad_address'
  if (Buffer.byteLength(message.body) > BODY_BYTES_MAX) return 'too_long'
  return (message.subject?.length ?? 0) > SUBJECT_CHARACTERS_MAX ? 'subject_too_long' : undefined
}

const STOP_WORD: Readonly<Record<MailLanguage, string>> = {
  zh: encodeURIComponent('退订'),
  en: 'unsubscribe',
}

/**
 * Answers and bounces come to one address, which names the attempt to us alone: a bounce that follows
 * no standard is found by where it came.
 */
async function mailOf(message: Outgoing, options: SmtpOptions): Promise<SendMailOptions> {
  const { ref, body } = message
  const { domain, from } = options
  const key = tokenKey(options.secret, nameOf(options))
  const token = sealToken(key, 'case', ref)
  const back = `${options.mailbox ?? 'reply'}+${token}@${domain}`
  const subject = message.subject ?? from.name
  const language = languageOf(body)
  const byMail = `<mailto:${back}?subject=${STOP_WORD[language]}>`
  const stop = sealToken(key, 'stop', ref)
  const byClick =
    options.stopUrl === undefined ? undefined : new URL(`/p/stop/${stop}`, options.stopUrl).href
  return {
    from,
    to: message.to,
    replyTo: back,
    envelope: { from: back, to: message.to },
    subject,
    text: body,
    html: await htmlOf(subject, body),
    textEncoding: 'base64',
    messageId: `<${token}@${domain}>`,
    dsn: {
      id: token,
      return: 'headers',
      notify: ['success', 'failure', 'delay'],
      recipient: `rfc822;${message.to}`,
    },
    headers: {
      'List-Unsubscribe': byClick === undefined ? byMail : `<${byClick}>, ${byMail}`,
      ...(byClick === undefined ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'Content-Language': language === 'zh' ? 'zh-CN' : 'en',
    },
  }
}

/** One click counts only where both of its headers are under the signature. */
const SIGNED = [
  'From',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'To',
  'MIME-Version',
  'Content-Type',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Auto-Submitted',
].join(':')

const dkimOf = ({ domain, selector, privateKey }: Dkim) => ({
  domainName: domain,
  keySelector: selector,
  privateKey,
  headerFieldNames: SIGNED,
})

/** The server is somebody else, or nobody can say who: seen before the first command. */
const STRANGER = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/
const BEFORE_COMMANDS = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT'])

/**
 * Nothing was taken only where the server itself said no, or no connection was ever made. A lost
 * connection or a timeout may have come after the text.
 */
function answerOf(error: unknown): SendAnswer {
  if (!(error instanceof Error)) return { is: 'unclear', why: 'error' }
  const { command, responseCode, syscall, code, originalCode, timeoutType } = error as SmtpError
  const why = `${command ?? 'error'} ${responseCode ?? code ?? ''} ${error.message}`.slice(0, 200)
  const saidNo = responseCode !== undefined && responseCode >= 400
  const neverThere =
    syscall === 'connect' ||
    code === 'EDNS' ||
    BEFORE_COMMANDS.has(timeoutType ?? '') ||
    STRANGER.test(originalCode ?? code ?? '')
  if (neverThere) return { is: 'refused', why, elsewhere: true }
  if (!saidNo || command === undefined || !BEFORE_TEXT.has(command)) return { is: 'unclear', why }
  // "Not this one" is of the message; "not now", and no to us ourselves, are of the server.
  const ofMessage = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
  return ofMessage ? { is: 'refused', why } : { is: 'refused', why, elsewhere: true }
}

type SmtpError = {
  command?: string
  responseCode?: number
  syscall?: string
  code?: string
  /** Of the system, where the library has put its own in the place of it. */
  originalCode?: string
  timeoutType?: string
}
