import { readCase } from '../store/cases.ts'
import { inEvent } from '../store/db.ts'
import { onceUnderLock, type OfBorrower, type Work } from './once-per-borrower.ts'
import type { Declined } from './route.ts'

/** Does the work once for the request's key, for a borrower who is behind. */
export const oncePerCase = <Answer extends object>(
  asked: OfBorrower,
  what: string,
  work: Work<Answer>,
): Promise<Answer | Declined> =>
  onceUnderLock(asked, what, {
    work,
    run: inEvent,
    isMeant: async (tx) => {
      const { deps, actor, params } = asked
      return (await readCase(tx, actor.tenantId, params.id, deps.today())) !== undefined
    },
  })
