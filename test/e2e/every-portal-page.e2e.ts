import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAGES } from '../../src/portal/pages.ts'
import { openPortalWorld, type Here, type PortalWorld } from '../portal-world.ts'
import { breaches } from './setup/axe.ts'
import { bestCostOf } from './setup/budget.ts'
import { chromiumPath, launch, PATIENCE_MS } from './setup/chromium.ts'
import { SHOTS, type Language } from './setup/page.ts'
import { wrongOnPaper } from './setup/paper.ts'
import { brokenByLongerWords } from './setup/stretch.ts'

const chromium = chromiumPath()
const PAGES_MAX = 120
const NARROW = { width: 320, height: 800 } as const
/** A window of 1280 by 800 at 200% zoom: half of it, and each pixel twice. */
const ZOOMED = { width: 640, height: 400 } as const

/** Budgets of a borrower's page: bytes on the wire, and first paint over slow 4G. */
const FIRST_PAGE_BYTES = 100 * 1024
const SCRIPT_BYTES = 20 * 1024
const FIRST_PAINT_MS = 1500
/** What a message, a letter, a mail, a receipt or a card leads to besides a link, and what lies behind the code. */
const FIRST_PAGES = [
  '/p/c',
  '/p/c/AAAA',
  '/p/real',
  '/p/check',
  '/p/stop/x',
  '/p/complaints',
  '/p/privacy',
  '/p/gone',
  '/p/home',
  ...PAGES.filter(({ place }) => place !== 'none').map(({ path }) => path),
] as const

/** Nobody has paid here; `portal-pay.e2e.ts` looks at these. */
const AFTER_PAYING: ReadonlySet<string> = new Set(['/p/receipt', '/p/back', '/p/wechat'])

describe.skipIf(chromium === undefined)('every page that a borrower can come to', () => {
  let world: PortalWorld
  let server: Server
  let browser: Browser
  let url: string
  beforeAll(async () => {
    ;[world, browser] = await Promise.all([openPortalWorld({ people: 4n }), launch(chromium ?? '')])
    server = createServer(getRequestListener((request) => world.portal.fetch(request)))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
    await world?.stop()
  })

  async function openAs({ Cookie }: Pick<Here, 'Cookie'>, language: Language): Promise<Page> {
    const context = await browser.newContext({
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      viewport: NARROW,
      deviceScaleFactor: 2,
      baseURL: url,
    })
    const at = Cookie.indexOf('=')
    if (at > 0)
      await context.addCookies([{ name: Cookie.slice(0, at), value: Cookie.slice(at + 1), url }])
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    return page
  }

  test.each<Language>(['en', 'zh'])(
    'in %s, with no script in it, at 320 pixels: no breach, nothing sideways, also large, at 200% zoom and on paper, room for longer words',
    async (language) => {
      const page = await openAs(await world.coded(), language)
      const others = new Set<string>()
      page.on('request', (request) => others.add(new URL(request.url()).origin))
      const seen = await crawl(page, language)
      expect([...others]).toEqual([url])
      console.log(`${seen.size} pages in ${language}: ${[...seen].join(' ')}`)
      const linked = PAGES.filter(({ path }) => !AFTER_PAYING.has(path))
      for (const { path } of linked) expect([...seen]).toContain(path)
      await page.context().close()
    },
    600_000,
  )

  test('the first pages keep their budget of bytes, script and time', async () => {
    const { Cookie } = await world.coded()
    for (const path of [await world.link(1n), ...FIRST_PAGES]) {
      const cost = await bestCostOf(() => openAs({ Cookie }, 'en'), {
        url: `${url}${path}`,
        enoughMs: FIRST_PAINT_MS,
      })
      console.log(
        `${path}: ${cost.requests} requests, ${cost.bytes} bytes, first paint ${cost.firstPaintMs} ms on slow 4G`,
      )
      expect(cost.others).toEqual([])
      expect(cost.bytes).toBeLessThan(FIRST_PAGE_BYTES)
      expect(cost.scriptBytes).toBeLessThan(SCRIPT_BYTES)
      expect(cost.firstPaintMs).toBeLessThan(FIRST_PAINT_MS)
    }
  })
})

/** From the first page after the fact, every link of ours, each kind of page once. */
async function crawl(page: Page, language: Language): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  const waiting = ['/p/home', '/p/real', '/p/c']
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path)
    if (seen.has(kind) || seen.size > PAGES_MAX) continue
    seen.add(kind)
    const answer = await page.goto(path)
    const type = answer?.headers()['content-type'] ?? ''
    if (!type.startsWith('text/html')) continue
    await lookAt(page, kind, language)
    const links = await page.$$eval('a[href^="/p/"]', (all) =>
      all.map((one) => one.getAttribute('href') ?? ''),
    )
    waiting.push(...links.filter((link) => !AWAY.test(link)))
  }
  return seen
}

/** Leaving ends the session, and the switches lead back here. */
const AWAY = /^\/p\/leave|[?&]text=|\/p\/text/

async function lookAt(page: Page, kind: string, language: Language): Promise<void> {
  const name = `${kind} in ${language}`
  expect.soft(await page.locator('h1').count(), `${name}: headings`).toBe(1)
  // The browser would run one, to let axe look; the page has none.
  expect.soft(await page.locator('script').count(), `${name}: scripts`).toBe(0)
  expect
    .soft(await page.locator('html').getAttribute('lang'), name)
    .toMatch(language === 'zh' ? /^zh/ : /^en/)
  const file = kind.slice('/p/'.length).replaceAll('/', '-').replaceAll('*', 'one')
  await page.screenshot({ path: `${SHOTS}borrower-${file}-${language}.png`, fullPage: true })
  expect.soft(await breaches(page), name).toEqual([])
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect.soft(await sideways(), `${name}: sideways`).toBeLessThanOrEqual(0)
  await page.evaluate(() => document.documentElement.classList.add('large'))
  expect.soft(await sideways(), `${name}: sideways with large text`).toBeLessThanOrEqual(0)
  await page.evaluate(() => document.documentElement.classList.remove('large'))
  await page.setViewportSize(ZOOMED)
  expect.soft(await sideways(), `${name}: sideways at 200% zoom`).toBeLessThanOrEqual(0)
  await page.setViewportSize(NARROW)
  expect.soft(await wrongOnPaper(page), `${name}: on paper`).toEqual([])
  expect.soft(await brokenByLongerWords(page), name).toEqual([])
}

/** A page without its search and the numbers of single things; the budget's thirty questions are two kinds. */
const kindOf = (path: string): string =>
  (path.split(/[?#]/)[0] ?? path)
    .split('/')
    .map((part) => (/\d/.test(part) ? '*' : part))
    .join('/')
    .replace(/^\/p\/budget\/(?!adults$).+/, '/p/budget/*')
