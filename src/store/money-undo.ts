import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { keepDecision, setLeft } from './money-decide.ts'
import { countsOn, lockItem, readDecisions, type Decision, type MoneyKey } from './money.ts'
import { applyReversal } from './payment-reversal.ts'

type Tick = { readonly now: Instant; readonly today: Day }

export type SetAsideGiven = MoneyKey & {
  readonly why: string
  readonly by: string
  readonly rule?: string
}

export type SetAsideResult =
  | { readonly done: 'set_aside'; readonly decisionNo: number }
  | { readonly declined: 'no_such_item' | 'nothing_left' | 'reason_missing' }

/** Money that is not for any account here: out of the list, with the reason, until somebody takes it back. */
export async function setAside(
  tx: Tx,
  tenantId: bigint,
  given: SetAsideGiven,
): Promise<SetAsideResult> {
  if (given.why.trim() === '') return { declined: 'reason_missing' }
  const item = await lockItem(tx, tenantId, given)
  if (item === undefined) return { declined: 'no_such_item' }
  if (item.leftMinor === 0n) return { declined: 'nothing_left' }
  const decisionNo = await keepDecision(tx, tenantId, item, {
    kind: 'set_aside',
    partMinor: item.leftMinor,
    why: given.why,
    by: given.by,
    rule: given.rule,
  })
  await setLeft(tx, tenantId, item, 0n)
  return { done: 'set_aside', decisionNo }
}

export type UndoGiven = MoneyKey & {
  /** The newest that stands where none is named. */
  readonly decisionNo?: number | undefined
  readonly why: string
  readonly by: string
}

export type UndoResult =
  | { readonly done: 'undone'; readonly decisionNo: number; readonly leftMinor: bigint }
  | {
      readonly declined: 'no_such_item' | 'nothing_to_undo' | 'already_reversed' | 'reason_missing'
    }

/** Takes a decision back: its payment is reversed on its own day, as if it had never been there. */
export async function undoDecision(
  tx: Tx,
  tenantId: bigint,
  given: UndoGiven,
  tick: Tick,
): Promise<UndoResult> {
  if (given.why.trim() === '') return { declined: 'reason_missing' }
  const item = await lockItem(tx, tenantId, given)
  if (item === undefined) return { declined: 'no_such_item' }
  const standing = (await readDecisions(tx, tenantId, item)).filter(canUndo)
  const decision =
    given.decisionNo === undefined
      ? standing.at(-1)
      : standing.find(({ decisionNo }) => decisionNo === given.decisionNo)
  if (decision === undefined) return { declined: 'nothing_to_undo' }
  if (decision.kind === 'match' && decision.borrowerId !== undefined) {
    const reversed = await applyReversal(
      tx,
      tenantId,
      {
        borrowerId: decision.borrowerId,
        accountId: decision.accountId,
        paymentId: decision.paymentId ?? 0n,
        effectiveOn: countsOn(item),
        kind: 'reversal',
        why: given.why,
        by: given.by,
      },
      tick,
    )
    if ('declined' in reversed) return { declined: 'already_reversed' }
    // The bank has taken it back meanwhile: the same reversal, so there is nothing to give anybody.
    if (reversed.again) return { declined: 'already_reversed' }
  }
  const leftMinor = item.leftMinor + decision.partMinor
  const decisionNo = await keepDecision(tx, tenantId, item, {
    kind: 'undo',
    partMinor: decision.partMinor,
    undoesNo: decision.decisionNo,
    why: given.why,
    by: given.by,
  })
  await setLeft(tx, tenantId, item, leftMinor)
  return { done: 'undone', decisionNo, leftMinor }
}

/** What came back from the bank is a fact, and a question to a second person is answered, not undone. */
const canUndo = ({ kind, undone, rule }: Decision): boolean =>
  !undone && (kind === 'match' || kind === 'set_aside') && rule !== 'told_apart'
