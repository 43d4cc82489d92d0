import { possibleRefs, suggest, type MatchTarget, type Suggestion } from '../core/match.ts'
import type { Tx } from './db.ts'
import type { MoneyItem } from './money.ts'

type Pointer = {
  readonly at: number
  readonly by: TargetBy
  readonly borrowerId: bigint
  readonly accountId: bigint
}
type TargetBy = 'virtual' | 'issued' | 'payer' | 'payer_name' | 'borrower_name' | 'ref'

const ALIASES: Readonly<Record<string, TargetBy>> = {
  virtual: 'virtual',
  reference: 'issued',
  payer: 'payer',
  payer_name: 'payer_name',
}

/**
 * Suggestions for several items at once, in their order. The borrowers' own names are looked through
 * only where asked: that reads the whole book, and is for the one item that a person has open.
 */
export async function suggestFor(
  tx: Tx,
  tenantId: bigint,
  items: readonly MoneyItem[],
  options: { readonly names?: boolean } = {},
): Promise<readonly (readonly Suggestion[])[]> {
  const pointers = [
    ...(await byRefs(tx, tenantId, items)),
    ...(await byAliases(tx, tenantId, items)),
    ...(options.names === true ? await byNames(tx, tenantId, items) : []),
  ]
  const targets = await readTargets(tx, tenantId, pointers)
  return items.map((item, at) => {
    const own = new Map<bigint, Set<TargetBy>>()
    for (const pointer of pointers)
      if (pointer.at === at)
        own.set(pointer.accountId, (own.get(pointer.accountId) ?? new Set()).add(pointer.by))
    const candidates = [...own].flatMap(([accountId, by]): MatchTarget[] => {
      const target = targets.get(accountId)
      return target === undefined ? [] : [{ ...target, by: by as MatchTarget['by'] }]
    })
    return suggest(item, candidates).slice(0, 20)
  })
}

async function byRefs(
  tx: Tx,
  tenantId: bigint,
  items: readonly MoneyItem[],
): Promise<readonly Pointer[]> {
  const wanted = items.flatMap((item, at) => possibleRefs(item).map((text) => ({ at, text })))
  if (wanted.length === 0) return []
  const found = await tx.query<{ at: number; borrower_id: bigint; account_id: bigint }>(
    `select k.at, a.borrower_id, a.account_id
       from unnest($2::integer[], $3::text[]) as k (at, ref)
       join account a on a.tenant_id = $1 and a.ref = k.ref`,
    [tenantId, wanted.map(({ at }) => at), wanted.map(({ text }) => text)],
  )
  return found.rows.map((row) => ({
    at: row.at,
    by: 'ref',
    borrowerId: row.borrower_id,
    accountId: row.account_id,
  }))
}

/** A payer's name as it is remembered: without the differences of writing. */
export const nameKey = (name: string): string => name.replaceAll(/\s+/g, ' ').trim().toLowerCase()

async function byAliases(
  tx: Tx,
  tenantId: bigint,
  items: readonly MoneyItem[],
): Promise<readonly Pointer[]> {
  const wanted = items.flatMap((item, at) =>
    [
      { kind: 'virtual', value: item.virtualAccount },
      { kind: 'reference', value: item.reference },
      { kind: 'reference', value: item.endToEnd },
      { kind: 'payer', value: item.payerAccount },
      { kind: 'payer_name', value: item.payerName && nameKey(item.payerName) },
    ].flatMap(({ kind, value }) => (value ? [{ at, kind, value }] : [])),
  )
  if (wanted.length === 0) return []
  const found = await tx.query<{ at: number; kind: string; borrower: bigint; account: bigint }>(
    `select k.at, k.kind, l.matched_borrower as borrower, l.matched_account as account
       from unnest($2::integer[], $3::text[], $4::text[]) as k (at, kind, value)
       join money_alias l on l.tenant_id = $1 and l.kind = k.kind and l.value = k.value limit 2000`,
    [
      tenantId,
      wanted.map(({ at }) => at),
      wanted.map(({ kind }) => kind),
      wanted.map(({ value }) => value),
    ],
  )
  return found.rows.flatMap((row) => {
    const by = ALIASES[row.kind]
    return by === undefined
      ? []
      : [{ at: row.at, by, borrowerId: row.borrower, accountId: row.account }]
  })
}

