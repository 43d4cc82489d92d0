import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inTenant } from '../../src/store/db.ts'
import { chromiumPath } from './setup/chromium.ts'
import {
  closeStage,
  expectClean,
  openCase,
  openStage,
  pageAs,
  type Stage,
  chooseIn,
} from './setup/page.ts'

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
  const choose = (label: string, option: string | RegExp) => chooseIn(page, label, option)

  /** A form is open when the keyboard is in its first field. */
  const opened = () =>
    page.waitForFunction(
      () => document.activeElement?.matches('[role=dialog] input, [role=dialog] textarea') === true,
    )

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

  test('a fact that is typed is reckoned at once, one of tomorrow is refused, and who may not record reads why', async () => {
    page = await pageAs(stage, 'manager')
    await openCase(page, NAME)
    const limitation = page.getByRole('region', { name: 'Limitation' })
    await limitation.getByRole('button', { name: 'Record a fact' }).click()
    await opened()
    await page.keyboard.type('Acknowledgement')
    await page.keyboard.press('Enter')
    await page.getByLabel('Day', { exact: true }).fill('2026-11-21')
    await page.getByLabel('Where it comes from').fill('letter 12')
    await page.keyboard.press('Enter')
    await page.getByText('The day lies in the future').waitFor()
    await expectClean(page, 'en-limitation-form')
    await page.getByLabel('Day', { exact: true }).fill('2026-11-19')
    await page.keyboard.press('Enter')
    await page.getByText('Recorded. ').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await limitation.getByText('Step by step').first().click()
    await limitation.getByText('19 Nov 2026 Acknowledgement').waitFor()
    await expectClean(page, 'en-limitation-case')
    await page.close()
    page = await pageAs(stage, 'collector')
    await openCase(page, NAME)
    const theirs = page.getByRole('region', { name: 'Limitation' })
    await theirs.getByText('may do this').waitFor()
  })

  test('what a register was told stands with its notice, and a notice of one’s own is kept', async () => {
    await furnishedTo(stage, NAME)
    page = await pageAs(stage, 'compliance')
    await openCase(page, NAME)
    const registers = page.getByRole('region', { name: 'Credit registers' })
    await registers.getByText('October 2026: csv, told on 2 Nov 2026').waitFor()
    await registers.getByText('rests on Letter of 1 Oct 2026').waitFor()
    await registers.getByText('A correction is owed').waitFor()
    await registers.getByRole('button', { name: 'Record a notice' }).click()
    await opened()
    await page.getByLabel('Given on').fill('2026-11-10')
    await page.getByLabel('Came back on').fill('2026-11-09')
    await page.getByLabel('How it is known').fill('Letter 7713')
    await page.keyboard.press('Enter')
    await page.getByText('It ends before it begins').waitFor()
    await expectClean(page, 'en-register-form')
    await page.getByLabel('Came back on').fill('')
    await page.keyboard.press('Enter')
    await registers.getByText('10 Nov 2026, Letter, Letter 7713').waitFor()
    await page.close()
    page = await pageAs(stage, 'compliance', 'zh')
    await openCase(page, NAME)
    await page.getByRole('region', { name: '征信报送' }).getByText('须更正').waitFor()
    await expectClean(page, 'zh-register-case')
  })
})

/** Told for October on a letter of its first day, and since then put right by a dispute that was won. */
const furnishedTo = ({ world }: Stage, name: string) =>
  inTenant(world.db, 1n, (tx) =>
    tx.query(
      `with told as (
         insert into furnished (tenant_id, borrower_id, account_id, layout, month, effective_on, kind, record, notice,
           reasons, file_sha256)
         select 1, a.borrower_id, a.account_id, 'csv', '2026-10-01', '2026-11-02', 'regular', '{"balance": "9000"}',
           '{"at": "2026-09-30T23:00:00.000Z", "channel": "letter", "result": "delivered"}', '[]', $2
           from account a join borrower b using (tenant_id, borrower_id) where b.name = $1
         returning borrower_id, account_id, furnished_id
       )
       insert into correction_due (tenant_id, borrower_id, account_id, furnished_id, words, effective_on)
       select 1, borrower_id, account_id, furnished_id, 'The debt was paid.', '2026-11-19' from told`,
      [name, '0'.repeat(64)],
    ),
  )
