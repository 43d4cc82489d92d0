import type { Suggestion } from '../core/match.ts'
import { minorDigits, parseMinor, type Currency } from '../core/money.ts'
import type { Tx } from './db.ts'
import { payersOf } from './search-line.ts'
import { KEY_KINDS, phoneKey, plain, readingTyped, type KeyKind } from './search-words.ts'

/** Why somebody was found, the surest first: what is exact stands before what is alike. */
export const HIT_KINDS = [
  'reference',
  'bank_line',
  'name',
  'phone',
  'amount',
  'pinyin',
  'initials',
] as const
export type HitKind = (typeof HIT_KINDS)[number]

export type Hit = {
  readonly kind: HitKind
  readonly borrowerId: bigint
  /** What of theirs met what was typed: a key, or the reference. */
  readonly matched: string
  /** It is the whole of what was typed, not its beginning. */
  readonly exact: boolean
  readonly suggestion?: Suggestion | undefined
}

export type FoundCase = {
  readonly hit: Hit
  readonly name: string
  readonly ref: string
  readonly language: 'zh' | 'en'
  readonly state: 'open' | 'promised' | 'on_hold' | 'legal' | 'closed'
  readonly arrears_minor: bigint
  readonly currency: string
}

/** Rows that one way of looking may read, whatever was typed and however large the book is. */
const LOOKED_MAX = 60
const PHONE = /^[+()\d\s-]{4,24}$/

/**
 * Cases by anything: a name or its beginning, pinyin, initials, the end of a telephone number, an exact
 * amount, a reference, or a line as a bank writes it. Every way reads a range of an index, and stops.
 */
export async function search(
  tx: Tx,
  tenantId: bigint,
  asked: { readonly text: string; readonly limit: number },
): Promise<{ readonly found: readonly FoundCase[]; readonly more: boolean }> {
  const text = asked.text.trim()
  const hits: Hit[] = []
  for (const [kind, key] of waysOf(text)) hits.push(...(await byKey(tx, tenantId, { kind, key })))
  hits.push(...(await byAccount(tx, tenantId, text)))
  hits.push(...(await byAmount(tx, tenantId, text)))
  for (const suggestion of await payersOf(tx, tenantId, text))
    hits.push({
      kind: 'bank_line',
      borrowerId: suggestion.target.borrowerId,
      matched: suggestion.target.ref,
      exact: suggestion.certain,
      suggestion,
    })
  const best = bestOf(hits)
  const cases = await readCases(tx, tenantId, [...best.keys()])
  const found = cases
    .flatMap(({ borrower_id, ...row }) => {
      const hit = best.get(borrower_id)
      return hit === undefined ? [] : [{ ...row, hit }]
    })
    .toSorted(inOrder)
  return { found: found.slice(0, asked.limit), more: found.length > asked.limit }
}

/** So many people of one way of looking: what meets more of them is no search. */
const PEOPLE_MAX = 5000

/**
 * Whom these words may mean: by a name, a number, a reference, or an exact amount of arrears. Whoever types a
 * whole reference means that one.
 */
export async function peopleBy(
  tx: Tx,
  tenantId: bigint,
  typed: string,
): Promise<readonly bigint[]> {
  const text = typed.trim()
  const hits = [...(await byAccount(tx, tenantId, text))]
  for (const [kind, key] of waysOf(text))
    hits.push(...(await byKey(tx, tenantId, { kind, key, most: PEOPLE_MAX })))
  hits.push(...(await byAmount(tx, tenantId, text, PEOPLE_MAX)))
  const meant = hits.filter(({ kind, exact }) => kind === 'reference' && exact)
  return [...new Set((meant.length > 0 ? meant : hits).map(({ borrowerId }) => borrowerId))]
}

/** Every way in which what was typed may be meant. */
export function waysOf(text: string): readonly (readonly [KeyKind, string])[] {
  const compared = plain(text)
  const reading = readingTyped(text)
  const digits = text.replaceAll(/\D/g, '')
  const ways: (readonly [KeyKind, string])[] = []
  const isLong = /\p{Script=Han}/u.test(compared) || compared.length >= 2
  if (isLong && compared.length <= 60) ways.push(['name', compared])
  if (compared.length >= 2 && /\d/.test(compared)) ways.push(['reference', compared])
  if (reading !== undefined && reading.length >= 2) ways.push(['pinyin', reading])
  if (reading !== undefined && reading.length >= 2 && reading.length <= 6)
    ways.push(['initials', reading])
  if (PHONE.test(text) && digits.length >= 4 && digits.length <= 15) {
    ways.push(['phone', phoneKey(digits)])
    // Written as at home, with a nought where the country's number stands.
    if (digits.length >= 7 && digits.startsWith('0'))
      ways.push(['phone', phoneKey(digits.slice(1))])
  }
  return ways
}

