import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTenant } from '../../src/store/db.ts'
import { keepMonthEnds } from '../../src/store/month-end.ts'
import { chromiumPath } from './setup/chromium.ts'
import { TODAY } from './setup/desk.ts'
import {
  chooseIn,
  closeStage,
  expectClean,
  openPage,
  openStage,
  pageAs,
  signIn,
  type Stage,
} from './setup/page.ts'

const chromium = chromiumPath()
const FIGURES = ['rolls', 'cures', 'vintages', 'promises', 'funnel', 'cost', 'liquidation'] as const

describe.skipIf(chromium === undefined)("a manager's pages", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    await keepMonthEnds(stage.world.db, 1n, { today: TODAY })
  })
  afterAll(() => closeStage(stage))

  const figure = async (page: Page, name: string) => {
    await page.goto(`/portfolio?figure=${name}&currency=CNY`)
    await page.getByRole('table').waitFor()
    await page.locator('.figure-chart svg').waitFor()
  }
  const rowsOf = async (page: Page) => {
    await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor()
    return page.getByRole('status').filter({ hasText: /\d/ }).first().textContent()
  }

  test('every figure has its chart and its table, and a cell opens as many cases as it says', async () => {
    const page = await pageAs(stage, 'manager')
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.getByRole('heading', { level: 1, name: 'Portfolio' }).waitFor()
    let opened = 0
    for (const name of FIGURES) {
      await page.goto(`/portfolio?figure=${name}&currency=CNY`)
      await page.locator('.figure-says').waitFor()
      if ((await page.getByRole('table').count()) > 0)
        await page.locator('.figure-chart svg').waitFor()
      await expectClean(page, `en-portfolio-${name}`)
      const link = page.getByRole('table').getByRole('link').first()
      if ((await link.count()) === 0) continue
      const said = /\d+/.exec((await link.textContent()) ?? '')?.[0]
      await link.click()
      expect([name, /\d+/.exec((await rowsOf(page)) ?? '')?.[0]]).toEqual([name, said])
      opened++
    }
    expect(opened).toBeGreaterThan(2)
    await page.close()
  })

  test('in Chinese and in the dark, and the table is copied', async () => {
    const zh = await pageAs(stage, 'manager', 'zh')
    await figure(zh, 'rolls')
    await expectClean(zh, 'zh-portfolio-rolls')
    await zh.close()
    const dark = await openPage(stage, 'en', {
      colorScheme: 'dark',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await signIn(dark, 'manager', 'en')
    await figure(dark, 'rolls')
    await dark.getByRole('button', { name: 'Copy as CSV' }).click()
    await dark.getByText('Copied').waitFor()
    const copied = await dark.evaluate(() => navigator.clipboard.readText())
    expect(copied.split('\r\n')[0]).toBe('A month before,Roll rates,count,of,share,amount,cases')
    await expectClean(dark, 'dark-portfolio-rolls')
    // A cell is kept and watched, and the morning says it.
    await dark.getByRole('button', { name: 'keep as a view, or watch it' }).first().click()
    const form = dark.getByRole('dialog')
    await form.getByLabel('Name', { exact: true }).fill('A watched cell')
    await form.getByLabel('this number').fill('0')
    await form.getByRole('button', { name: 'Keep this view' }).click()
    await form.waitFor({ state: 'hidden' })
    await dark.goto('/')
    await dark.getByRole('region', { name: 'Alerts' }).getByText('A watched cell').waitFor()
    await dark.context().close()
  })

  test('a view is kept with an alert, which says in the morning who tipped it', async () => {
    const page = await pageAs(stage, 'manager')
    await page.goto('/cases?min_days_past_due=30')
    await page.getByRole('button', { name: 'Keep this view' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name', { exact: true }).fill('Thirty days')
    await form.getByLabel('Tell me in the morning', { exact: false }).fill('1')
    await form.getByRole('button', { name: 'Keep this view' }).click()
    await page.getByRole('link', { name: 'Thirty days' }).waitFor()
    await form.waitFor({ state: 'hidden' })
    await expectClean(page, 'en-cases-views')
    await page.goto('/')
    const alert = page
      .getByRole('region', { name: 'Alerts' })
      .getByRole('listitem')
      .filter({ hasText: 'Thirty days' })
    await alert.getByText('Tipped by').waitFor()
    await expectClean(page, 'en-today-alert')
    const number = alert.getByRole('link').first()
    const said = await number.textContent()
    await number.click()
    expect(/\d+/.exec((await rowsOf(page)) ?? '')?.[0]).toBe(said)
    await page.close()
  })

  test('lines of a spreadsheet become rows, with what is wrong said in its cell', async () => {
    const page = await pageAs(stage, 'manager')
    await page.goto('/strategies/online-lender')
    await page.getByRole('heading', { level: 2, name: 'Stages' }).waitFor()
    const cells = page.locator('[data-at^="stage."][data-at$=".0"]')
    const before = await cells.count()
    const last = page.locator(`[data-at="stage.${before}.0"]`)
    await last.focus()
    await last.evaluate((input) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', '400..499\t-\n500 - 599\t-\n')
      input.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      )
    })
    await page.locator(`[data-at="stage.${before + 1}.0"]`).waitFor()
    expect(await cells.count()).toBe(before + 1)
    await page.locator('.cell-findings').first().waitFor()
    await expectClean(page, 'en-ladder-pasted')
    await page.close()
  })

  test('what the lender did with a reward that was agreed to is kept, with its number', async () => {
    await inTenant(stage.world.db, 1n, (tx) =>
      tx.query(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
           row_no, treatment, approval, state, reward)
         select 1, borrower_id, account_id, $1, 'bank', 2, 'on-time', 'none', 9, 'rate', 'manager', 'approved', 'rate_concession'
           from account order by account_id limit 1`,
        [TODAY],
      ),
    )
    const page = await pageAs(stage, 'manager')
    await page.goto('/rewards')
    await page.getByRole('button', { name: /^What the lender did/ }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('The lender’s own number of it').fill('CORE-1')
    await expectClean(page, 'en-rewards-result')
    await form.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('cell', { name: /^Granted, 20 Nov/ }).waitFor()
    await page.close()
  })

  test('a trial is proposed, agreed to by a second person, and stopped by one with a reason', async () => {
    const page = await pageAs(stage, 'manager')
    await page.keyboard.press('g')
    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Propose a trial' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name', { exact: true }).first().fill('left-alone')
    await chooseIn(page, 'Whose people: the champion', 'online-lender')
    await chooseIn(page, 'Who decides for them', 'nobody')
    await form.getByRole('button', { name: 'Propose', exact: true }).click()
    const waits = page.getByRole('region', { name: 'Waiting for a second person' })
    await waits.getByText('Another person must answer').waitFor()
    await page.close()
    const second = await pageAs(stage, 'compliance')
    await second.goto('/trials')
    await second.getByRole('button', { name: 'Agree' }).click()
    await second.getByRole('button', { name: 'Stop the whole trial left-alone' }).click()
    const stop = second.getByRole('dialog')
    await stop.getByLabel('Why', { exact: true }).fill('Nobody should be left alone now.')
    await stop.getByRole('button', { name: 'Stop the whole trial left-alone' }).click()
    await second.getByText('Nobody should be left alone now.').waitFor()
    await stop.waitFor({ state: 'hidden' })
    await expectClean(second, 'en-trials')
    await second.close()
  })
})
