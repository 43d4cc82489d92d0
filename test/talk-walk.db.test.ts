import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type Running } from '../src/api/server.ts'
import { kannelReplyUrl } from '../src/channels/sms/kannel.ts'
import { openHooks } from '../src/cli/channels-open.ts'
import { dayIn, moveClock, nowOf } from '../src/cli/clock.ts'
import { withDatabase, type Context, type Open } from '../src/cli/context.ts'
import { makeTalk } from '../src/cli/talk.ts'
import { loadLaw } from '../src/store/law.ts'
import { rows } from './dispatch-world.ts'
import { commandIn } from './setup/command.ts'
import { noKannel, startKannel, type Kannel } from './setup/kannel.ts'
import { eventually } from './setup/sms-message.ts'

if (noKannel !== undefined) console.warn(noKannel)

// Monday, 10:00 in Shanghai.
const MORNING = Date.parse('2026-11-23T02:00:00Z')
const SECRET = 'a-secret-of-this-walk-alone'
const HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,name,language,zones,mobile,email,balance_on,balance,arrears,oldest_unpaid_due_on'
const person = (n: number, name: string) =>
  `A${n},B${n},cn-online,instalment-loan,CNY,${name},zh,Asia/Shanghai,+861380000000${n},b${n}@borrower.example,2026-11-22,1000.00,120.50,2026-11-12`

const folder = mkdtempSync(join(tmpdir(), 'forbear-talk-'))
const home = join(folder, 'home')
const forbear = commandIn(folder)

