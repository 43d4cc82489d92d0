import { assert } from '../core/assert.ts'
import { matchItem } from './money-decide.ts'
import type { Executor } from './second-person.ts'

const number = (body: Readonly<Record<string, unknown>>, name: string): bigint => {
  const text = body[name]
  assert(typeof text === 'string' && /^-?[0-9]{1,19}$/.test(text), `${name} is a whole number`)
  return BigInt(text)
}

/** Makes the match that one person asked for and another has approved. */
export const approveMatch: Executor = async (tx, tenantId, request, tick) => {
  const { body } = request
  const made = await matchItem(
    tx,
    tenantId,
    {
      itemKey: number(body, 'itemKey'),
      itemNo: number(body, 'itemNo'),
      account: { borrowerId: number(body, 'borrowerId'), accountId: number(body, 'accountId') },
      amountMinor: number(body, 'amountMinor'),
      by: request.by,
      why: request.why,
      approvedBy: request.approvedBy,
    },
    tick,
  )
  if ('declined' in made) return { refused: made.declined }
  return { done: { left: made.leftMinor } }
}
