import type { Page } from 'playwright-core'

/** Controls that cannot be used and do not say why beside them, in text that stands there. */
export const unexplained = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const says = '.muted, .work-lawful, [role="alert"], [role="status"]'
    const isTold = (control: Element): boolean => {
      let beside = control.parentElement
      for (let up = 0; up < 3 && beside !== null && beside.tagName !== 'MAIN'; up++) {
        if ([...beside.querySelectorAll(says)].some((one) => one.textContent?.trim() !== ''))
          return true
        beside = beside.parentElement
      }
      return false
    }
    return (
      [...document.querySelectorAll('main :is(button, input, textarea, select):disabled')]
        // A list that is empty says so: there is nothing in it to tick.
        .filter((control) => control.closest('.ant-table-empty') === null && !isTold(control))
        .map((control) => control.outerHTML.slice(0, 240))
    )
  })
