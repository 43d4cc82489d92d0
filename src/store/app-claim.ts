import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import {
  chooseWay,
  type AppFact,
  type AppText,
  type AppWay,
  type Chosen,
  type NoWay,
  type Teaches,
} from '../engine/app-way.ts'
import { keepAppFact, readAppFacts } from './app-fact.ts'
import { approvals, keepTemplateState, readTemplateStates } from './app-template.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'

export type Claiming = BorrowerRef & {
  readonly attemptKey: string
  /** Where the permit lets it go, and nowhere else. */
  readonly to: string
  readonly text: AppText
  readonly now: Instant
}

/** The use of a right that was written down before the first byte; undefined: it needed none. */
export type Claim = {
  readonly chosen: Chosen
  readonly useId: bigint | undefined
}

/**
 * The right by which a message leaves, chosen again and used up under the borrower's lock, committed before
 * anything is sent. A right of one use is used once, whoever asks at the same moment and whatever dies.
 */
export async function claimWay(
  db: Db,
  ways: readonly AppWay[],
  of: Claiming,
): Promise<Claim | { readonly why: NoWay | 'used_before' }> {
  const { tenantId, borrowerId, now } = of
  const ref = { tenantId, borrowerId }
  return inTenant(db, tenantId, async (tx) => {
    if ((await lockBorrower(tx, ref)) === undefined) return { why: 'no_app_address' }
    const facts = await readAppFacts(tx, ref, now)
    const states = await readTemplateStates(tx, tenantId)
    const chosen = chooseWay(ways, {
      ...(await readReach(tx, ref, of)),
      facts,
      approvalOf: approvals(states),
      text: of.text,
      now,
    })
    if ('why' in chosen) return chosen
    if (chosen.uses === undefined) return { chosen, useId: undefined }
    const useId = await keepUse(tx, { ...of, chosen, right: chosen.uses, facts })
    return useId === undefined ? { why: 'used_before' } : { chosen, useId }
  })
}

/** The permit's address alone: what the guard allowed is a message to that one. */
async function readReach(tx: Tx, { tenantId, borrowerId }: BorrowerRef, { to, now }: Claiming) {
  const found = await tx.query<{
    address_id: bigint
    kind: Chosen['address']['kind']
    value: string
    standing: Chosen['address']['standing']
  }>(
    `select address_id, kind, value, standing from address
      where tenant_id = $1 and borrower_id = $2 and value = $3 order by address_id`,
    [tenantId, borrowerId, to],
  )
  const said = await tx.query<{
    address_id: bigint
    given: boolean
    at: Instant
    ends: Instant | null
  }>(
    `select address_id, given, effective_at as at, expires_at as ends from consent
      where tenant_id = $1 and borrower_id = $2 and channel = 'message' and scope = 'contact'
      order by effective_at, consent_id`,
    [tenantId, borrowerId],
  )
  return {
    addresses: found.rows.map(({ address_id: addressId, kind, value, standing }) => ({
      addressId,
      kind,
      value,
      zone: undefined,
      standing,
    })),
    consents: said.rows
      .filter(({ at }) => at <= now)
      .map(({ address_id: addressId, given, at, ends }) => ({
        scope: 'contact' as const,
        channel: 'message' as const,
        addressId: addressId === 0n ? undefined : addressId,
        given,
        effectiveAt: at,
        expiresAt: ends ?? undefined,
      })),
  }
}

type Using = Claiming & {
  readonly chosen: Chosen
  readonly right: AppFact
  readonly facts: readonly AppFact[]
}

/** The attempt is in its name: an attempt uses one right, once. */
async function keepUse(tx: Tx, use: Using): Promise<bigint | undefined> {
  const { chosen, right, facts, attemptKey, now } = use
  const { provider, address, as } = chosen
  const before = facts.filter((one) => one.kind === 'used' && one.rightId === right.factId)
  return keepAppFact(tx, use, {
    addressId: address.addressId,
    provider,
    kind: 'used',
    template: as.form === 'template' ? as.fill.code : undefined,
    rightId: right.factId,
    nth: before.length + 1,
    attemptKey,
    source: `used ${attemptKey}`,
    at: now,
  })
}

/** Of a use whose message surely never left: the right is there again. */
export async function giveBack(db: Db, of: Claiming, claim: Claim): Promise<void> {
  const { useId, chosen } = claim
  if (useId === undefined) return
  assert(chosen.uses !== undefined, 'a use is of a right')
  const { provider, address, as } = chosen
  await inTenant(
    db,
    of.tenantId,
    (tx) =>
      keepAppFact(tx, of, {
        addressId: address.addressId,
        provider,
        kind: 'back',
        template: as.form === 'template' ? as.fill.code : undefined,
        rightId: useId,
        attemptKey: of.attemptKey,
        source: `back ${of.attemptKey}`,
        at: of.now,
      }),
    { retries: 3 },
  )
}

/** What a refusal teaches: of the person there, or of the template, until the app says otherwise. */
export async function keepTaught(
  db: Db,
  of: Claiming,
  { chosen }: Claim,
  taught: { readonly kind: Teaches; readonly why: string },
): Promise<void> {
  const { provider, address, as } = chosen
  const { kind, why } = taught
  const fill = as.form === 'template' ? as.fill : undefined
  const source = `${kind} ${of.attemptKey}`
  const { addressId } = address
  await inTenant(
    db,
    of.tenantId,
    async (tx) => {
      if (kind === 'closed' || kind === 'blocked') {
        await keepAppFact(tx, of, { addressId, provider, kind, source, at: of.now })
        return
      }
      if (fill === undefined) return
      const { code: template, code, language } = fill
      if (kind === 'refused')
        await keepAppFact(tx, of, { addressId, provider, kind, template, source, at: of.now })
      else
        await keepTemplateState(tx, of.tenantId, {
          provider,
          code,
          language,
          state: kind,
          why,
          source,
          at: of.now,
        })
    },
    { retries: 3 },
  )
}
