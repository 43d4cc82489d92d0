import type { Day } from '../core/calendar.ts'
import { CHANNELS, type Channel } from '../core/channel.ts'
import { askedParts } from '../engine/asked-parts.ts'
import type { AskedPart } from '../engine/template-lint.ts'
import type { LawBook } from '../guard/book.ts'
import type { FirmKind } from '../guard/vocabulary.ts'
import type { Tx } from './db.ts'
import { firmIdOf } from './guard-past.ts'

/**
 * What the law of every place in which the tenant has a portfolio asks a text to say: one template
 * serves them all. What is owed by who we are is said by `{{ collector }}` where it is owed.
 */
export async function readAsked(
  tx: Tx,
  tenantId: bigint,
  { law, today }: { readonly law: LawBook; readonly today: Day },
): Promise<(channel: Channel) => readonly AskedPart[]> {
  const { rows } = await tx.query<{ jurisdictions: string[]; firm: FirmKind }>(
    'select distinct jurisdictions, firm_kind as firm from portfolio where tenant_id = $1',
    [tenantId],
  )
  const asked = new Map<Channel, readonly AskedPart[]>()
  for (const channel of CHANNELS) {
    const parts = rows.flatMap(({ jurisdictions, firm }) =>
      askedParts(law.rulesFor(jurisdictions, today, firmIdOf(tenantId)), { channel, firm }),
    )
    asked.set(channel, [...new Set(parts)])
  }
  return (channel) => asked.get(channel) ?? []
}
