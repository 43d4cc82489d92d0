import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type Running } from '../../src/api/server.ts'
import { addPerson, addPortfolios } from '../../src/api/testing.ts'
import { openTypesetter } from '../../src/channels/letter/typeset.ts'
import { currencyOf, type Currency } from '../../src/core/money.ts'
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
const opened = await openTypesetter()
const typesetter = 'declined' in opened ? undefined : opened
const SHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url))
const here = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

let fresh: Fresh
let home: string
let server: Running
let browser: Browser

beforeAll(async () => {
  if (chromium === undefined) return
  mkdirSync(SHOTS, { recursive: true })
  fresh = await freshDatabase()
  home = await mkdtemp(join(tmpdir(), 'forbear-portal-home-'))
  await inTenant(fresh.db, 1n, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 1n, name: 'Ann Lee', arrears: 123_450n })
    const zh = { portfolio: 2, language: 'zh', zone: 'Asia/Shanghai' } as const
    await addPerson(tx, { id: 2n, name: '王小明', arrears: 88_800n, ...zh })
    await tx.query(`update account set ref = 'LN-20' || account_id || '47'`)
    await tx.query(`update position set outstanding_minor = 500000`)
    await addPerson(tx, { id: 3n, name: '陈静', arrears: 0n, ...zh })
    await tx.query(
      `update account set ref = 'LN-20347', closed_on = '2026-10-30' where borrower_id = 3`,
    )
    await tx.query(
      `update position set outstanding_minor = 0, arrears_minor = 0 where borrower_id = 3`,
    )
  })
  await publishFolder(fresh.db, 1n, here('strategies'), here('templates'))
  const law = loadLaw(here('law'))
  const pay = { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] }
  const deps = {
    db: fresh.db,
    now: () => NOW,
    today: () => TODAY,
    pay,
    log: (line: string) => process.stderr.write(`${line}\n`),
  }
  const portal = buildPortal({
    ...deps,
    tenantId: 1n,
    key: Buffer.from('a key of the portal for the test'),
    addressOf: () => '127.0.0.1',
    codes: await codesFor(fresh.db, law),
    typesetter,
  })
  server = await startServer({
    ...deps,
    adminUrl: fresh.adminUrl,
    home,
    port: 0,
    law,
    clock: 'movable',
    portal,
    say: () => undefined,
  })
  browser = await launch(chromium)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
  if (home !== undefined) await rm(home, { recursive: true, force: true })
})

async function link(id: bigint, currency: string): Promise<string> {
  const of = { borrowerId: id, accountId: id, amount: undefined, days: 7, by: 'test' }
  const made = await inTenant(fresh.db, 1n, (tx) =>
    makeLink(tx, 1n, { ...of, currency: currencyOf(currency) as Currency }, NOW),
  )
  return `${server.url}/p/${made.token}`
}

const SAID = {
  en: {
    go: 'Continue',
    stand: 'Where you stand',
    another: 'Choose where we send it',
    send: 'Send the code',
    code: 'The code',
  },
  zh: {
    go: '继续',
    stand: '您的账户情况',
    another: '重新选择',
    send: '发送验证码',
    code: '验证码',
  },
} as const

const WHO = {
  en: { id: 1n, currency: 'GBP', locale: 'en-GB', amount: '£1,234.50' },
  zh: { id: 2n, currency: 'CNY', locale: 'zh-CN', amount: '¥888.00' },
} as const

