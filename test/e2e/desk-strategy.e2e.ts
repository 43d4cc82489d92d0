import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './setup/chromium.ts'
import {
  closeStage,
  expectClean,
  openPage,
  openStage,
  pageAs,
  signIn,
  type Stage,
} from './setup/page.ts'

const chromium = chromiumPath()

describe.skipIf(chromium === undefined)('the strategy editor', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
  })
  afterAll(() => closeStage(stage))
  afterEach(() => page.close())

  const counted = () => page.getByRole('button', { name: /^Row 1 hits/ }).first()
  const open = async (path = '/strategies/online-lender') => {
    await page.goto(path)
    await counted().waitFor()
  }
  const cell = (at: string) => page.locator(`[data-at="${at}"]`)
  const search = () => new URL(page.url()).searchParams

  test('the list says which version decides, and opens it by keyboard', async () => {
    page = await pageAs(stage, 'manager')
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.getByRole('heading', { level: 1, name: 'Ladders' }).waitFor()
    await page.getByText('came with the installation').first().waitFor()
    await page.getByRole('link', { name: 'online-lender', exact: true }).click()
    await page.getByRole('heading', { level: 2, name: 'Stages' }).waitFor()
    await page.getByText('Nothing is wrong').waitFor()
    await counted().waitFor()
  })

  test('a mistake is told in its cell while it is typed, with what was meant, and undone', async () => {
    page = await pageAs(stage, 'manager')
    await open()
    const first = cell('treatments.1.0')
    const was = await first.inputValue()
    await first.fill(was.replace(/"$/, 'x"'))
    const told = page.locator('.cell-findings')
    await told.getByText('is not a known word').waitFor()
    expect(await first.getAttribute('aria-invalid')).toBe('true')
    await page.getByText('1 thing to mend').waitFor()
    await told.getByRole('button', { name: /^Use / }).click()
    expect(await first.inputValue()).toBe(was)
    await told.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await told.waitFor()
    await page.getByRole('button', { name: 'Drop all changes' }).click()
    await page.getByText('Nothing is wrong').waitFor()
  })

  test('what no row takes and what two rows take is said in words', async () => {
    page = await pageAs(stage, 'manager')
    await open('/strategies/bank')
    const stages = page.getByRole('region', { name: 'Stages' }).first()
    await stages.getByText(/^\d+ overlaps: the upper row decides$/).click()
    await stages
      .getByText(/Rows \d+ and \d+ partly overlap/)
      .first()
      .waitFor()
    const rows = page.locator('[data-at^="stage."][data-at$=".0"]')
    await rows.last().fill('>= 900')
    await stages
      .getByText(/^No row fits accounts with account\.days_past_due/)
      .first()
      .waitFor()
    await expectClean(page, 'en-ladder-gap')
    await page.getByRole('button', { name: 'Drop all changes' }).click()
  })

  test('a change says how many people it meets, as a table, and in the text', async () => {
    page = await pageAs(stage, 'manager')
    await open()
    await page.getByText('Nobody’s next step changes').waitFor()
    const treatments = page.getByRole('region', { name: 'Treatments' })
    const hit = treatments.getByRole('button', { name: /^Row \d+ hits [1-9]/ }).first()
    const row = /\d+/.exec((await hit.getAttribute('aria-label')) ?? '')?.[0]
    await cell(`treatments.${row}.do`).fill('worklist: changed-here')
    await page.getByText(/The next step of \d+ (person|people) change/).waitFor()
    await page.getByRole('link', { name: 'Against the one in force' }).click()
    await page.getByRole('cell', { name: 'worklist: changed-here' }).waitFor()
    expect(search().get('view')).toBe('changes')
    await page.getByRole('link', { name: 'YAML text' }).click()
    const text = page.getByRole('textbox', { name: 'YAML text' })
    expect(await text.inputValue()).toContain('changed-here')
    await page.getByRole('link', { name: 'Tests', exact: true }).click()
    await page.getByRole('heading', { level: 2, name: /tests, / }).waitFor()
    await page.getByRole('button', { name: 'Drop all changes' }).click()
  })

  test('arrows and Enter go down a column; a block from a spreadsheet fills it', async () => {
    page = await pageAs(stage, 'manager')
    await open()
    await cell('stage.1.0').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-at'))).toBe(
      'stage.3.0',
    )
    await cell('stage.2.0').evaluate((input) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', '8\n9..10')
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await expect.poll(() => cell('stage.3.0').inputValue()).toBe('9..10')
    expect(await cell('stage.2.0').inputValue()).toBe('8')
    await page.getByRole('button', { name: 'Drop all changes' }).click()
  })

  test('a row names some of its accounts, and one of them is explained; the URL keeps both', async () => {
    page = await pageAs(stage, 'manager')
    await open()
    const hit = page.getByRole('button', { name: /^Row \d+ hits [1-9]/ }).first()
    await hit.click()
    await page.getByRole('button', { name: 'Why' }).first().click()
    await page.getByText('strategy online-lender version').waitFor()
    expect(search().get('row')).toMatch(/^stage\.\d+$/)
    expect(search().get('case')).toMatch(/^case_/)
    await page.reload()
    await page.getByText('strategy online-lender version').waitFor()
  })

  test('one proposes, another agrees, and it is the version to come', async () => {
    page = await pageAs(stage, 'manager')
    await page.goto('/strategies/uk-gentle?view=publish')
    await page.getByRole('button', { name: /^Make it version/ }).click()
    await page.getByLabel('Effective from').first().fill('2026-12-01')
    await page.getByLabel('Why, for the person who agrees').first().fill('to try it')
    await page.getByRole('button', { name: 'Propose', exact: true }).click()
    await page.getByText('Proposed. Another person must agree now.').waitFor()
    await page.getByText('Another person must answer').waitFor()
    expect(await page.getByRole('button', { name: 'Agree' }).isDisabled()).toBe(true)
    await page.close()
    page = await pageAs(stage, 'compliance')
    await page.goto('/strategies/uk-gentle?view=publish')
    await page.getByText('to try it').waitFor()
    await page.getByRole('button', { name: 'Agree' }).click()
    await page.getByText('Nothing waits').waitFor()
    await page.goto('/strategies')
    await page.getByRole('link', { name: /^version \d+ from 1 Dec 2026$/ }).waitFor()
  })

  test('what is to come is called off by two people before its day', async () => {
    page = await pageAs(stage, 'manager')
    await page.goto('/strategies/uk-gentle?view=publish')
    const coming = page.getByRole('region', { name: 'Coming' })
    await coming.getByLabel('Why, for the person who agrees').fill('not before the new year')
    await coming
      .getByRole('button', { name: /^Propose to call off version \d+ from 1 Dec/ })
      .click()
    await coming.getByText('Calling it off waits for a second person').waitFor()
    await expectClean(page, 'en-ladder-call-off')
    await page.close()
    page = await pageAs(stage, 'compliance', 'zh')
    await page.goto('/strategies/uk-gentle?view=publish')
    await page.getByText(/^取消 .+起的第 \d+ 版/).waitFor()
    await expectClean(page, 'zh-ladder-call-off')
    await page.getByRole('button', { name: '同意', exact: true }).click()
    await page.getByRole('region', { name: '将生效' }).getByText('已取消').waitFor()
    await page.goto('/strategies')
    await page.getByRole('link', { name: /起）已取消$/ }).waitFor()
  })

  test.each(['zh', 'en'] as const)('in %s no page of it has a breach', async (language) => {
    page = await openPage(stage, language)
    await signIn(page, 'manager', language)
    await page.goto('/strategies')
    await page.getByRole('link', { name: 'online-lender', exact: true }).waitFor()
    await expectClean(page, `${language}-ladders`)
    for (const view of ['tables', 'text', 'changes', 'tests', 'publish']) {
      await page.goto(`/strategies/online-lender?view=${view}`)
      await page.getByRole('heading', { level: 2 }).or(page.locator('textarea')).first().waitFor()
      await expectClean(page, `${language}-ladder-${view}`)
    }
    await page.goto('/strategies/online-lender')
    await cell('stage.2.0').fill('7m')
    await page.locator('.cell-findings').first().waitFor()
    await expectClean(page, `${language}-ladder-mistake`)
    await page.context().close()
  })

  test('at 320 pixels only the tables are scrolled sideways', async () => {
    page = await openPage(stage, 'en', { viewport: { width: 320, height: 800 } })
    await signIn(page, 'manager', 'en')
    for (const path of ['/strategies', '/strategies/bank', '/strategies/bank?view=publish']) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect.soft(sideways, path).toBe(0)
    }
    await page.context().close()
  })

  test('a collector is told that ladders are for others', async () => {
    page = await pageAs(stage, 'collector')
    expect(await page.getByRole('link', { name: 'Ladders' }).count()).toBe(0)
    await page.goto('/strategies')
    await page.getByRole('alert').waitFor()
  })
})
