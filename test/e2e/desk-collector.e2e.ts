import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inTenant } from '../../src/store/db.ts'
import { readWorkFile } from '../../src/store/work-file.ts'
import { applyWorkFile } from '../../src/store/work-people.ts'
import { chromiumPath, PATIENCE_MS } from './setup/chromium.ts'
import {
  closeStage,
  expectClean,
  openCase,
  openPage,
  openStage,
  pageAs,
  signIn,
  type Stage,
} from './setup/page.ts'

const chromium = chromiumPath()

describe.skipIf(chromium === undefined)('a collector at the desk', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    const file = readWorkFile(readFileSync('worklists/demo.yaml', 'utf8'))
    if (!('people' in file)) throw new Error(JSON.stringify(file))
    const { db, adminUrl } = stage.world
    const where = { db, adminUrl, tenantId: 1n, say: () => undefined }
    await applyWorkFile(where, file, 'test')
  })
  afterAll(() => closeStage(stage))
  afterEach(async () => {
    await page.context().setOffline(false)
    await page.close()
  })

  const inBook = (sql: string) => inTenant(stage.world.db, 1n, (tx) => tx.query(sql))
  const heading = (name: string) => page.getByRole('heading', { level: 1, name })
  const hits = () => page.getByRole('listbox', { name: 'Cases found' }).getByRole('option')
  const bare = () => page.locator('body').click({ position: { x: 5, y: 5 } })

  test('a case by keyboard alone: next, call, identity, a promise, how it ended, next', async () => {
    page = await pageAs(stage, 'collector')
    for (const key of ['g', 'w']) await page.keyboard.press(key)
    await heading('Work').waitFor()
    await page.keyboard.press('n')
    await heading('王秀英').waitFor()
    await page.getByText('CN¥1,286.40').first().waitFor()
    await page.keyboard.press('c')
    await page.getByRole('heading', { name: 'Identity first' }).waitFor()
    // Nothing of the debt is in the page, not only out of sight.
    const words = await page.locator('main').innerText()
    expect(words).not.toMatch(/1,286|CN¥|arrears|past due|promise|debt/i)
    expect(await page.locator('main').innerHTML()).not.toMatch(/1,286|arrears/i)
    await expectClean(page, 'en-collector-identity')
    await page.keyboard.press('p')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('i')
    await page.getByText('CN¥1,286.40').first().waitFor()
    await page.keyboard.press('p')
    const form = page.getByRole('dialog', { name: /王秀英/ })
    await form.waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await page.keyboard.type('300')
    await page.keyboard.press('Enter')
    await page.keyboard.type('fri')
    await form.getByText('Friday, 27 November 2026, 7 days from now').waitFor()
    await form.getByText('Within what may be promised').waitFor()
    await expectClean(page, 'en-collector-promise')
    await page.keyboard.press('Enter')
    await form.waitFor({ state: 'hidden' })
    await page.getByText('A link to pay it?').waitFor()
    await page.getByRole('button', { name: 'Record: Promises to pay' }).waitFor()
    await expectClean(page, 'en-collector-wrap-up')
    await page.keyboard.press('Enter')
    await page.getByText('Recorded. N for the next one.').waitFor()
    const made = await inBook(`select amount_minor, due_on from promise where borrower_id = 1`)
    expect(made.rows).toEqual([{ amount_minor: 30_000n, due_on: '2026-11-27' }])
    await bare()
    // A slip: its wrap-up stands open again, and the last word counts.
    await page.keyboard.press('u')
    await page.getByRole('button', { name: 'Record: Promises to pay' }).click()
    await page.getByText('Recorded. N for the next one.').waitFor()
    await bare()
    await page.keyboard.press('n')
    await page.getByText('Your worklists are empty.').waitFor()
  })

  test.each<[string, string, string, string]>([
    ['a name', '国庆', '李国庆', 'Name: 国庆'],
    ['pinyin', 'liguoqing', '李国庆', 'Pinyin: liguoqing'],
    ['initials', 'lgq', '李国庆', 'Pinyin initials: lgq'],
    ['the end of a number', '0000002', '李国庆', 'Number ends in 0002'],
    [
      'a line of a bank',
      '20 NOV CR AMELIA WRIGHT 30.00 THANKS',
      'Amelia Wright',
      "The payer's name points at Amelia Wright",
    ],
  ])('search finds by %s, and Enter opens', async (_, typed, name, why) => {
    page = await pageAs(stage, 'collector')
    await page.keyboard.press('/')
    await page.keyboard.type(typed)
    await hits().filter({ hasText: name }).getByText(why).waitFor()
    await page.keyboard.press('Enter')
    await heading(name).waitFor()
  })

  test('the palette finds people too, and what was found says why, in either language', async () => {
    page = await pageAs(stage, 'collector')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).fill('wangxiuying')
    await page.getByRole('option', { name: /王秀英/ }).waitFor()
    await expectClean(page, 'en-collector-palette')
    await page.keyboard.press('Enter')
    await heading('王秀英').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('w')
    await page.keyboard.type('xy')
    await hits().first().waitFor()
    await expectClean(page, 'en-collector-search')
  })

  test('U takes back what was done last, and says why where nobody can', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await page.keyboard.press('h')
    const form = page.getByRole('dialog', { name: 'Place a hold' })
    await form.getByLabel('Source').fill('a slip')
    await form.getByRole('combobox', { name: 'Reason' }).press('ArrowDown')
    await page.keyboard.press('Enter')
    await form.getByRole('button', { name: 'Place a hold' }).click()
    await page.getByRole('button', { name: 'Undo U' }).waitFor()
    await form.waitFor({ state: 'hidden' })
    await expectClean(page, 'en-collector-undo')
    await page.keyboard.press('u')
    await page.getByText('Taken back', { exact: true }).waitFor()
    const ended = await inBook(`select count(*)::int as n from hold where ends_hold_id is not null`)
    expect(ended.rows).toEqual([{ n: 1 }])
    await page.getByRole('button', { name: 'Record a payment' }).click()
    const payment = page.getByRole('dialog', { name: /Amelia Wright/ })
    await payment.getByLabel('Amount').fill('1')
    await payment.getByLabel('Reference').fill('slip-1')
    await page.keyboard.press('Enter')
    await payment.waitFor({ state: 'hidden' })
    await page.keyboard.press('u')
    await page.getByText('Money is never unsaid').waitFor()
  })

  test('a word of care slides in beside what is typed, and one key records it with consent', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await page.getByRole('button', { name: 'Agree a callback' }).click()
    const form = page.getByRole('dialog', { name: /Amelia Wright/ })
    const words = form.getByRole('textbox').last()
    await words.fill('She will look at her diary')
    await words.fill('She lost my letter, then said: I lost my job')
    const prompt = page.getByRole('region', { name: 'Care first: they cannot pay' })
    await prompt.waitFor()
    // Never a pop-up: whoever types goes on typing.
    await words.pressSequentially(' last week')
    await expectClean(page, 'en-collector-care-prompt')
    await page.keyboard.press('Control+.')
    await prompt.waitFor({ state: 'hidden' })
    const kept = await inBook(`select kind, sort from care where borrower_id = 3`)
    expect(kept.rows).toEqual([{ kind: 'vulnerability', sort: 'resilience' }])
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'hidden' })
    await page.getByLabel('What does not suit').press('ArrowDown')
    await page.getByLabel('What does not suit').press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByLabel('What they said', { exact: true }).fill('Not at work')
    await page.getByRole('button', { name: 'Record', exact: true }).first().click()
    await page.getByText('Recorded: it holds from now on').waitFor()
    await bare()
    await page.keyboard.press('u')
    await page.getByText('is ended by a manager or compliance').waitFor()
    await page.getByRole('button', { name: 'Switch to Chinese' }).click()
    await page.getByText('在工作单位').first().waitFor()
    await expectClean(page, 'zh-collector-spared')
    // The next who open a window of theirs read it in English again.
    await page.getByRole('button', { name: '切换到英文' }).click()
    await page.getByText('At work').first().waitFor()
  })

  test('what was typed survives a reload, and a lost connection is said and offered again', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Amelia Wright')
    await page.keyboard.press('h')
    const form = () => page.getByRole('dialog', { name: 'Place a hold' })
    // A machine under load may still be drawing the form: whoever sees nothing typed types again.
    await expect
      .poll(
        async () => {
          await form().getByLabel('Source').fill('')
          await form().getByLabel('Source').fill('letter of 3 November')
          return page.evaluate(() => Object.keys(window.localStorage).join(' '))
        },
        { timeout: PATIENCE_MS },
      )
      .toContain('forbear.draft:hold')
    await page.reload()
    await heading('Amelia Wright').waitFor({ timeout: PATIENCE_MS })
    await form().getByText('did not send is back').waitFor({ timeout: PATIENCE_MS })
    expect(await form().getByLabel('Source').inputValue()).toBe('letter of 3 November')
    await expectClean(page, 'en-collector-draft')
    await form().getByRole('combobox', { name: 'Reason' }).press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.context().setOffline(true)
    await form().getByRole('button', { name: 'Place a hold' }).click()
    await page.getByText('The connection is lost.').waitFor()
    await page.getByText('No answer came to the hold.').waitFor()
    await page.context().setOffline(false)
    await form().getByRole('button', { name: 'Cancel' }).click()
    await expectClean(page, 'en-collector-unsent')
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('Source: letter of 3 November').waitFor()
    await page.getByText('No answer came').waitFor({ state: 'hidden' })
  })

  test('several cases at once: what it would do, to whom not and why, and a result for each', async () => {
    page = await pageAs(stage, 'manager')
    await page.goto('/cases?q=Zoe')
    await page.getByRole('checkbox', { name: 'Choose Zoe Nguyen' }).check()
    await page.getByText('1 case chosen').waitFor()
    await page.getByRole('button', { name: 'Place holds…' }).click()
    const form = page.getByRole('dialog', { name: 'Place holds…' })
    await form.getByRole('combobox', { name: 'Reason' }).press('ArrowDown')
    await page.keyboard.press('Enter')
    await form.getByLabel('Source').fill('the office of 20 November')
    await form.getByRole('button', { name: 'See what it would do' }).click()
    await form.getByText('1 of 1 can be done.').waitFor()
    await expectClean(page, 'en-collector-bulk')
    await form.getByRole('button', { name: 'Place 1 hold' }).waitFor()
  })

  test('two people on one case see each other', async () => {
    page = await pageAs(stage, 'collector')
    await openCase(page, 'Zoe Nguyen')
    const other = await pageAs(stage, 'manager')
    await openCase(other, 'Zoe Nguyen')
    await other.getByText('Also open for').waitFor()
    await expectClean(other, 'en-collector-presence')
    await other.close()
  })

  test('a key is given to another command, one that is taken is refused, and all go back', async () => {
    page = await pageAs(stage, 'collector')
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard' })
    await sheet.getByRole('button', { name: 'Change the keys of: Open my day' }).click()
    await page.keyboard.press('z')
    await expect.poll(() => sheet.getByText('Z', { exact: true }).count()).toBeGreaterThan(0)
    await sheet.getByRole('button', { name: 'Change the keys of: Next case' }).click()
    await page.keyboard.press('z')
    await sheet.getByText('Z already does: Open my day').waitFor()
    await expectClean(page, 'en-collector-keys')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    await page.keyboard.press('z')
    await heading('My day').waitFor()
    await page.getByText(/Today: \d+ calls?,/).waitFor()
    await expectClean(page, 'en-collector-my-day')
    await page.keyboard.press('?')
    await sheet.getByRole('button', { name: 'The keys as they were' }).click()
  })

  test('in Chinese and in the dark', async () => {
    page = await openPage(stage, 'zh', { colorScheme: 'dark' })
    await signIn(page, 'collector', 'zh')
    await page.keyboard.press('/')
    await page.keyboard.type('wxy')
    await page.getByRole('listbox', { name: '找到的案件' }).getByRole('option').first().waitFor()
    await expectClean(page, 'zh-dark-collector-search')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await openCase(page, '王秀英')
    await page.keyboard.press('p')
    await page.getByRole('dialog').waitFor()
    await page.getByLabel('金额（CNY）').fill('100')
    await page.getByLabel('最迟还款日', { exact: true }).fill('下月3号')
    await page.getByText('2026年12月3日').waitFor()
    await expectClean(page, 'zh-dark-collector-promise')
    await page.keyboard.press('Escape')
    await page.goto('/work/my-day')
    await heading('我的一天').waitFor()
    await expectClean(page, 'zh-dark-collector-my-day')
  })
})
