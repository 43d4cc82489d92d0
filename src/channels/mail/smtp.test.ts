import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Instant } from '../../core/calendar.ts'
import { allowedContact, type AllowedContact } from '../../guard/allowed.ts'
import { sendOnce, type Outgoing } from '../channel.ts'
import { smtpProvider, type SmtpOptions } from './smtp.ts'
import { sealToken, tokenKey } from './token.ts'

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
  secret: Buffer.alloc(32, 5),
  stopUrl: 'https://pay.lender.example',
  patienceMs: 5000,
}

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

async function send(change: Partial<Outgoing> = {}, other: Partial<SmtpOptions> = {}) {
  const provider = smtpProvider({ ...options, port, ...other })
  try {
    return await sendOnce(provider, contact, { ...message, ...change })
  } finally {
    provider.close()
  }
}

/** What a reader of the HTML is shown, without the spaces. */
const wordsOf = (html: string) =>
  html
    .slice(html.indexOf('<body'))
    .replaceAll(/<!--[^]*?-->|<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, '')

const header = (mail: string, name: string) =>
  new RegExp(`^${name}:(.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(mail)?.[1]?.replace(/\r\n/g, '').trim()
const key = tokenKey(options.secret, 'smtp')
const token = sealToken(key, 'case', message.ref)

describe('over real SMTP', () => {
  test('the text arrives as it was rendered, plain and as HTML, under a reference that only we can read', async () => {
    const providerRef = `<${token}@mail.lender.example>`
    expect(await send()).toEqual({ is: 'accepted', providerRef })
    const [mail = ''] = mails
    expect(header(mail, 'Message-ID')).toBe(providerRef)
    expect(header(mail, 'To')).toBe('xiaoming@home.example')
    expect(header(mail, 'Reply-To')).toBe(`reply+${token}@mail.lender.example`)
    const { text = '', html = '' } = await PostalMime.parse(mail)
    expect(text.trimEnd()).toBe(message.body)
    expect(wordsOf(html)).toBe(message.body.replaceAll(/\s+/g, ''))
    expect(mail).not.toContain(KEY)
  })

  test('one click stops it where pages answer, a mail everywhere, and both are under the signature', async () => {
    const stop = sealToken(key, 'stop', message.ref)
    const byMail = `<mailto:reply+${token}@mail.lender.example?subject=${encodeURIComponent('退订')}>`
    await send({}, { dkim: { domain: 'mail.lender.example', selector: 's1', privateKey } })
    const [mail = ''] = mails
    expect(header(mail, 'List-Unsubscribe')).toBe(
      `<https://pay.lender.example/p/stop/${stop}>, ${byMail}`,
    )
    expect(header(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
    const signed = /[; ]h=([^;]+);/.exec(header(mail, 'DKIM-Signature') ?? '')?.[1] ?? ''
    expect(signed.toLowerCase().split(/[:\s]+/)).toEqual(
      expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'from', 'subject']),
    )
    await send({}, { stopUrl: undefined })
    expect(header(mails[1] ?? '', 'List-Unsubscribe')).toBe(byMail)
    expect(header(mails[1] ?? '', 'List-Unsubscribe-Post')).toBeUndefined()
    expect(() => smtpProvider({ ...options, port, stopUrl: 'http://pay.lender.example' })).toThrow(
      'https',
    )
  })

  test('what is too long to show its end is refused; the longest is sent', async () => {
    expect(await send({ body: 'x'.repeat(32_769) })).toEqual({ is: 'refused', why: 'too_long' })
    expect(await send({ subject: 'x'.repeat(201) })).toMatchObject({ why: 'subject_too_long' })
    expect(mails).toHaveLength(0)
    expect(await send({ body: 'x'.repeat(32_768) })).toMatchObject({ is: 'accepted' })
  })

  test('an address that the server does not know, and a text that it does not take, are refusals', async () => {
    expect(await send({ to: 'nobody@home.example' })).toMatchObject({ is: 'refused' })
    then = 'refuse_text'
    expect(await send()).toMatchObject({ is: 'refused' })
    expect(await send()).not.toHaveProperty('elsewhere')
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
    expect(await send({}, { port: closed })).toMatchObject({ is: 'refused', elsewhere: true })
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

  test('what waited too long for a connection never leaves, and the connection of what is given up is closed', async () => {
    const provider = smtpProvider({ ...options, port, connectionsMax: 1, patienceMs: 1000 })
    const give = (to: string) => sendOnce(provider, contact, { ...message, to })
    then = 'mute'
    const answers = await Promise.all([give('one@home.example'), give('two@home.example')])
    expect(answers).toMatchObject([{ is: 'unclear' }, { is: 'refused', elsewhere: true }])
    then = 'take'
    expect(await give('three@home.example')).toMatchObject({ is: 'accepted' })
    provider.close()
    expect(recipients).toEqual(['one@home.example', 'three@home.example'])
  })

  test('a server that never greets, or is not who it says, was handed nothing', async () => {
    const sockets = new Set<Socket>()
    const mute = createServer((socket) => sockets.add(socket))
    const stranger = new SMTPServer({ secure: true, logger: false })
    stranger.on('error', () => undefined)
    try {
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
      await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
      const at = (server: { address(): unknown }) => (server.address() as { port: number }).port
      const nobody = { is: 'refused', elsewhere: true }
      expect(await send({}, { port: at(mute), patienceMs: 400 })).toMatchObject(nobody)
      expect(await send({}, { port: at(stranger.server), secure: true })).toMatchObject(nobody)
    } finally {
      for (const socket of sockets) socket.destroy()
      mute.close()
      await new Promise<void>((resolve) => stranger.close(resolve))
    }
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
