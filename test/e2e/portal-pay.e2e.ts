import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type Running } from '../../src/api/server.ts'
import { addPerson, addPortfolios } from '../../src/api/testing.ts'
import { openPaySandbox, type PaySandbox } from '../../src/channels/pay/sandbox.ts'
import { currencyOf, money, type Currency } from '../../src/core/money.ts'
import { buildPortal } from '../../src/portal/app.ts'
import { inTenant } from '../../src/store/db.ts'
import { loadLaw } from '../../src/store/law.ts'
import { makeLink } from '../../src/store/pay-link.ts'
import { publishFolder } from '../../src/store/strategy.ts'
import { freshDatabase, type Fresh } from '../setup/fresh.ts'
import { breaches } from './setup/axe.ts'
import { chromiumPath, launch, PATIENCE_MS } from './setup/chromium.ts'
import { codesFor, newestCode, typeCode } from './setup/coded.ts'
import { NOW, TODAY } from './setup/desk.ts'

const chromium = chromiumPath()
const SHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url))
const here = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const WECHAT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN'

let fresh: Fresh
let home: string
let sandbox: PaySandbox
let server: Running
let browser: Browser

beforeAll(async () => {
  if (chromium === undefined) return
  mkdirSync(SHOTS, { recursive: true })
  fresh = await freshDatabase()
  home = await mkdtemp(join(tmpdir(), 'forbear-portal-'))
  let url = ''
  sandbox = await openPaySandbox({ now: () => NOW, seed: 1, notifyBase: () => url })
  const pay = {
    get portalUrl() {
      return url
    },
    providers: sandbox.providers.map((provider) => ({ tenantId: 1n, provider })),
    systems: [],
    creditors: [],
  }
  await inTenant(fresh.db, 1n, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 1n, name: 'Ann Lee', arrears: 123_450n })
    await addPerson(tx, { id: 2n, name: '王小明', portfolio: 2, language: 'zh', arrears: 88_800n })
    await addPerson(tx, { id: 3n })
    await addPerson(tx, { id: 4n, name: '陈静', portfolio: 2, language: 'zh', arrears: 66_600n })
    await addPerson(tx, { id: 5n })
    await tx.query(`update account set ref = 'LN-20' || account_id || '47'`)
    await tx.query(`update position set outstanding_minor = 500000 where borrower_id = 1`)
  })
  await publishFolder(fresh.db, 1n, here('strategies'), here('templates'))
  const law = loadLaw(here('law'))
  const now = () => NOW
  const today = () => TODAY
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const portal = buildPortal({
    db: fresh.db,
    tenantId: 1n,
    now,
    today,
    pay,
    key: Buffer.from('a key of the portal for the test'),
    addressOf: () => '127.0.0.1',
    log,
    codes: await codesFor(fresh.db, law),
  })
  server = await startServer({
    db: fresh.db,
    adminUrl: fresh.adminUrl,
    home,
    port: 0,
    law,
    now,
    today,
    clock: 'movable',
    pay,
    portal,
    say: () => undefined,
    log,
  })
  url = server.url
  browser = await launch(chromium)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await sandbox?.stop()
  await fresh?.drop()
  if (home !== undefined) await rm(home, { recursive: true, force: true })
})

const link = async (id: bigint, code: string, minor?: bigint) => {
  const currency = currencyOf(code) as Currency
  const amount = minor === undefined ? undefined : money(minor, currency)
  const of = { borrowerId: id, accountId: id, amount, currency, days: 7, by: 'test' }
  const made = await inTenant(fresh.db, 1n, (tx) => makeLink(tx, 1n, of, NOW))
  return `${server.url}/p/${made.token}`
}

