import { createHmac } from 'node:crypto'
import { sessionSecret } from '../api/secret.ts'
import { tokenKey } from '../channels/mail/token.ts'
import type { Typesetter } from '../channels/letter/typeset.ts'
import { readPayConfig } from '../channels/pay/config.ts'
import { openPaySandbox } from '../channels/pay/sandbox.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { buildPortal, type Portal } from '../portal/app.ts'
import type { CodeTools } from '../portal/deps.ts'
import type { Open } from './context.ts'
import { sealKey } from './seal-key.ts'
import { mailSenders } from './mail-senders.ts'

const SANDBOX_SEED = 7

export type PayOpen = {
  readonly settings: PaySettings | undefined
  readonly portal: Portal
  /** Where the server answers, known once it does: a sandbox tells its words there. */
  at(url: string): void
  stop(): Promise<void>
}

type Clock = { readonly now: () => Instant; readonly today: () => Day }

/**
 * Ways to pay: those of the home's configuration; in the demo, where there is none, providers of this
 * machine that reach nobody; else none at all.
 */
export async function openPay(
  open: Open,
  options: Clock & {
    readonly demo: boolean
    readonly log: (line: string) => void
    readonly codes: CodeTools
    readonly typesetter: Typesetter | undefined
  },
): Promise<PayOpen> {
  const configured = await readPayConfig(open.home)
  let url = ''
  const sandbox =
    configured === undefined && options.demo
      ? await openPaySandbox({
          now: options.now,
          seed: SANDBOX_SEED,
          notifyBase: () => url,
          mishaps: true,
        })
      : undefined
  const settings =
    sandbox === undefined
      ? configured
      : {
          get portalUrl() {
            return url
          },
          providers: sandbox.providers.map((provider) => ({ tenantId: open.tenantId, provider })),
          systems: [],
          creditors: [],
        }
  const secret = await sessionSecret(open.home)
  const key = createHmac('sha256', secret).update('portal').digest()
  // Without a way to pay there is still one to stop mails.
  const pay = settings ?? { portalUrl: '', providers: [], systems: [], creditors: [] }
  const senders = await mailSenders(open)
  const mailKeys = senders.map(({ name, secret }) => tokenKey(secret, name))
  const portal = buildPortal({
    ...options,
    db: open.db,
    tenantId: open.tenantId,
    pay,
    key,
    mailKeys,
    addressOf,
    home: open.home,
    law: options.codes.law,
    seal: await sealKey(open.home),
  })
  return {
    settings,
    portal,
    at: (answersAt) => {
      url = answersAt
    },
    stop: async () => sandbox?.stop(),
  }
}

type Incoming = { incoming?: { socket?: { remoteAddress?: string } } } | undefined

/**
 * The socket's other end. Behind a proxy that is named as trusted that would be the proxy, for
 * everybody: then the address that the proxy itself added, the last one, counts.
 */
function addressOf(request: Request, env: unknown): string {
  if (process.env['FORBEAR_TRUSTED_PROXY'] === '1') {
    const last = request.headers.get('X-Forwarded-For')?.split(',').at(-1)?.trim()
    if (last !== undefined && last !== '') return last
  }
  return (env as Incoming)?.incoming?.socket?.remoteAddress ?? '127.0.0.1'
}
