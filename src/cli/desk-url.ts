import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const nameIn = (home: string) => join(home, 'desk-url')

/** Where the server of this home answers, for commands beside it: its port may be any free one. */
export const keepDeskUrl = (home: string, url: string): Promise<void> =>
  writeFile(nameIn(home), `${url}\n`)

/** Undefined where no server ran yet. */
export async function readDeskUrl(home: string): Promise<string | undefined> {
  const text = await readFile(nameIn(home), 'utf8').catch(() => '')
  return URL.canParse(text.trim()) ? text.trim() : undefined
}