async function byNames(
  tx: Tx,
  tenantId: bigint,
  items: readonly MoneyItem[],
): Promise<readonly Pointer[]> {
  const wanted = items.flatMap((item, at) =>
    item.payerName === undefined ? [] : [{ at, name: item.payerName.trim() }],
  )
  if (wanted.length === 0) return []
  const found = await tx.query<{ at: number; borrower_id: bigint; account_id: bigint }>(
    `select k.at, b.borrower_id, a.account_id
       from unnest($2::integer[], $3::text[]) as k (at, name)
       join borrower b on b.tenant_id = $1 and lower(b.name) = lower(k.name)
       join account a on a.tenant_id = $1 and a.borrower_id = b.borrower_id
      limit 100`,
    [tenantId, wanted.map(({ at }) => at), wanted.map(({ name }) => name)],
  )
  return found.rows.map((row) => ({
    at: row.at,
    by: 'borrower_name',
    borrowerId: row.borrower_id,
    accountId: row.account_id,
  }))
}

type TargetRow = {
  readonly borrower_id: bigint
  readonly account_id: bigint
  readonly ref: string
  readonly name: string
  readonly currency: string
  readonly closed: boolean
  readonly outstanding_minor: bigint | null
  readonly arrears_minor: bigint | null
  readonly next_due_minor: bigint | null
}

type Target = Omit<MatchTarget, 'by'>

export async function readTargets(
  tx: Tx,
  tenantId: bigint,
  keys: readonly { readonly borrowerId: bigint; readonly accountId: bigint }[],
): Promise<ReadonlyMap<bigint, Target>> {
  if (keys.length === 0) return new Map()
  const found = await tx.query<TargetRow>(
    `select distinct a.borrower_id, a.account_id, a.ref, b.name, a.currency, a.closed_on is not null as closed,
            o.outstanding_minor, o.arrears_minor, o.next_due_minor
       from unnest($2::bigint[], $3::bigint[]) as k (borrower_id, account_id)
       join account a on a.tenant_id = $1 and a.borrower_id = k.borrower_id and a.account_id = k.account_id
       join borrower b on b.tenant_id = $1 and b.borrower_id = a.borrower_id
       left join position o on o.tenant_id = $1 and o.borrower_id = a.borrower_id and o.account_id = a.account_id`,
    [tenantId, keys.map((key) => key.borrowerId), keys.map((key) => key.accountId)],
  )
  return new Map(
    found.rows.map((row) => [
      row.account_id,
      {
        borrowerId: row.borrower_id,
        accountId: row.account_id,
        ref: row.ref,
        borrowerName: row.name,
        currency: row.currency,
        closed: row.closed,
        outstandingMinor: row.outstanding_minor ?? 0n,
        arrearsMinor: row.arrears_minor ?? 0n,
        nextDueMinor: row.next_due_minor ?? 0n,
      },
    ]),
  )
}

/** The account of a reference that a person gives; none, or several of that name, is said. */
export async function findTarget(
  tx: Tx,
  tenantId: bigint,
  given: { readonly ref: string } | { readonly borrowerId: bigint; readonly accountId: bigint },
): Promise<Target | 'no_such_account' | 'several_accounts'> {
  if ('ref' in given) {
    const found = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
      `select borrower_id, account_id from account where tenant_id = $1 and ref = $2 limit 2`,
      [tenantId, given.ref],
    )
    const [row] = found.rows
    if (row === undefined) return 'no_such_account'
    if (found.rows.length > 1) return 'several_accounts'
    return findTarget(tx, tenantId, { borrowerId: row.borrower_id, accountId: row.account_id })
  }
  const targets = await readTargets(tx, tenantId, [given])
  return targets.get(given.accountId) ?? 'no_such_account'
}
