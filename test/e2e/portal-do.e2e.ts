import { mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type Running } from '../../src/api/server.ts'
import { addPerson, addPortfolios } from '../../src/api/testing.ts'
import { currencyOf, type Currency } from '../../src/core/money.ts'
import { checkReceipt } from '../../src/evidence/receipt.ts'
import { newSealPem, sealKeyOf } from '../../src/evidence/seal.ts'
import { buildPortal } from '../../src/portal/app.ts'
import { inTenant } from '../../src/store/db.ts'
import { loadLaw } from '../../src/store/law.ts'
import { makeLink } from '../../src/store/pay-link.ts'
import { publishFolder } from '../../src/store/strategy.ts'
import { freshDatabase, type Fresh } from '../setup/fresh.ts'
import { breaches } from './setup/axe.ts'
import { chromiumPath, launch, PATIENCE_MS } from './setup/chromium.ts'
import { typeCode } from './setup/coded.ts'
import { NOW, TODAY } from './setup/desk.ts'

const chromium = chromiumPath()
const SHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url))
const here = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const KEY = Buffer.from('a key of the portal for the test')
const seal = sealKeyOf(newSealPem())
/** A picture of one dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

let fresh: Fresh
let home: string
let server: Running
let browser: Browser

beforeAll(async () => {
  if (chromium === undefined) return
  mkdirSync(SHOTS, { recursive: true })
  fresh = await freshDatabase()
  home = await mkdtemp(join(tmpdir(), 'forbear-portal-do-'))
  let url = ''
  const pay = {
    get portalUrl() {
      return url
    },
    providers: [],
    systems: [],
    creditors: [],
  }
  await inTenant(fresh.db, 1n, async (tx) => {
    await addPortfolios(tx)
    for (const id of [1n, 3n, 4n]) await addPerson(tx, { id, arrears: 50_000n })
    await addPerson(tx, { id: 2n, name: '王小明', portfolio: 2, language: 'zh', arrears: 88_800n })
    await tx.query(`update account set ref = 'LN-20' || account_id || '47'`)
    await tx.query(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
         template, language, state, block_version, permitted_at, expires_at, slots, made_by)
       select 1, b, gen_random_uuid(), 1, array[b], 'sms', 1, 'reminder-warm', 'en', 'permitted', 0, $1::timestamptz,
         $1::timestamptz + interval '1 hour', '[]', 'test' from unnest(array[1, 2, 3, 4]::bigint[]) as b`,
      [new Date(NOW).toISOString()],
    )
  })
  await publishFolder(fresh.db, 1n, here('strategies'), here('templates'))
  const law = loadLaw(here('law'))
  const when = { now: () => NOW, today: () => TODAY }
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const common = { db: fresh.db, ...when, pay, log, law, home }
  const portal = buildPortal({
    ...common,
    tenantId: 1n,
    key: KEY,
    seal,
    addressOf: () => '127.0.0.1',
  })
  const rest = { clock: 'movable' as const, port: 0, portal, say: () => undefined }
  server = await startServer({ ...common, ...rest, adminUrl: fresh.adminUrl })
  url = server.url
  browser = await launch(chromium)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
  if (home !== undefined) await rm(home, { recursive: true, force: true })
})

/** Everybody who was asked for anything by a page. */
const asked = new Set<string>()

afterEach(() => {
  if (chromium !== undefined) expect([...asked]).toEqual([server.url])
})

