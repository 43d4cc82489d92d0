import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { list, name, text } from './sql.ts'

/** DuckDB as a calculator beside the process: it keeps nothing and spills to `folder`. */
export type Duck = {
  run(sql: string): Promise<void>
  rows(sql: string): Promise<Record<string, unknown>[]>
  count(sql: string): Promise<number>
  close(): void
}

export async function openDuck(
  folder: string,
  options: { memory?: string; threads?: number } = {},
): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: options.memory ?? '1GB',
    temp_directory: folder,
    threads: String(options.threads ?? 2),
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection: DuckDBConnection = await instance.connect()
  const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJS()
  return {
    run: async (sql) => {
      await connection.run(sql)
    },
    rows,
    count: async (sql) => Number(Object.values((await rows(sql))[0] ?? {})[0] ?? 0),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

export type CsvSource = {
  readonly csvPath: string
  readonly delimiter: string
  /** Canonical names by position; undefined for a column that is not read. */
  readonly columns: readonly (string | undefined)[]
}

/**
 * Every column as text and nothing guessed. `new_line` is left alone on purpose: given as CRLF,
 * version 1.5 reads no row at all and says nothing. So rows are counted twice, here and by the scan.
 */
export function readCsv(source: CsvSource, all: readonly string[]): string {
  const positions = source.columns.map((column, i) => `${text(column ?? `unread ${i}`)}: 'VARCHAR'`)
  const present = source.columns.filter((column) => column !== undefined)
  const absent = all
    .filter((column) => !present.includes(column))
    .map((column) => `null::varchar as ${name(column)}`)
  const options = [
    `auto_detect = false`,
    `header = true`,
    `delim = ${text(source.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `columns = {${positions.join(', ')}}`,
    `strict_mode = true`,
    `null_padding = false`,
    `max_line_size = 2097152`,
  ]
  return `(select ${[...present.map(name), ...absent].join(', ')} from read_csv(${text(source.csvPath)}, ${options.join(', ')}))`
}

/** A Parquet file as CSV text: decimals and days keep every digit. */
export const parquetToCsv = (from: string, to: string, columns: readonly string[]): string =>
  `copy (select ${columns.map((column) => `${name(column)}::varchar as ${name(column)}`).join(', ')} from read_parquet(${text(from)})) to ${text(to)} (format csv, header true)`

export const inList = (values: readonly number[]): string =>
  list(values.map(String)).replaceAll("'", '')
