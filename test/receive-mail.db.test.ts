import { createTransport } from 'nodemailer'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailDoorOf } from '../src/cli/mail-door.ts'
import { makeTalk } from '../src/cli/talk.ts'
import { openDatabase, type Database } from '../src/store/server.ts'
import { addPeople, makeBook, rows, TODAY } from './dispatch-world.ts'
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

test('what somebody typed is taken back at the terminal by who typed it, and by nobody else', async () => {
  const db = database.connect()
  try {
    await makeBook(db)
    await addPeople(db, [{ id: 7, treatments: 0 }])
    const reply = `insert into reply_words (tenant_id, borrower_id, treatment_id, message_id, inbound_id, words, by_staff, effective_at)
      select 1, 7, treatment_id, 1, 1, 'x', 'u1', now() from made`
    const made = await rows<{ ref: string }>(
      db,
      `with made as (
         insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
           row_no, treatment, channel, template, not_before)
         values (1, 7, 70, '${TODAY}', 'desk', 0, 'early', 'plain', 0, 'reply-1-0', 'sms', 'reply', now())
         returning treatment_id
       ), words as (${reply}), staff as (
         insert into staff (tenant_id, user_id, name, role) values (1, 'u1', 'Ann Lee', 'collector')
       ) select ref from account where borrower_id = 7`,
    )
    const undo = (by: string) => runIn(folder, ['inbox', 'undo', made[0]?.ref ?? '', '--by', by])
    expect(await undo('bo')).toMatchObject({ code: 3, out: '' })
    const state = 'select state from treatment where borrower_id = 7'
    expect(await rows(db, state)).toEqual([{ state: 'planned' }])
    const done = await undo('Ann Lee')
    expect([done.code, done.out]).toEqual([0, expect.stringContaining('Taken back')])
    expect(await rows(db, state)).toEqual([{ state: 'withdrawn' }])
  } finally {
    await db.end()
  }
})

test('a server hands mail to the port that the home names, and to none where it names none', async () => {
  const home = join(folder, 'home')
  const db = database.connect()
  const talk = makeTalk({ quiet: true, lang: 'en' })
  const signal = new AbortController().signal
  const open = { talk, home, tenantId: 1n, signal, database, db }
  try {
    expect(await mailDoorOf(open)).toBeUndefined()
    const port = await freePort()
    writeFileSync(join(home, 'channels.yaml'), channelsYaml(port))
    const door = await mailDoorOf(open)
    expect(door?.port).toBe(port)
    await expect(mailDoorOf(open)).rejects.toThrow(`127.0.0.1:${port}`)
    const program = createTransport({ lmtp: true, host: '127.0.0.1', port })
    const to = 'reply@mail.lender.example'
    const raw = 'Message-ID: <lmtp@home.example>\r\nFrom: b@home.example\r\n\r\nSTOP'
    const mail = { envelope: { from: 'b@home.example', to: [to, 'x@other.example'] }, raw }
    expect(await program.sendMail(mail)).toMatchObject({ accepted: [to] })
    program.close()
    await door?.close()
    const kept = "select provider from arrival where provider_ref = '<lmtp@home.example>'"
    expect(await rows(db, kept)).toEqual([{ provider: 'mail' }])
  } finally {
    await db.end()
  }
})

const channelsYaml = (port: number) => `apiVersion: channels/v1
publicUrl: https://collect.lender.example
mailIn: { port: ${port} }
tenants:
  1:
    email:
      - kind: smtp
        name: mail
        pace: { perSecond: 5 }
        host: 127.0.0.1
        port: 25
        domain: mail.lender.example
        from: { name: Example Finance, address: hello@lender.example }
`

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    }),
  )
}
