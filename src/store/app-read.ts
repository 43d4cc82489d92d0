import type { Instant } from '../core/calendar.ts'
import type { AddressKind } from '../core/channel.ts'
import { standingAt, type AppStanding } from '../engine/app-way.ts'
import { readAppFacts } from './app-fact.ts'
import { saidBy } from './app-template.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** One name of the borrower at one app: who tied it, with what, and how it stands now. */
export type AppAccount = AppStanding & {
  readonly provider: string
  readonly addressId: bigint
  readonly kind: AddressKind
  readonly value: string
  readonly linked: AppWord | undefined
  /** Why nothing leaves there: their own no, or a person's word for it. */
  readonly blocked: AppWord | undefined
  /** Their newest word on messages there; undefined: none. */
  readonly optIn: (AppWord & { readonly given: boolean }) | undefined
}
export type AppWord = {
  readonly at: Instant
  /** Who of the staff; null: the app itself told it. */
  readonly by: string | null
  readonly words: string | null
}

type Row = {
  readonly provider: string
  readonly address_id: bigint
  readonly kind: AddressKind
  readonly value: string
  readonly linked: Word | null
  readonly blocked: Word | null
  readonly said: (Word & { readonly given: boolean }) | null
}
type Word = { readonly at: number; readonly by: string | null; readonly words: string | null }

const WORD = (table: string) =>
  `'at', floor(extract(epoch from ${table}.effective_at) * 1000), 'by', ${saidBy(`${table}.source`)}`

const newest = (kind: string) => `(
  select json_build_object(${WORD('n')}, 'words', n.evidence) from app_fact n
   where n.tenant_id = f.tenant_id and n.borrower_id = f.borrower_id and n.address_id = f.address_id
     and n.provider = f.provider and n.kind = '${kind}' and n.effective_at <= $3
   order by n.effective_at desc, n.fact_id desc limit 1)`

/** Where messages in apps may reach this borrower. */
export async function readApps(
  tx: Tx,
  ref: BorrowerRef,
  now: Instant,
): Promise<readonly AppAccount[]> {
  const { tenantId, borrowerId } = ref
  const found = await tx.query<Row>(
    `select f.provider, f.address_id, a.kind, a.value, ${newest('linked')} as linked, ${newest('blocked')} as blocked, (
        select json_build_object(${WORD('c')}, 'words', c.words, 'given', c.given) from consent c
         where c.tenant_id = f.tenant_id and c.borrower_id = f.borrower_id and c.channel = 'message'
           and c.address_id in (0, f.address_id) and c.effective_at <= $3
           and not exists (select from consent_void v where v.tenant_id = c.tenant_id
             and v.borrower_id = c.borrower_id and v.consent_id = c.consent_id)
         order by c.effective_at desc, c.consent_id desc limit 1) as said
       from (select distinct tenant_id, borrower_id, provider, address_id from app_fact
              where tenant_id = $1 and borrower_id = $2 and effective_at <= $3) f
       join address a on a.tenant_id = f.tenant_id and a.borrower_id = f.borrower_id and a.address_id = f.address_id
      order by f.provider, f.address_id limit 100`,
    [tenantId, borrowerId, instantText(now)],
  )
  const facts = await readAppFacts(tx, ref, now)
  return found.rows.map((row) => {
    const { provider, kind, value } = row
    const addressId = row.address_id
    return {
      provider,
      addressId,
      kind,
      value,
      linked: wordOf(row.linked),
      blocked: wordOf(row.blocked),
      optIn: row.said === null ? undefined : { ...wordOf(row.said), given: row.said.given },
      ...standingAt(facts, { provider, addressId, now }),
    }
  })
}

function wordOf(word: Word): AppWord
function wordOf(word: Word | null): AppWord | undefined
function wordOf(word: Word | null): AppWord | undefined {
  return word === null ? undefined : { at: word.at as Instant, by: word.by, words: word.words }
}
