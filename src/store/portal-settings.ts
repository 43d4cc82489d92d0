import { z } from 'zod'
import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { readDocument } from './tenant-document.ts'

const words = z.strictObject({ en: z.string().min(1).max(600), zh: z.string().min(1).max(600) })
const place = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(300)

/** What a house says of itself on the borrower's pages, where it says more than its name and number. */
export const portalSchema = z.strictObject({
  /** When a person answers the telephone. */
  hours: words.optional(),
  /** Where "leave this page now" goes: a page on which anybody might be. */
  exit: z.strictObject({ en: place, zh: place }).optional(),
  /** Where else a complaint may go, and how. */
  complaints: words.optional(),
  /** The house's own notice on personal data. */
  privacy: place.optional(),
  /** Pages that ask for a code though they show no debt; no page that shows one goes without. */
  needs: z.record(z.string().regex(/^[a-z][a-z-]{0,30}$/), z.enum(['fact', 'code'])).optional(),
})
export type PortalSettings = z.output<typeof portalSchema>

export async function readPortalSettings(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<PortalSettings> {
  const found = await readDocument(tx, tenantId, { name: 'portal', today })
  return found === undefined ? {} : portalSchema.parse(found.document)
}
