import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Said } from '../engine/contact.ts'
import type { Outgoing, Provider, SendAnswer } from './channel.ts'

export type SmtpOptions = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  /** The domain of our own references, such as 'mail.lender.example'. */
  readonly domain: string
  readonly from: { readonly name: string; readonly address: string }
  /** Where a wish to stop arrives; the reference of the message is the subject. */
  readonly unsubscribe: string
  readonly connectionsMax?: number
  readonly patienceMs?: number
}

/** Commands that come before the text: a server that says no to one of them has taken nothing. */
const BEFORE_TEXT = new Set(['EHLO', 'HELO', 'STARTTLS', 'AUTH', 'MAIL FROM', 'RCPT TO', 'DATA'])

// Nothing that could add a recipient or a header.
const ONE_ADDRESS = /^[^\s<>,;:"()]+@[^\s<>,;:"()@]+$/

/** Real SMTP. It keeps no record that can be asked, so a lost answer stays unknown. */
export function smtpProvider(options: SmtpOptions): Provider & { close(): void } {
  const patienceMs = options.patienceMs ?? 20_000
  const transport = createTransport({
    host: options.host,
    port: options.port,
    secure: options.secure,
    ...(options.auth === undefined ? {} : { auth: options.auth }),
    pool: true,
    maxConnections: options.connectionsMax ?? 2,
    // Left to itself the pool may send a message again when its connection closes.
    maxRequeues: 0,
    connectionTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    name: 'smtp',
    patienceMs,
    absenceIsProof: false,
    lookUp: () => Promise.resolve(new Map<string, Said>()),
    send: async (_contact, message) => {
      if (message.now >= message.validUntil) return { is: 'refused', why: 'past_its_validity' }
      if (!ONE_ADDRESS.test(message.to)) return { is: 'refused', why: 'bad_address' }
      try {
        const sent = await transport.sendMail(mailOf(message, options))
        return { is: 'accepted', providerRef: String(sent.messageId) }
      } catch (error) {
        return answerOf(error)
      }
    },
    close: () => transport.close(),
  }
}

function mailOf(message: Outgoing, options: SmtpOptions): SendMailOptions {
  const ref = message.ref.attemptKey
  return {
    from: options.from,
    to: message.to,
    subject: message.subject ?? options.from.name,
    text: message.body,
    textEncoding: 'base64',
    messageId: `<${ref}@${options.domain}>`,
    headers: {
      'List-Unsubscribe': `<mailto:${options.unsubscribe}?subject=${ref}>`,
      'Auto-Submitted': 'auto-generated',
    },
  }
}

/**
 * Nothing was taken only where the server itself said no, or no connection was ever made. A lost
 * connection or a timeout may have come after the text.
 */
function answerOf(error: unknown): SendAnswer {
  if (!(error instanceof Error)) return { is: 'unclear', why: 'error' }
  const { command, responseCode, syscall, code } = error as SmtpError
  const why = `${command ?? 'error'} ${responseCode ?? code ?? ''} ${error.message}`.slice(0, 200)
  const saidNo = responseCode !== undefined && responseCode >= 400
  if (saidNo && command !== undefined && BEFORE_TEXT.has(command)) return { is: 'refused', why }
  if (syscall === 'connect' || code === 'EDNS') return { is: 'refused', why }
  return { is: 'unclear', why }
}

type SmtpError = { command?: string; responseCode?: number; syscall?: string; code?: string }
