import type { Page } from 'playwright-core'

/** What a person can do who has no mouse: the only acts that these runs may use. */
export type Keyboard = {
  readonly press: (...keys: string[]) => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** Tab by Tab to what has this name; it must be visible when it is reached. */
  readonly tabTo: (name: string | RegExp) => Promise<void>
}

const TABS_MAX = 150

export function keyboardOf(page: Page): Keyboard {
  return {
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key)
    },
    type: (text) => page.keyboard.type(text),
    tabTo: async (name) => {
      const passed: string[] = []
      for (let n = 0; n < TABS_MAX; n++) {
        await page.keyboard.press('Tab')
        const at = await focused(page)
        if (typeof name === 'string' ? at.name === name : name.test(at.name)) {
          if (!at.isSeen) throw new Error(`${at.name} has the focus and cannot be seen`)
          return
        }
        passed.push(at.name)
      }
      throw new Error(`no Tab leads to ${String(name)}; passed: ${passed.join(' | ')}`)
    },
  }
}

/** The name of what has the focus, as a screen reader says it, and whether a person sees where it is. */
const focused = (page: Page): Promise<{ name: string; isSeen: boolean }> =>
  page.evaluate(() => {
    const at = document.activeElement
    // The page itself has the focus between its last thing and its first.
    if (!(at instanceof HTMLElement) || at === document.body) return { name: '', isSeen: false }
    const named = (at.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
      .trim()
    const labelled = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement
    const label = labelled ? [...(at.labels ?? [])].map((one) => one.textContent).join(' ') : ''
    const name = at.getAttribute('aria-label') ?? (named || label || at.textContent || '')
    const box = at.getBoundingClientRect()
    const onTop = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    const isSeen = onTop !== null && (at.contains(onTop) || onTop.contains(at))
    return { name: name.replaceAll(/\s+/g, ' ').trim(), isSeen }
  })
