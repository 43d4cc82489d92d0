import type { Day } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { addSign, listSigns, type NewSign } from '../store/official.ts'
import { listStaff } from '../store/staff.ts'
import type { Open } from './context.ts'

/** What the demo's people and numbers are, so that its page of checking finds something; once. */
export async function ensureDemoOfficial(open: Open, today: Day): Promise<void> {
  const { db, tenantId } = open
  await inTenant(db, tenantId, async (tx) => {
    if ((await listSigns(tx, tenantId)).length > 0) return
    const staff = await listStaff(tx, tenantId)
    const admin = staff.find(({ role }) => role === 'admin')
    if (admin === undefined) return
    const signs: readonly Omit<NewSign, 'beginsOn' | 'by'>[] = [
      { kind: 'sender', text: 'DemoBank' },
      { kind: 'email', text: '@demo.forbear.test' },
      { kind: 'register', text: '000000', about: 'Demo Register of Lenders' },
      ...staff
        .filter(({ role }) => role === 'collector' || role === 'manager')
        .map(({ userId, name }, i) => ({
          kind: 'staff' as const,
          text: `C-${1001 + i}`,
          userId,
          about: name,
        })),
    ]
    for (const sign of signs)
      await addSign(tx, tenantId, { ...sign, beginsOn: today, by: admin.userId })
  })
}
