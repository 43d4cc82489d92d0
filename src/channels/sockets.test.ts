import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const OPENS =
  /from '(?:node:(?:net|tls|http|https|http2|dgram)|nodemailer|smpp|undici|ws)'|import\('node:(?:net|tls|https?)'\)|\bfetch\(/

async function filesThatOpen(folder: string): Promise<{ seen: number; open: string[] }> {
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  )
  const open: string[] = []
  for (const name of names) {
    if (OPENS.test(await readFile(join(folder, name), 'utf8'))) open.push(join(folder, name))
  }
  return { seen: names.length, open }
}

/** Where a socket is for something else than a message: the database's own process, and our server. */
const NOT_TO_PEOPLE = /^src\/(store\/server|api\/|cli\/|portal\/)/

test('only the channels open a socket to the outside', async () => {
  const { seen, open } = await filesThatOpen('src')
  expect(seen).toBeGreaterThan(60)
  expect(open).toContain('src/channels/mail/smtp.ts')
  expect(
    open.filter((path) => !path.startsWith('src/channels/') && !NOT_TO_PEOPLE.test(path)),
  ).toEqual([])
})

test('a planted call is seen', () => {
  expect(OPENS.test(`import { connect } from 'node:net'`)).toBe(true)
  expect(OPENS.test(`await fetch('https://sms.example')`)).toBe(true)
  expect(OPENS.test(`await fetchCase(1)`)).toBe(false)
})

/** Providers that are made of providers: what they are handed, they hand on. */
const MADE_OF_OTHERS = ['channels/message/route.ts', 'channels/paced.ts', 'channels/route.ts']

test('a message is handed to a provider in one place', async () => {
  const names = (await readdir('src', { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.includes('.test.'),
  )
  const callers: string[] = []
  for (const name of names) {
    if (/\b(?:provider|one|by)\.send\(/.test(await readFile(join('src', name), 'utf8')))
      callers.push(name)
  }
  expect(callers.toSorted()).toEqual(['channels/channel.ts', ...MADE_OF_OTHERS].toSorted())
})
