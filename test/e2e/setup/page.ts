import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { breaches } from './axe.ts'
import { launch, PATIENCE_MS } from './chromium.ts'
import { openDesk, PASSWORDS, type DeskWorld } from './desk.ts'

export type Role = keyof typeof PASSWORDS
export type Language = 'zh' | 'en'

/** The words a person looks for, in both languages. */
const WORDS = {
  email: { zh: '邮箱', en: 'Email' },
  password: { zh: '密码', en: 'Password' },
  signIn: { zh: '登录', en: 'Sign in' },
} as const

export const SHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url))

export type Stage = {
  readonly world: DeskWorld
  readonly browser: Browser
  /** Who is signed in already, one window each: nobody types the password for every test. */
  readonly windows: Map<string, BrowserContext>
}

export async function openStage(chromium: string): Promise<Stage> {
  mkdirSync(SHOTS, { recursive: true })
  const [world, browser] = await Promise.all([openDesk(), launch(chromium)])
  return { world, browser, windows: new Map() }
}

export async function closeStage(stage: Stage | undefined): Promise<void> {
  await stage?.browser.close()
  await stage?.world.stop()
}

export async function openPage(
  { browser, world }: Stage,
  language: Language,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Shanghai',
    baseURL: world.url,
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

/** A new tab at Today for somebody who is signed in. */
export async function pageAs(stage: Stage, role: Role, language: Language = 'en'): Promise<Page> {
  const name = `${role} ${language}`
  const known = stage.windows.get(name)
  if (known === undefined) {
    const page = await openPage(stage, language)
    await signIn(page, role, language)
    stage.windows.set(name, page.context())
    return page
  }
  const page = await known.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

export async function signIn(page: Page, role: Role, language: Language): Promise<void> {
  await page.goto('/')
  await enter(page, role, language)
  await page.getByRole('navigation').first().waitFor()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Fills the sign-in page that is open. */
export async function enter(page: Page, role: Role, language: Language): Promise<void> {
  await page.getByLabel(WORDS.email[language], { exact: true }).fill(`${role}@demo.forbear.test`)
  await page.getByLabel(WORDS.password[language], { exact: true }).fill(PASSWORDS[role])
  await page.getByRole('button', { name: WORDS.signIn[language], exact: true }).click()
}

export async function openCase(page: Page, name: string): Promise<void> {
  await page.goto(`/cases?q=${encodeURIComponent(name)}`)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Photographs the page for people to look at, and asks axe. */
export async function expectClean(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true })
  expect.soft(await breaches(page), name).toEqual([])
}

/**
 * Chooses in a list of the open form. A click while the list still unfolds is lost on a busy machine; a
 * person clicks again, and so does this.
 */
export async function chooseIn(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).click()
  const choice = page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
  await choice.waitFor()
  await expect
    .poll(
      async () => {
        if (await choice.isVisible()) await choice.click({ timeout: 2000 }).catch(() => undefined)
        await page.waitForTimeout(400)
        return choice.isVisible()
      },
      { timeout: PATIENCE_MS },
    )
    .toBe(false)
}
