import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { connectAdmin } from '../src/store/db.ts'
import { openDatabase } from '../src/store/server.ts'
import { commandIn } from './setup/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'forbear-send-'))
const forbear = commandIn(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SMS = ['send', '--to', 'SANDBOX', '--template', 'warm-reminder', '--channel', 'sms']
// 16:30 in Shanghai, 08:30 in London.
const DAY = '2026-11-20T08:30:00Z'
const MONDAY = '2026-11-23T08:30:00Z'
const NIGHT = '2026-11-20T15:30:00Z'

test('one message by hand shows its verdict, its bytes, its permit and its receipt', async () => {
  const zh = await forbear(...SMS, '--language', 'zh', '--now', DAY)
  expect(zh).toMatchObject({ code: 0 })
  expect(zh.out).toContain('Verdict: allowed now')
  expect(zh.out).toContain('【示例信贷 Sample Credit】王小明您好')
  expect(zh.out).toMatch(/Permit: [0-9a-f-]{36}, good until 2026-11-20T09:30:00\.000Z/)
  expect(zh.out).toContain('Receipt: delivered')
  const hex = [...zh.out.matchAll(/^ {2}[0-9a-f]{4} {2}([0-9a-f]+)$/gm)].map((line) => line[1])
  const bytes = Buffer.from(hex.join(''), 'hex')
  const hash = /SHA-256 ([0-9a-f]{64})/.exec(zh.out)?.[1]
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
  const en = await forbear(...SMS, '--language', 'en', '--now', DAY, '--lang', 'zh')
  expect(en.out).toContain('回执：已送达')
  expect(en.out).toContain('Hi Alex Taylor')
})

test('what became of other messages is not asked for with it', async () => {
  const database = await openDatabase({ home: join(folder, 'home'), say: () => undefined })
  const admin = connectAdmin(database.adminUrl)
  try {
    await admin.query(`update contact set state = 'accepted' where language = 'en'`)
    const ran = await forbear(...SMS, '--language', 'zh', '--now', MONDAY)
    expect(ran.out).toContain('Receipt: delivered')
    const found = await admin.query(`select distinct state from contact where language = 'en'`)
    expect(found.rows).toEqual([{ state: 'accepted' }])
  } finally {
    await admin.end()
    await database.stop()
  }
})

test('a call by a machine is permitted, played to its end, and counted', async () => {
  const call = [...SMS.slice(0, -1), 'call', '--language', 'en', '--now', DAY]
  const ran = await forbear(...call)
  expect(ran).toMatchObject({ code: 0 })
  expect(ran.out).toContain('To stop our calls and messages, press 9.')
  expect(ran.out).toContain('Provider sandbox-voice: accepted')
  const counted = await forbear('voice', '--tenant', '9000001', '--now', DAY, '--json')
  expect(counted.out).toMatch(/"calls": ?1\b/)
  // Half past eleven at night in London.
  const late = await forbear(...call.slice(0, -1), '2026-11-20T23:30:00Z')
  expect(late).toMatchObject({ code: 3 })
})

test('at night the guard says no, with its rule, and nothing leaves', async () => {
  const ran = await forbear(...SMS, '--language', 'zh', '--now', NIGHT)
  expect(ran).toMatchObject({ code: 3 })
  expect(ran.out).toContain('Verdict: not now')
  expect(ran.out).toContain('cn.time')
  expect(ran.out).not.toContain('Permit')
  expect(ran.out).toContain('Nothing is left waiting.')
  const waits = await forbear(...SMS, '--language', 'zh', '--now', NIGHT, '--wait')
  expect(waits).toMatchObject({ code: 3 })
  // 08:00 in Shanghai.
  expect(waits.out).toContain('It waits, and leaves at 2026-11-21T00:00:00.000Z at the earliest.')
})

test('a template that is not there is named, with those that are', async () => {
  const ran = await forbear('send', '--to', 'SANDBOX', '--template', 'threat', '--channel', 'sms')
  expect(ran.code).toBe(2)
  expect(ran.err).toContain('There is no template "threat" for sms')
  expect(ran.err).toContain('reminder-warm')
  expect((await forbear('send', '--to', 'SANDBOX')).err).toContain('send needs --to')
})

test('a message to an app leaves as its approved template, and is told of by the app', async () => {
  const app = [...SMS.slice(0, -1), 'message', '--language', 'zh', '--now', DAY]
  const ran = await forbear(...app)
  expect(ran).toMatchObject({ code: 0 })
  expect(ran.out).toContain('Subject: 示例信贷 Sample Credit的一条消息')
  expect(ran.out).toContain('Provider sandbox-wechat: accepted')
  expect(ran.out).toContain('Receipt: delivered')
})
