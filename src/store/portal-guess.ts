import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import type { PayLink } from './pay-link.ts'

export type Guess = { readonly fact: string; readonly networkHash: string; readonly now: Instant }
export type Guessed = 'right' | 'wrong' | 'locked'

/** Wrong facts that a link, a network and a borrower have; the last one counts all links together. */
const LINK_MAX = 3
const NETWORK_MAX = 3
const BORROWER_MAX = 9
const NETWORK_MS = 24 * 3_600_000
const BORROWER_MS = 30 * 24 * 3_600_000

/**
 * One fact, weighed and counted in one transaction under two locks: many at once are as few as one
 * after another. A locked link does not say whether the fact was right.
 */
export async function weighFact(tx: Tx, link: PayLink, guess: Guess): Promise<Guessed> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `portal ${link.tenantId} ${guess.networkHash}`,
  ])
  if ((await lockBorrower(tx, link)) === undefined) return 'locked'
  if (await isLocked(tx, link, guess)) return 'locked'
  const isRight = (await factsOf(tx, link)).some((known) => isSame(known, guess.fact))
  await tx.query(
    `insert into portal_guess (tenant_id, borrower_id, link_no, network_hash, is_right, guessed_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      link.tenantId,
      link.borrowerId,
      link.linkNo,
      guess.networkHash,
      isRight,
      instantText(guess.now),
    ],
  )
  if (isRight) return 'right'
  return (await isLocked(tx, link, guess)) ? 'locked' : 'wrong'
}

async function isLocked(tx: Tx, link: PayLink, { networkHash, now }: Guess): Promise<boolean> {
  const found = await tx.query<{ link: bigint; borrower: bigint; network: bigint }>(
    `select
       (select count(*) from portal_guess where tenant_id = $1 and borrower_id = $2 and link_no = $3
          and not is_right) as link,
       (select count(*) from portal_guess where tenant_id = $1 and borrower_id = $2
          and not is_right and guessed_at > $6) as borrower,
       (select count(*) from portal_guess where tenant_id = $1 and network_hash = $4
          and not is_right and guessed_at > $5) as network`,
    [
      link.tenantId,
      link.borrowerId,
      link.linkNo,
      networkHash,
      instantText((now - NETWORK_MS) as Instant),
      instantText((now - BORROWER_MS) as Instant),
    ],
  )
  const [row] = found.rows
  return (
    row === undefined ||
    row.link >= LINK_MAX ||
    row.network >= NETWORK_MAX ||
    row.borrower >= BORROWER_MAX
  )
}

/** The account's number and the borrower's own telephone numbers, as far as we believe in them. */
async function factsOf(tx: Tx, link: PayLink): Promise<string[]> {
  const found = await tx.query<{ fact: string }>(
    `select ref as fact from account where tenant_id = $1 and borrower_id = $2 and account_id = $3
     union all
     select value from address where tenant_id = $1 and borrower_id = $2
        and kind in ('mobile', 'landline') and standing in ('unverified', 'works')`,
    [link.tenantId, link.borrowerId, link.accountId],
  )
  return found.rows.map((row) => row.fact)
}

const TAIL = 4
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')

/** The last four letters and digits, or the last four signs as messages write them. */
function isSame(known: string, given: string): boolean {
  const fact = plain(given)
  if (fact.length < TAIL - 1) return false
  const tails = [plain(known).slice(-TAIL), plain(known.slice(-TAIL))]
  return tails.some((tail) => tail.length >= TAIL - 1 && tail === fact)
}
