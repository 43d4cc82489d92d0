import { possibleRefs, suggest, type MatchTarget, type Suggestion } from '../core/match.ts'
import { minorDigits, parseMinor, type Currency } from '../core/money.ts'
import type { Tx } from './db.ts'
import { nameKey, readTargets } from './money-targets.ts'
import { KEY_KINDS, plain } from './search-words.ts'

const LINE_MAX = 500
const POINTERS_MAX = 200
const NAME_WORDS_MAX = 4
const NAMES_MAX = 100

type By = MatchTarget['by'] extends ReadonlySet<infer One> ? One : never
type Pointer = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly by: By | undefined
}

/**
 * Who may have paid, of a line that somebody copied from a bank: by the same rules as money that waits.
 * A line is several words of which one holds a digit; anything less is no line.
 */
export async function payersOf(
  tx: Tx,
  tenantId: bigint,
  text: string,
): Promise<readonly Suggestion[]> {
  const line = text.slice(0, LINE_MAX)
  const words = wordsOf(line)
  if (words.length < 2 || !/\d/.test(line)) return []
  const pointers = [
    ...(await byRefs(tx, tenantId, line)),
    ...(await byAliases(tx, tenantId, words)),
    ...(await byNames(tx, tenantId, words)),
  ]
  const by = new Map<bigint, Set<By>>()
  for (const pointer of pointers) {
    const own = by.get(pointer.accountId) ?? new Set()
    if (pointer.by !== undefined) own.add(pointer.by)
    by.set(pointer.accountId, own)
  }
  const targets = await readTargets(tx, tenantId, pointers)
  return [...by]
    .flatMap(([accountId, own]) => {
      const target = targets.get(accountId)
      return target === undefined ? [] : suggest(itemOf(line, target), [{ ...target, by: own }])
    })
    .toSorted((a, b) => b.score - a.score)
}

/** In the account's own currency: a copied line seldom says which it is. The amount that is due goes first. */
function itemOf(line: string, target: Omit<MatchTarget, 'by'>) {
  const { currency, arrearsMinor, nextDueMinor, outstandingMinor } = target
  const amounts = amountsOf(line, minorDigits(currency as Currency))
  const due = [arrearsMinor, nextDueMinor, outstandingMinor]
  const leftMinor = amounts.find((one) => due.includes(one)) ?? amounts[0] ?? 0n
  return { leftMinor, currency, remittance: line, twin: false }
}

/** Amounts with their decimals; a whole number may be a date or a reference. */
function amountsOf(line: string, digits: number): readonly bigint[] {
  const found = line.match(
    /(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d{1,3})?|(?<![\w.])\d{1,12}\.\d{1,3}(?![\w.])/g,
  )
  return (found ?? []).flatMap((text) => parseMinor(text.replaceAll(',', ''), digits) ?? [])
}

const wordsOf = (line: string): readonly string[] =>
  line.split(/[^\p{L}\p{N}.'-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))

/** Up to four words in a row, none of which holds a digit. */
function runsOf(words: readonly string[]): readonly string[] {
  const runs = words.flatMap((_, at) =>
    Array.from({ length: NAME_WORDS_MAX }, (__, more) => words.slice(at, at + more + 1)),
  )
  const names = runs.filter((run) => run.every((word) => !/\d/.test(word)))
  return [...new Set(names.map((run) => run.join(' ')))].slice(0, NAMES_MAX)
}

async function byRefs(tx: Tx, tenantId: bigint, line: string): Promise<readonly Pointer[]> {
  const refs = possibleRefs({ reference: undefined, endToEnd: undefined, remittance: line })
  if (refs.length === 0) return []
  const found = await tx.query<{ borrower_id: bigint; account_id: bigint }>(
    `select borrower_id, account_id from account where tenant_id = $1 and ref = any($2) limit ${POINTERS_MAX}`,
    [tenantId, refs],
  )
  return found.rows.map((row) => ({
    borrowerId: row.borrower_id,
    accountId: row.account_id,
    by: undefined,
  }))
}

const BY_ALIAS: Readonly<Record<string, By>> = {
  virtual: 'virtual',
  reference: 'issued',
  payer: 'payer',
  payer_name: 'payer_name',
}

async function byAliases(
  tx: Tx,
  tenantId: bigint,
  words: readonly string[],
): Promise<readonly Pointer[]> {
  const values = [
    ...words.filter((word) => /\d/.test(word) && word.length >= 6),
    ...runsOf(words).map(nameKey),
  ]
  const found = await tx.query<{ kind: string; borrower: bigint; account: bigint }>(
    `select l.kind, l.matched_borrower as borrower, l.matched_account as account
       from money_alias l
      where l.tenant_id = $1 and l.kind = any($2) and l.value = any($3) limit ${POINTERS_MAX}`,
    [tenantId, Object.keys(BY_ALIAS), values],
  )
  return found.rows.map((row) => ({
    borrowerId: row.borrower,
    accountId: row.account,
    by: BY_ALIAS[row.kind],
  }))
}

/** Whole names alone: the beginning of a name stands in many lines by chance. */
async function byNames(
  tx: Tx,
  tenantId: bigint,
  words: readonly string[],
): Promise<readonly Pointer[]> {
  const names = runsOf(words)
    .map(plain)
    .filter((name) => Array.from(name).length >= 2)
  if (names.length === 0) return []
  const found = await tx.query<{ borrower_id: bigint; account_id: bigint; name: string }>(
    `select b.borrower_id, a.account_id, b.name
       from (select borrower_id from search_key
              where tenant_id = $1 and kind = ${KEY_KINDS.name} and kind > 0 and key = any($2)
              limit ${POINTERS_MAX}) k
       join borrower b on b.tenant_id = $1 and b.borrower_id = k.borrower_id
       join account a on a.tenant_id = $1 and a.borrower_id = k.borrower_id
      limit ${POINTERS_MAX}`,
    [tenantId, names],
  )
  const wanted = new Set(names)
  return found.rows
    .filter((row) => wanted.has(plain(row.name)))
    .map((row) => ({
      borrowerId: row.borrower_id,
      accountId: row.account_id,
      by: 'borrower_name',
    }))
}