describe.skipIf(noKannel !== undefined)('from a clone, with a gateway named in the home', () => {
  let kannel: Kannel
  let server: Running
  let open: Open
  let end = () => {}
  let ended: Promise<void> = Promise.resolve()

  beforeAll(async () => {
    mkdirSync(home)
    moveClock(home, MORNING - Date.now())
    open = await new Promise<Open>((resolve, reject) => {
      const context: Context = {
        talk: makeTalk({ quiet: true, lang: 'en' }),
        home,
        tenantId: 1n,
        signal: new AbortController().signal,
      }
      ended = withDatabase(context, (opened) => {
        resolve(opened)
        return new Promise<void>((stop) => (end = stop))
      })
      ended.catch(reject)
    })
    await forbear('init', '--name', '示例', '--trading-name', '示例', '--phone', '95500')
    const book = join(folder, 'book.csv')
    writeFileSync(book, [HEAD, person(1, '王一'), person(2, '李二'), ''].join('\n'))
    await forbear('load', book, '--mapping', 'generic', '--as-of', '2026-11-22')
    const port = await freePort()
    const callbackUrl = `http://127.0.0.1:${port}/v1/webhooks/messages/kannel`
    kannel = await startKannel({ replyUrl: kannelReplyUrl({ callbackUrl, secret: SECRET }) })
    writeFileSync(join(home, 'channels.yaml'), channelsYaml(kannel, port, await freePort()))
    process.env['WALK_KANNEL_PASSWORD'] = kannel.password
    process.env['WALK_KANNEL_SECRET'] = SECRET
    server = await startServer({
      db: open.db,
      adminUrl: open.database.adminUrl,
      home,
      port,
      law: loadLaw('law'),
      now: () => nowOf(home),
      today: () => dayIn('Asia/Shanghai', nowOf(home)),
      clock: 'movable',
      messages: await openHooks(open),
      say: () => undefined,
    })
  }, 180_000)
  afterAll(async () => {
    await server?.stop()
    await kannel?.stop()
    end()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  const send = (to: string, channel: string) =>
    forbear('send', '--to', to, '--template', 'reminder-warm', '--channel', channel)
  const waiting = () =>
    rows(open.db, `select from treatment where state in ('planned', 'deferred')`)
  const reply = (n: number, text: string) =>
    kannel.carrier.deliver({
      source_addr: `861380000000${n}`,
      source_addr_ton: 1,
      destination_addr: '1069012345',
      data_coding: 8,
      short_message: Buffer.from(text, 'utf16le').swap16(),
    })

  test('the file is sound and its gateway answers, without a word being sent', async () => {
    const ran = await forbear('channels', 'check', '--json')
    expect(JSON.parse(ran.out)).toMatchObject({
      providers: [
        { provider: 'kannel', channel: 'sms', is: 'reached' },
        { provider: 'mail', channel: 'email', is: 'not_reached' },
      ],
    })
    expect(ran.code).toBe(3)
    expect(kannel.carrier.messages).toEqual([])
  }, 120_000)

  test('a message leaves; its receipt comes; 退订 comes back; the next one leaves on no channel', async () => {
    const { carrier } = kannel
    const sending = send('A1', 'sms')
    const sent = await eventually(() => carrier.messages[0], 60_000)
    expect(sent.to).toBe('8613800000001')
    expect(sent.text).toContain('【示例】王一您好')
    const ran = await tellingUntil(sending, () =>
      carrier.receipt(sent.id, 'DELIVRD', { source_addr: sent.to, destination_addr: sent.from }),
    )
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.out).toContain('Verdict: allowed now')
    expect(ran.out).toContain(sent.text)
    expect(ran.out).toContain(Buffer.from(sent.text.slice(0, 4)).toString('hex'))
    expect(ran.out).toMatch(/Permit: [0-9a-f-]{36}, good until 2026-11-23T/)
    expect(ran.out).toContain('Provider kannel: accepted')
    expect(ran.out).toContain('Receipt: delivered')

    await reply(2, '好的')
    await reply(1, '退订')
    await eventuallyRows(open, `select from consent where not given`, 1)
    for (const channel of ['sms', 'email']) {
      const refused = await send('A1', channel)
      expect(refused).toMatchObject({ code: 3 })
      expect(refused.out).toContain('Verdict: denied')
      expect(refused.out).toContain('house.opt-out: The person refused')
      expect(refused.out).toContain('house.hold: A hold because of a request to stop')
      expect(refused.out).not.toContain('Permit')
    }
    expect(carrier.messages).toHaveLength(1)
    expect(await waiting()).toEqual([])

    const inbox = await forbear('inbox', '--json')
    expect(JSON.parse(inbox.out)).toMatchObject([
      { name: '王一', first_class: 'stop', words: '退订' },
      { name: '李二', words: '好的' },
    ])
  }, 240_000)

  test('who said nothing of the kind is still written to: the mail server is not there, and is said to be so', async () => {
    const ran = await send('A2', 'email')
    expect(ran.out).toContain('Verdict: allowed now')
    expect(ran.out).toContain('Provider mail: refused, nothing was taken')
    expect(await waiting()).toEqual([])
    const list = await forbear('channels', 'list', '--json')
    expect(JSON.parse(list.out)).toMatchObject([
      { provider: 'kannel', perSecond: 20 },
      { provider: 'mail' },
    ])
  }, 120_000)
})

/** Kannel forgets a receipt that is faster than the answer before it, so the carrier tells it again. */
async function tellingUntil<T>(ending: Promise<T>, tell: () => Promise<unknown>): Promise<T> {
  const timer = setInterval(() => void tell(), 500)
  try {
    return await ending
  } finally {
    clearInterval(timer)
  }
}

async function eventuallyRows({ db }: Open, query: string, count: number): Promise<void> {
  const until = Date.now() + 20_000
  while ((await rows(db, query)).length < count) {
    if (Date.now() > until) throw new Error(`not in time: ${query}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const channelsYaml = (kannel: Kannel, port: number, mailPort: number) => `apiVersion: channels/v1
publicUrl: http://127.0.0.1:${port}
tenants:
  1:
    home: cn
    senders:
      cn: { kind: short_code, address: '1069012345', registered: true, signature: 示例 }
    sms:
      - kind: kannel
        name: kannel
        pace: { perSecond: 20, burst: 5, startPerSecond: 1, doubleEveryMinutes: 5 }
        sendUrl: ${kannel.sendUrl}
        username: ${kannel.username}
        passwordEnv: WALK_KANNEL_PASSWORD
        secretEnv: WALK_KANNEL_SECRET
    email:
      - kind: smtp
        name: mail
        pace: { perSecond: 5 }
        host: 127.0.0.1
        port: ${mailPort}
        domain: mail.example
        from: { name: 示例, address: hello@mail.example }
`
