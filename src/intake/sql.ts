/** SQL for DuckDB is written here from a checked mapping only; texts are always quoted. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

export const name = (value: string): string => `"${value.replaceAll('"', '""')}"`

export const list = (values: readonly string[]): string => values.map(text).join(', ')

/** The 63-bit id of a reference, as core/identity.ts defines it. */
export const idOf = (source: string, ref: string): string =>
  `(('0x' || substr(sha256(${text(source)} || chr(0) || ${ref}), 1, 16))::ubigint & 9223372036854775807)::bigint`
