import type { Day, Instant } from '../core/calendar.ts'
import type { MessageSettings } from '../channels/message-hook.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import type { Db } from '../store/db.ts'
import type { AfterKept } from '../store/message-in.ts'
import type { Shipped } from '../store/templates.ts'
import type { LawBook } from '../guard/book.ts'
import type { TemplateName } from '../strategy/check.ts'
import type { SignIn } from './sign-in.ts'
import type { Language, Role } from './wire.ts'

/** Who asks, as the session and the staff table say: nothing that the client sends chooses it. */
export type Actor = {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly tenantId: bigint
}

export type ApiEnv = {
  Variables: { lang: Language; traceId: string; actor: Actor | undefined }
}

/** What the API needs from its shell; the clock may be the demo's movable one. */
export type ApiDeps = {
  readonly db: Db
  readonly signIn: SignIn
  readonly law: LawBook
  readonly now: () => Instant
  readonly today: () => Day
  /** Of the caps that tenants share: without it no call is permitted where a portfolio is in a group. */
  readonly capKey?: Buffer | undefined
  readonly clock: 'system' | 'movable'
  /** The built desk; undefined serves the API alone. */
  readonly deskFolder: string | undefined
  /** Where the night leaves its snapshots; without it a book is read from its positions. */
  readonly home?: string | undefined
  /** Every template there is; without them their names are not checked. */
  readonly templates?: readonly TemplateName[] | undefined
  /** The words that come with the installation, and what goes together. */
  readonly shipped?: Shipped | undefined
  /** Who may pay by what; undefined: no way to pay is set up. */
  readonly pay?: PaySettings | undefined
  /** Who may tell of messages; undefined: nobody. */
  readonly messages?: MessageSettings | undefined
  /** Told of every message that was kept. */
  readonly afterKept?: AfterKept | undefined
  /** Gateways for calls, at most one a tenant; without one people dial themselves. */
  readonly voice?: readonly VoiceDesk[] | undefined
  /** A step of a borrower leaves at that moment: whoever sends looks then. */
  readonly nudge?: ((leaving: Leaving) => void) | undefined
  readonly log: (line: string) => void
}

export type Leaving = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly at: Instant
}
