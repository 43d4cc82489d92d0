import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MESSAGES, type MessageKey } from '../../web/desk/messages.ts'
import { chromiumPath, PATIENCE_MS } from './setup/chromium.ts'
import {
  closeStage,
  enter,
  expectClean,
  openCase,
  openPage,
  openStage,
  signIn,
  type Language,
  type Stage,
} from './setup/page.ts'

const chromium = chromiumPath()

type Say = (key: MessageKey) => string
const saying =
  (language: Language): Say =>
  (key) =>
    MESSAGES[key][language]

type Typed = {
  /** What is typed in it, which no other form holds. */
  readonly form: string
  readonly open: (page: Page, say: Say) => Promise<Locator>
  /** Where it stands with what is said of it. */
  readonly within: string
}

/** A form over the page from a button of it. */
const overCase =
  (region: string, button: MessageKey, label: MessageKey): Typed['open'] =>
  async (page, say) => {
    await openCase(page, 'Zoe Nguyen')
    await page
      .locator(region)
      .getByRole('button', { name: say(button), exact: true })
      .click()
    return page.getByRole('dialog').getByLabel(say(label), { exact: true })
  }

const DIALOG = '[role="dialog"]'

/** One of each way in which a form holds what is typed. */
const FORMS: readonly Typed[] = [
  {
    form: 'care 1 of the tab',
    within: DIALOG,
    open: overCase('#care', 'care.record', 'care.source'),
  },
  {
    form: 'fact 2 of the tab',
    within: DIALOG,
    open: overCase('#care', 'limitation.record', 'care.source'),
  },
  {
    form: 'notice 3 of the tab',
    within: DIALOG,
    open: overCase('#care', 'register.notice', 'register.source'),
  },
  {
    form: 'trial 4 of the tab',
    within: DIALOG,
    open: async (page, say) => {
      await page.goto('/trials')
      await page.getByRole('button', { name: say('trials.propose') }).click()
      return page.getByRole('dialog').getByLabel(say('trials.form.words'))
    },
  },
  {
    form: 'spared 5 of the tab',
    within: '.spared-form',
    open: async (page, say) => {
      await openCase(page, 'Zoe Nguyen')
      return page.locator('.spared-form').getByLabel(say('spared.words'))
    },
  },
  {
    form: 'template 6 of the tab',
    within: 'main',
    open: async (page, say) => {
      await page.goto('/templates/sms/reminder-warm')
      return page.getByLabel(say('templates.text.en'))
    },
  },
  {
    form: 'strategy 7 of the tab',
    within: 'main',
    open: async (page) => {
      await page.goto('/strategies/online-lender')
      return page.locator('[data-at="stage.2.0"]')
    },
  },
]

const keptIn = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.stringify(window.localStorage))

