import { describe, expect, test } from 'vitest'
import { day, type Instant } from '../../core/calendar.ts'
import { hearMail, type MailIn } from './incoming.ts'
import { sealToken, tokenKey } from './token.ts'

const secret = Buffer.alloc(32, 5)
const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77'
const key = tokenKey(secret, 'smtp')
const token = sealToken(key, 'case', { tenantId: 1n, attemptKey: KEY })
const HERE = `reply+${token}@mail.lender.example`
const given: MailIn = {
  tenantId: 1n,
  senders: [{ name: 'smtp', secret }],
  now: 1000 as Instant,
  today: day('2026-11-22'),
}

const mail = (lines: readonly string[], body: string) =>
  Buffer.from([...lines, '', body].join('\n').replaceAll('\n', '\r\n'))

async function heardOf(bytes: Uint8Array) {
  const heard = await hearMail(bytes, given)
  if (heard.is !== 'heard') throw new Error(heard.why)
  return heard
}

type Report = {
  readonly to?: string
  readonly envelope?: string
  readonly returned?: string
  readonly fields: string
}

const report = ({ to = 'x@mail.lender.example', envelope, returned, fields }: Report) =>
  mail(
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example',
      `To: ${to}`,
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ],
    [
      '--b',
      'Content-Type: text/plain',
      '',
      'I am sorry. Reply STOP to stop.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      ...(envelope === undefined ? [] : [`Original-Envelope-Id: ${envelope}`]),
      '',
      fields,
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: <${returned ?? 'a@b.example'}>`,
      '',
      '--b--',
    ].join('\n'),
  )

const FAILED = 'Final-Recipient: rfc822; a@qq.com\nAction: failed\nStatus: 5.1.1'

describe('what a mail server tells', () => {
  test('is found by the address that it came to, by our envelope, or by what it returns; else it is about nothing', async () => {
    for (const found of [
      { to: HERE },
      { envelope: token.toUpperCase() },
      { returned: `${token}@mail.lender.example` },
    ]) {
      const heard = await heardOf(report({ ...found, fields: FAILED }))
      expect(heard.receipts).toEqual([
        {
          provider: 'smtp',
          attemptKey: KEY,
          said: 'bounced',
          at: 1000,
          detail: { status: '5.1.1', action: 'failed', recipient: 'rfc822; a@qq.com', words: '' },
        },
      ])
      expect([heard.received, heard.stops]).toEqual([[], []])
    }
    for (const other of [{}, { envelope: KEY }, { returned: `${KEY}@mail.lender.example` }]) {
      const heard = await heardOf(report({ ...other, fields: FAILED }))
      expect(heard.receipts[0]?.attemptKey).toBeUndefined()
    }
  })

  for (const [name, fields, said] of [
    ['nobody there', 'Action: failed\nStatus: 5.1.1', 'bounced'],
    ['no such domain', 'Action: failed\nStatus: 5.1.2', 'bounced'],
    ['closed', 'Action: failed\nStatus: 5.2.1', 'bounced'],
    [
      'only the far server says why',
      'Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp;\n 550 5.1.1 <a@qq.com>',
      'bounced',
    ],
    ['full', 'Action: failed\nStatus: 5.2.2', 'expired'],
    [
      'full, by 5.0.0',
      'Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2',
      'expired',
    ],
    ['a filter', 'Action: failed\nStatus: 5.7.1', 'expired'],
    ['given up after days', 'Action: failed\nStatus: 4.4.7', 'expired'],
    ['not yet', 'Action: delayed\nStatus: 4.4.1', 'accepted'],
    ['handed on', 'Action: relayed (to non-DSN-aware mailer)\nStatus: 2.0.0', 'accepted'],
    ['there', 'Action: Delivered\nStatus: 2.0.0', 'delivered'],
  ] as const) {
    test(`${name}: ${said}`, async () => {
      const { receipts } = await heardOf(report({ to: HERE, fields }))
      expect(receipts.map((one) => one.said)).toEqual([said])
    })
  }

  test('what the far server answered is read in the part for people, where it is only there', async () => {
    const fields = 'Final-Recipient: rfc822; a@qq.com\nAction: failed\nStatus: 5.0.0'
    const told = async (line: string) => {
      const bytes = report({ to: HERE, fields }).toString()
      return (await heardOf(Buffer.from(bytes.replace('I am sorry.', `\r\n${line}\r\n`)))).receipts
    }
    expect(await told('a@qq.com: 550 5.7.1 content')).toMatchObject([{ said: 'expired' }])
    expect(await told('b@qq.com: 550 5.7.1 content')).toMatchObject([{ said: 'bounced' }])
    expect(await told('a@qq.com: 550 Invalid recipient')).toMatchObject([{ said: 'bounced' }])
  })

  test('an action that nobody knows says nothing', async () => {
    const heard = await heardOf(report({ to: HERE, fields: 'Action: eaten\nStatus: 2.0.0' }))
    expect(heard.receipts.map((one) => one.said)).not.toContain('delivered')
  })

  test('a bounce in a form of the sender’s own is read as far as it can be, and kept for a person', async () => {
    const own = (subject: string, from: string, body: string) =>
      mail([`Subject: ${subject}`, `From: ${from}`, `To: ${HERE}`, 'Message-ID: <b@x>'], body)
    const qq = await heardOf(
      own('来自qq.com的退信', 'PostMaster@qq.com', '550 5.1.1 Mailbox not found. 请回复退订'),
    )
    expect(qq.receipts).toMatchObject([{ said: 'bounced', attemptKey: KEY }])
    expect(qq.received).toMatchObject([{ automatic: 'bounce', caseToken: KEY }])
    const full = await heardOf(own('系统退信', 'Postmaster@163.com', '552 5.2.2 mailbox full'))
    expect(full.receipts).toMatchObject([{ said: 'expired' }])
    const none = await heardOf(own('系统退信', 'Postmaster@163.com', '对方服务器拒收'))
    expect(none.receipts).toMatchObject([{ said: 'unknown' }])
    const person = await heardOf(own('退信', 'a@qq.com', '550 5.1.1'))
    expect(person.receipts).toEqual([])
  })

  test('"this is spam" is a wish to get no more of them', async () => {
    const body = `--b\nContent-Type: text/plain\n\nAn abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <${token}@mail.lender.example>\n\n退订\n--b--`
    const lines = [
      'From: fbl@provider.example',
      'To: abuse@lender.example',
      'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    ]
    const heard = await heardOf(mail(lines, body))
    expect(heard.stops).toMatchObject([{ tenantId: 1n, attemptKey: KEY }])
    expect([heard.received, heard.receipts]).toEqual([[], []])
    const foreign = await heardOf(mail(lines, body.replace(token, 'x')))
    expect(foreign.stops).toEqual([])
  })
})

describe('what a machine answers', () => {
  const answer = (lines: readonly string[]) =>
    mail(['From: a@qq.com', `To: ${HERE}`, 'Message-ID: <c@x>', ...lines], '我在休假')
  for (const header of [
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated (vacation)',
    'X-Autoreply: yes',
    'Precedence: auto_reply',
    'Return-Path: <>',
    'List-Id: <news.example>',
    'Subject: 自动回复：还款提醒',
    'Subject: Automatic reply: Reminder',
  ]) {
    test(`${header}`, async () => {
      const { received } = await heardOf(answer([header]))
      expect(received).toMatchObject([{ automatic: 'auto_reply', caseToken: KEY }])
    })
  }
  for (const header of ['Auto-Submitted: no', 'Precedence: first-class', 'X-Autoreply: no']) {
    test(`a person: ${header}`, async () => {
      const { received } = await heardOf(answer([header]))
      expect(received[0]?.automatic).toBeUndefined()
    })
  }
})

describe('what is not taken', () => {
  const plain = ['From: a@qq.com', `To: ${HERE}`]
  test('our own mail that comes back, one that goes in circles, and what is no mail', async () => {
    const own = await hearMail(mail([...plain, `Message-ID: <${token}@x.example>`], 'x'), given)
    expect(own).toEqual({ is: 'refused', why: 'loop' })
    const fromUs = await hearMail(mail([`From: ${HERE}`, 'To: x@y.example'], 'x'), given)
    expect(fromUs).toEqual({ is: 'refused', why: 'loop' })
    const hops = Array.from({ length: 41 }, (_, i) => `Received: from h${i} by h${i + 1}`)
    expect(await hearMail(mail([...hops, ...plain], '退订'), given)).toMatchObject({ why: 'loop' })
    expect(await hearMail(mail([...hops.slice(1), ...plain], '退订'), given)).toMatchObject({
      is: 'heard',
    })
    expect(await hearMail(Buffer.alloc(0), given)).toEqual({ is: 'refused', why: 'not_a_mail' })
  })

  test('whatever octets come, an answer comes', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const bytes = Buffer.from(mail([...plain, 'Content-Type: text/html'], '<p>退订'.repeat(50)))
      for (let i = 0; i < 40; i++) {
        const at = (seed * 7919 + i * 104_729) % bytes.length
        bytes[at] = (seed * 31 + i * 17) % 256
      }
      expect((await hearMail(bytes, given)).is).toMatch(/heard|refused/)
    }
  })

  test('deep and long mails are read in a moment', async () => {
    const started = performance.now()
    const html = ['Content-Type: text/html', ...plain]
    for (const body of [
      '<div>'.repeat(60_000),
      '<'.repeat(300_000),
      '<!--'.repeat(90_000),
      `<a ${'class='.repeat(60_000)}`,
      '&#1'.repeat(100_000),
    ]) {
      await hearMail(mail(html, body), given)
    }
    await hearMail(mail(plain, `${'on '.repeat(90_000)}\n`.repeat(3)), given)
    await hearMail(mail([...plain, `Subject: ${'Re: '.repeat(20_000)}`], 'x'), given)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
