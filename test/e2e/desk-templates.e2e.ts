import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, PATIENCE_MS } from './setup/chromium.ts'
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
const NAME = 'reminder-warm'
const widthOf = (image: Element) => (image as HTMLImageElement).naturalWidth

describe.skipIf(chromium === undefined)('templates', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
  })
  afterAll(() => closeStage(stage))

  const editor = async (page: Page, title: string) => {
    await page.goto(`/templates/sms/${NAME}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  test('found by the keyboard, filtered in the address, without a breach in both languages', async () => {
    const page = await pageAs(stage, 'manager', 'en')
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor()
    await page.goto('/templates?channel=sms&tone=warm')
    await page.getByRole('link', { name: NAME }).waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
    await expectClean(page, 'en-templates')
    await page.goto('/templates?channel=visit&tone=warm')
    await page.getByText('No template fits.').waitFor()
    await page.close()
    const zh = await pageAs(stage, 'compliance', 'zh')
    await zh.goto('/templates')
    await zh.getByRole('heading', { level: 1, name: '模板' }).waitFor()
    await expectClean(zh, 'zh-templates')
    await zh.close()
  })

  test('what may not be said is marked while it is typed; sound words are proposed and another agrees', async () => {
    const page = await pageAs(stage, 'manager', 'en')
    await editor(page, `Text message · ${NAME}`)
    const text = page.getByLabel('English text')
    const words = await text.inputValue()
    const propose = page.getByRole('button', { name: 'Propose', exact: true })
    await page.getByText('These are the current words').waitFor()
    await page.getByText('Cost unknown: no price is set').first().waitFor()
    await page.getByText('2 segments · GSM-7', { exact: false }).waitFor()
    await text.fill(`${words} Pay or go to prison.`)
    await page.locator('mark', { hasText: 'prison' }).waitFor()
    await page.getByText('Mend what is marked first').waitFor()
    expect(await propose.isDisabled()).toBe(true)
    await expectClean(page, 'en-template-findings')
    await text.fill(words.replace('Need more time?', 'Do you need more time?'))
    await page.getByText('Nothing to mend.').waitFor()
    await page.locator('ins', { hasText: 'Do you need more time?' }).waitFor()
    await page.getByLabel('Why, for the person who agrees').fill('A whole question.')
    await propose.click()
    await page.getByText('Proposed. Another person must agree now.').waitFor()
    await page.getByText('Another person must answer').waitFor()
    await expectClean(page, 'en-template')
    await page.close()

    const second = await pageAs(stage, 'compliance', 'zh')
    await editor(second, `短信 · ${NAME}`)
    await second.getByText('A whole question.').waitFor()
    await second.getByRole('button', { name: '在此打开其内容' }).click()
    await second.locator('ins', { hasText: 'Do you need more time?' }).waitFor()
    await second.getByRole('button', { name: '同意', exact: true }).click()
    await second.getByRole('link', { name: '打开第 2 版' }).waitFor()
    await expectClean(second, 'zh-template')
    // Back takes two as well: compliance may agree to it, and not propose it.
    expect(await second.getByRole('button', { name: '提交回退到第 1 版' }).isDisabled()).toBe(true)
    await second.close()

    const back = await pageAs(stage, 'manager', 'en')
    await editor(back, `Text message · ${NAME}`)
    await back.getByRole('button', { name: 'Propose going back to version 1' }).click()
    await back.getByText('Back to version 1', { exact: false }).waitFor()
    await back.close()
  })

  test('a firm tone cannot be chosen for what is not due yet', async () => {
    const page = await pageAs(stage, 'manager', 'en')
    await page.goto('/templates/sms/reminder-serious')
    await page.getByRole('group', { name: 'Stages' }).waitFor()
    expect(await page.getByRole('checkbox', { name: 'Before it is due' }).isDisabled()).toBe(true)
    expect(await page.getByRole('checkbox', { name: 'Late' }).isChecked()).toBe(true)
    await page.close()
  })

  test('a letter is seen as pages and opens as a PDF; a mail as a program shows it, and nothing runs in it', async () => {
    const page = await pageAs(stage, 'manager', 'en')
    await page.goto('/templates/letter/demand-notice')
    const sheet = page.getByRole('region', { name: 'Preview' })
    const pages = sheet.getByAltText('Page 1 of 1')
    await expect.poll(() => pages.count(), { timeout: PATIENCE_MS }).toBe(2)
    expect(await pages.first().evaluate(widthOf)).toBeGreaterThan(300)
    await sheet.getByRole('link', { name: 'Open the PDF' }).first().waitFor()
    await expectClean(page, 'en-template-letter')
    const [pdf] = await Promise.all([
      page.context().waitForEvent('page'),
      sheet.getByRole('link', { name: 'Open the PDF' }).first().click(),
    ])
    expect(pdf.url()).toMatch(/^blob:/)
    await pdf.close()
    await sheet.getByLabel('Or the values of an account').fill('A-70001')
    await sheet.getByRole('button', { name: 'Use this account' }).click()
    await sheet.getByText('The values of 王秀英', { exact: false }).waitFor()
    await sheet.getByText('Hello 王秀英', { exact: false }).first().waitFor()
    await sheet.getByText('王秀英，您好', { exact: false }).first().waitFor()
    expect(new URL(page.url()).searchParams.get('case')).toMatch(/^case_/)
    await expectClean(page, 'en-template-letter-case')
    await page.close()
    const zh = await pageAs(stage, 'compliance', 'zh')
    await zh.goto('/templates/email/reminder-warm')
    const frame = zh.frameLocator('iframe').first()
    await frame.getByText('王小明', { exact: false }).first().waitFor()
    expect(await zh.locator('iframe').first().getAttribute('sandbox')).toBe('')
    await expectClean(zh, 'zh-template-mail')
    await zh.close()
  })

  test('in the dark and on a narrow screen nothing breaks', async () => {
    const page = await openPage(stage, 'en', {
      colorScheme: 'dark',
      viewport: { width: 320, height: 700 },
    })
    await signIn(page, 'manager', 'en')
    await page.goto('/templates')
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor()
    await expectClean(page, 'dark-narrow-templates')
    await editor(page, `Text message · ${NAME}`)
    await page.getByText('Nothing to mend.').waitFor()
    await expectClean(page, 'dark-narrow-template')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(320)
    await page.context().close()
  })

  test('what apps approved is recorded with its reason, and a price is set from a day on', async () => {
    const page = await pageAs(stage, 'manager')
    await page.goto('/templates/apps')
    await page.getByText('Nothing is known of any text yet.').waitFor()
    await page.getByLabel('Provider', { exact: true }).fill('wechat')
    await page.getByLabel('Code').fill('ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY')
    await page.getByLabel('Where the app said so').fill('seen in their console on 20 November')
    await page.getByRole('button', { name: 'Record a state' }).click()
    await page.getByRole('cell', { name: 'approved', exact: true }).waitFor()
    await expectClean(page, 'en-app-texts')
    await page.goto('/templates')
    const prices = page.getByRole('form', { name: 'Set a price' })
    await prices.getByLabel('Country').fill('gb')
    await prices.getByLabel('Amount').fill('3.50')
    await prices.getByLabel('Currency').fill('gbp')
    await prices.getByRole('button', { name: 'Set a price' }).click()
    await page.getByText('Every price that was set').click()
    await page.getByRole('cell', { name: '£3.50' }).first().waitFor()
    await page.goto('/settings/portal')
    await page.getByLabel('When a person answers, in Chinese').fill('周一至周五 9:00–18:00')
    await page.getByText('Give both languages').waitFor()
    await page.getByLabel('When a person answers, in English').fill('Monday to Friday, 9 to 6')
    await page.getByRole('button', { name: 'Let it hold from today' }).click()
    await page.getByText('Since 20 Nov 2026, set by Priya Raman').waitFor()
    await expectClean(page, 'en-portal-settings')
    const zh = await pageAs(stage, 'compliance', 'zh')
    await zh.goto('/settings/portal')
    await zh.getByLabel('内容', { exact: true }).fill('+44 20 7946 0123')
    await zh.getByRole('button', { name: '登记', exact: true }).click()
    await zh.getByRole('rowheader', { name: '+44 20 7946 0123' }).waitFor()
    await zh.getByLabel('类型').click()
    await zh.getByTitle('工号').click()
    await zh.getByLabel('内容', { exact: true }).fill('C-4711')
    expect(await zh.getByRole('button', { name: '登记', exact: true }).isDisabled()).toBe(true)
    await zh.getByLabel('员工', { exact: true }).click()
    await zh.getByTitle('Chen Jing').click()
    await zh.getByRole('button', { name: '登记', exact: true }).click()
    await zh.getByRole('rowheader', { name: 'C-4711' }).waitFor()
    await expectClean(zh, 'zh-portal-settings')
    await zh.goto('/templates/apps')
    await zh.getByText('已通过').first().waitFor()
    await expectClean(zh, 'zh-app-texts')
    await zh.close()
    await page.close()
  })
})
