import { answerOnce } from '../store/answered.ts'
import { readCase } from '../store/cases.ts'
import { inEvent, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { hashOf, readKey } from './once.ts'
import type { Asked, Declined } from './route.ts'

type OfCase = Pick<
  Asked<{ readonly id: bigint }, undefined, unknown>,
  'deps' | 'actor' | 'params' | 'body' | 'header'
>

/** Does the work once for the request's key, under the lock of the case's borrower. */
export async function oncePerCase<Answer extends object>(
  asked: OfCase,
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
  return inEvent(
    deps.db,
    actor.tenantId,
    async (tx): Promise<Answer | Declined> => {
      if ((await lockBorrower(tx, request)) === undefined) return { declined: 'no_such_case' }
      if ((await readCase(tx, actor.tenantId, params.id, deps.today())) === undefined)
        return { declined: 'no_such_case' }
      const answer = await answerOnce(tx, request, () => work(tx))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}