async function open(lang: 'en' | 'zh', javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({
    locale: WHO[lang].locale,
    javaScriptEnabled,
    viewport: { width: 390, height: 844 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

/** What was loaded: from where, of which kind, and how many bytes. */
function watch(page: Page) {
  const seen: { readonly host: string; readonly kind: string; readonly bytes: Promise<number> }[] =
    []
  page.on('requestfinished', (request) => {
    const bytes = request.sizes().then((sizes) => sizes.responseBodySize)
    seen.push({ host: new URL(request.url()).host, kind: request.resourceType(), bytes })
  })
  return seen
}

const shoot = (page: Page, name: string) =>
  page.screenshot({ path: join(SHOTS, `portal-home-${name}.png`), fullPage: true })

/** From the link to the page behind the code, with nothing but links and forms. */
async function walk(page: Page, lang: 'en' | 'zh', look: (name: string) => Promise<void>) {
  const { id, currency } = WHO[lang]
  const said = SAID[lang]
  await page.goto(await link(id, currency))
  await look('1-link')
  await page.getByRole('textbox').fill(`0${id}47`)
  await page.getByRole('button', { name: said.go }).click()
  await page.waitForURL('**/p/home*')
  await look('2-home')
  await page.getByRole('button', { name: said.stand }).click()
  await page.getByRole('status').waitFor()
  await look('3-sent')
  await page.getByRole('link', { name: said.another }).click()
  await page.getByRole('button', { name: said.send }).waitFor()
  await look('3-ways')
  await page.goBack()
  await page.getByLabel(said.code, { exact: true }).fill('000')
  await page.getByRole('button', { name: said.go }).click()
  await page.getByRole('alert').waitFor()
  await look('4-wrong')
  await page.getByLabel(said.code, { exact: true }).fill(await newestCode(fresh.db, id))
  await page.getByRole('button', { name: said.go }).click()
  await page.getByRole('heading', { level: 1, name: said.stand }).waitFor()
  await look('5-stand')
}

const BEHIND = ['messages', 'done', 'complaints', 'privacy'] as const
const FIRST_BYTES_MAX = 100 * 1024

describe.skipIf(chromium === undefined)('a borrower’s home', () => {
  test.each(['en', 'zh'] as const)(
    'link, fact, code and where one stands work without a script, and ask nobody else (%s)',
    async (lang) => {
      const page = await open(lang, false)
      const seen = watch(page)
      let first = 0
      await walk(page, lang, async (name) => {
        if (first === 0)
          first = (await Promise.all(seen.map(({ bytes }) => bytes))).reduce((a, b) => a + b, 0)
        await shoot(page, `${name}-${lang}`)
      })
      expect(first).toBeGreaterThan(1000)
      expect(first).toBeLessThanOrEqual(FIRST_BYTES_MAX)
      expect(await page.locator('.amount').textContent()).toBe(WHO[lang].amount)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.leave').isVisible()).toBe(false)
      expect(await page.getByRole('table').isVisible()).toBe(true)
      await shoot(page, `6-print-${lang}`)
      await page.emulateMedia({ media: 'screen' })
      for (const path of BEHIND) {
        await page.goto(`${server.url}/p/${path}?lang=${lang}`)
        await shoot(page, `7-${path}-${lang}`)
      }
      expect(new Set(seen.map(({ host }) => host))).toEqual(new Set([new URL(server.url).host]))
      expect(seen.filter(({ kind }) => kind === 'script')).toEqual([])
      // Away: the session is over, and the way back shows nothing.
      const left = await page
        .context()
        .request.get(`${server.url}/p/leave?lang=${lang}`, { maxRedirects: 0 })
      expect(left.headers()['location']).toMatch(/^https:\/\/www\.(bbc|weather)\.com/)
      expect((await page.goto(`${server.url}/p/stand`))?.status()).toBe(404)
      await page.context().close()
    },
  )

  test.skipIf(typesetter === undefined)(
    'the closure certificate is downloaded, its bytes are those that the page names, and anybody may check it',
    async () => {
      const page = await open('zh', false)
      await page.goto(await link(3n, 'CNY'))
      await page.getByRole('textbox').fill('0347')
      await page.getByRole('button', { name: SAID.zh.go }).click()
      await typeCode(page)
      await page.goto(`${server.url}/p/done?lang=zh`)
      for (const [name, of] of [
        ['中文版', 'zh'],
        ['英文版', 'en'],
      ] as const) {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name }).click(),
        ])
        const bytes = await readFile(await download.path())
        expect(download.suggestedFilename()).toBe(`certificate-${of}.pdf`)
        expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
        const hash = createHash('sha256').update(bytes).digest('hex')
        expect(await page.getByRole('main').textContent()).toContain(`${of} ${hash}`)
      }
      await shoot(page, '9-done-zh')
      const words = (await page.getByRole('main').textContent()) ?? ''
      const number = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(words)?.[0] ?? 'none'
      const anybody = await open('zh', false)
      await anybody.goto(`${server.url}/p/real?lang=zh`)
      await anybody.getByRole('textbox').fill(number)
      await anybody.getByRole('button', { name: '核实' }).click()
      const told = await anybody.getByRole('status').textContent()
      expect(told).toContain('我们于2026年')
      expect(told).not.toContain('陈静')
      for (const one of [page, anybody]) await one.context().close()
    },
  )

  test.each(['en', 'zh'] as const)(
    'axe finds nothing, and 320 px (twice the zoom) and large text need no sideways scroll (%s)',
    async (lang) => {
      const page = await open(lang, true)
      const look = async () => {
        expect(await breaches(page)).toEqual([])
      }
      await walk(page, lang, look)
      for (const path of ['home', 'stand', ...BEHIND]) {
        await page.setViewportSize({ width: 390, height: 844 })
        await page.goto(`${server.url}/p/${path}?lang=${lang}&text=normal`)
        await look()
        await page.setViewportSize({ width: 320, height: 640 })
        const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
        expect([path, await wide()]).toEqual([path, 320])
        await page.goto(`${server.url}/p/${path}?lang=${lang}&text=large`)
        expect([path, 'large', await wide()]).toEqual([path, 'large', 320])
        // Twice the size that the reader's browser has for text.
        await page
          .addStyleTag({ content: ':root{font-size:200%!important}' })
          .catch(() => undefined)
        if (path === 'stand') await shoot(page, `8-large-${lang}`)
      }
      await page.context().close()
    },
  )
})
