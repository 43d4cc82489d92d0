import { z } from '@hono/zod-openapi'
import { instantText } from '../store/db.ts'
import { payableMinor, waitsForSecond, type RemittanceRow } from '../store/remittance-read.ts'
import { moneyOf } from './cases.ts'
import { DayOut, InstantOut, MoneyOut } from './schemas.ts'
import type { RemittanceWire } from './wire-remit.ts'

export const RemittanceOut: z.ZodType<RemittanceWire> = z
  .object({
    number: z.string(),
    portfolio: z.string(),
    creditor: z.string(),
    until: DayOut,
    lines: z.int(),
    collected: MoneyOut,
    taken_back: MoneyOut,
    commission: MoneyOut,
    carried: MoneyOut,
    due: MoneyOut,
    paid: MoneyOut,
    made_by: z.string(),
    made_at: InstantOut,
    awaits_approval: z.boolean(),
    approved_by: z.string().nullable(),
    refused_by: z.string().nullable(),
    refused_because: z.string().nullable(),
  })
  .openapi('Remittance')

export function remittanceWire(row: RemittanceRow): RemittanceWire {
  const amount = (minor: bigint) => moneyOf(minor, row.currency)
  return {
    number: String(row.remittanceId),
    portfolio: row.portfolio,
    creditor: row.creditor,
    until: row.until,
    lines: row.lines,
    collected: amount(row.collectedMinor),
    taken_back: amount(row.takenBackMinor),
    commission: amount(row.commissionMinor + row.toppedUpMinor),
    carried: amount(row.carriedMinor),
    due: amount(row.dueMinor),
    paid: amount(payableMinor(row)),
    made_by: row.by,
    made_at: instantText(row.recordedAt),
    awaits_approval: waitsForSecond(row),
    approved_by: row.approvedBy,
    refused_by: row.refusedBy,
    refused_because: row.refusedBecause,
  }
}
