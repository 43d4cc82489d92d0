import type { Page } from 'playwright-core'

/** A sheet of A4 between its margins, in CSS pixels. */
const SHEET = { width: 718, height: 1000 } as const

/**
 * What is wrong with a page on paper: something that nobody can press there, an amount or a name that is missing, or
 * words that are cut. The page is left as it was.
 */
export async function wrongOnPaper(page: Page): Promise<string[]> {
  const before = page.viewportSize()
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(SHEET)
  const wrong = await page.evaluate(() => {
    const all = (of: string) => [...document.querySelectorAll<HTMLElement>(of)]
    const said = (one: Element) =>
      `${one.tagName.toLowerCase()} "${one.textContent?.trim().slice(0, 40)}"`
    const pressed = all('nav,button,input,select,textarea,fieldset,a.button,.leave,.skip')
      .filter((one) => one.checkVisibility())
      .map((one) => `nobody can press it: ${said(one)}`)
    const missing = all('h1,header .name,.amount,td,dd')
      .filter((one) => !one.checkVisibility())
      .map((one) => `missing: ${said(one)}`)
    const cut = all('main,main *')
      .filter(
        (one) =>
          one.checkVisibility() && /hidden|clip|auto|scroll/.test(getComputedStyle(one).overflowX),
      )
      .filter((one) => one.scrollWidth > one.clientWidth + 2)
      .map((one) => `cut off: ${said(one)}`)
    const { scrollWidth, clientWidth } = document.documentElement
    return [
      ...pressed,
      ...missing,
      ...cut,
      ...(scrollWidth > clientWidth ? ['wider than the sheet'] : []),
    ]
  })
  await page.emulateMedia({ media: 'screen' })
  if (before !== null) await page.setViewportSize(before)
  return wrong
}
