import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAdmin } from '../../src/store/db.ts'
import { readWorkFile } from '../../src/store/work-file.ts'
import { applyWorkFile } from '../../src/store/work-people.ts'
import { chromiumPath } from './setup/chromium.ts'
import { TODAY } from './setup/desk.ts'
import { closeStage, openStage, pageAs, type Stage } from './setup/page.ts'

const chromium = chromiumPath()
const BORROWERS = 100_000
/** What a person feels as at once: the budget of this key. */
const BUDGET_MS = 300
const PRESSES = 20
const ROUNDS = 3

describe.skipIf(chromium === undefined)(`N on a book of ${BORROWERS} borrowers`, () => {
  let stage: Stage
  let admin: ReturnType<typeof connectAdmin>
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    const { db, adminUrl } = stage.world
    admin = connectAdmin(adminUrl)
    for (const statement of BOOK)
      await admin.query(statement, [BORROWERS, TODAY].slice(0, valuesIn(statement)))
    await admin.query('vacuum analyze')
    const file = readWorkFile(readFileSync('worklists/demo.yaml', 'utf8'))
    if (!('people' in file)) throw new Error(JSON.stringify(file))
    await applyWorkFile({ db, adminUrl, tenantId: 1n, say: () => undefined }, file, 'test')
  }, 300_000)
  afterAll(async () => {
    await admin?.end()
    await closeStage(stage)
  })

  test('the next case of work is on the screen before one waits for it', async () => {
    const page = await pageAs(stage, 'collector')
    const asked = asksOf(page)
    await page.goto('/work')
    await page.getByRole('heading', { level: 1, name: 'Work' }).waitFor()
    const press = async () => {
      await admin.query(
        'update lease set ended_at = taken_at, stays_with = null, stays_until = null',
      )
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'Work' }).waitFor()
      await page.waitForLoadState('networkidle')
      asked.length = 0
      return msToNextHeading(page)
    }
    await report(page, 'Work', press)
    // All of it came in the answer that gave the case, the guard's word of that moment too.
    await press()
    await page.waitForLoadState('networkidle')
    expect(asked).toContain('/v1/work/next')
    expect(asked.filter((path) => /\/cases\/[^/]+(\/permissions)?$/.test(path))).toEqual([])
    await page.close()
  }, 600_000)

  test('so is the next one of a list', async () => {
    const page = await pageAs(stage, 'collector')
    await page.goto('/cases')
    await page
      .getByRole('link', { name: /^Borrower / })
      .first()
      .waitFor()
    const ahead = waitForAhead(page)
    await page.keyboard.press('n')
    await page.waitForURL(/\/cases\/case_/)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await report(page, 'Cases', async () => {
      await ahead()
      return msToNextHeading(page)
    })
    // What the key shows was read before it: it comes while no answer does, and the guard is asked again.
    await msToNextHeading(page)
    await ahead()
    const held: string[] = []
    let answer: () => void = () => undefined
    const answers = new Promise<void>((done) => (answer = done))
    await page.route('**/v1/cases/**', async (route) => {
      held.push(new URL(route.request().url()).pathname)
      await answers
      await route.continue()
    })
    await msToNextHeading(page)
    const here = `/v1${new URL(page.url()).pathname}`
    await expect
      .poll(() => held, WAITING)
      .toEqual(expect.arrayContaining([here, `${here}/permissions`]))
    const hold = page.getByRole('button', { name: /^Place a hold/ })
    const standing = async () => [
      await page.locator('.strip').getAttribute('aria-busy'),
      await hold.isDisabled(),
    ]
    expect(await standing()).toEqual(['true', true])
    answer()
    await expect.poll(standing, WAITING).toEqual(['false', false])
    await page.close()
  }, 600_000)
})

const WAITING = { timeout: 20_000 }
const isPermissions = (path: string): boolean => path.endsWith('/permissions')
const caseOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

