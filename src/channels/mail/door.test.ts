import { createTransport } from 'nodemailer'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { mailRoutes, openMailDoor, type DoorMail, type MailDoor } from './door.ts'
import type { MailTaken } from './take.ts'
import { sealToken, tokenKey } from './token.ts'

const secret = Buffer.alloc(32, 7)
const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77'
const senders = [
  { tenantId: 1n, name: 'one', domain: 'mail.lender.example', secret },
  { tenantId: 2n, name: 'two', domain: 'Shared.example', secret },
  { tenantId: 3n, name: 'three', domain: 'shared.example', secret },
]
const routeOf = mailRoutes(senders)
const tokenOf = (name: string, tenantId: bigint) =>
  sealToken(tokenKey(secret, name), 'case', { tenantId, attemptKey: KEY })

describe('whose mail an address is', () => {
  test('by its domain, in any case of letters', () => {
    expect(routeOf('Reply@MAIL.Lender.example')).toEqual({ tenantId: 1n })
    expect(routeOf('reply@lender.example')).toBeUndefined()
    expect(routeOf('reply@mail.lender.example@elsewhere.example')).toBeUndefined()
    expect(routeOf('nothing')).toBeUndefined()
  })

  test('of tenants that share a domain, by the case that it names and by nothing else', () => {
    expect(routeOf(`reply+${tokenOf('three', 3n)}@shared.example`)).toEqual({
      tenantId: 3n,
      attemptKey: KEY,
    })
    expect(routeOf('reply@shared.example')).toBeUndefined()
    expect(routeOf(`reply+${tokenOf('one', 1n)}@shared.example`)).toBeUndefined()
  })
})

describe('over LMTP', () => {
  let door: MailDoor
  let got: DoorMail[]
  let troubles: string[]
  afterEach(() => door.close())
  const open = async (take: () => Promise<MailTaken> = kept, bytesMax = 100_000) => {
    got = []
    troubles = []
    const limits = { port: 0, bytesMax, recipientsMax: 3, connectionsMax: 2 }
    door = await openMailDoor({
      ...limits,
      routeOf,
      take: (mail) => {
        got.push(mail)
        return take()
      },
      trouble: (why) => troubles.push(why),
    })
  }
  const kept = () =>
    Promise.resolve({ is: 'kept', messages: 1, receipts: 0, strays: 0, stops: 0 } as const)

  async function hand(to: readonly string[], text = 'STOP') {
    const program = createTransport({ lmtp: true, host: '127.0.0.1', port: door.port })
    const mail = {
      envelope: { from: 'a@home.example', to: [...to] },
      raw: `Subject: x\r\n\r\n${text}`,
    }
    try {
      const { accepted, rejected, rejectedErrors = [] } = await program.sendMail(mail)
      return { accepted, rejected, codes: rejectedErrors.map((error) => error.responseCode) }
    } finally {
      program.close()
    }
  }
  const US = 'reply@mail.lender.example'

  test('each recipient is answered by itself, and a mail for the same case is taken once', async () => {
    await open()
    const cased = `reply+${tokenOf('three', 3n)}@shared.example`
    expect(await hand([US, 'nobody@elsewhere.example', cased])).toEqual({
      accepted: [US, cased],
      rejected: ['nobody@elsewhere.example'],
      codes: [550],
    })
    expect(got.map(({ tenantId, to }) => [tenantId, to])).toEqual([
      [1n, US],
      [3n, cased],
    ])
    expect(Buffer.from(got[0]?.bytes ?? []).toString()).toBe('Subject: x\r\n\r\nSTOP\r\n')
    expect(await hand([US, 'postmaster@mail.lender.example'])).toMatchObject({ rejected: [] })
    expect(got).toHaveLength(3)
  })

  test('what cannot be kept now is to come again; what is no mail is not; a loop ends', async () => {
    await open(() => Promise.reject(new Error('no database')))
    expect(await hand([US])).toMatchObject({ codes: [451] })
    expect(troubles).toEqual(['no database'])
    await door.close()
    await open(() => Promise.resolve({ is: 'refused', why: 'not_a_mail' }))
    expect(await hand([US])).toMatchObject({ codes: [554] })
    await door.close()
    await open(() => Promise.resolve({ is: 'refused', why: 'loop' }))
    expect(await hand([US])).toMatchObject({ accepted: [US] })
  })

  test('one that is too long, or for too many, is not taken, and the next one is', async () => {
    await open()
    expect(await hand([US], 'x'.repeat(150_000))).toMatchObject({ codes: [552] })
    const many = ['a', 'b', 'c', 'd'].map((name) => `${name}@mail.lender.example`)
    expect(await hand(many)).toMatchObject({
      accepted: many.slice(0, 3),
      rejected: ['d@mail.lender.example'],
    })
    expect(got).toHaveLength(1)
    expect(await hand([US])).toMatchObject({ accepted: [US] })
  })

  test('a mail that breaks off is not taken', async () => {
    await open()
    const socket = connect(door.port, '127.0.0.1')
    const said = [`LHLO x`, `MAIL FROM:<>`, `RCPT TO:<${US}>`, 'DATA', 'Subject: x\r\n\r\nSTO']
    await new Promise<void>((resolve) => {
      socket.on('data', () => {
        const next = said.shift()
        if (next === undefined) return
        socket.write(said.length === 0 ? next : `${next}\r\n`, () => {
          if (said.length === 0) socket.destroy()
        })
      })
      socket.on('close', () => resolve())
    })
    expect(await hand([US])).toMatchObject({ accepted: [US] })
    expect(got.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      'Subject: x\r\n\r\nSTOP\r\n',
    ])
    expect(troubles.length).toBe(1)
  })
})
