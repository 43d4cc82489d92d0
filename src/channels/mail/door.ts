import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { readMailBytes } from './bytes.ts'
import type { MailSender } from './incoming.ts'
import type { MailTaken } from './take.ts'
import { findToken, tokenKey } from './token.ts'

/** Whose mail an address is; with the attempt that it names, where it names one. */
export type MailRoute = { readonly tenantId: bigint; readonly attemptKey?: string | undefined }

export type DoorMail = {
  readonly tenantId: bigint
  /** The recipient of the envelope. */
  readonly to: string
  readonly bytes: Uint8Array
  readonly rawHash: Uint8Array
}

export type MailDoorOptions = {
  readonly port: number
  /** A longer mail is not taken. */
  readonly bytesMax: number
  readonly recipientsMax: number
  readonly connectionsMax: number
  /** Undefined: nobody's here. */
  readonly routeOf: (address: string) => MailRoute | undefined
  /** Kept, with its effect, when this answers. What it throws makes the server come again. */
  readonly take: (mail: DoorMail) => Promise<MailTaken>
  readonly trouble: (why: string) => void
}

export type MailDoor = { readonly port: number; close(): Promise<void> }

/** A server that comes with a mail and does nothing more for so long is let go; it comes again. */
const IDLE_MS = 120_000
const CLOSE_MS = 5000

/**
 * Where a mail server of this machine hands mail over, by LMTP (RFC 2033): each recipient is answered by
 * itself, with "yes" only once the mail is kept. Nothing is queued here; whatever goes wrong is "not now".
 */
export async function openMailDoor(options: MailDoorOptions): Promise<MailDoor> {
  const server = new SMTPServer({
    lmtp: true,
    banner: 'forbear',
    size: options.bytesMax,
    rejectOversized: true,
    maxRecipients: options.recipientsMax,
    maxClients: options.connectionsMax,
    socketTimeout: IDLE_MS,
    closeTimeout: CLOSE_MS,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, done) =>
      done(options.routeOf(address) === undefined ? noSuchAddress() : null),
    onData: (stream, { envelope }, done) => {
      takeAll(options, stream, envelope.rcptTo).then(
        (answers) => done(null, answers),
        (error: unknown) => {
          options.trouble(whyOf(error))
          done(notNow())
        },
      )
    },
  })
  server.on('error', (error: Error) => options.trouble(whyOf(error)))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => resolve())
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

type Answer = string | Error

/** One mail for several of our addresses that mean the same is taken once. */
async function takeAll(
  options: MailDoorOptions,
  stream: SMTPServerDataStream,
  recipients: readonly { readonly address: string }[],
): Promise<Answer[]> {
  const { bytes, rawHash } = await readMailBytes(stream)
  // The library answers by itself that it is too long.
  if (stream.sizeExceeded) return []
  const taken = new Map<string, Answer>()
  const answers: Answer[] = []
  for (const { address: to } of recipients) {
    const route = options.routeOf(to)
    const about = `${route?.tenantId} ${route?.attemptKey}`
    const answer =
      route === undefined
        ? noSuchAddress()
        : (taken.get(about) ??
          (await takeOne(options, { tenantId: route.tenantId, to, bytes, rawHash })))
    taken.set(about, answer)
    answers.push(answer)
  }
  return answers
}

async function takeOne({ take, trouble }: MailDoorOptions, mail: DoorMail): Promise<Answer> {
  try {
    const taken = await take(mail)
    // An answer to a loop would be its next turn, so it ends here with a "yes".
    if (taken.is === 'kept' || taken.why === 'loop') return 'kept'
    return coded(554, 'This is not a mail')
  } catch (error) {
    trouble(whyOf(error))
    return notNow()
  }
}

const coded = (responseCode: number, words: string): Error =>
  Object.assign(new Error(words), { responseCode })
const noSuchAddress = () => coded(550, 'No such address here')
const notNow = () => coded(451, 'Not now, come again')

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Who sends a tenant's mail, and the domain that answers come to. */
export type DomainSender = MailSender & { readonly tenantId: bigint; readonly domain: string }

/**
 * By the domain; of tenants that share one, by the case that the address names, which only we can name.
 */
export function mailRoutes(
  senders: readonly DomainSender[],
): (address: string) => MailRoute | undefined {
  const keyed = senders.map(({ tenantId, domain, name, secret }) => ({
    tenantId,
    domain: domain.toLowerCase(),
    key: tokenKey(secret, name),
  }))
  return (address) => {
    const [local = '', domain] = address.toLowerCase().split(/@([^@]*)$/)
    const here = keyed.filter((one) => one.domain === domain)
    for (const { tenantId, key } of here) {
      const named = findToken(key, 'case', local)
      if (named?.tenantId === tenantId) return named
    }
    const tenants = new Set(here.map(({ tenantId }) => tenantId))
    const [tenantId] = tenants
    return tenants.size === 1 && tenantId !== undefined ? { tenantId } : undefined
  }
}