/** Until the case after the one shown is here; none of those that were shown before counts. */
function waitForAhead(page: Page): () => Promise<void> {
  const asked = asksOf(page)
  const answered = new Set<string>()
  page.on('requestfinished', (request) => answered.add(new URL(request.url()).pathname))
  const past = new Set<string>()
  page.on('framenavigated', () => past.add(`/v1${new URL(page.url()).pathname}`))
  return async () => {
    past.add(`/v1${new URL(page.url()).pathname}`)
    const next = () => asked.findLast((path) => isPermissions(path) && !past.has(caseOf(path)))
    await expect
      .poll(() => {
        const path = next()
        return path !== undefined && answered.has(path) && answered.has(caseOf(path))
      }, WAITING)
      .toBe(true)
  }
}

/** What the page asks the server for. */
function asksOf(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  return asked
}

/**
 * The least disturbed round counts. Milliseconds are printed beside the budget; what is judged is a comparison that
 * holds on every machine: the key must be quicker than opening the same page by its address.
 */
async function report(page: Page, where: string, press: () => Promise<number>): Promise<void> {
  const p95: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const all: number[] = []
    for (let n = 0; n < PRESSES; n++) all.push(await press())
    p95.push(all.toSorted((a, b) => a - b)[Math.floor(PRESSES * 0.95) - 1] ?? Infinity)
    if (Math.min(...p95) < BUDGET_MS) break
  }
  const opened: number[] = []
  for (let n = 0; n < 5; n++) {
    const since = performance.now()
    await page.reload()
    await page.locator('.strip').waitFor()
    opened.push(performance.now() - since)
  }
  const byAddress = Math.min(...opened)
  const best = Math.min(...p95)
  console.log(
    `N at ${where}: p95 ${p95.map((ms) => Math.round(ms)).join(', ')} ms a round (budget ${BUDGET_MS}); ` +
      `by its address ${Math.round(byAddress)} ms`,
  )
  expect(best / byAddress).toBeLessThan(0.8)
}

/** From the key to the frame in which another name stands on top of the page. */
async function msToNextHeading(page: Page): Promise<number> {
  await page.evaluate(() => {
    const name = () => document.querySelector('h1')?.textContent
    const before = name()
    const seen = new Promise<number>((done) => {
      addEventListener(
        'keydown',
        () => {
          const since = performance.now()
          const look = () =>
            name() !== undefined && name() !== before && document.querySelector('.strip') !== null
              ? done(performance.now() - since)
              : requestAnimationFrame(look)
          requestAnimationFrame(look)
        },
        { once: true, capture: true },
      )
    })
    Object.assign(globalThis, { seen })
  })
  await page.keyboard.press('n')
  return page.evaluate(() => (globalThis as unknown as { seen: Promise<number> }).seen)
}

/** How many of $1, $2 a statement takes. */
const valuesIn = (statement: string): number => (statement.includes('$2') ? 2 : 1)

const FIRST = 1000
const BOOK: readonly string[] = [
  `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
   select 1, ${FIRST} + n, 'core', 'N-' || n, 'Borrower ' || n, 'zh', '{Asia/Shanghai}'
     from generate_series(1, $1::int) n`,
  `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
   select 1, ${FIRST} + n, ${FIRST} + n, 'core', 'NA-' || n, 1, 1, 'CNY' from generate_series(1, $1::int) n`,
  `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
     outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, as_of)
   select 1, ${FIRST} + n, ${FIRST} + n, 1, 1, 'CNY', 'zh', 500000, 1000 + n, 1, $2::date - 8, $2
     from generate_series(1, $1::int) n`,
  `insert into address (tenant_id, borrower_id, address_id, kind, value)
   select 1, ${FIRST} + n, 1, 'mobile', '+86' || 13000000000 + n from generate_series(1, $1::int) n`,
  `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone,
     priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
   select 1, ${FIRST} + n, ${FIRST} + n, 1, 'open', 'early', 'warm', 1000 + n % 1000, 1000 + n, 'CNY', $2::date - 8,
     $2::date - 7, $2 from generate_series(1, $1::int) n`,
  // Every second one stands where the window has closed, the most urgent ones among them.
  `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
     row_no, treatment, channel, worklist, priority, state, lawful_until)
   select 1, ${FIRST} + n, ${FIRST} + n, $2, 'online-lender', 2, 'early', 'warm', 1, 'early-call', 'call', 'early-calls',
     1000 + n % 1000, 'listed', case when n % 2 = 0 then timestamptz '2026-11-20T01:00:00Z' else '2026-11-20T09:00:00Z' end
     from generate_series(1, $1::int) n`,
]
