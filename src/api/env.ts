import type { Day, Instant } from '../core/calendar.ts'
import type { MessageSettings } from '../channels/message-hook.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import type { Typesetter } from '../channels/letter/typeset.ts'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import type { WebhookKeys } from '../channels/webhook-keys.ts'
import type { Db } from '../store/db.ts'
import type { SealKey } from '../evidence/seal.ts'
import type { AfterKept } from '../store/message-in.ts'
import type { TraceSource } from '../store/trace-ask.ts'
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
  /** What a program's key was given; undefined: a person, who may do all that the role may. */
  readonly scopes?: readonly string[]
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
  /** The key of this home, which vouches for what is handed out. */
  readonly seal?: SealKey | undefined
  /** The built desk; undefined serves the API alone. */
  readonly deskFolder: string | undefined
  /** Where the night leaves its snapshots; without it a book is read from its positions. */
  readonly home?: string | undefined
  /** Every template there is; without them their names are not checked. */
  readonly templates?: readonly TemplateName[] | undefined
  /** The words that come with the installation, and what goes together. */
  readonly shipped?: Shipped | undefined
  /** Sets letters for previews; undefined: none can be set on this machine. */
  readonly typesetter?: Typesetter | undefined
  /** Who may pay by what; undefined: no way to pay is set up. */
  readonly pay?: PaySettings | undefined
  /** Who may tell of messages; undefined: nobody. */
  readonly messages?: MessageSettings | undefined
  /** Where borrowers who are lost may be looked for, by tenant; undefined: nowhere. */
  readonly sources?: ReadonlyMap<bigint, readonly TraceSource[]> | undefined
  /** Told of every message that was kept. */
  readonly afterKept?: AfterKept | undefined
  /** What events are signed by; undefined: no endpoint is made. */
  readonly webhooks?: { readonly keys: WebhookKeys; readonly sandbox: boolean } | undefined
  /** Something waits for the background: events to tell, a job of many acts. */
  readonly soon?: (() => void) | undefined
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
