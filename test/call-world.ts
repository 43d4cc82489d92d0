import type { Instant } from '../src/core/calendar.ts'
import type { Disposition } from '../src/engine/disposition.ts'
import { recordCallOutcome, type OutcomeGiven } from '../src/store/call-outcome.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { makeCall, type CallMade } from '../src/store/work-call.ts'
import { MORNING, rows, TODAY } from './dispatch-world.ts'
import { addListed, law, type Listed } from './work-world.ts'

/** People to call, calls to them and how they end, in the book of a test. */
export function callsIn(book: () => Db) {
  let nextId = 1

  async function somebody(more: Partial<Listed> = {}): Promise<number> {
    const id = nextId++
    await addListed(book(), [{ id, worklist: 'elsewhere', ...more }])
    return id
  }

  const call = (id: number, now: Instant = MORNING, userId = 'ann') =>
    inTenant(book(), 1n, (tx) =>
      makeCall(tx, {
        tenantId: 1n,
        borrowerId: BigInt(id),
        accountId: BigInt(id * 10),
        addressId: undefined,
        userId,
        now,
        today: TODAY,
        law,
        capKey: undefined,
      }),
    )

  async function called(id: number, now: Instant = MORNING): Promise<CallMade> {
    const made = await call(id, now)
    if ('declined' in made) throw new Error(made.declined)
    return made
  }

  const ends = (
    id: number,
    contactId: bigint,
    disposition: Disposition,
    more: Partial<OutcomeGiven> = {},
    now = (MORNING + 60_000) as Instant,
  ) =>
    inTenant(book(), 1n, (tx) =>
      recordCallOutcome(
        tx,
        { tenantId: 1n, borrowerId: BigInt(id), contactId },
        {
          disposition,
          words: undefined,
          callback: undefined,
          userId: 'ann',
          mayMend: false,
          ...more,
        },
        { law, now, today: TODAY },
      ),
    )

  const of = <T extends object>(sql: string, id: number) => rows<T>(book(), sql, [id])

  return { somebody, call, called, ends, of }
}
