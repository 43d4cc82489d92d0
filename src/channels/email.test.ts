import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SMTPServer } from 'smtp-server'
import type { Instant } from '../core/calendar.ts'
import { allowedContact, type AllowedContact } from '../guard/allowed.ts'
import { sendOnce, type Outgoing } from './channel.ts'
import { smtpProvider } from './email.ts'

const permit = {
  tenantId: 1n,
  borrowerId: 2n,
  contactId: 3n,
  attemptKey: 'x',
  channel: 'email' as const,
  addressId: 4n,
  accountIds: [5n],
  expiresAt: 2000 as Instant,
}
const contact = allowedContact(
  { decision: 'allow', flags: [], reasons: [], slots: [], closesAt: 2000 as Instant },
  {
    ...permit,
    at: 1000 as Instant,
    to: 'borrower',
    voice: undefined,
    purpose: 'collect',
    addressKind: 'email',
  },
  permit,
  1000 as Instant,
) as AllowedContact
const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77'
const whole =
  'Subject: 安心贷：还款提醒\n\n王小明，您好：\n\n您有¥100.00待还。\n不想再收到邮件，请回复“退订”。'
const message: Outgoing = {
  ref: { tenantId: 1n, borrowerId: 2n, attemptKey: KEY },
  to: 'xiaoming@home.example',
  subject: '安心贷：还款提醒',
  body: whole.slice(whole.indexOf('\n\n') + 2),
  whole,
  hash: '',
  validUntil: 2000 as Instant,
  now: 1000 as Instant,
}

/** What the peer does with a message once it has all of it. */
type Then = 'take' | 'refuse_text' | 'hang_up' | 'mute'

let peer: SMTPServer
let then: Then
let mails: string[]
let recipients: string[]
let port: number
beforeEach(async () => {
  mails = []
  recipients = []
  then = 'take'
  peer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      recipients.push(address)
      done(address.startsWith('nobody') ? new Error('no such user') : null)
    },
    onData: (stream, _session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString('utf8'))
        if (then === 'take') done(null)
        if (then === 'refuse_text')
          done(Object.assign(new Error('not this'), { responseCode: 554 }))
        if (then === 'hang_up')
          for (const c of peer.connections as Set<{ close(): void }>) c.close()
      })
    },
  })
  peer.on('error', () => undefined)
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve))
  port = (peer.server.address() as { port: number }).port
})
afterEach(async () => {
  await new Promise<void>((resolve) => peer.close(resolve))
})

const options = {
  host: '127.0.0.1',
  secure: false,
  domain: 'mail.lender.example',
  from: { name: '安心贷', address: 'care@lender.example' },
  unsubscribe: 'stop@lender.example',
  patienceMs: 5000,
}

async function send(
  change: Partial<Outgoing> = {},
  other: { port?: number; patienceMs?: number } = {},
) {
  const provider = smtpProvider({ ...options, port, ...other })
  try {
    return await sendOnce(provider, contact, { ...message, ...change })
  } finally {
    provider.close()
  }
}

const header = (mail: string, name: string) =>
  new RegExp(`^${name}:(.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(mail)?.[1]?.replace(/\r\n/g, '').trim()
const bodyOf = (mail: string) =>
  Buffer.from(mail.slice(mail.indexOf('\r\n\r\n')), 'base64').toString('utf8')

describe('over real SMTP', () => {
  test('the text arrives as it was rendered, under our reference, with a way to stop', async () => {
    expect(await send()).toEqual({ is: 'accepted', providerRef: `<${KEY}@mail.lender.example>` })
    const [mail = ''] = mails
    expect(header(mail, 'Message-ID')).toBe(`<${KEY}@mail.lender.example>`)
    expect(header(mail, 'List-Unsubscribe')).toBe(`<mailto:stop@lender.example?subject=${KEY}>`)
    expect(header(mail, 'To')).toBe('xiaoming@home.example')
    expect(bodyOf(mail).replaceAll('\r\n', '\n')).toBe(message.body)
  })

  test('an address that the server does not know, and a text that it does not take, are refusals', async () => {
    expect(await send({ to: 'nobody@home.example' })).toMatchObject({ is: 'refused' })
    then = 'refuse_text'
    expect(await send()).toMatchObject({ is: 'refused' })
  })

  test('only what the guard made is handed over: a cast past the type is a bug', async () => {
    const made = { ...contact } as AllowedContact
    const provider = smtpProvider({ ...options, port })
    await expect(sendOnce(provider, made, message)).rejects.toThrow('that the guard did not make')
    provider.close()
    expect(mails).toHaveLength(0)
  })

  test('no server there: nothing was handed over', async () => {
    const closed = await new Promise<number>((resolve) => {
      const server: Server = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = server.address() as { port: number }
        server.close(() => resolve(free))
      })
    })
    expect(await send({}, { port: closed })).toMatchObject({ is: 'refused' })
  })

  test('a connection lost after the text is a doubt, and the text was sent once', async () => {
    then = 'hang_up'
    expect(await send()).toMatchObject({ is: 'unclear' })
    // Left to itself the mailer's pool would connect and send again.
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(mails).toHaveLength(1)
  })

  test('silence after the text is a doubt', async () => {
    then = 'mute'
    expect(await send({}, { patienceMs: 400 })).toMatchObject({ is: 'unclear' })
    expect(mails).toHaveLength(1)
  })

  test('past its validity it does not leave; a moment before it does', async () => {
    expect(await send({ now: 2000 as Instant })).toMatchObject({ is: 'refused' })
    expect(mails).toHaveLength(0)
    expect(await send({ now: 1999 as Instant })).toMatchObject({ is: 'accepted' })
  })

  test('an address that is not one plain address is refused; a line break in a subject makes no header', async () => {
    for (const to of [
      'a@x.example\r\nBcc: spy@x.example',
      'a@x.example, spy@x.example',
      'Spy <spy@x.example>',
      'x',
    ]) {
      expect(await send({ to })).toEqual({ is: 'refused', why: 'bad_address' })
    }
    expect(await send({ subject: 'hello\r\nBcc: spy@x.example' })).toMatchObject({ is: 'accepted' })
    expect(mails).toHaveLength(1)
    expect(header(mails[0] ?? '', 'Bcc')).toBeUndefined()
    expect(recipients).toEqual(['xiaoming@home.example'])
  })
})
