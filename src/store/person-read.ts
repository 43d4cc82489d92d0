import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** Rows as the database writes them in JSON, a line each: no number passes through a program's floats. */
export type PersonTable = { readonly table: string; readonly lines: readonly string[] }

/**
 * What is no record of the person: how the program works (places taken, who works on what, answers kept
 * for programs), and how colleagues review each other's calls.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'answered_request',
  'cadence',
  'cap_slot',
  'care_now',
  'identity_fact',
  'inbox_now',
  'lease',
  'lease_event',
  'portal_code',
  'portal_code_try',
  'portal_guess',
  'quality_finding',
  'quality_item',
  'quality_review',
  'quality_verdict',
  'sandbox_message',
])

/** What opens something, or is a form of the row for machines. */
const KEYS_LEFT_OUT = [
  'tenant_id',
  'packed',
  'token_hash',
  'fact_hash',
  'words_hash',
  'person_hash',
  // In the archive as files of their own.
  'pdf_zh',
  'pdf_en',
]

const ROWS_MAX = 20_000

/** Everything that is kept of one person, table by table: a new table is in it without a word here. */
export async function readPerson(tx: Tx, ref: BorrowerRef): Promise<readonly PersonTable[]> {
  const tables = await tx.query<{ name: string; timed: boolean }>(
    `select c.table_name as name, bool_or(c.column_name = 'recorded_at') as timed
       from information_schema.columns c
       join information_schema.tables t on t.table_schema = 'public' and t.table_name = c.table_name
        and t.table_type = 'BASE TABLE'
      where c.table_schema = 'public'
      group by c.table_name having bool_or(c.column_name = 'borrower_id') and bool_or(c.column_name = 'tenant_id')
      order by c.table_name collate "C"`,
  )
  const all: PersonTable[] = []
  for (const { name, timed } of tables.rows) {
    if (LEFT_OUT.has(name)) continue
    const rows = await tx.query<{ line: string }>(
      `select (to_jsonb(t) - $3::text[])::text as line from "${name}" t
        where t.tenant_id = $1 and t.borrower_id = $2 order by ${timed ? 't.recorded_at, ' : ''}1 limit ${ROWS_MAX}`,
      [ref.tenantId, ref.borrowerId, KEYS_LEFT_OUT],
    )
    if (rows.rows.length > 0) all.push({ table: name, lines: rows.rows.map(({ line }) => line) })
  }
  return all
}

/** Names and numbers of other people, whose data this is not. */
export async function readOthers(tx: Tx, ref: BorrowerRef): Promise<readonly string[]> {
  const found = await tx.query<{ name: string; value: string }>(
    'select name, value from third_person_private where tenant_id = $1 and borrower_id = $2',
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows.flatMap(({ name, value }) => [name, ...formsOf(value)])
}

/** A number is written with and without what stands before it. */
function formsOf(value: string): readonly string[] {
  const digits = value.replaceAll(/\D/g, '')
  const own = digits.length > 10 ? [digits, digits.slice(-11), digits.slice(-10)] : [digits]
  return [value, ...own]
}

export const MASK = '***'

/** Fewer digits than a whole number has: they stand within amounts, dates and ids as well. */
const SHORT = /^[0-9]{2,9}$/
const LATIN = /^\p{Script=Latin}/u
const LATIN_END = /\p{Script=Latin}$/u

/** A word of another person where it stands by itself: not as a part of a longer number, code or name. */
function standing(word: string): string {
  const text = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  if (SHORT.test(word))
    return String.raw`(?<![A-Za-z0-9_]|[0-9][.,:/\-])${text}(?![A-Za-z0-9_]|[.,:/\-][0-9])`
  const before = LATIN.test(word) ? String.raw`(?<!\p{Script=Latin})` : ''
  const after = LATIN_END.test(word) ? String.raw`(?!\p{Script=Latin})` : ''
  return `${before}${text}${after}`
}

/** Takes other people out of a text, the longest first, so that no rest of a name stays. */
export function withoutOthers(others: readonly string[]): (text: string) => string {
  const words = [...new Set(others)]
    .filter((word) => word.length >= 2)
    .toSorted((a, b) => b.length - a.length)
  if (words.length === 0) return (text) => text
  const any = new RegExp(words.map(standing).join('|'), 'gu')
  return (text) => text.replaceAll(any, MASK)
}

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g

/** The same in lines of JSON, of which the texts alone say anything of people: a number stays a number. */
export function withoutOthersInJson(clean: (text: string) => string): (lines: string) => string {
  return (lines) =>
    lines.replaceAll(JSON_TEXT, (token) => {
      const text = JSON.parse(token) as string
      const cleaned = clean(text)
      return cleaned === text ? token : JSON.stringify(cleaned)
    })
}

/** Who took an export out, and the hash of its manifest. */
export async function readExport(
  tx: Tx,
  ref: BorrowerRef,
  exportId: bigint,
): Promise<{ readonly by: string; readonly manifestHash: string } | undefined> {
  const found = await tx.query<{ by: string; manifestHash: string }>(
    `select made_by as by, manifest_sha256 as "manifestHash" from person_export
      where tenant_id = $1 and borrower_id = $2 and export_id = $3`,
    [ref.tenantId, ref.borrowerId, exportId],
  )
  return found.rows[0]
}

/** That everything about a person was handed out stands beside the other looks. */
export async function keepExport(
  tx: Tx,
  ref: BorrowerRef,
  made: {
    readonly by: string
    readonly reason: string
    readonly manifestHash: string
    readonly files: number
  },
): Promise<bigint> {
  await tx.query(
    `insert into care_private_read (tenant_id, borrower_id, care_id, by_staff, reason)
     select tenant_id, borrower_id, care_id, $3, $4 from care_private where tenant_id = $1 and borrower_id = $2`,
    [ref.tenantId, ref.borrowerId, made.by, `export: ${made.reason}`.slice(0, 200)],
  )
  const found = await tx.query<{ export_id: bigint }>(
    `insert into person_export (tenant_id, borrower_id, made_by, reason, manifest_sha256, files)
     values ($1, $2, $3, $4, $5, $6) returning export_id`,
    [ref.tenantId, ref.borrowerId, made.by, made.reason, made.manifestHash, made.files],
  )
  return found.rows[0]?.export_id ?? 0n
}
