import { answerOnce } from '../store/answered.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { hashOf, readKey } from './once.ts'
import type { Asked, Declined } from './route.ts'

type OfBorrower = Pick<
  Asked<{ readonly id: bigint }, undefined, unknown>,
  'deps' | 'actor' | 'params' | 'body' | 'header'
>

/** Does the work once for the request's key; whoever writes to us need not be behind. */
export async function oncePerBorrower<Answer extends object>(
  asked: OfBorrower,
  what: string,
  work: (tx: Tx) => Promise<{ readonly done: Answer } | Declined>,
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
  return inTenant(
    deps.db,
    actor.tenantId,
    async (tx): Promise<Answer | Declined> => {
      if ((await lockBorrower(tx, request)) === undefined) return { declined: 'no_such_case' }
      const answer = await answerOnce(tx, request, () => work(tx))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}
