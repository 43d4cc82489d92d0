import PostalMime from 'postal-mime'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailRoutes, openMailDoor, type MailDoor } from '../src/channels/mail/door.ts'
import { smtpProvider } from '../src/channels/mail/smtp.ts'
import { takeMail } from '../src/channels/mail/take.ts'
import { sealToken, tokenKey } from '../src/channels/mail/token.ts'
import type { Provider } from '../src/channels/channel.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { sha256 } from '../src/store/render.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'
import {
  DOOR,
  noOpenSmtpd,
  OURS,
  startOpenSmtpd,
  THEIRS,
  type OpenSmtpd,
} from './setup/opensmtpd.ts'

if (noOpenSmtpd !== undefined) console.warn(noOpenSmtpd)

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const secret = Buffer.from('a secret of this test, and alone')
const senders = [{ name: 'smtp', secret }]

describe.skipIf(noOpenSmtpd !== undefined)('a book behind real OpenSMTPD', () => {
  let fresh: Fresh
  let server: OpenSmtpd
  let provider: Provider & { close(): void }
  let door: MailDoor
  let isDown = false

  beforeAll(async () => {
    fresh = await freshDatabase()
    await makeBook(fresh.db)
    const own = senders.map((one) => ({ ...one, tenantId: 1n, domain: DOOR }))
    door = await openMailDoor({
      port: 0,
      bytesMax: 1_000_000,
      recipientsMax: 10,
      connectionsMax: 5,
      routeOf: mailRoutes(own),
      take: async ({ to, bytes, rawHash }) => {
        if (isDown) throw new Error('no database')
        const given = { tenantId: 1n, senders, to, rawHash, now: MORNING, today: TODAY }
        return takeMail(fresh.db, bytes, given)
      },
      trouble: () => undefined,
    })
    server = await startOpenSmtpd(['ming', 'hong'], door.port)
    provider = smtpProvider({
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      domain: OURS,
      from: { name: '安心贷', address: `care@${OURS}` },
      secret,
      stopUrl: 'https://pay.lender.example',
    })
  })
  afterAll(async () => {
    provider?.close()
    await server?.stop()
    await door?.close()
    await fresh?.drop()
  })

  const run = (now = MORNING) =>
    dispatch(fresh.db, 1n, {
      now,
      today: TODAY,
      say: () => undefined,
      channels: { email: provider },
      law,
      templates,
    })
  const person = (id: number, name: string) => ({
    id,
    channel: 'email',
    addresses: [{ kind: 'email', value: `${name}@${THEIRS}` }],
  })
  const take = (bytes: Buffer) =>
    takeMail(fresh.db, bytes, { tenantId: 1n, senders, now: MORNING, today: TODAY })
  const one = async <T extends object>(sql: string, id: number) =>
    (await rows<T>(fresh.db, sql, [id]))[0]

  test('out: two arrive as they were rendered and are told of, one comes back and its address fails', async () => {
    await addPeople(fresh.db, [person(1, 'ming'), person(2, 'hong'), person(3, 'nobody')])
    expect((await run()).answers).toMatchObject({ accepted: 3 })
    const arrived = await eventually(server.arrived, 2)
    const mail = await PostalMime.parse(await mailTo('ming', arrived))
    const kept = await one<{ hash: string; key: string }>(
      `select body_hash as hash, attempt_key as key from contact where borrower_id = $1`,
      1,
    )
    const whole = `Subject: ${mail.subject}\n\n${mail.text?.replaceAll('\r\n', '\n').replace(/\n$/, '')}`
    expect(sha256(whole)).toBe(kept?.hash)
    expect(mail.from?.address).toBe(`care@${OURS}`)
    expect(mail.html).toContain('lang="zh-CN"')

    // Three reports, each told twice.
    const reports = await eventually(server.cameIn, 3)
    for (const bytes of [...reports, ...reports])
      expect(await take(bytes)).toEqual({
        is: 'kept',
        messages: 0,
        receipts: 1,
        strays: 0,
        stops: 0,
      })
    const states = await rows(
      fresh.db,
      'select borrower_id, state, state_why from contact order by borrower_id',
    )
    expect(states).toEqual([
      { borrower_id: 1n, state: 'delivered', state_why: null },
      { borrower_id: 2n, state: 'delivered', state_why: null },
      { borrower_id: 3n, state: 'failed', state_why: 'bounced' },
    ])
    expect(await one('select standing from address where borrower_id = $1', 3)).toEqual({
      standing: 'fails',
    })
  })

  test('in: 退订 to the case address, from an address we do not know, stops every channel', async () => {
    const theirs = await PostalMime.parse(await mailTo('ming', await server.arrived()))
    const to = theirs.replyTo?.[0]?.address ?? ''
    expect(to).toMatch(/^reply\+[a-z2-7]{48}@/)
    const before = (await server.cameIn()).length
    const program = createTransport({ host: '127.0.0.1', port: server.port, secure: false })
    await program.sendMail({
      from: 'elsewhere@home.example',
      to,
      subject: `回复：${theirs.subject}`,
      text: `退订\n\n------------------ 原始邮件 ------------------\n${theirs.text}`,
      inReplyTo: theirs.messageId,
    })
    program.close()
    const came = (await eventually(server.cameIn, before + 1)).at(-1)
    expect(await take(came ?? Buffer.alloc(0))).toMatchObject({ is: 'kept', messages: 1 })
    expect(await rows(fresh.db, 'select sender, found_by, automatic from message_in')).toEqual([
      { sender: 'elsewhere@home.example', found_by: 'reply', automatic: null },
    ])
    const refusals = 'select borrower_id, channel from consent where not given'
    expect(await rows(fresh.db, refusals)).toEqual([{ borrower_id: 1n, channel: 'any' }])

    const later = (MORNING + 26 * 3_600_000) as typeof MORNING
    await addPeople(fresh.db, [person(4, 'hong')])
    await addMore(fresh)
    const left = (await server.arrived()).length
    expect((await run(later)).sent).toBe(1)
    const last = await eventually(server.arrived, left + 1)
    expect(last.slice(left).join('')).toContain('Delivered-To: hong@')
  })

  test('by LMTP: a reply to the case is kept before the server hears yes; what we cannot keep now it keeps', async () => {
    const [contact] = await rows<{ key: string }>(
      fresh.db,
      `select attempt_key as key from contact where borrower_id = 2`,
    )
    const named = { tenantId: 1n, attemptKey: contact?.key ?? '' }
    const to = `reply+${sealToken(tokenKey(secret, 'smtp'), 'case', named)}@${DOOR}`
    const program = createTransport({ host: '127.0.0.1', port: server.port, secure: false })
    const write = (text: string) =>
      program.sendMail({ from: 'far@home.example', to, subject: 'Re: 还款', text })
    const said = async (word: string) => {
      for (const until = Date.now() + 20_000; !server.log().includes(word);) {
        if (Date.now() > until) throw new Error(`${word}: ${server.log().slice(-2000)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    isDown = true
    await write('别再打了')
    await said('result="TempFail"')
    expect(server.log()).toContain('451')
    const messages = 'select words, found_by from message_in where borrower_id = 2'
    expect(await rows(fresh.db, messages)).toEqual([])
    isDown = false
    await write('退订')
    await said('stat="250 kept')
    expect(await rows(fresh.db, messages)).toEqual([
      { words: expect.stringContaining('退订'), found_by: 'case' },
    ])
    const refusals = 'select channel from consent where borrower_id = 2 and not given'
    expect(await rows(fresh.db, refusals)).toEqual([{ channel: 'any' }])
    program.close()
  })
})

/** One more treatment for the person who said stop. */
const addMore = ({ db }: Fresh) =>
  rows(
    db,
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template)
     values (1, 1, 10, '${TODAY}', 'bank', 1, 'early', 'warm', 2, 'step-9', 'email', 'reminder-warm')
     returning treatment_id`,
  )

async function mailTo(name: string, mails: readonly Buffer[]): Promise<Buffer> {
  const found = mails.find((bytes) => bytes.includes(`Delivered-To: ${name}@`))
  if (found === undefined) throw new Error(`nothing for ${name}`)
  return found
}

async function eventually(look: () => Promise<Buffer[]>, count: number): Promise<Buffer[]> {
  const until = Date.now() + 20_000
  for (;;) {
    const found = await look()
    if (found.length >= count) return found
    if (Date.now() > until) throw new Error(`${found.length} of ${count} mails came`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
