import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './setup/chromium.ts'
import { closeStage, expectClean, openCase, openStage, pageAs, type Stage } from './setup/page.ts'

const chromium = chromiumPath()
const NAME = 'Amelia Wright'

describe.skipIf(chromium === undefined)('disputes and care', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
  })
  afterAll(() => closeStage(stage))
  afterEach(() => page.close())

  const panel = () => page.locator('#care')
  const choose = async (label: string, option: string) => {
    const field = page.getByRole('dialog').getByLabel(label, { exact: true })
    await field.click()
    const choice = page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
      .filter({ hasText: option })
      .first()
    await choice.click()
    await choice.waitFor({ state: 'hidden' })
  }

  test('a dispute is recorded, stops at once, and closes only with a document that is newer', async () => {
    page = await pageAs(stage, 'manager')
    await openCase(page, NAME)
    await panel().getByRole('button', { name: 'Record', exact: true }).click()
    await choose('Kind', 'Dispute')
    await page.getByText('Stops at once: messages and calls').waitFor()
    await choose('About', 'It was paid')
    await page.getByLabel('Where it comes from').fill('letter')
    await page.getByLabel('It was told in writing').check()
    await expectClean(page, 'en-care-form')
    await page.getByRole('dialog').getByRole('button', { name: 'Record', exact: true }).click()
    const dispute = panel().getByRole('listitem').filter({ hasText: 'Dispute: It was paid' })
    await dispute.getByText('The borrower may pay and ask at any time').waitFor()
    await dispute.getByText('Answer it with newer documents').waitFor()
    await page.getByText('Recorded. Messages taken back').waitFor({ state: 'hidden' })
    await expectClean(page, 'en-care-case')
    await dispute.getByRole('button', { name: 'Close: the debt is verified' }).click()
    await page.getByRole('dialog').getByLabel('In words').fill('See the statement.')
    const close = page
      .getByRole('dialog')
      .getByRole('button', { name: 'Close: the debt is verified' })
    await close.click()
    await page.getByRole('alert').getByText('only with a document of ours').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await dispute.getByRole('button', { name: 'List a document' }).click()
    const file = join(mkdtempSync(join(tmpdir(), 'forbear-care-')), 'statement.txt')
    writeFileSync(file, 'What was paid, and when.')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByLabel('Day that it bears').fill('2026-11-20')
    await page.getByRole('dialog').getByRole('button', { name: 'List a document' }).click()
    // The day of the dispute itself is not after it.
    await dispute.getByText('not newer').waitFor()
    await dispute.getByRole('button', { name: 'The borrower takes it back' }).click()
    await page.getByRole('dialog').getByLabel('In words').fill('Found the receipt of another loan.')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'The borrower takes it back' })
      .click()
    await panel().getByText('1 closed').waitFor()
  })

  test('the board lists what is open with its clocks, in Chinese too, and opens the case', async () => {
    page = await pageAs(stage, 'manager')
    await openCase(page, NAME)
    await panel().getByRole('button', { name: 'Record', exact: true }).click()
    await choose('Kind', 'Complaint')
    await choose('About', 'How we behaved')
    await page.getByRole('dialog').getByLabel('In words').fill('They rang at night.')
    await page.getByLabel('Where it comes from').fill('call')
    await page.getByRole('dialog').getByRole('button', { name: 'Record', exact: true }).click()
    await panel().getByText('They rang at night.').waitFor()
    await page.getByRole('link', { name: 'Disputes and care' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Disputes, complaints and holds' }).waitFor()
    await page.getByRole('row').filter({ hasText: NAME }).filter({ hasText: 'Complaint' }).waitFor()
    await expectClean(page, 'en-care-board')
    await page.getByRole('link', { name: /^Complaint: 1/ }).click()
    expect(new URL(page.url()).searchParams.get('kind')).toBe('complaint')
    await page.close()
    page = await pageAs(stage, 'compliance', 'zh')
    await page.goto('/care')
    await page.getByRole('heading', { level: 1, name: '异议、投诉与停催' }).waitFor()
    await page.getByRole('row').filter({ hasText: '投诉' }).getByText('不停止任何事项').waitFor()
    await expectClean(page, 'zh-care-board')
    await page.getByRole('link', { name: NAME }).first().click()
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor()
    await page.locator('#care').getByText('借款人可随时还款、随时询问').first().waitFor()
    await expectClean(page, 'zh-care-case')
  })
})
