import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { breaches } from './setup/axe.ts'
import { chromiumPath } from './setup/chromium.ts'
import {
  closeStage,
  openPage,
  openStage,
  SHOTS,
  signIn,
  type Language,
  type Role,
  type Stage,
} from './setup/page.ts'
import { unexplained } from './setup/unexplained.ts'
import { brokenByLongerWords } from './setup/stretch.ts'

const chromium = chromiumPath()

/** Who sees most first: a page is looked at once, as the first of these who finds it in the rail. */
const ROLES: readonly Role[] = ['manager', 'compliance', 'collector', 'admin']

type Look = { readonly language: Language; readonly mode: 'light' | 'dark' }
const LOOKS: readonly Look[] = [
  { language: 'en', mode: 'light' },
  { language: 'zh', mode: 'light' },
  { language: 'en', mode: 'dark' },
  { language: 'zh', mode: 'dark' },
]

/** Pages that every desk has; that the crawl finds them shows that it saw the rail. */
const CERTAIN = [
  '/',
  '/cases',
  '/cases/*',
  '/work',
  '/inbox',
  '/money',
  '/care',
  '/templates',
  '/strategies',
]

describe.skipIf(chromium === undefined)('every page that the rail leads to', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
  })
  afterAll(() => closeStage(stage))

  test('the look at longer words finds what they break, and passes what wraps', async () => {
    const page = await openPage(stage, 'en', { viewport: { width: 400, height: 600 } })
    const broken = async (html: string) => {
      await page.setContent(`<body style="margin:0">${html}</body>`)
      return brokenByLongerWords(page)
    }
    const tight = 'width:100px;overflow:hidden;white-space:nowrap'
    expect(await broken('<p>Words that wrap hurt nobody, however long they become.</p>')).toEqual(
      [],
    )
    expect(
      await broken(`<p style="${tight};text-overflow:ellipsis">Ends in dots here</p>`),
    ).toEqual([])
    expect(await broken(`<button style="${tight}">Save words</button>`)).toEqual([
      expect.stringContaining('cut off'),
    ])
    expect(
      await broken(
        '<h1 style="white-space:nowrap;font:24px serif">A heading that is nearly as wide</h1>',
      ),
    ).toContain('the page must be scrolled sideways')
    const isTold =
      '<div><button disabled>Save</button><small class="muted">Only managers</small></div>'
    await page.setContent(`<main><div>${isTold}</div></main>`)
    expect(await unexplained(page)).toEqual([])
    await page.setContent(
      '<main><p class="muted">A lead.</p><form><p><button disabled>Save</button></p></form></main>',
    )
    expect(await unexplained(page)).toEqual([expect.stringContaining('Save')])
    await page.context().close()
  })

  test.each(LOOKS)(
    'in $language, $mode: photographed, no A or AA breach, what is disabled says why, and it holds words that are longer',
    async ({ language, mode }) => {
      const seen = new Set<string>()
      for (const role of ROLES) {
        const page = await openPage(stage, language, { colorScheme: mode })
        const failures: string[] = []
        page.on('pageerror', (error) => failures.push(error.message))
        await signIn(page, role, language)
        await crawl(page, { role, seen, language, mode })
        expect.soft(failures, `${role}: errors of script`).toEqual([])
        await page.context().close()
      }
      expect([...seen]).toEqual(expect.arrayContaining(CERTAIN))
    },
    900_000,
  )
})

type Crawl = Look & { readonly role: Role; readonly seen: Set<string> }

/** The rail's links, and from each page the first link of each kind that leads further in. */
async function crawl(page: Page, of: Crawl): Promise<void> {
  const waiting = await linksIn(page, 'nav a[href^="/"]')
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path)
    if (of.seen.has(kind)) continue
    of.seen.add(kind)
    await page.goto(path)
    const heading = page.getByRole('heading', { level: 1 })
    const isThere = await heading.waitFor().then(
      () => true,
      () => false,
    )
    expect.soft(isThere, `${of.role} at ${path}: a heading`).toBe(true)
    if (!isThere) continue
    await page.waitForLoadState('networkidle')
    await lookAt(page, kind, of)
    const deeper = await linksIn(page, 'main a[href^="/"]')
    // Files of the API and the borrower's pages are no pages of the desk.
    const own = deeper.filter((link) => !/^\/(v1|p)\//.test(link))
    waiting.push(...own.filter((link) => !of.seen.has(kindOf(link))))
  }
}

async function lookAt(page: Page, kind: string, { role, language, mode }: Crawl): Promise<void> {
  const name = `${role} at ${kind} in ${language}, ${mode}`
  const file = kind === '/' ? 'today' : kind.slice(1).replaceAll('/', '-').replaceAll('*', 'one')
  await page.screenshot({ path: `${SHOTS}page-${file}-${language}-${mode}.png`, fullPage: true })
  // The dark has the same page in other colours: once is enough to see those.
  if (mode === 'light' || language === 'en') expect.soft(await breaches(page), name).toEqual([])
  expect.soft(await unexplained(page), `${name}: disabled without a reason`).toEqual([])
  if (mode === 'light') expect.soft(await brokenByLongerWords(page), name).toEqual([])
}

const linksIn = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (links) => links.map((link) => link.getAttribute('href') ?? '/'))

/** The kind of a page: its path without its search, and without the names and numbers of single things. */
const kindOf = (path: string): string => {
  const [first = '', ...parts] = (path.split(/[?#]/)[0] ?? '/').split('/').slice(1)
  const one = (part: string) => NAMED.has(first) || /[\d_]/.test(part)
  return `/${[first, ...parts.map((part) => (one(part) ? '*' : part))].join('/')}`
}

/** Below these stand single things by names of their own. */
const NAMED = new Set(['templates', 'strategies', 'rules'])
