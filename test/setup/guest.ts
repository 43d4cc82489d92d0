import { createInterface } from 'node:readline'
import pg from 'pg'
import { openDatabase } from '../../src/store/server.ts'

/**
 * A process of its own that opens a home, for tests that kill it: answers each statement of its
 * input with the first value of the first row, a line each; `stop` ends it in order.
 */
const [home = '', mode = 'throwaway'] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)
const database = await openDatabase({
  home,
  say: (words) => say(`say ${words.en}`),
  throwaway: mode === 'throwaway',
  databaseUrl: '',
})
say('open')

const pool = new pg.Pool({ connectionString: database.adminUrl })
pool.on('error', () => undefined)
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') break
  try {
    const result = await pool.query<unknown[]>({ text: line, rowMode: 'array' })
    say(`ok ${String(result.rows[0]?.[0])}`)
  } catch (error) {
    say(`error ${error instanceof Error ? error.message : String(error)}`)
  }
}
await pool.end()
await database.stop()
say('stopped')
