import { addMonths } from '../core/calendar.ts'
import { monthBefore } from '../core/portfolio.ts'
import { assert } from '../core/assert.ts'
import { inTenant } from '../store/db.ts'
import { approveRemittance } from '../store/remittance-answer.ts'
import { listRemittances } from '../store/remittance-read.ts'
import { setRemittanceTerms } from '../store/remittance-terms.ts'
import { runRemittance } from '../store/remittance.ts'
import { listStaff } from '../store/staff.ts'
import type { Open, When } from './context.ts'

/** The demo's debts that are collected for somebody else. */
const PORTFOLIO = 'us-personal'
const COMMISSION_BASIS_POINTS = 1250

/** What was handed on for the month before last, and what waits for a second person's word since; once. */
export async function ensureDemoRemittances(open: Open, { now, today }: When): Promise<void> {
  const { db, tenantId } = open
  const people = await inTenant(db, tenantId, async (tx) => {
    const known = await listRemittances(tx, tenantId, { portfolio: PORTFOLIO, limit: 1 })
    const staff = await listStaff(tx, tenantId)
    const of = (role: 'manager' | 'admin') => staff.find((one) => one.role === role)?.userId
    const [manager, admin] = [of('manager'), of('admin')]
    if (known.length > 0 || manager === undefined || admin === undefined) return undefined
    const terms = { from: addMonths(today, -60), basisPoints: COMMISSION_BASIS_POINTS }
    const set = await setRemittanceTerms(tx, tenantId, {
      ...terms,
      portfolio: PORTFOLIO,
      by: manager,
    })
    assert('set' in set, 'the demo has a portfolio that is collected for somebody else')
    return { manager, admin }
  })
  if (people === undefined) return
  const { manager: by, admin } = people
  const last = monthBefore(today)
  for (const until of [monthBefore(last), last]) {
    const run = await runRemittance(
      db,
      tenantId,
      { portfolio: PORTFOLIO, until, by },
      { now, today },
    )
    assert('made' in run, 'the demo hands on what came in')
    if (until === last) continue
    for (const { remittanceId } of run.made)
      await inTenant(db, tenantId, (tx) =>
        approveRemittance(tx, tenantId, { remittanceId, by: admin, now }),
      )
  }
}
