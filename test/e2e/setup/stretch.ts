import type { Page } from 'playwright-core'

/**
 * Makes every text of the page 40% longer, as German or Vietnamese would, and says what broke: a page that must
 * be scrolled sideways, or words that are cut off. What a person wrote (cells of tables, fields) is left alone, and
 * what ends in dots on purpose, or lies in a part that scrolls by itself, is not broken. Reload afterwards.
 */
export async function brokenByLongerWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const before = document.documentElement.scrollWidth > innerWidth + 1
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    let seen = 0
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const parent = node.parentElement
      const words = node.nodeValue ?? ''
      if (parent === null || parent.closest('script,style,svg,td,time,kbd,textarea,[hidden]'))
        continue
      if (!/\p{L}{2}/u.test(words)) continue
      const more = Math.ceil(words.trim().length * 0.4)
      node.nodeValue = words.trimEnd() + ' ' + words.trim().slice(0, more)
      seen += 1
    }
    if (seen === 0) return ['no text was found on the page']
    const broken: string[] = []
    if (!before && document.documentElement.scrollWidth > innerWidth + 1)
      broken.push('the page must be scrolled sideways')
    const scrolls = (element: Element | null): boolean => {
      for (let at = element; at !== null && at !== document.body; at = at.parentElement)
        if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth)
          return true
      return false
    }
    for (const element of document.querySelectorAll<HTMLElement>(
      'button,a,label,h1,h2,h3,legend,th,dt,p,summary,[role=tab]',
    )) {
      const { overflowX, textOverflow, whiteSpace } = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      // Kept for screen readers alone: one pixel, on purpose.
      if (box.width <= 2 || box.height <= 2) continue
      const words = (element.textContent ?? '').trim().slice(0, 60)
      if (words === '') continue
      const isCut =
        element.scrollWidth > element.clientWidth + 2 &&
        /hidden|clip/.test(overflowX) &&
        textOverflow !== 'ellipsis'
      // What stands wholly outside waits there for the keyboard, as a link past the navigation does.
      const isOver = box.right > innerWidth + 2 || (box.left < -2 && box.right > 0)
      const isOut = isOver && !scrolls(element.parentElement)
      if (isCut) broken.push(`cut off (${whiteSpace}): ${element.tagName.toLowerCase()} "${words}"`)
      else if (isOut) broken.push(`outside: ${element.tagName.toLowerCase()} "${words}"`)
    }
    return broken
  })
}
