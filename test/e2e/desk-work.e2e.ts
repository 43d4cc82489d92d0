import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './setup/chromium.ts'
import {
  closeStage,
  enter,
  openCase,
  openPage,
  openStage,
  pageAs,
  signIn,
  type Role,
  type Stage,
} from './setup/page.ts'
import { OTHERS, PEOPLE } from './setup/seed.ts'

const chromium = chromiumPath()

describe.skipIf(chromium === undefined)('working at the desk', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
  })
  afterAll(() => closeStage(stage))
  afterEach(() => page.close())

  const heading = (name: string) => page.getByRole('heading', { level: 1, name })
  const search = () => new URL(page.url()).searchParams

  test.each<[Role, string]>([
    ['collector', 'Queue'],
    ['manager', 'Largest arrears'],
    ['compliance', 'Denied by a rule'],
  ])('a %s signs in and finds "%s" in the rail', async (role, view) => {
    page = await pageAs(stage, role)
    await page.getByRole('link', { name: view }).click()
    await heading('Cases').waitFor()
  })

  test('an administrator reads the day, and reads why he opens no case', async () => {
    page = await pageAs(stage, 'admin')
    await page.getByText('An administrator runs the system and sees no borrower').first().waitFor()
    expect(await page.getByRole('link', { name: 'All cases' }).count()).toBe(0)
    await page.goto('/cases')
    await page.getByRole('alert').waitFor()
  })

  test('without a session every page asks to sign in, and comes back after it', async () => {
    page = await openPage(stage, 'en')
    await page.goto('/cases?stage=mid')
    await heading('Sign in').waitFor()
    await enter(page, 'collector', 'en')
    await heading('Cases').waitFor()
    expect(search().get('stage')).toBe('mid')
  })

  test('a wrong password is refused in words, and no link leads away after the right one', async () => {
    page = await openPage(stage, 'en')
    await page.goto('/sign-in?next=//elsewhere.example.test/')
    await page.getByLabel('Email', { exact: true }).fill('collector@demo.forbear.test')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await enter(page, 'collector', 'en')
    await heading('20 November 2026').waitFor()
    expect(new URL(page.url()).origin).toBe(new URL(stage.world.url).origin)
  })

  test('a number of Today opens its cases, a case says when it may be reached, in either language', async () => {
    page = await pageAs(stage, 'collector')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'uk.house.hours' })
      .getByRole('link')
      .last()
      .click()
    await heading('Cases').waitFor()
    await page.getByRole('button', { name: 'Remove the filter Rule uk.house.hours' }).waitFor()
    await page.getByRole('link', { name: 'Amelia Wright' }).click()
    const strip = page.getByRole('region', { name: 'How we may make contact now' })
    await strip.getByText('From 08:00 United Kingdom Time').first().waitFor()
    await page.getByRole('button', { name: 'Switch to Chinese' }).click()
    await page.getByText('08:00 英国时间 起').first().waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    await page.goBack()
    await page.getByRole('button', { name: '去掉筛选：规则 uk.house.hours' }).waitFor()
    await page.getByRole('button', { name: '切换到英文' }).click()
    await heading('Cases').waitFor()
  })

  test('a whole round by keyboard: list, open, next, back, palette by pinyin, keys sheet', async () => {
    page = await pageAs(stage, 'collector')
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await heading('Cases').waitFor()
    for (const key of ['j', 'j', 'k', 'j']) await page.keyboard.press(key)
    await expect.poll(() => search().get('row')).not.toBeNull()
    await page.keyboard.press('Enter')
    await heading(PEOPLE[1]?.name ?? '').waitFor()
    await page.keyboard.press('n')
    await heading(PEOPLE[2]?.name ?? '').waitFor()
    await page.goBack()
    await heading(PEOPLE[1]?.name ?? '').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).fill('dkjt')
    await page.keyboard.press('Enter')
    await heading('20 November 2026').waitFor()
    // Until the palette is gone its field has the keys.
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  })

  test('single keys rest in a field, while text is composed, and when they are turned off', async () => {
    page = await pageAs(stage, 'collector')
    await page.keyboard.press('/')
    await page.keyboard.type('gcn')
    expect(await page.getByLabel('Search cases').inputValue()).toBe('gcn')
    await page.keyboard.press('Escape')
    await page.evaluate(() =>
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', isComposing: true })),
    )
    await page.keyboard.press('Alt+n')
    await heading('20 November 2026').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('switch', { name: 'Single keys' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('n')
    expect(new URL(page.url()).pathname).toBe('/')
    await page.getByRole('button', { name: 'Commands' }).click()
    await page.getByRole('option', { name: 'Turn single keys on or off' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('n')
    await heading(PEOPLE[0]?.name ?? '').waitFor()
  })

  test('a long list is read as one scrolls and keeps few rows in the page', async () => {
    page = await pageAs(stage, 'collector')
    await page.goto('/cases')
    await page.getByText('100 read, more as you scroll').waitFor()
    const list = page.getByRole('region', { name: 'List of cases' })
    await list.hover()
    for (let n = 0; n < 40; n++) await page.mouse.wheel(0, 1500)
    await page.getByText(`${PEOPLE.length + OTHERS} read, that is all`).waitFor()
    expect(await list.locator('.ant-table-row').count()).toBeLessThanOrEqual(40)
  })

  test('a hold stops every channel at once, and the case says so', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, '李国庆')
    const strip = page.getByRole('region', { name: 'How we may make contact now' })
    await strip.getByText('Allowed until').first().waitFor()
    await page.keyboard.press('h')
    const form = page.getByRole('dialog', { name: 'Place a hold' })
    await form.getByRole('combobox', { name: 'Reason' }).press('ArrowDown')
    await page.keyboard.press('Enter')
    await form.getByLabel('Source').fill('call of 20 November')
    await form.getByRole('button', { name: 'Place a hold' }).click()
    await page.getByText('Source: call of 20 November').waitFor()
    await strip.getByText('Allowed until').first().waitFor({ state: 'detached' })
    expect(search().get('act')).toBeNull()
  })

  test('a payment is recorded once, in exact money, and a wrong amount is refused in the field', async () => {
    page = await pageAs(stage, 'manager')
    await openCase(page, '王秀英')
    await page.getByRole('button', { name: 'Record a payment' }).click()
    const form = page.getByRole('dialog', { name: 'Record a payment' })
    await form.getByLabel('Amount (CNY)').fill('1,286')
    await form.getByLabel('Reference').fill('BANK-1')
    await form.getByRole('button', { name: 'Record a payment' }).click()
    await form.getByText('Enter an amount above zero').waitFor()
    await form.getByLabel('Amount (CNY)').fill('286.40')
    await form.getByRole('button', { name: 'Record a payment' }).click()
    await form.waitFor({ state: 'hidden' })
    await page.getByText('CN¥1,000.00').first().waitFor()
    await page.getByText('Payment BANK-1').waitFor()
  })

  test('what a role may not do stays on the page, with the reason beside it', async () => {
    page = await pageAs(stage, 'compliance')
    await openCase(page, 'Zoe Nguyen')
    expect(await page.getByRole('button', { name: 'Record a payment' }).isDisabled()).toBe(true)
    await page.getByText('Only collectors and managers may do this').first().waitFor()
    expect(await page.getByRole('button', { name: 'Place a hold' }).isEnabled()).toBe(true)
  })

  test('a whole address is shown for a reason only', async () => {
    page = await pageAs(stage, 'compliance')
    await openCase(page, 'Zoe Nguyen')
    await page.getByRole('button', { name: 'Show whole' }).last().click()
    await page.getByLabel('Why is it needed?').fill('complaint 7')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByText('+61491570005').waitFor()
  })

  test('signing out leaves nothing of the book on screen', async () => {
    page = await openPage(stage, 'en')
    await signIn(page, 'collector', 'en')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await heading('Sign in').waitFor()
    await page.goBack()
    await heading('Sign in').waitFor()
  })
})
