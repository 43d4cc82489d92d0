import type { Typesetter } from '../channels/letter/typeset.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import type { SealKey } from '../evidence/seal.ts'
import type { Db } from '../store/db.ts'
import type { HouseRow } from '../store/portal-read.ts'
import type { Language } from '../store/templates.ts'
import type { DeskOptions } from '../worker/dispatch.ts'
import type { TextSize } from './choice.ts'

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
  /** Sets what people may print; without it no certificate is made here. */
  readonly typesetter?: Typesetter | undefined
  /** How a code is sent that somebody asks for; without it no page opens that needs one. */
  readonly codes?: CodeTools | undefined
  /** Vouches for what people hand in; without it nothing is taken. */
  readonly seal?: SealKey | undefined
  /** Where what people hand in is kept. */
  readonly home?: string | undefined
  /** Which rules are in force, and at which hours a call is lawful; without it no call is agreed here. */
  readonly law?: LawBook | undefined
}

/** By whom and by which law a code leaves; the words are the house's. */
export type CodeTools = Pick<DeskOptions, 'channels' | 'law' | 'templates' | 'capKey'>

/** What stands around a page: the house it is of, else the one whose server this is, and its hours. */
export type Shell = { readonly house: HouseRow | undefined; readonly hours: string | undefined }

export type PortalEnv = {
  Variables: {
    lang: Language
    text: TextSize
    /** Somebody gave the fact: what the page shows is theirs. */
    isKnown: boolean
    /** What a form brought, where this answers one. */
    form: ReadonlyMap<string, string> | undefined
    shell: (house: HouseRow | undefined) => Promise<Shell>
  }
}
