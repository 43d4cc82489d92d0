import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../src/core/calendar.ts'
import { DEFAULT_PLAN_RULES } from '../../src/core/plan-rules.ts'
import { applyPlan } from '../../src/store/agree-plan.ts'
import { recomputePosition } from '../../src/store/book.ts'
import { inEvent, inTenant } from '../../src/store/db.ts'
import { decideBorrower } from '../../src/store/decide-day.ts'
import { lockBorrower } from '../../src/store/guard-facts.ts'
import { chromiumPath } from './setup/chromium.ts'
import { NOW, TODAY } from './setup/desk.ts'
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
    await page.getByLabel('Your pay').fill('two thousand')
    await dialog().getByRole('button', { name: 'Save the draft' }).click()
    await dialog().getByText('Enter an amount such as 120.50').waitFor()
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

  /** A form is open when the keyboard is in its first field. */
  const opened = () =>
    page.waitForFunction(
      () => document.activeElement?.matches('[role=dialog] input, [role=dialog] textarea') === true,
    )

  const choose = (label: string, option: string | RegExp) => chooseIn(page, label, option)

  test('an offer is answered with another, whose wrong amounts are refused at their field', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await agreements().waitFor()
    await page.keyboard.press('l')
    await dialog().waitFor()
    await page.getByLabel('How many payments').fill('3')
    await dialog().getByRole('button', { name: 'Put it as an offer' }).click()
    await dialog().waitFor({ state: 'hidden' })
    const offer = agreements().getByRole('listitem').filter({ hasText: 'Offer, open until' })
    await offer.getByRole('button', { name: 'Counter' }).click()
    await opened()
    await dialog().getByLabel('To pay in all').fill('a lot')
    await dialog().getByRole('button', { name: 'Keep the counter-offer' }).click()
    await dialog().getByText('Enter an amount such as 120.50').waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    // What was typed is still there.
    await offer.getByRole('button', { name: 'Counter' }).click()
    await opened()
    expect(await dialog().getByLabel('To pay in all').inputValue()).toBe('a lot')
    await dialog().getByLabel('To pay in all').fill('')
    await choose('Shape', 'Balloon at the end')
    await page.getByLabel('Last payment (GBP)').fill('50')
    await page.getByLabel('How many payments').fill('5')
    await dialog().getByRole('cell', { name: '£50.00' }).waitFor()
    await expectClean(page, 'agree-counter-form')
    await page.keyboard.press('Enter')
    await dialog().waitFor({ state: 'hidden' })
    const theirs = agreements().getByRole('listitem').filter({ hasText: 'The borrower’s own' })
    await theirs.getByText('in 5 payments').waitFor()
    await theirs.getByRole('button', { name: 'Decline' }).click()
    await opened()
    await dialog().getByRole('button', { name: 'Decline' }).click()
    await dialog().getByText('Say why').waitFor()
    await dialog().getByLabel('Why', { exact: true }).fill('the last one is too large')
    await page.keyboard.press('Enter')
    await theirs.waitFor({ state: 'hidden' })
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

  test('an instalment is moved as far as the plan lets, another skipped, and the end needs a reason', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    const plan = agreements().getByRole('listitem').filter({ hasText: 'Plan of' }).first()
    await plan.getByText('no instalment is late').waitFor()
    await plan.getByRole('button', { name: 'Move one' }).click()
    await opened()
    await page.getByLabel('New day').fill('2027-06-01')
    await dialog().getByRole('button', { name: 'Move one' }).click()
    await dialog().getByText('The day is further than an instalment may move').waitFor()
    await expectClean(page, 'agree-plan-move')
    await page.getByLabel('New day').fill('2026-12-02')
    await page.keyboard.press('Enter')
    await plan.getByText('next on 2 Dec 2026').waitFor()
    await plan.getByRole('button', { name: 'Pay extra' }).click()
    await opened()
    await page.getByLabel('Extra amount (GBP)').fill('5')
    await page.keyboard.press('Enter')
    await dialog().waitFor({ state: 'hidden' })
    await plan.getByRole('button', { name: 'Skip one' }).click()
    await opened()
    await dialog().getByText('1 may still be skipped').waitFor()
    await dialog().getByRole('button', { name: 'Skip one' }).click()
    await plan.getByText('no skip is left').waitFor()
    await plan.getByRole('button', { name: 'End the plan' }).click()
    await opened()
    await dialog().getByRole('button', { name: 'End the plan' }).click()
    await dialog().getByText('Say why').waitFor()
    await dialog().getByLabel('Why', { exact: true }).fill('lost the job')
    await page.keyboard.press('Enter')
    await plan.getByText('Cancelled').waitFor()
    await expectClean(page, 'agree-plan-ended')
  })

  test('a broken plan says what cures it, its lateness is forgiven, and a person takes it up again', async () => {
    await brokenPlan(stage)
    page = await pageAs(stage, 'manager', 'zh')
    await openCase(page, 'Zoe Nguyen')
    const list = page.getByRole('region', { name: '约定' })
    const plan = list.getByRole('listitem').filter({ hasText: '订立' }).first()
    await plan.getByText('已违约').waitFor()
    await plan.getByText('即自动恢复').waitFor()
    await plan.getByRole('button', { name: '容忍迟延' }).click()
    await opened()
    await page.getByRole('dialog').getByLabel('原因').fill('住院')
    await expectClean(page, 'agree-plan-forgive-zh')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await plan.getByRole('button', { name: '恢复计划' }).click()
    await opened()
    await page.getByRole('dialog').getByLabel('原因').fill('已重新上班')
    await page.keyboard.press('Enter')
    await plan.getByText('执行中').waitFor()
  })

  test('approvals show what waits for a second person, in Chinese too', async () => {
    page = await pageAs(stage, 'manager', 'zh')
    await page.goto('/work/approvals')
    await page.getByRole('heading', { name: '待他人审批的事项' }).waitFor()
    await expectClean(page, 'agree-requests-zh')
  })
})

/** Two instalments of a plan that nobody paid, the second of which broke it. */
async function brokenPlan({ world }: Stage): Promise<void> {
  const found = await inTenant(world.db, 1n, async (tx) => {
    const { rows } = await tx.query<{ borrowerId: bigint; accountId: bigint }>(
      `select borrower_id as "borrowerId", account_id as "accountId" from account
         join borrower b using (tenant_id, borrower_id) where b.name = 'Zoe Nguyen'`,
    )
    return rows[0]
  })
  if (found === undefined) throw new Error('Zoe Nguyen is in the book')
  const instalments = [-40, -10, 20].map((days, i) => ({
    no: i + 1,
    dueOn: addDays(TODAY, days),
    amountMinor: 1000n,
  }))
  const made = await inEvent(world.db, 1n, async (tx) => {
    await lockBorrower(tx, { tenantId: 1n, borrowerId: found.borrowerId })
    const given = { ...found, instalments, source: 'call', rules: RULES }
    const plan = await applyPlan(tx, 1n, given, { now: NOW, today: addDays(TODAY, -50) })
    await recomputePosition(tx, 1n, found.borrowerId, TODAY)
    await decideBorrower(tx, 1n, found.borrowerId, TODAY)
    return plan
  })
  if ('declined' in made) throw new Error(made.declined)
}

const RULES = { ...DEFAULT_PLAN_RULES, breaks: { missed: 2, days: 60 }, cureDays: 30 }
