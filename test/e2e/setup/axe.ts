import axe from 'axe-core'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

type Found = { id: string; nodes: { html: string; failureSummary: string }[] }

/**
 * Every breach of WCAG 2.0 to 2.2 A and AA that axe finds, one line each; a run that saw nothing throws.
 * What lies behind a modal form, or half under a bar that stays when one scrolls, cannot be pointed at there:
 * the page is asked from its top, and without the form.
 */
export async function breaches(page: Page): Promise<string[]> {
  const result = await page.evaluate(
    async ({ source, tags }) => {
      // Evaluated by the test's own channel, so the page's content policy stays as it is.
      const scope = globalThis as unknown as {
        axe?: {
          run(root: unknown, options: unknown): Promise<{ violations: Found[]; passes: unknown[] }>
        }
      }
      // oxlint-disable-next-line no-eval -- axe is handed over as text
      if (scope.axe === undefined) (0, eval)(source)
      scrollTo(0, 0)
      // Half of a fading is no colour of the page: what still moves is at its end when it is judged.
      for (const one of document.getAnimations())
        if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish()
      const isCovered = [...document.querySelectorAll('[aria-modal=true]')].some(
        (form) => form.getClientRects().length > 0,
      )
      return scope.axe?.run(isCovered ? { exclude: ['#desk'] } : document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
      })
    },
    { source: axe.source, tags: TAGS },
  )
  if (result === undefined || result.passes.length === 0) throw new Error('axe looked at nothing')
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} :: ${node.failureSummary}`),
  )
}