const BEHIND_ALL = '\u{10FFFF}'

async function byKey(
  tx: Tx,
  tenantId: bigint,
  {
    kind,
    key,
    most = LOOKED_MAX,
  }: { readonly kind: KeyKind; readonly key: string; readonly most?: number },
): Promise<readonly Hit[]> {
  const result = await tx.query<{ borrower_id: bigint; key: string }>(
    `select borrower_id, key from search_key
      where tenant_id = $1 and kind = $2 and kind > 0 and key >= $3 and key < $4
      order by key, borrower_id limit $5`,
    [tenantId, KEY_KINDS[kind], key, key + BEHIND_ALL, most],
  )
  return result.rows.map((row) => ({
    kind,
    borrowerId: row.borrower_id,
    matched: kind === 'phone' ? key : row.key,
    exact: row.key === key,
  }))
}

/** The number of an account exactly as it is written, or in capitals. */
async function byAccount(tx: Tx, tenantId: bigint, text: string): Promise<readonly Hit[]> {
  if (text.length < 2 || text.length > 60) return []
  const result = await tx.query<{ borrower_id: bigint; ref: string }>(
    `select borrower_id, ref from account where tenant_id = $1 and ref = any($2) limit ${LOOKED_MAX}`,
    [tenantId, [...new Set([text, text.toUpperCase(), text.toLowerCase()])]],
  )
  return result.rows.map((row) => ({
    kind: 'reference',
    borrowerId: row.borrower_id,
    matched: row.ref,
    exact: true,
  }))
}

async function byAmount(
  tx: Tx,
  tenantId: bigint,
  text: string,
  most = LOOKED_MAX,
): Promise<readonly Hit[]> {
  const amount = text.replaceAll(/[¥￥$£€,，\s]|[A-Z]{3}$|元$/g, '')
  const minors = new Map([0, 2, 3].map((places) => [places, parseMinor(amount, places)]))
  const wanted = [...new Set(minors.values())].filter((one) => one !== undefined && one > 0n)
  if (wanted.length === 0) return []
  const result = await tx.query<{ borrower_id: bigint; minor: bigint; currency: Currency }>(
    `select borrower_id, arrears_minor as minor, currency from borrower_case
      where tenant_id = $1 and state <> 'closed' and arrears_minor = any($2)
      order by arrears_minor desc, borrower_id limit $3`,
    [tenantId, wanted, most],
  )
  return result.rows
    .filter(({ minor, currency }) => minors.get(minorDigits(currency)) === minor)
    .map((row) => ({ kind: 'amount', borrowerId: row.borrower_id, matched: amount, exact: true }))
}

/** One borrower is shown once, for the surest reason. */
function bestOf(hits: readonly Hit[]): ReadonlyMap<bigint, Hit> {
  const best = new Map<bigint, Hit>()
  for (const hit of hits) {
    const before = best.get(hit.borrowerId)
    if (before === undefined || rankOf(hit) < rankOf(before)) best.set(hit.borrowerId, hit)
  }
  return best
}

const rankOf = ({ kind, exact, suggestion }: Hit): number =>
  (exact || (suggestion?.score ?? 0) >= 50 ? 0 : HIT_KINDS.length) + HIT_KINDS.indexOf(kind)

type CaseRow = Omit<FoundCase, 'hit'> & { readonly borrower_id: bigint; readonly priority: number }

const inOrder = (
  a: FoundCase & { readonly priority: number },
  b: FoundCase & { readonly priority: number },
): number =>
  rankOf(a.hit) - rankOf(b.hit) ||
  (b.hit.suggestion?.score ?? 0) - (a.hit.suggestion?.score ?? 0) ||
  Number(a.state === 'closed') - Number(b.state === 'closed') ||
  b.priority - a.priority ||
  (a.ref < b.ref ? -1 : 1)

async function readCases(
  tx: Tx,
  tenantId: bigint,
  ids: readonly bigint[],
): Promise<readonly CaseRow[]> {
  if (ids.length === 0) return []
  const result = await tx.query<CaseRow>(
    `select c.borrower_id, b.name, b.ref, b.language, c.state, c.arrears_minor, c.currency, c.priority
       from borrower_case c
       join borrower b on b.tenant_id = c.tenant_id and b.borrower_id = c.borrower_id
      where c.tenant_id = $1 and c.borrower_id = any($2)`,
    [tenantId, ids],
  )
  return result.rows
}
