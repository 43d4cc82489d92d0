import type { Condition } from './mapping.ts'

/** SQL for DuckDB is written here from a checked mapping only; texts are always quoted. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

export const name = (value: string): string => `"${value.replaceAll('"', '""')}"`

export const list = (values: readonly string[]): string => values.map(text).join(', ')

/** The 63-bit id of a reference, as core/identity.ts defines it. */
export const idOf = (source: string, ref: string): string =>
  `(('0x' || substr(sha256(${text(source)} || chr(0) || ${ref}), 1, 16))::ubigint & 9223372036854775807)::bigint`

export function conditionSql(condition: Condition, row = 'r'): string {
  const at = `${row}.${name(condition.column)}`
  const parts = [
    condition.is && `coalesce(${at} in (${list(condition.is)}), false)`,
    condition.not && `coalesce(${at} not in (${list(condition.not)}), true)`,
    condition.present && `${at} is not null`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? 'true' : parts.join(' and ')
}
