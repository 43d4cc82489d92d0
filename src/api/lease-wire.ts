import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { readCase } from '../store/cases.ts'
import { instantText, type Tx } from '../store/db.ts'
import type { Lease } from '../store/work-lease.ts'
import { worklistOf, type WorkSetup } from '../store/work-setup.ts'
import { CASE_ROW, caseRow } from './cases.ts'
import { accountIdText, pairText } from './ids.ts'
import { untilText } from './reasons.ts'
import { Channels, idOut, InstantOut, pairOut } from './schemas.ts'
import type { Language } from './wire.ts'
import type { LeaseWire, Named } from './wire-work.ts'
import { whySentence } from './work-words.ts'

export const NamedOut: z.ZodType<Named> = z
  .object({ code: z.string(), name: z.string() })
  .openapi('Named')

export const LeaseOut: z.ZodType<LeaseWire> = z
  .object({
    id: pairOut('lse'),
    case: z.object(CASE_ROW),
    account_id: idOut('acc'),
    worklist: NamedOut.nullable(),
    why: z.object({ kind: z.enum(['callback', 'promise', 'listed']), sentence: z.string() }),
    channel: Channels.nullable(),
    taken_at: InstantOut,
    expires_at: InstantOut,
    lawful_until: InstantOut.nullable(),
    worked: z.boolean(),
  })
  .openapi('Lease')

export const listName = (setup: WorkSetup, worklist: string, lang: Language): Named => {
  const { nameZh, nameEn } = worklistOf(setup, worklist)
  return { code: worklist, name: lang === 'zh' ? nameZh : nameEn }
}

type Say = { readonly today: Day; readonly lang: Language; readonly setup: WorkSetup }

/** The case with why it came; undefined where the case has gone since. */
export async function leaseWire(
  tx: Tx,
  tenantId: bigint,
  lease: Lease,
  { today, lang, setup }: Say,
): Promise<LeaseWire | undefined> {
  const found = await readCase(tx, tenantId, lease.borrowerId, today)
  if (found === undefined) return undefined
  const worklist = lease.worklist === undefined ? null : listName(setup, lease.worklist, lang)
  const zone = found.zones[0] ?? 'UTC'
  return {
    id: pairText('lse', { borrowerId: lease.borrowerId, n: lease.leaseNo }) as LeaseWire['id'],
    case: caseRow(found),
    account_id: accountIdText(BigInt(lease.why.accountId)),
    worklist,
    why: {
      kind: lease.why.kind,
      sentence: whySentence(lease, { list: worklist?.name, zone, lang }),
    },
    channel: CHANNELS.find((one) => one === lease.why.channel) ?? null,
    taken_at: instantText(lease.takenAt),
    expires_at: instantText(lease.expiresAt),
    lawful_until: untilText(lease.why.lawfulUntil as Instant | undefined),
    worked: lease.worked,
  }
}
