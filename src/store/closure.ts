import { addDays, type Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { readStatement } from './ledger-statement.ts'
import type { Language } from './templates.ts'

type Of = { readonly tenantId: bigint; readonly borrowerId: bigint; readonly accountId: bigint }

/** What a certificate says of an account, where the book truly says zero. */
export type Closed = {
  readonly closedOn: Day
  readonly name: string
  readonly accountRef: string
  readonly creditor: string
  /** A lender's file tells that an account was closed and not why: paid, let go, written off or sold. */
  readonly isPaid: boolean
}

/** Money of an own book may still go back for so long; only then is zero the end. */
const FINAL_DAYS = 14

type Row = Omit<Closed, 'closedOn' | 'isPaid'> & {
  readonly kind: 'host' | 'own'
  readonly closedOn: Day | null
  readonly owedMinor: bigint
}

/**
 * undefined: the book does not say so. Of a lender's book its own file closed the account and nothing is open; of
 * a book that is kept here the ledger stands at zero, and has for long enough that no payment can go back.
 */
export async function readClosed(tx: Tx, of: Of, today: Day): Promise<Closed | undefined> {
  const found = await tx.query<Row>(
    `select b.name, a.ref as "accountRef", f.creditor, f.kind, coalesce(a.closed_on, p.closed_on) as "closedOn",
       greatest(p.outstanding_minor, 0) + greatest(p.arrears_minor, 0) as "owedMinor"
     from account a
     join borrower b using (tenant_id, borrower_id)
     join position p using (tenant_id, borrower_id, account_id)
     join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
     where a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = $3`,
    [of.tenantId, of.borrowerId, of.accountId],
  )
  const [row] = found.rows
  if (row === undefined || row.owedMinor > 0n) return undefined
  // Zero here because somebody else owns it now: nothing of that is paid.
  if (row.kind === 'own' && (await readSoldOn(tx, of)) !== undefined) return undefined
  const { name, accountRef, creditor } = row
  const closedOn = row.kind === 'own' ? await zeroSince(tx, of, today) : (row.closedOn ?? undefined)
  if (closedOn === undefined || closedOn > today) return undefined
  return { closedOn, name, accountRef, creditor, isPaid: row.kind === 'own' }
}

/** Since when a debt of a book that is kept here belongs to somebody else; undefined: it does not. */
export async function readSoldOn(tx: Tx, of: Of): Promise<Day | undefined> {
  const found = await tx.query<{ on: Day | null }>(
    `select min(coalesce(e.fact_on, e.effective_on)) as "on" from entry e
      where e.tenant_id = $1 and e.borrower_id = $2 and e.kind = 'transfer'
        and (e.account_id = $3 or $3 = any(e.line_accounts))
        and not exists (select from entry r where r.tenant_id = $1 and r.borrower_id = $2 and r.reverses_id = e.entry_id)`,
    [of.tenantId, of.borrowerId, of.accountId],
  )
  return found.rows[0]?.on ?? undefined
}

/** The day of the ledger's last line, where it stands at zero and that is long enough ago. */
async function zeroSince(tx: Tx, of: Of, today: Day): Promise<Day | undefined> {
  const read = await readStatement(tx, of, { accountId: of.accountId, until: today })
  const last = read?.statement.lines.at(-1)
  if (read === undefined || last === undefined || read.statement.closingMinor !== 0n)
    return undefined
  return addDays(last.on, FINAL_DAYS) <= today ? last.on : undefined
}

export type Certificate = {
  readonly number: string
  readonly closedOn: Day
  readonly issuedOn: Day
  readonly sha256: Readonly<Record<Language, string>>
}

type Kept = Omit<Certificate, 'sha256'> & { readonly zh: string; readonly en: string }

const COLUMNS = `number, closed_on as "closedOn", issued_on as "issuedOn", sha256_zh as zh, sha256_en as en`

const certificateOf = (row: Kept | undefined): Certificate | undefined =>
  row && {
    number: row.number,
    closedOn: row.closedOn,
    issuedOn: row.issuedOn,
    sha256: { zh: row.zh, en: row.en },
  }

export async function readCertificate(tx: Tx, of: Of): Promise<Certificate | undefined> {
  const found = await tx.query<Kept>(
    `select ${COLUMNS} from closure_certificate where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [of.tenantId, of.borrowerId, of.accountId],
  )
  return certificateOf(found.rows[0])
}

/** By the number that is printed on it, for whoever was shown one. */
export async function findCertificate(
  tx: Tx,
  tenantId: bigint,
  number: string,
): Promise<Certificate | undefined> {
  const found = await tx.query<Kept>(
    `select ${COLUMNS} from closure_certificate where tenant_id = $1 and number = $2`,
    [tenantId, number],
  )
  return certificateOf(found.rows[0])
}

/** Of two at once the first is the one; gives whichever is kept. */
export async function keepCertificate(
  tx: Tx,
  of: Of,
  made: Certificate & { readonly pdf: Readonly<Record<Language, Buffer>> },
): Promise<Certificate | undefined> {
  await lockBorrower(tx, of)
  await tx.query(
    `insert into closure_certificate (tenant_id, borrower_id, account_id, number, closed_on, issued_on, pdf_zh,
       pdf_en, sha256_zh, sha256_en)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tenant_id, borrower_id, account_id) do nothing`,
    [
      of.tenantId,
      of.borrowerId,
      of.accountId,
      made.number,
      made.closedOn,
      made.issuedOn,
      made.pdf.zh,
      made.pdf.en,
      made.sha256.zh,
      made.sha256.en,
    ],
  )
  return readCertificate(tx, of)
}

export async function readCertificateFile(
  tx: Tx,
  of: Of,
  language: Language,
): Promise<Buffer | undefined> {
  const found = await tx.query<{ pdf: Buffer }>(
    `select case $4 when 'zh' then pdf_zh else pdf_en end as pdf from closure_certificate
      where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [of.tenantId, of.borrowerId, of.accountId, language],
  )
  return found.rows[0]?.pdf
}
