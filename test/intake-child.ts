import { connectApp } from '../src/store/db.ts'
import { loadPath } from './intake-book.ts'

/** Loads one file and says how far it is, so that a test can kill it on the way. */
const [url = '', path = '', tempFolder = ''] = process.argv.slice(2)
const db = connectApp(url)
process.stdout.write('ready\n')
const result = await loadPath(db, path, {
  tempFolder,
  say: (line) => process.stdout.write(`${line}\n`),
})
process.stdout.write(`${'done' in result ? result.done : 'declined'}\n`)
await db.end()