async function open(locale: string, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({
    locale,
    javaScriptEnabled,
    viewport: { width: 390, height: 844 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

/** Every request that the pages made, to see that nobody else was asked for anything. */
function watch(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  return asked
}

const shoot = (page: Page, name: string) =>
  page.screenshot({ path: join(SHOTS, `portal-${name}.png`), fullPage: true })

describe.skipIf(chromium === undefined)('the borrower’s pages', () => {
  test('from the link to the receipt, without a script, in English', async () => {
    const page = await open('en-GB', false)
    const asked = watch(page)
    await page.goto(await link(1n, 'GBP'))
    expect(await page.title()).toBe('Is this really you? · Demo Bank')
    await shoot(page, '1-check-en')
    await page.getByRole('textbox').fill('9999')
    await page.getByRole('button', { name: 'Continue' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('does not match')
    await page.getByRole('textbox').fill('01 47')
    await page.getByRole('button', { name: 'Continue' }).click()
    await typeCode(page)
    await page.getByRole('button', { name: 'Pay', exact: true }).click()
    await page.getByRole('heading', { name: 'Pay your account' }).waitFor()
    expect(await page.getByRole('table').textContent()).toContain('£5,000.00')
    await shoot(page, '2-account-en')
    await page.getByLabel('Another amount').check()
    await page.getByRole('textbox').fill('5000.01')
    await page.getByRole('button', { name: 'Go to the payment page' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('at most £5,000.00')
    await shoot(page, '3-wrong-en')
    await page.getByRole('textbox').fill('250')
    await page.getByRole('button', { name: 'Go to the payment page' }).click()
    await page.getByRole('button', { name: 'Pay' }).waitFor()
    expect(new URL(page.url()).origin).toBe(sandbox.url)
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByText('We received £250.00').waitFor()
    await page.getByText('Receipt number').waitFor()
    await shoot(page, '4-back-en')
    await page.getByRole('link', { name: 'See the receipt' }).click()
    await page.getByText('£250.00').waitFor()
    await shoot(page, '5-receipt-en')
    await page.getByRole('link', { name: 'Back to your account' }).click()
    await page.getByRole('heading', { name: 'Your receipts' }).waitFor()
    expect(new Set(asked)).toEqual(new Set([server.url, sandbox.url]))
    await page.context().close()
  })

  test.each([
    // The provider's own button is the last one of each.
    ['a link for an amount', 2500n, 4],
    ['any other link', undefined, 5],
  ] as const)(
    'from %s to the receipt: few presses, and the code before any debt',
    async (_, minor, presses) => {
      const page = await open('en-GB', false)
      let pressed = 0
      const press = async (name: string) => {
        pressed += 1
        await page.getByRole('button', { name, exact: true }).click()
      }
      await page.goto(await link(5n, 'GBP', minor))
      await page.getByRole('textbox').fill('0547')
      await press('Continue')
      if (minor === undefined) await press('Pay')
      await page.getByRole('heading', { name: 'Type the code' }).waitFor()
      expect(await page.textContent('body')).not.toMatch(/£|0547/)
      await page.getByRole('textbox').fill(await newestCode(fresh.db, 5n))
      await press('Continue')
      await page.getByRole('heading', { name: 'Pay your account' }).waitFor()
      await press('Go to the payment page')
      await press('Pay · 支付')
      await page.getByText('We received').waitFor()
      await page.getByText('Receipt number').waitFor()
      expect(pressed).toBe(presses)
      await page.context().close()
    },
  )

  test('inside WeChat its sheet opens over our page: one press of ours, and nothing that WeChat shuts out', async () => {
    const context = await browser.newContext({
      locale: 'zh-CN',
      userAgent: WECHAT,
      viewport: { width: 390, height: 844 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const asked = watch(page)
    let confirm: () => void = () => undefined
    const confirmed = new Promise<void>((done) => (confirm = done))
    // WeChat's own part: the payer confirms in its sheet, and it tells our page.
    await page.exposeFunction('weixin', async (does: string, prepay: string) => {
      await confirmed
      const ref = /\/p\/wechat\/([0-9a-z]+)/.exec(page.url())?.[1] ?? ''
      const trade = sandbox.trade('wechat', ref)
      if (
        does !== 'getBrandWCPayRequest' ||
        trade === undefined ||
        prepay !== `prepay_id=wx${trade.id}`
      )
        return 'fail'
      await sandbox.pay('wechat', trade)
      return 'ok'
    })
    await page.addInitScript(() => {
      const own = window as unknown as { weixin(does: string, prepay: string): Promise<string> }
      const invoke = (
        does: string,
        sheet: { package: string },
        told: (said: { err_msg: string }) => void,
      ) =>
        void own
          .weixin(does, sheet.package)
          .then((said) => told({ err_msg: `get_brand_wcpay_request:${said}` }))
      Object.assign(window, { WeixinJSBridge: { invoke } })
    })
    await page.goto(await link(4n, 'CNY'))
    await page.getByRole('textbox').fill('0447')
    await page.getByRole('button', { name: '继续' }).click()
    await typeCode(page)
    await page.goto(`${server.url}/p/pay?lang=zh`)
    expect(await page.getByText('支付宝').count()).toBe(0)
    await page.getByText('在微信内只能使用微信支付').waitFor()
    await shoot(page, '9-in-wechat-zh')
    await page.getByRole('button', { name: '前往支付页面' }).click()
    await page.getByRole('heading', { level: 1, name: '微信支付' }).waitFor()
    expect(await breaches(page)).toEqual([])
    await shoot(page, '9-sheet-zh')
    confirm()
    await page.getByText('我们已收到 ¥666.00').waitFor()
    await page.getByText('收据编号').waitFor()
    await shoot(page, '9-paid-zh')
    expect(new Set(asked)).toEqual(new Set([server.url, sandbox.url]))
    await context.close()
  })

  test('in Chinese, on a phone, by Alipay; leaving pays nothing', async () => {
    const page = await open('zh-CN', false)
    const asked = watch(page)
    await page.goto(await link(2n, 'CNY'))
    await shoot(page, '1-check-zh')
    await page.getByRole('textbox').fill('0２47')
    await page.getByRole('button', { name: '继续' }).click()
    await typeCode(page)
    await page.getByRole('button', { name: '还款', exact: true }).click()
    await page.getByRole('heading', { name: '支付您的账户' }).waitFor()
    await shoot(page, '2-account-zh')
    await page.getByLabel('支付宝').check()
    await page.getByRole('button', { name: '前往支付页面' }).click()
    await page.getByRole('button', { name: '离开' }).click()
    await page.getByText('尚未收到支付机构的结果').waitFor()
    await shoot(page, '4-waiting-zh')
    await page.getByRole('link', { name: '返回您的账户' }).click()
    await page.getByLabel('支付宝').check()
    await page.getByRole('button', { name: '前往支付页面' }).click()
    await page.getByRole('button', { name: '支付' }).click()
    await page.getByText('我们已收到 ¥888.00').waitFor()
    await page.getByRole('link', { name: '查看收据' }).click()
    await shoot(page, '5-receipt-zh')
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Receipt' }).waitFor()
    expect(new Set(asked)).toEqual(new Set([server.url, sandbox.url]))
    await page.context().close()
  })

  test('whether it is real is asked before anything else, without a script', async () => {
    for (const [lang, words] of [
      [
        'en',
        {
          link: 'Is this real?',
          go: 'Check',
          yes: 'Yes, +44 20 7946 0000 is our number',
          no: 'We do not know it',
        },
      ],
      [
        'zh',
        {
          link: '这是真的吗',
          go: '核实',
          yes: '是的，+44 20 7946 0000 是我们的号码',
          no: '我们没有这条记录',
        },
      ],
    ] as const) {
      const page = await open(lang === 'zh' ? 'zh-CN' : 'en-GB', false)
      const asked = watch(page)
      await page.goto(await link(1n, 'GBP'))
      await page.getByRole('link', { name: words.link }).first().click()
      await page.getByRole('textbox').fill('020 7946 0000')
      await page.getByRole('button', { name: words.go }).click()
      expect(await page.getByRole('status').textContent()).toContain(words.yes)
      await shoot(page, `6-real-${lang}`)
      await page.getByRole('textbox').fill('020 7946 0001')
      await page.getByRole('button', { name: words.go }).click()
      expect(await page.getByRole('alert').textContent()).toContain(words.no)
      await shoot(page, `7-not-ours-${lang}`)
      expect(new Set(asked)).toEqual(new Set([server.url]))
      await page.context().close()
    }
  })

  test.each(['en', 'zh'] as const)('axe finds nothing on any page (%s)', async (lang) => {
    const page = await open(lang === 'zh' ? 'zh-CN' : 'en-GB', true)
    await page.goto(await link(3n, 'GBP'))
    expect(await breaches(page)).toEqual([])
    await page.getByRole('textbox').fill('03-47')
    await page.getByRole('button').click()
    await page.getByRole('heading', { level: 2 }).waitFor()
    await typeCode(page)
    await page.goto(`${server.url}/p/pay?lang=${lang}`)
    await page.getByRole('table').waitFor()
    expect(await breaches(page)).toEqual([])
    for (const path of ['/p/wrong', '/p/contact']) {
      await page.goto(`${server.url}${path}?lang=${lang}`)
      await shoot(page, `8${path.replaceAll('/', '-')}-${lang}`)
      expect(await breaches(page)).toEqual([])
    }
    await page.goto(`${server.url}/p/pay?lang=${lang}`)
    await page.getByRole('radio').last().check()
    await page.getByRole('textbox').fill('-1')
    await page.getByRole('main').getByRole('button').click()
    await page.getByRole('alert').waitFor()
    expect(await breaches(page)).toEqual([])
    await page.getByRole('textbox').fill('1.00')
    await page.getByRole('main').getByRole('button').click()
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByRole('status').waitFor()
    expect(await breaches(page)).toEqual([])
    await page.getByRole('main').getByRole('link').first().click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await breaches(page)).toEqual([])
    await page.goto(`${server.url}/p/nothing?lang=${lang}`)
    expect(await breaches(page)).toEqual([])
    await page.goto(`${server.url}/p/real?lang=${lang}`)
    expect(await breaches(page)).toEqual([])
    await page.getByRole('textbox').fill('nobody')
    await page.getByRole('button').click()
    await page.getByRole('alert').waitFor()
    expect(await breaches(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 600 })
    for (const narrow of [await link(3n, 'GBP'), `${server.url}/p/real?lang=${lang}`]) {
      await page.goto(narrow)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide).toBeLessThanOrEqual(320)
    }
    await page.context().close()
  })
})
