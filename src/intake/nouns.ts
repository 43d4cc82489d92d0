import type { Words } from '../core/words.ts'
import type { Checked, RowFault } from './check.ts'
import type { Duck } from './duck.ts'
import type { Noun } from './mapping.ts'
import type { ProblemCode } from './problem.ts'
import { text } from './sql.ts'

/** The nouns as people at the terminal read them. */
export const NOUN_WORDS: Readonly<Record<Noun, Words>> = {
  borrower: { en: 'borrowers', zh: '借款人' },
  account: { en: 'accounts', zh: '账户' },
  address: { en: 'addresses', zh: '联系方式' },
  instalment: { en: 'instalments', zh: '期款' },
  payment: { en: 'payments', zh: '还款' },
  snapshot: { en: 'snapshots', zh: '余额快照' },
  profile: { en: 'profiles', zh: '客户画像' },
  placement: { en: 'placements', zh: '债权入账' },
}

/** What makes a row of a noun one of its kind, and what a reader of the book sorts it by. */
export const KEYS: Readonly<Record<Noun, readonly string[]>> = {
  borrower: ['borrower_id'],
  account: ['borrower_id', 'account_id'],
  address: ['borrower_id', 'address_id'],
  instalment: ['borrower_id', 'account_id', 'version', 'instalment_no'],
  payment: ['borrower_id', 'account_id', 'payment_id'],
  snapshot: ['borrower_id', 'account_id', 'effective_on'],
  profile: ['borrower_id', 'account_id', 'effective_on'],
  placement: ['borrower_id', 'account_id'],
}

/** What may not occur twice: an account under two borrowers is as wrong as one that is there twice. */
const UNIQUE: Readonly<Record<Noun, readonly string[]>> = {
  ...KEYS,
  account: ['account_id'],
  payment: ['payment_id'],
}

export type NounSource = {
  readonly noun: Noun
  readonly columns: readonly string[]
  readonly repeats: 'refuse' | 'agree'
  /** SQL of all its rows from all files, with `file_key` and `rec`. */
  readonly sql: string
  readonly refColumn: string
}

/** Everything that the checked files say of a noun, as one query; undefined where they say nothing. */
export function nounSource(noun: Noun, files: readonly Checked[]): NounSource | undefined {
  const parts = files.flatMap((checked) =>
    checked.compiled.emits.filter((emit) => emit.noun === noun).map((emit) => ({ checked, emit })),
  )
  const [first] = parts
  if (first === undefined) return undefined
  const columns = Object.keys(first.emit.out)
  const selects = parts.map(({ checked, emit }) => {
    const from = `select ${text(checked.prepared.key)} as file_key, rec`
    const where = `where bad is null and ${emit.on}`
    if (emit.times === undefined) {
      return `${from}, ${columns.map((column) => `${emit.out[column]} as ${column}`).join(', ')} from ${checked.table} ${where}`
    }
    const picked = columns.map((column) => {
      if (column === 'instalment_no') return 'k as instalment_no'
      if (column === 'due_on')
        return `(${emit.out[column]} + to_months((k - 1)::integer))::date as due_on`
      return `${emit.out[column]} as ${column}`
    })
    return `${from}, ${picked.join(', ')} from (select *, unnest(range(1, ${emit.times}::bigint + 1)) as k from ${checked.table} ${where})`
  })
  return {
    noun,
    columns,
    repeats: parts.every(({ emit }) => emit.repeats === 'agree') ? 'agree' : 'refuse',
    sql: `(${selects.join(' union all ')})`,
    refColumn: first.emit.refColumn,
  }
}

/** References that occur twice, say different things, or share an id: every row of them is named. */
export async function repeatFaults(
  duck: Duck,
  source: NounSource,
  limit: number,
): Promise<{ readonly faults: RowFault[]; readonly count: number }> {
  const unique = UNIQUE[source.noun].join(', ')
  const others = source.columns.filter((column) => !UNIQUE[source.noun].includes(column))
  const differs = others.map(
    (column) =>
      `min(${column}) is distinct from max(${column}) or count(${column}) not in (0, count(*))`,
  )
  const hasRef = source.columns.includes('ref')
  const grouped = `select ${unique}, ${hasRef ? 'min(ref) is distinct from max(ref)' : 'false'} as collides,
      ${others.length > 0 ? differs.join(' or ') : 'false'} as conflicts from ${source.sql} group by ${unique} having count(*) > 1`
  const wrong = source.repeats === 'agree' ? 'where conflicts' : ''
  await duck.run(`create or replace temp table repeated as select * from (${grouped}) ${wrong}`)
  if ((await duck.count('select count(*) from repeated')) === 0) return { faults: [], count: 0 }
  const rows = `select distinct s.file_key, s.rec, r.collides, r.conflicts from ${source.sql} s join repeated r using (${unique})`
  const count = await duck.count(`select count(*) from (${rows})`)
  const found = await duck.rows(`${rows} order by 1, 2 limit ${limit}`)
  const codeOf = (row: Record<string, unknown>): ProblemCode =>
    row['collides'] === true
      ? 'id_collision'
      : source.repeats === 'agree' && row['conflicts'] === true
        ? 'conflict'
        : 'duplicate'
  return {
    faults: found.map((row) => ({
      fileKey: String(row['file_key']),
      rec: Number(row['rec']),
      code: codeOf(row),
      column: source.refColumn,
    })),
    count,
  }
}

/** Writes the rows of a noun in the order of the book's key, as PostgreSQL's COPY reads them. */
export async function writeNoun(
  duck: Duck,
  source: NounSource,
  to: string,
  code: (column: string) => string,
): Promise<void> {
  const columns = source.columns.map((column) => code(column))
  const distinct = source.repeats === 'agree' ? 'distinct ' : ''
  await duck.run(`copy (select ${distinct}${columns.join(', ')} from ${source.sql} order by ${KEYS[source.noun].join(', ')})
    to ${text(to)} (format csv, header false)`)
}