/** Somebody who gave the fact, and typed the code where `level` says so. */
async function open(
  id: bigint,
  of: { lang: 'en' | 'zh'; script: boolean; level: 'fact' | 'code' },
): Promise<Page> {
  const context = await browser.newContext({
    locale: of.lang === 'zh' ? 'zh-CN' : 'en-GB',
    javaScriptEnabled: of.script,
    viewport: { width: 390, height: 844 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('request', (request) => asked.add(new URL(request.url()).origin))
  const currency = currencyOf(id === 2n ? 'CNY' : 'GBP') as Currency
  const link = { borrowerId: id, accountId: id, amount: undefined, currency, days: 7, by: 'test' }
  const made = await inTenant(fresh.db, 1n, (tx) => makeLink(tx, 1n, link, NOW))
  await page.goto(`${server.url}/p/${made.token}?lang=${of.lang}`)
  await page.getByRole('textbox').fill(`20${id}47`.slice(-4))
  await page.getByRole('button').first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  if (of.level === 'code') await typeCode(page)
  return page
}

const shoot = (page: Page, name: string) =>
  page.screenshot({ path: join(SHOTS, `portal-do-${name}.png`), fullPage: true })

/** What could still reach this person: permits that have not left, and what is planned to leave. */
const coming = async (id: bigint) => {
  const found = await inTenant(fresh.db, 1n, (tx) =>
    tx.query<{ permitted: number; planned: number }>(
      `select (select count(*)::int from contact where borrower_id = $1 and state in ('permitted', 'sending')) as permitted,
         (select count(*)::int from treatment where borrower_id = $1 and state in ('planned', 'deferred')) as planned`,
      [id],
    ),
  )
  return found.rows[0]
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

describe.skipIf(chromium === undefined)('what a borrower does without calling', () => {
  test('hardship, then a plan, without a script: messages stop, and stay stopped', async () => {
    const page = await open(1n, { lang: 'en', script: false, level: 'code' })
    expect(await coming(1n)).toMatchObject({ permitted: 1 })
    await page.goto(`${server.url}/p/help?lang=en`)
    await shoot(page, '1-help-en')
    await page.getByRole('link', { name: 'Tell us what happened' }).click()
    await page.getByLabel('Income lost or lower').check()
    await press(page, 'Continue')
    await shoot(page, '2-sure-en')
    await page.getByRole('textbox').fill('My hours were cut in October.')
    await press(page, 'Stop asking me')
    expect(await page.getByRole('status').textContent()).toContain('We have stopped')
    await shoot(page, '3-stopped-en')
    expect(await coming(1n)).toEqual({ permitted: 0, planned: 0 })
    await page.goto(`${server.url}/p/plan?lang=en`)
    await page.getByLabel('How much can you pay a month?').fill('200')
    await press(page, 'Continue')
    await page.getByLabel('When does your money come in?').selectOption('m25')
    await press(page, 'Continue')
    await shoot(page, '4-ways-en')
    await page.getByRole('radio').first().check()
    await press(page, 'Continue')
    await shoot(page, '5-terms-en')
    await press(page, 'I agree to this plan')
    expect(await page.getByRole('status').textContent()).toContain('Agreed')
    await shoot(page, '6-plan-en')
    expect(await coming(1n)).toEqual({ permitted: 0, planned: 0 })
    await page.getByRole('link', { name: 'Skip a payment' }).click()
    await press(page, 'Skip it')
    expect(await page.getByRole('status').textContent()).toContain('Skipped')
    await page.context().close()
  })

  test('a screenshot is handed in, its receipt checked by anybody, and put to a complaint', async () => {
    const page = await open(2n, { lang: 'zh', script: false, level: 'code' })
    await page.goto(`${server.url}/p/folder?lang=zh`)
    await shoot(page, '7-folder-zh')
    await page.getByRole('link', { name: '上传录音' }).click()
    await page.getByLabel('文件', { exact: true }).setInputFiles({
      name: 'screen.png',
      mimeType: 'image/png',
      buffer: PNG,
    })
    await page.getByLabel('这是什么').fill('11月3日的短信')
    await press(page, '放入资料夹')
    await page.getByRole('heading', { name: '11月3日的短信' }).waitFor()
    await shoot(page, '8-receipt-zh')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载回执' }).click(),
    ])
    const text = await readFile(await download.path(), 'utf8')
    const keys = [seal.publicKey]
    expect(checkReceipt(text, { keys, file: PNG })).toMatchObject({ is: 'good', file: 'same' })
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载您提交的内容' }).click(),
    ])
    expect(await readFile(await file.path())).toEqual(PNG)
    await page.getByRole('link', { name: '任何人都可在此粘贴' }).click()
    await page.getByRole('textbox').fill(text)
    await press(page, '核验')
    expect(await page.getByRole('status').textContent()).toContain('是的')
    await shoot(page, '9-checked-zh')
    await page.getByRole('textbox').fill(text.replace('bytes: ', 'bytes: 1'))
    await press(page, '核验')
    expect(await page.getByRole('alert').textContent()).toContain('被改动过')
    await page.goto(`${server.url}/p/talk/complain?lang=zh`)
    await page.getByLabel('催收行为').check()
    await press(page, '继续')
    await page.getByLabel('发生了什么').fill('晚上十点打来电话。')
    await page.getByLabel('11月3日的短信').check()
    await shoot(page, '10-complain-zh')
    await press(page, '提交投诉')
    expect(await page.getByRole('status').textContent()).toContain('已收到您的投诉')
    expect(await page.getByText('附资料：1 项').count()).toBe(1)
    await page.context().close()
  })

  const PATHS = [
    '/p/plan',
    '/p/plan/when?much=50',
    '/p/plan/ways?much=50&when=m1',
    '/p/help',
    '/p/help/advice',
    '/p/help/tell',
    '/p/help/sure?sort=other',
    '/p/talk',
    '/p/talk/call',
    '/p/talk/write',
    '/p/talk/complain',
    '/p/talk/complain/sure?sort=conduct',
    '/p/folder',
    '/p/folder/note',
    '/p/folder/file',
    '/p/check',
    '/p/about-you',
    '/p/about-you/situation',
    '/p/about-you/sure?sort=health',
    '/p/about-you/helper',
    '/p/about-you/language',
    '/p/rewards',
  ]

  test.each(['en', 'zh'] as const)(
    'axe finds nothing on any page, and none is wider than 320 px (%s)',
    async (lang) => {
      const page = await open(lang === 'en' ? 3n : 4n, { lang, script: true, level: 'code' })
      for (const path of PATHS) {
        await page.setViewportSize({ width: 390, height: 844 })
        await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
        expect([path, await breaches(page)]).toEqual([path, []])
        await shoot(page, `page${path.replaceAll(/[/?&=]/g, '-')}-${lang}`)
        await page.setViewportSize({ width: 320, height: 600 })
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        expect([path, wide <= 320]).toEqual([path, true])
      }
      await page.context().close()
    },
  )
})
