import { z } from 'zod'
import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import type { Request, RequestKind } from './second-person.ts'
import { ROLES, type StaffRole } from './staff.ts'
import { readDocument } from './tenant-document.ts'

/** Whole minor units by currency; a currency that is not named may not be answered for. */
const amounts = z.record(
  z.string().regex(/^[A-Z]{3}$/),
  z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .transform(BigInt),
)
const answers = z.strictObject({
  role: z.enum(ROLES),
  /** Left out: any amount. */
  most: amounts.optional(),
})
const kind = z.array(answers).max(ROLES.length)

/** Which roles answer a request of a kind, up to which amount. */
export const authoritySchema = z.strictObject({
  settlement: kind,
  plan: kind,
  waiver: kind,
  refund: kind,
  write_off: kind,
  restructure: kind,
  match: kind,
})
export type Authority = z.output<typeof authoritySchema>

const BOTH = [{ role: 'manager' as const }, { role: 'compliance' as const }]

/** Until the lender says otherwise: managers and compliance officers answer for each other's requests. */
const DEFAULT_AUTHORITY: Authority = {
  settlement: BOTH,
  plan: BOTH,
  waiver: BOTH,
  refund: BOTH,
  write_off: BOTH,
  restructure: BOTH,
  match: BOTH,
}

export async function readAuthority(tx: Tx, tenantId: bigint, today: Day): Promise<Authority> {
  const found = await readDocument(tx, tenantId, { name: 'authority', today })
  return found === undefined ? DEFAULT_AUTHORITY : authoritySchema.parse(found.document)
}

type Sized = Pick<Request, 'amountMinor' | 'currency'> & { readonly kind: RequestKind }

/** Whether the role's word is enough for such an amount. */
export const answersUpTo = (authority: Authority, sized: Sized, role: StaffRole): boolean =>
  authority[sized.kind].some((one) => {
    if (one.role !== role) return false
    if (one.most === undefined) return true
    const most = one.most[sized.currency]
    return most !== undefined && sized.amountMinor <= most
  })
