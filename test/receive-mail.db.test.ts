import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../src/store/server.ts'
import { runIn } from './setup/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'forbear-mail-'))
let database: Database
beforeAll(async () => {
  // Open as a server of the book has it, so that each command finds it running.
  database = await openDatabase({ home: join(folder, 'home'), say: () => undefined })
  const made = await runIn(folder, ['init', '--name', 'Example Finance', '--zone', 'Asia/Shanghai'])
  expect(made).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})
const receive = (input: string | Uint8Array, env: Record<string, string> = {}) =>
  runIn(folder, ['receive', 'mail', '--json'], { input: Buffer.from(input), env })

const HEAD =
  'From: a@qq.com\r\nTo: reply@mail.lender.example\r\nMessage-ID: <1@qq.com>\r\nContent-Type: text/plain; charset=gbk\r\n\r\n'
const MAIL = Buffer.concat([Buffer.from(HEAD), Buffer.from('cdcbb6a9', 'hex')])

test('a mail is kept, also one that is longer than what is read of it', async () => {
  const long = Buffer.concat([MAIL, Buffer.alloc(21 * 1024 * 1024, 'x')])
  for (const input of [MAIL, long]) {
    const ran = await receive(input)
    expect(ran).toMatchObject({ code: 0 })
    expect(JSON.parse(ran.out)).toMatchObject({ is: 'kept', messages: 1 })
  }
})

test('what is no mail is sent back, and what we cannot take now is kept by the server', async () => {
  expect(await receive('')).toMatchObject({ code: 65, out: '' })
  const down = await receive(MAIL, { DATABASE_URL: 'postgres://127.0.0.1:1/none' })
  expect(down).toMatchObject({ code: 75, out: '' })
})
