import { describe, expect, test } from 'vitest'
import { day, type Instant } from '../../core/calendar.ts'
import { hear } from '../../core/hear/hear.ts'
import { hearMail, type MailIn } from './incoming.ts'
import { sealToken, tokenKey } from './token.ts'

const secret = Buffer.alloc(32, 5)
const KEY = '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77'
const key = tokenKey(secret, 'smtp')
const token = sealToken(key, 'case', { tenantId: 1n, attemptKey: KEY })
const HERE = `reply+${token}@mail.lender.example`
const TODAY = day('2026-11-22')
const given: MailIn = {
  tenantId: 1n,
  senders: [
    { name: 'second', secret },
    { name: 'smtp', secret },
  ],
  now: 1000 as Instant,
  today: TODAY,
}

const mail = (lines: readonly string[], body = '退订') =>
  Buffer.from(
    [
      'From: 小明 <XiaoMing@QQ.com>',
      'Message-ID: <one@qq.com>',
      'MIME-Version: 1.0',
      ...lines,
      '',
      body.replaceAll('\n', '\r\n'),
    ].join('\r\n'),
  )
const PLAIN = 'Content-Type: text/plain; charset=utf-8'
const HTML = 'Content-Type: text/html; charset=utf-8'

async function heardOf(bytes: Uint8Array, change: Partial<MailIn> = {}) {
  const heard = await hearMail(bytes, { ...given, ...change })
  if (heard.is !== 'heard') throw new Error(heard.why)
  return heard
}
async function only(bytes: Uint8Array, change: Partial<MailIn> = {}) {
  const { received } = await heardOf(bytes, change)
  expect(received).toHaveLength(1)
  return received[0] as (typeof received)[number]
}
const stops = (text: string) => hear(text, { today: TODAY, currency: 'CNY' }).stops

describe('an answer of a person', () => {
  test('names its case by where it was sent, and what it answers by its references', async () => {
    const one = await only(mail([`To: 安心贷 <${HERE.toUpperCase()}>`, PLAIN]))
    expect(one).toMatchObject({
      provider: 'smtp',
      providerRef: '<one@qq.com>',
      channel: 'email',
      from: 'xiaoming@qq.com',
      text: '退订',
      caseToken: KEY,
      inReplyTo: undefined,
      automatic: undefined,
      at: 1000,
    })
    expect(one.rawHash).toHaveLength(32)
    const ours = `<${token}@mail.lender.example>`
    for (const header of [`In-Reply-To: ${ours}`, `References: <a@b.example>\r\n ${ours}`]) {
      const answer = await only(mail(['To: care@lender.example', header, PLAIN]))
      expect(answer).toMatchObject({ inReplyTo: KEY, caseToken: undefined })
    }
    const byServer = await only(mail(['To: list@x.example', PLAIN]), { to: HERE })
    expect(byServer).toMatchObject({ caseToken: KEY, to: HERE })
  })

  test('a token of another tenant, or a forged one, names nothing, and the words are kept', async () => {
    const other = sealToken(key, 'case', { tenantId: 2n, attemptKey: KEY })
    for (const name of [other, token.replace(/^./, token.startsWith('a') ? 'b' : 'a'), KEY]) {
      const one = await only(mail([`To: reply+${name}@mail.lender.example`, PLAIN]))
      expect(one).toMatchObject({ caseToken: undefined, text: '退订' })
    }
  })

  test('the subject of an answer is ours, given back; of a new mail, or with a wish to stop, it is theirs', async () => {
    const textWith = async (subject: string, body = '好的') =>
      (await only(mail([`Subject: ${subject}`, PLAIN], body))).text
    expect(await textWith('Re: 安心贷：还款提醒')).toBe('> 安心贷：还款提醒\n好的')
    expect(await textWith('回复：回复：安心贷：还款提醒')).toBe('> 安心贷：还款提醒\n好的')
    expect(await textWith('我的还款')).toBe('我的还款\n好的')
    expect(stops(await textWith('回复：退订', '发自我的iPhone'))).toBe(true)
    expect(stops(await textWith('unsubscribe', ''))).toBe(true)
    expect(stops(await textWith('Re: 安心贷：还款提醒'))).toBe(false)
  })

  test('attachments are named by their hash, are not opened, and their names are not words', async () => {
    const body = [
      '--b',
      PLAIN,
      '',
      '见附件',
      '--b',
      'Content-Type: application/pdf; name="STOP 退订.pdf"',
      'Content-Disposition: attachment; filename="STOP 退订.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('%PDF-1.7 请停止联系').toString('base64'),
      '--b--',
    ].join('\n')
    const { text } = await only(mail(['Content-Type: multipart/mixed; boundary=b'], body))
    expect(text).toMatch(
      /^见附件\n> 📎 STOP 退订\.pdf · application\/pdf · 24 B · SHA-256 [0-9a-f]{64}$/,
    )
    expect(stops(text)).toBe(false)
  })

  test('a mail inside a mail was not written to us', async () => {
    const inner = 'Content-Type: message/rfc822'
    const body = [
      '--b',
      PLAIN,
      '',
      '请看',
      '--b',
      inner,
      '',
      'Subject: x',
      '',
      '退订',
      '--b--',
    ].join('\n')
    const { text } = await only(mail(['Content-Type: multipart/mixed; boundary=b'], body))
    expect(stops(text)).toBe(false)
    expect(text).toContain('message/rfc822')
  })
})

