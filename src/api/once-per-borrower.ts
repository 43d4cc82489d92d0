import { answerOnce } from '../store/answered.ts'
import type { inEvent } from '../store/db.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { hashOf, readKey } from './once.ts'
import type { Asked, Declined } from './route.ts'

export type OfBorrower = Pick<
  Asked<{ readonly id: bigint }, undefined, unknown>,
  'deps' | 'actor' | 'params' | 'body' | 'header'
>

export type Work<Answer> = (tx: Tx) => Promise<{ readonly done: Answer } | Declined>

/** Does the work once for the request's key; whoever writes to us need not be behind. */
export const oncePerBorrower = <Answer extends object>(
  asked: OfBorrower,
  what: string,
  work: Work<Answer>,
): Promise<Answer | Declined> => onceUnderLock(asked, what, { work, run: inTenant })

/** Does the work once for the request's key, under the lock of the borrower whom the route names. */
export async function onceUnderLock<Answer extends object>(
  asked: OfBorrower,
  what: string,
  how: {
    readonly work: Work<Answer>
    readonly run: typeof inTenant | typeof inEvent
    /** What has to be so of the borrower beside being there. */
    readonly isMeant?: (tx: Tx) => Promise<boolean>
  },
): Promise<Answer | Declined> {
  const { deps, actor, params, body } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const request = {
    tenantId: actor.tenantId,
    borrowerId: params.id,
    key: given.key,
    bodyHash: hashOf(`${what} ${params.id}`, body),
    by: actor.userId,
  }
  return how.run(
    deps.db,
    actor.tenantId,
    async (tx): Promise<Answer | Declined> => {
      if ((await lockBorrower(tx, request)) === undefined) return { declined: 'no_such_case' }
      if (how.isMeant !== undefined && !(await how.isMeant(tx))) return { declined: 'no_such_case' }
      const answer = await answerOnce(tx, request, () => how.work(tx))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}
