import type { PaySettings } from '../channels/pay/settings.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { Db } from '../store/db.ts'
import type { Language } from '../store/templates.ts'

/** What the pages need from their shell. */
export type PortalDeps = {
  readonly db: Db
  /** Whose pages those are that name nobody. */
  readonly tenantId: bigint
  readonly now: () => Instant
  readonly today: () => Day
  readonly pay: PaySettings
  /** Signs sessions and hides networks; made from the home's own secret. */
  readonly key: Uint8Array
  /** Of the tokens in mails, one for each sender; a token of no key stops nothing. */
  readonly mailKeys?: readonly Uint8Array[] | undefined
  /** The other end's address; behind a proxy that is trusted, the one that it names. */
  readonly addressOf: (request: Request, env: unknown) => string
  readonly log: (line: string) => void
}

export type PortalEnv = { Variables: { lang: Language } }
