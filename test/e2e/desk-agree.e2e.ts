import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './setup/chromium.ts'
import { closeStage, expectClean, openCase, openStage, pageAs, type Stage } from './setup/page.ts'

const chromium = chromiumPath()

describe.skipIf(chromium === undefined)('agreements at the desk', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
  })
  afterAll(() => closeStage(stage))
  afterEach(() => page.close())

  const agreements = () => page.getByRole('region', { name: 'Agreements' })
  const dialog = () => page.getByRole('dialog')

  test('P opens the form of a promise, and six keystrokes and a day later it is on the case', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await agreements().waitFor()
    await page.keyboard.press('p')
    await dialog().waitFor()
    await page.getByLabel('Amount (GBP)').fill('30')
    await page.getByLabel('By', { exact: true }).fill('2026-11-25')
    await expectClean(page, 'agree-promise-form')
    await page.keyboard.press('Enter')
    await agreements().getByText('Promised £30.00 by').waitFor()
    await agreements().getByText('Open', { exact: true }).first().waitFor()
  })

  test('a second one takes its place, and says why', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await agreements().getByText('Promised £30.00 by').waitFor()
    await page.keyboard.press('p')
    await dialog().getByText('a promise for', { exact: false }).first().waitFor()
    await page.getByLabel('Amount (GBP)').fill('40')
    await page.getByLabel('By', { exact: true }).fill('2026-11-27')
    await dialog().getByRole('button', { name: 'Record the promise' }).click()
    await dialog().getByText('Give a reason').waitFor()
    await page.getByLabel('Why it is changed').fill('paid on Friday')
    await dialog().getByRole('button', { name: 'Record the promise' }).click()
    await agreements().getByText('Superseded').waitFor()
    await agreements().getByText('in place of an earlier one: paid on Friday').waitFor()
  })

  test('a budget is saved half, and says in words what is missing', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await agreements().getByRole('button', { name: 'Open the budget' }).click()
    await dialog().waitFor()
    await page.getByLabel('How many adults live in your home, you included?').fill('1')
    await page.getByLabel('Your pay').fill('2000')
    await page.getByLabel('Rent or housing loan', { exact: true }).fill('900')
    await expectClean(page, 'agree-budget-form')
    await dialog().getByRole('button', { name: 'Sign off' }).click()
    await dialog().getByText('Something is missing').waitFor()
    await dialog().getByRole('button', { name: 'Save the draft' }).click()
    await dialog().getByText('Not answered yet: Food and things for the home').waitFor()
    await page.keyboard.press('Escape')
    await agreements().getByText('low confidence').waitFor()
  })

  test('a plan is previewed while it is typed, agreed on and shown; beyond the role it waits', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await agreements().waitFor()
    await page.keyboard.press('l')
    await dialog().waitFor()
    await page.getByLabel('How many payments').fill('3')
    await page.getByLabel('Payday (day of the month)').fill('28')
    await dialog().getByRole('cell', { name: '28 Jan 2027' }).first().waitFor()
    await expectClean(page, 'agree-plan-form')
    await dialog().getByRole('button', { name: 'Agree on this' }).click()
    await dialog().waitFor({ state: 'hidden' })
    await expect.poll(async () => agreements().locator('.agreed > li').count()).toBeGreaterThan(2)
    await expectClean(page, 'agree-case')
  })

  test('approvals show what waits for a second person, in Chinese too', async () => {
    page = await pageAs(stage, 'manager', 'zh')
    await page.goto('/work/approvals')
    await page.getByRole('heading', { name: '待他人审批的事项' }).waitFor()
    await expectClean(page, 'agree-requests-zh')
  })
})