describe.skipIf(chromium === undefined)('every page of the desk', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
  })
  afterAll(() => closeStage(stage))

  test.each<Language>(['zh', 'en'])(
    'in %s it is photographed and has no A or AA breach',
    async (language) => {
      const page = await openPage(stage, language)
      await page.goto('/sign-in')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectClean(page, `${language}-sign-in`)
      await enter(page, 'collector', language)
      await page.getByRole('heading', { level: 1, name: '2026' }).waitFor()
      await expectClean(page, `${language}-today`)
      await page.goto('/cases?stage=mid')
      await page.getByRole('link', { name: '王秀英' }).waitFor()
      await page.keyboard.press('j')
      await expectClean(page, `${language}-cases`)
      await openCase(page, 'Amelia Wright')
      await expectClean(page, `${language}-case`)
      await page.goto('/nowhere')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectClean(page, `${language}-no-such-page`)
      await page.context().close()
    },
  )

  test('everything that opens over a page has no breach', async () => {
    const page = await openPage(stage, 'zh')
    await signIn(page, 'collector', 'zh')
    await openCase(page, 'Zoe Nguyen')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: '命令' }).waitFor()
    await expectClean(page, 'zh-palette')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '键盘' }).waitFor()
    await expectClean(page, 'zh-keys')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '登记还款' }).click()
    await page.getByRole('dialog', { name: '登记还款' }).waitFor()
    await expectClean(page, 'zh-payment')
    await page.goto('/cases')
    await page.getByRole('button', { name: '筛选' }).click()
    await page.getByRole('button', { name: '完成' }).waitFor()
    await expectClean(page, 'zh-filter')
    await page.context().close()
  })

  test('the reference tries a read and an act, as whoever is signed in or with a key', async () => {
    const page = await openPage(stage, 'en')
    await signIn(page, 'admin', 'en')
    await page.goto('/developers/reference?op=post_v_message_prices')
    const came = page.locator('.dev-came')
    await page.getByLabel('dry_run').selectOption('true')
    await page.getByRole('button', { name: 'Try it' }).click()
    await came.filter({ hasText: '200 Forbear-Dry-Run: true' }).waitFor()
    await page.goto('/developers/reference?op=get_v_message_prices_history')
    await page.getByRole('button', { name: 'Try it' }).click()
    await came.filter({ hasText: '200' }).waitFor()
    expect(await page.locator('.dev-operation [role=status]').innerText()).not.toContain('"by"')
    await page.getByLabel(/^Key/).fill('fbk_of_nobody')
    await page.getByRole('button', { name: 'Try it' }).click()
    await came.filter({ hasText: '401' }).waitFor()
    await expectClean(page, 'en-reference')
    await page.context().close()
  })

  test('what was typed is there after the tab was closed, in the other language too, and can be thrown away', async () => {
    const first = await openPage(stage, 'en')
    await signIn(first, 'manager', 'en')
    for (const { form, open } of FORMS) {
      const field = await open(first, saying('en'))
      await field.fill(form)
      await expect.poll(() => keptIn(first), { timeout: PATIENCE_MS }).toContain(form)
    }
    await first.close()
    const again = await first.context().newPage()
    again.setDefaultTimeout(PATIENCE_MS)
    await again.goto('/')
    await again.getByRole('button', { name: saying('en')('top.language') }).click()
    const say = saying('zh')
    for (const { form, open, within } of FORMS) {
      const field = await open(again, say)
      await expect.poll(() => field.inputValue(), { timeout: PATIENCE_MS }).toBe(form)
      // The forms over a page look alike: one of them is looked at, and the pages that are forms.
      if (form.startsWith('trial') || within === 'main')
        await expectClean(again, `zh-draft-${form.split(' ')[0] ?? ''}`)
      const said = again.locator(within).getByRole('button', { name: say('draft.discard') })
      await said.click()
      await expect.poll(() => field.inputValue()).not.toBe(form)
    }
    expect(await keptIn(again)).not.toMatch(/\d of the tab/)
    await again.context().close()
  })

  test('in the dark it has no breach', async () => {
    const page = await openPage(stage, 'en', { colorScheme: 'dark' })
    await signIn(page, 'manager', 'en')
    await expectClean(page, 'dark-today')
    await page.goto('/cases?stage=mid')
    await page.getByRole('link', { name: '王秀英' }).waitFor()
    await expectClean(page, 'dark-cases')
    await openCase(page, 'Zoe Nguyen')
    await expectClean(page, 'dark-case')
    await page.context().close()
  })

  test('at 320 pixels nothing has to be scrolled sideways but the list', async () => {
    const page = await openPage(stage, 'en', { viewport: { width: 320, height: 800 } })
    await signIn(page, 'collector', 'en')
    for (const path of ['/', '/cases']) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      expect.soft(await sideways(page), path).toBe(0)
    }
    await openCase(page, 'Amelia Wright')
    expect.soft(await sideways(page), 'case').toBe(0)
    await expectClean(page, 'narrow-case')
    await page.context().close()
  })
})

const sideways = (page: Awaited<ReturnType<typeof openPage>>) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