describe('what is quoted is not said again', () => {
  const OURS = '您有¥100.00待还。不想再收到邮件，请回复“退订”。'
  const ways: Readonly<Record<string, string>> = {
    qq: `WORDS\n\n------------------ 原始邮件 ------------------\n发件人: "安心贷" <care@lender.example>;\n主题: 还款提醒\n\n${OURS}`,
    netease: `WORDS\n\n---- 回复的原邮件 ----\n| 发件人 | 安心贷<care@lender.example> |\n| 日期 | 2026年11月22日 10:00 |\n${OURS}`,
    'netease, old': `WORDS\n\n在 2026-11-22 10:00:00，"安心贷" <care@lender.example> 写道：\n\n${OURS}`,
    'netease, english': `WORDS\nAt 2026-11-22 10:00:00, "安心贷" <care@lender.example> wrote:\n${OURS}`,
    gmail: `WORDS\n\n安心贷 <care@lender.example> 于2026年11月22日周日 10:00写道：\n\n> ${OURS}`,
    'gmail, broken line': `WORDS\n\nOn Sun, Nov 22, 2026 at 10:00 AM Example Finance Limited <\ncare@lender.example> wrote:\n\n> ${OURS}`,
    outlook: `WORDS\n\n________________________________\n发件人: 安心贷 <care@lender.example>\n发送时间: 2026年11月22日\n\n${OURS}`,
    'below the quote': `On Sun, Nov 22, 2026 at 10:00 AM care@lender.example wrote:\n> ${OURS}\n\nWORDS`,
  }
  for (const [name, form] of Object.entries(ways)) {
    test(`${name}: only what was written is heard`, async () => {
      const said = async (words: string) =>
        (await only(mail([PLAIN], form.replace('WORDS', words)))).text
      expect(stops(await said('好的，周五还'))).toBe(false)
      expect(stops(await said('退订'))).toBe(true)
      expect(await said('好的')).toContain('待还')
    })
  }

  const pages: Readonly<Record<string, string>> = {
    qq: `<div>WORDS</div><div><includetail><div style="font-size:12px">-----原始邮件-----</div><div>${OURS}</div></includetail></div>`,
    gmail: `<div dir="ltr">WORDS</div><br><div class="gmail_quote"><div>On Sun wrote:</div><blockquote>${OURS}</blockquote></div>`,
    netease: `<div>WORDS</div><blockquote id="isReplyContent" style="padding-left:1ex">${OURS}</blockquote>`,
    outlook: `<style>p{x:退订}</style><p>WORDS</p><div id="divRplyFwdMsg"><b>From:</b> x<br>${OURS}</div>`,
  }
  for (const [name, form] of Object.entries(pages)) {
    test(`${name}, HTML alone: only what was written is heard`, async () => {
      const said = async (words: string) =>
        (await only(mail([HTML], form.replace('WORDS', words)))).text
      expect(stops(await said('好的，周五还'))).toBe(false)
      expect(stops(await said('&#36864;&#35746;'))).toBe(true)
      expect(await said('好的')).toContain('> ')
    })
  }
})

describe('letters that are not said, or said wrongly', () => {
  const GBK = Buffer.from('cdcbb6a9a3acb2bbd2aad4d9b7a2d3cabcfec1cb', 'hex')
  const BIG5 = Buffer.from('bd d0 a4 a3 ad 6e a6 41 b5 6f b6 6c a5 f3'.replaceAll(' ', ''), 'hex')
  const raw = (headers: string, body: Uint8Array) =>
    Buffer.concat([Buffer.from(`From: a@qq.com\r\n${headers}\r\n\r\n`, 'latin1'), body])
  for (const [name, headers, body, words] of [
    ['GBK, said', 'Content-Type: text/plain; charset="gbk"', GBK, '退订，不要再发邮件了'],
    [
      'GBK, said as gb2312',
      'Content-Type: text/plain; charset=gb2312',
      GBK,
      '退订，不要再发邮件了',
    ],
    ['GBK, not said', 'Content-Type: text/plain', GBK, '退订，不要再发邮件了'],
    ['GBK, without any header', 'X-A: b', GBK, '退订，不要再发邮件了'],
    ['GBK, said as UTF-8', 'Content-Type: text/plain; charset=utf-8', GBK, '退订，不要再发邮件了'],
    [
      'GBK, said as Latin',
      'Content-Type: text/plain; charset=iso-8859-1',
      GBK,
      '退订，不要再发邮件了',
    ],
    ['Big5, said', 'Content-Type: text/plain; charset=big5', BIG5, '請不要再發郵件'],
    ['Big5, not said', 'Content-Type: text/plain', BIG5, '請不要再發郵件'],
    [
      'an alphabet nobody knows',
      'Content-Type: text/plain; charset=x-none',
      GBK,
      '退订，不要再发邮件了',
    ],
  ] as const) {
    test(name, async () => {
      expect((await only(raw(headers, body))).text).toBe(words)
    })
  }

  test('a subject of bare GBK octets is read, and a western letter stays what it is', async () => {
    const subject = Buffer.concat([
      Buffer.from('Subject: '),
      GBK,
      Buffer.from('\r\nX-A: b\r\n\r\n好'),
    ])
    const one = await only(Buffer.concat([Buffer.from('From: a@qq.com\r\n'), subject]))
    expect(one.text.split('\n')[0]).toBe('退订，不要再发邮件了')
    const french = Buffer.from('Café à la crème, £5', 'latin1')
    const latin = await only(raw('Content-Type: text/plain; charset=iso-8859-1', french))
    expect(latin.text).toBe('Café à la crème, £5')
  })
})
