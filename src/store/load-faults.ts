import type { Tx } from './db.ts'
import { OWN_RULES, type OwnFault } from './load-own.ts'
import type { Book } from './load-preview.ts'
import type { StagedNoun } from './stage.ts'

/** A staged row that the book cannot take, by its key. */
export type BookFault = {
  readonly noun: StagedNoun
  readonly code: 'id_collision' | 'moved' | 'known_otherwise' | 'no_such_account' | OwnFault
  readonly key: Readonly<Record<string, bigint | number>>
}

const LIMIT = 100

/** What is staged against what the book holds: facts are never changed, and references never shared. */
export async function bookFaults(tx: Tx, book: Book): Promise<BookFault[]> {
  const faults: BookFault[] = []
  for (const noun of ['instalment', 'payment', 'snapshot', 'profile', 'placement'] as const)
    faults.push(...(await homeless(tx, book, noun)))
  for (const rule of book.own ? OWN_RULES : []) {
    const found = await tx.query<Record<string, bigint | number>>(`${rule.sql} limit ${LIMIT}`, [
      book.tenantId,
    ])
    faults.push(...found.rows.map((key) => ({ noun: rule.noun, code: rule.code, key })))
  }
  if (book.fresh) return faults
  for (const rule of RULES) {
    const found = await tx.query<Record<string, bigint | number>>(
      `${rule.sql} limit ${LIMIT}`,
      [book.tenantId, book.source].slice(0, rule.values),
    )
    faults.push(...found.rows.map((key) => ({ noun: rule.noun, code: rule.code, key })))
  }
  return faults
}

/** Facts of accounts that neither the book nor this load has. */
async function homeless(
  tx: Tx,
  book: Book,
  noun: 'instalment' | 'payment' | 'snapshot' | 'profile' | 'placement',
): Promise<BookFault[]> {
  const found = await tx.query<Record<string, bigint>>(
    `select distinct s.borrower_id, s.account_id from stage_${noun} s
      where not exists (select from stage_account a where a.borrower_id = s.borrower_id and a.account_id = s.account_id)
        and not exists (select from account a where a.tenant_id = $1 and a.borrower_id = s.borrower_id and a.account_id = s.account_id)
      limit ${LIMIT}`,
    [book.tenantId],
  )
  return found.rows.map((key) => ({ noun, code: 'no_such_account', key }))
}

const RULES: readonly {
  readonly noun: StagedNoun
  readonly code: BookFault['code']
  readonly values: 1 | 2
  readonly sql: string
}[] = [
  {
    noun: 'borrower',
    code: 'id_collision',
    values: 2,
    sql: `select s.borrower_id from stage_borrower s join borrower b on b.tenant_id = $1 and b.borrower_id = s.borrower_id
           where (b.source, b.ref) is distinct from ($2::text, s.ref)`,
  },
  {
    noun: 'account',
    code: 'id_collision',
    values: 2,
    sql: `select s.borrower_id, s.account_id from stage_account s
            join account b on b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id
           where (b.source, b.ref) is distinct from ($2::text, s.ref)`,
  },
  {
    noun: 'account',
    code: 'moved',
    values: 2,
    sql: `select s.borrower_id, s.account_id from stage_account s
            join account b on b.tenant_id = $1 and b.ref = s.ref and b.source = $2 where b.borrower_id <> s.borrower_id`,
  },
  {
    noun: 'account',
    code: 'known_otherwise',
    values: 1,
    sql: `select s.borrower_id, s.account_id from stage_account s
            join account b on b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id
           where b.currency <> s.currency`,
  },
  {
    noun: 'instalment',
    code: 'known_otherwise',
    values: 1,
    sql: `select s.account_id, s.version, s.instalment_no from stage_instalment s
            join instalment b on b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id
             and b.version = s.version and b.instalment_no = s.instalment_no
           where (b.due_on, b.amount_minor, b.effective_on) is distinct from (s.due_on, s.amount_minor, s.effective_on)`,
  },
  {
    noun: 'payment',
    code: 'known_otherwise',
    values: 1,
    sql: `select s.payment_id from stage_payment s
            join payment b on b.tenant_id = $1 and b.borrower_id = s.borrower_id and b.account_id = s.account_id and b.payment_id = s.payment_id
           where (b.ref, b.amount_minor, b.reverses_id, b.effective_on) is distinct from (s.ref, s.amount_minor, s.reverses_id, s.effective_on)`,
  },
]
