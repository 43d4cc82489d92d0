import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { breaches } from './setup/axe.ts'
import { chromiumPath, launch } from './setup/chromium.ts'
import { openDesk, PASSWORDS, type DeskWorld } from './setup/desk.ts'
import { OTHERS, PEOPLE } from './setup/seed.ts'

type Role = keyof typeof PASSWORDS
type Language = 'zh' | 'en'

const SHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url))
const chromium = chromiumPath()
let world: DeskWorld
let browser: Browser

/** The words a person looks for, in both languages. */
const WORDS = {
  email: { zh: '邮箱', en: 'Email' },
  password: { zh: '密码', en: 'Password' },
  signIn: { zh: '登录', en: 'Sign in' },
  toOther: { zh: '切换到英文', en: 'Switch to Chinese' },
} as const

async function openPage(language: Language): Promise<Page> {
  const context = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return page
}

async function signIn(page: Page, role: Role, language: Language): Promise<void> {
  await page.goto(`${world.url}/`)
  await page.getByLabel(WORDS.email[language], { exact: true }).fill(`${role}@demo.forbear.test`)
  await page.getByLabel(WORDS.password[language], { exact: true }).fill(PASSWORDS[role])
  await page.getByRole('button', { name: WORDS.signIn[language], exact: true }).click()
  await page.getByRole('navigation').first().waitFor()
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true })
}

describe.skipIf(chromium === undefined)('the desk in a browser', () => {
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    const [opened, launched] = await Promise.all([openDesk(), launch(chromium ?? '')])
    world = opened
    browser = launched
  })
  afterAll(async () => {
    await browser?.close()
    await world?.stop()
  })

  describe.each<Language>(['zh', 'en'])('every page in %s', (language) => {
    test('has no breach of WCAG A or AA, and is photographed', async () => {
      const page = await openPage(language)
      await page.goto(`${world.url}/sign-in`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectClean(page, `${language}-sign-in`)
      await signIn(page, 'collector', language)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expectClean(page, `${language}-today`)
      await page.goto(`${world.url}/cases`)
      await page.getByRole('link', { name: '王秀英' }).waitFor()
      await expectClean(page, `${language}-cases`)
      for (const person of PEOPLE) {
        await page.goto(`${world.url}/cases?q=${encodeURIComponent(person.name)}`)
        await page.getByRole('link', { name: person.name }).click()
        await page.getByRole('heading', { level: 1, name: person.name }).waitFor()
        await expectClean(page, `${language}-case-${person.id}`)
      }
      await page.context().close()
    })
  })
})

async function expectClean(page: Page, name: string): Promise<void> {
  await shoot(page, name)
  expect.soft(await breaches(page), name).toEqual([])
}
