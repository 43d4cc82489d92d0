import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseIdText } from '../../src/api/ids.ts'
import { inTenant } from '../../src/store/db.ts'
import { runIn } from '../setup/command.ts'
import { chromiumPath, launch, PATIENCE_MS } from './setup/chromium.ts'
import { moveTo, startDemo, type Demo } from './setup/demo.ts'
import { keyboardOf } from './setup/keyboard.ts'
import { SHOTS, type Role } from './setup/page.ts'

const chromium = chromiumPath()

/** Wednesday, 10:00 in London. */
const FIRST = Date.parse('2026-12-02T10:00:00Z')
const SECOND = Date.parse('2026-12-03T10:00:00Z')
const THIRD = Date.parse('2026-12-04T10:00:00Z')
const CASES = 10

/**
 * One day through the whole house, as people live it: a manager's change with another person's word, the night,
 * a collector's cases, a borrower who cannot pay, and the officer who is asked why.
 */
describe.skipIf(chromium === undefined)('a day', () => {
  let demo: Demo
  let browser: Browser
  let her: Her | undefined
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo(FIRST), launch(chromium ?? '')])
  }, 600_000)
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  }, 60_000)

  const rows = <T extends object>(sql: string, values: unknown[] = []) =>
    inTenant(demo.open.db, 1n, async (tx) => (await tx.query<T>(sql, values)).rows)
  const shoot = (page: Page, name: string) =>
    page.screenshot({ path: `${SHOTS}day-${name}.png`, fullPage: true })

  const forbear = (...args: string[]) =>
    runIn(demo.home, args, { env: { FORBEAR_HOME: demo.home } })
  const borrower = (): Her => {
    if (her === undefined) throw new Error('the night wrote to nobody in the United Kingdom')
    return her
  }

  async function deskAs(role: Role): Promise<Page> {
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      timezoneId: 'Europe/London',
      baseURL: demo.url,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto('/')
    await page.getByLabel('Email', { exact: true }).fill(`${role}@demo.forbear.test`)
    await page.getByLabel('Password', { exact: true }).fill(demo.passwords[role])
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '2026' }).waitFor()
    return page
  }

  test('the demo has something on every page: money handed on, and debts that were bought and paid', async () => {
    const handed = await rows(
      `select f.code, r.needs_second, a.remittance_id is not null as answered
         from remittance r join portfolio f using (tenant_id, portfolio_id)
         left join remittance_answer a using (tenant_id, remittance_id) order by r.remittance_id`,
    )
    expect(handed).toEqual([
      { code: 'us-personal', needs_second: true, answered: true },
      { code: 'us-personal', needs_second: true, answered: false },
    ])
    const posted = await rows<{ kind: string; n: bigint }>(
      `select kind, count(*) as n from entry where kind = 'placement' or payment_id is not null group by kind order by kind`,
    )
    expect(posted.map(({ kind, n }) => [kind, n > 20n])).toEqual([
      ['payment', true],
      ['placement', true],
    ])
  })

  test('a manager changes a strategy; another person agrees', async () => {
    const manager = await deskAs('manager')
    await manager.goto('/strategies/online-lender')
    await manager
      .locator('[data-at="treatments.4.quiet_after"]')
      .fill('payment: 5d, conversation: 4d')
    await manager.getByRole('link', { name: /Publish/ }).click()
    await manager.getByRole('button', { name: /^Make it version/ }).click()
    await manager.getByLabel('Effective from').first().fill('2026-12-03')
    await manager
      .getByLabel('Why, for the person who agrees')
      .first()
      .fill('Who has just talked with us is left in peace longer')
    await manager.getByRole('button', { name: 'Propose', exact: true }).click()
    await manager.getByText('Proposed. Another person must agree now.').waitFor()
    await shoot(manager, '1-proposed')
    const officer = await deskAs('compliance')
    await officer.goto('/strategies/online-lender?view=publish')
    await officer.getByText('Who has just talked with us').waitFor()
    await shoot(officer, '2-agreed')
    await officer.getByRole('button', { name: 'Agree' }).click()
    await officer.getByText('Nothing waits').waitFor()
  })

  test('the night runs by it', async () => {
    moveTo(demo, SECOND)
    const night = () =>
      rows<{ version: number }>(
        `select distinct strategy_version as version from treatment
         where chosen_on = '2026-12-03' and strategy = 'online-lender'`,
      )
    await expect.poll(night, { timeout: 300_000, interval: 1000 }).toEqual([{ version: 3 }])
    const sent = () => rows(CONTACTED)
    await expect
      .poll(async () => (await sent()).length, { timeout: 300_000, interval: 1000 })
      .not.toBe(0)
    ;[her] = await rows<Her>(CONTACTED)
    expect(her).toBeDefined()
  }, 600_000)

  test('a collector works ten cases by keyboard', async () => {
    const page = await deskAs('collector')
    const keys = keyboardOf(page)
    await keys.press('g', 'w')
    await page.getByRole('heading', { level: 1, name: 'Work' }).waitFor()
    const recorded = page.getByText('Recorded. N for the next one.')
    await page.waitForLoadState('networkidle')
    for (let n = 0; n < CASES; n++) {
      await keys.press('n')
      await recorded.waitFor({ state: 'hidden' })
      await page
        .getByText(/^Allowed now/)
        .first()
        .waitFor()
      await keys.press('c')
      await page.getByText(/^Dial /).waitFor()
      const outcome = page.getByLabel(/^Outcome/)
      await outcome.waitFor()
      if (!(await outcome.evaluate((field) => field === document.activeElement)))
        await keys.tabTo(/^Outcome/)
      await keys.type('wrjt')
      await page.getByRole('button', { name: 'Record: No answer' }).waitFor()
      if (n === 0) await shoot(page, '3-call')
      await keys.press('Enter')
      await recorded.waitFor()
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    }
    const calls = await rows(
      `select borrower_id from contact where channel = 'call' and made_by <> 'strategy'`,
    )
    expect(calls.length).toBe(CASES)
    await shoot(page, '4-ten-cases')
  }, 600_000)

  test('a borrower checks that it is real, verifies, reports hardship and sets a plan, with no script', async () => {
    const { id, ref, tail } = borrower()
    const made = await forbear('--json', 'pay', 'link', ref)
    const link = /https?:[^"\s]+\/p\/[^"\s]+/.exec(made.out)?.[0] ?? made.err
    const context = await browser.newContext({
      locale: 'en-GB',
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(new URL(new URL(link).pathname, demo.url).href)
    await shoot(page, '5-link')
    await page
      .getByRole('link', { name: /Is this real/ })
      .first()
      .click()
    await page.getByRole('textbox').first().fill('000-0000-0000')
    await page.getByRole('button').first().click()
    await shoot(page, '6-real')
    await page.goto(new URL(new URL(link).pathname, demo.url).href)
    await page.getByRole('textbox').fill(tail)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await shoot(page, '7-home')
    await page.goto(`${demo.url}/p/help`)
    await page.getByRole('link', { name: 'Tell us what happened' }).click()
    await page.getByLabel('Income lost or lower').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Stop asking me, and look at it' }).click()
    await page.getByText('We have stopped. Thank you for telling us.').waitFor()
    await shoot(page, '8-hardship')
    await page.goto(`${demo.url}/p/plan`)
    await page.getByRole('button', { name: 'Send the code' }).click()
    const [message] = await rows<{ body: string }>(
      'select body from sandbox_message where borrower_id = $1 order by message_id desc limit 1',
      [id],
    )
    const code = /\d{6}/.exec(message?.body ?? '')?.[0] ?? 'no code'
    await page.getByLabel(/^The code$|^验证码$/).fill(code)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('How much can you pay a month?').fill('200')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('When does your money come in?').selectOption('m25')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('radio').first().check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await shoot(page, '9-plan')
    await page.getByRole('button', { name: /I agree to this plan|Ask for this plan/ }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await shoot(page, '10-agreed')
    await context.close()
  }, 300_000)

  test('her messages stop: the next night sends her nothing, and others theirs', async () => {
    const { id } = borrower()
    const sent = (toHer: boolean) =>
      rows(
        `select 1 from contact where sending_at >= '2026-12-04' and template <> 'own-code'
           and (borrower_id = $1) = $2`,
        [id, toHer],
      )
    moveTo(demo, THIRD)
    await expect
      .poll(async () => (await sent(false)).length, { timeout: 300_000, interval: 1000 })
      .not.toBe(0)
    expect(await sent(true)).toEqual([])
    const waiting = await rows(
      `select 1 from treatment where borrower_id = $1 and state in ('planned', 'deferred', 'listed')`,
      [id],
    )
    expect(waiting).toEqual([])
  }, 600_000)

  test('compliance answers why she was contacted on the 3rd, and exports the proof', async () => {
    const { id, name } = borrower()
    const page = await deskAs('compliance')
    await page.goto(`/compliance/people/${caseIdText(BigInt(id))}?at=2026-12-03`)
    const answer = page.getByRole('region', { name: /Answer/ })
    await answer.getByText(`2026-12-03: ${name} was contacted`, { exact: false }).waitFor()
    await answer.getByText('Strategy online-lender version 3', { exact: false }).first().waitFor()
    await shoot(page, '11-why')
    await page.goto(`/compliance/people/${caseIdText(BigInt(id))}`)
    await page.getByLabel('Reason').fill('She asked why she was written to.')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Seal and download' }).click(),
    ])
    const proof = join(demo.home, 'proof.tar')
    await download.saveAs(proof)
    const key = await page.locator('.watch-key').innerText()
    await shoot(page, '12-proof')
    expect(await forbear('verify', proof, '--key', key)).toMatchObject({ code: 0 })
  }, 300_000)
})

type Her = {
  readonly id: bigint
  readonly name: string
  readonly ref: string
  readonly tail: string
}

/** Whom the new version wrote to on the 3rd, in the United Kingdom: the first of them. */
const CONTACTED = `
  select b.borrower_id as id, b.name, a.ref, right(regexp_replace(a.ref, '[^0-9A-Za-z]', '', 'g'), 4) as tail
  from contact c
  join treatment t on t.tenant_id = c.tenant_id and t.borrower_id = c.borrower_id and t.treatment_id = c.treatment_id
  join borrower b on b.tenant_id = c.tenant_id and b.borrower_id = c.borrower_id
  join account a on a.tenant_id = t.tenant_id and a.borrower_id = t.borrower_id and a.account_id = t.account_id
  join portfolio p on p.tenant_id = a.tenant_id and p.portfolio_id = a.portfolio_id
  where c.sending_at >= '2026-12-03' and t.strategy_version = 3 and p.code = 'uk-store'
    and t.treatment like 'early-%'
  order by b.borrower_id limit 1`
