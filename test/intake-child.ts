import { fileURLToPath } from 'node:url'
import { connectApp } from '../src/store/db.ts'
import { loadPath } from './intake-book.ts'

/** The program that loads one file and says how far it is, so that a test can kill it on the way. */
export const CHILD = fileURLToPath(import.meta.url)

async function main([url = '', path = '', tempFolder = '']: readonly string[]): Promise<void> {
  const db = connectApp(url)
  const tell = (line: string) => process.stdout.write(`${line}\n`)
  tell('ready')
  const result = await loadPath(db, path, { tempFolder, say: (words) => tell(words.en) })
  tell('done' in result ? result.done : 'declined')
  await db.end()
}

if (process.argv[1] === CHILD) await main(process.argv.slice(2))
