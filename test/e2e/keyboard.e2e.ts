import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inTenant } from '../../src/store/db.ts'
import { takeMessage } from '../../src/store/message-in.ts'
import { readWorkFile } from '../../src/store/work-file.ts'
import { applyWorkFile } from '../../src/store/work-people.ts'
import { chromiumPath } from './setup/chromium.ts'
import { NOW, PASSWORDS, TODAY } from './setup/desk.ts'
import { keyboardOf, type Keyboard } from './setup/keyboard.ts'
import { closeStage, openPage, openStage, type Role, type Stage } from './setup/page.ts'

const chromium = chromiumPath()

/** The ten commonest flows of the desk, from the sign-in on, by somebody who has no mouse. */
describe.skipIf(chromium === undefined)('with the keyboard alone', () => {
  let stage: Stage
  let page: Page
  let keys: Keyboard
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    const { db, adminUrl } = stage.world
    const file = readWorkFile(readFileSync('worklists/demo.yaml', 'utf8'))
    if (!('people' in file)) throw new Error(JSON.stringify(file))
    await applyWorkFile({ db, adminUrl, tenantId: 1n, say: () => undefined }, file, 'test')
    const text = 'Can you send me the agreement again?'
    const from = '+447700900003'
    const rawHash = createHash('sha256').update(text).digest()
    const came = { provider: 'test', providerRef: 'k-1', channel: 'sms', to: '10690000' } as const
    await takeMessage(db, 1n, { ...came, from, text, at: NOW, rawHash }, { now: NOW, today: TODAY })
  })
  afterAll(() => closeStage(stage))
  beforeEach(async () => {
    page = await openPage(stage, 'en')
    keys = keyboardOf(page)
  })
  afterEach(() => page.context().close())

  const inBook = <T extends object>(sql: string) =>
    inTenant(stage.world.db, 1n, async (tx) => (await tx.query<T>(sql)).rows)
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
  const form = (name: string | RegExp) => page.getByRole('dialog', { name })

  async function signIn(role: Role): Promise<void> {
    await page.goto('/')
    await page.getByLabel('Password', { exact: true }).waitFor()
    await keys.tabTo('Email')
    await keys.type(`${role}@demo.forbear.test`)
    await keys.tabTo('Password')
    await keys.type(PASSWORDS[role])
    await keys.press('Enter')
    await heading('20 November 2026')
  }

  async function openCase(name: string): Promise<void> {
    await keys.press('/')
    await page
      .getByLabel(/^Search/)
      .and(page.locator(':focus'))
      .waitFor()
    await keys.type(name)
    await keys.press('Enter')
    await page.getByRole('link', { name, exact: true }).first().waitFor()
    await keys.tabTo(name)
    await keys.press('Enter')
    await heading(name)
  }

  test('one signs in, and out again', async () => {
    await signIn('collector')
    await keys.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).waitFor()
    await keys.type('tcdl')
    await keys.press('Enter')
    await page.getByLabel('Password', { exact: true }).waitFor()
  })

  test('the next case: called, how it ended, and the one after it', async () => {
    await signIn('collector')
    await keys.press('g', 'w')
    await heading('Work')
    await keys.press('n')
    await heading('王秀英')
    await keys.press('c')
    const outcome = page.getByLabel(/^Outcome/)
    await outcome.waitFor()
    if (!(await outcome.evaluate((field) => field === document.activeElement)))
      await keys.tabTo(/^Outcome/)
    await keys.type('wrjt')
    await page.getByRole('button', { name: 'Record: No answer' }).waitFor()
    await keys.press('Enter')
    await page.getByText('Recorded. N for the next one.').waitFor()
    expect(await inBook(`select channel from contact where channel = 'call'`)).toHaveLength(1)
  })

  test('a list: filtered by a search, gone down, opened, and back', async () => {
    await signIn('collector')
    await keys.press('g', 'c')
    await heading('Cases')
    await keys.press('j', 'j', 'Enter')
    await page.waitForURL(/\/cases\/case_/)
    await page.goBack()
    await heading('Cases')
  })

  test('a case is found by name and put on hold', async () => {
    await signIn('collector')
    await openCase('Amelia Wright')
    await keys.press('h')
    await form('Place a hold').waitFor()
    await keys.tabTo(/Reason/)
    await keys.press('ArrowDown', 'Enter')
    await keys.tabTo(/Source/)
    await keys.type('her call')
    await keys.press('Enter')
    await page.getByText('Source: her call').waitFor()
  })

  test('a promise is recorded', async () => {
    await signIn('collector')
    await openCase('李国庆')
    await keys.press('p')
    await form(/李国庆/).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await keys.type('300')
    await keys.press('Enter')
    await keys.type('fri')
    await form(/李国庆/)
      .getByText('Friday, 27 November 2026', { exact: false })
      .waitFor()
    await keys.press('Enter')
    await form(/李国庆/).waitFor({ state: 'hidden' })
    expect(await inBook('select amount_minor, due_on::text from promise')).toEqual([
      { amount_minor: 30_000n, due_on: '2026-11-27' },
    ])
  })

  test('a payment is recorded from the palette', async () => {
    await signIn('collector')
    await openCase('王秀英')
    await keys.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).waitFor()
    await keys.type('djhk')
    await keys.press('Enter')
    await form('Record a payment').waitFor()
    await keys.tabTo(/^Amount/)
    await keys.type('10.00')
    await keys.tabTo(/^Reference/)
    await keys.type('BANK-K')
    await keys.press('Enter')
    await page.getByText('Payment BANK-K').waitFor()
  })

  test('a callback is agreed at an hour', async () => {
    await signIn('collector')
    await openCase('李国庆')
    await keys.press('b')
    await form('Agree a callback').waitFor()
    const time = form('Agree a callback').getByLabel(/^Time/)
    // The day's parts stand in the order of the browser's own country.
    for (const typed of ['23/11/2026', '11/23/2026']) {
      await time.and(page.locator(':focus')).waitFor()
      await keys.type(typed)
      await keys.press('ArrowRight')
      await keys.type('10:30AM')
      if ((await time.inputValue()) === '2026-11-23T10:30') break
      await keys.press('Escape')
      await form('Agree a callback').waitFor({ state: 'hidden' })
      await keys.press('b')
    }
    await keys.press('Enter')
    await form('Agree a callback').waitFor({ state: 'hidden' })
    expect(await inBook('select borrower_id from callback')).toEqual([{ borrower_id: 2n }])
  })

  test('a message is answered', async () => {
    await signIn('collector')
    await keys.press('g', 'i')
    await heading('Inbox')
    await keys.tabTo(/Amelia Wright/)
    await keys.press('Enter')
    await page.getByRole('region', { name: 'Thread with Amelia Wright' }).waitFor()
    await keys.press('a')
    await page.getByLabel('Answer', { exact: true }).and(page.locator(':focus')).waitFor()
    await keys.type('Yes, we send it today.')
    await keys.press('Enter')
    await page.getByRole('button', { name: 'Take back' }).waitFor()
  })

  test('a step is approved by a manager', async () => {
    await inBook(
      `update treatment set state = 'awaiting_approval', approval = 'manager' where borrower_id = 6`,
    )
    await signIn('manager')
    await keys.tabTo('Approve steps')
    await keys.press('Enter')
    await heading('Approve steps')
    await keys.tabTo(/^Approve/)
    await keys.press('Enter')
    await expect
      .poll(() => inBook(`select state from treatment where state = 'awaiting_approval'`))
      .toEqual([])
  })

  test('a ladder is changed in its cell and proposed', async () => {
    await signIn('manager')
    await keys.press('g', 's')
    await page.getByRole('link', { name: 'uk-gentle' }).waitFor()
    await keys.tabTo('uk-gentle')
    await keys.press('Enter')
    await page.locator('[data-at="treatments.4.every"]').waitFor()
    await keys.tabTo(/Publish/)
    await keys.press('Enter')
    await page.getByRole('button', { name: /^Make it version/ }).waitFor()
    await keys.tabTo(/^Make it version/)
    await keys.press('Enter')
    await keys.tabTo(/^Effective from/)
    await keys.tabTo(/^Why, for the person who agrees/)
    await keys.type('by keyboard')
    await keys.tabTo('Propose')
    await keys.press('Enter')
    await page.getByText('Proposed. Another person must agree now.').waitFor()
  })
})
