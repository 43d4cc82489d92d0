import { nearest } from '../core/nearest.ts'
import { FACTS } from './facts.ts'
import type { Names } from './finding.ts'

const NAMES = Object.keys(FACTS)
/** Words that stand in too many names to tell one from another. */
const COMMON = new Set(['days', 'account', 'contact', 'since', 'last', 'date'])

/** The fact that was probably meant: by its letters, else by the rarest word that both names hold. */
export function nearFact(text: string): Names {
  const near = nearest(text, NAMES) ?? sharing(text)
  if (near !== undefined) return { text, near }
  return {
    text,
    where: ' docs/strategies.md lists them all.',
    zhwhere: '全部事实见 docs/strategies.md。',
  }
}

const wordsOf = (name: string): Set<string> =>
  new Set(
    name
      .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 3 && !COMMON.has(word)),
  )

function sharing(text: string): string | undefined {
  const said = wordsOf(text)
  let best: string | undefined
  let least = Infinity
  for (const name of NAMES) {
    const words = wordsOf(name)
    const shared = [...said].filter((word) => words.has(word)).length
    // One word in common among as few others as possible; a name that shares more wins.
    const distance = words.size - 2 * shared
    if (shared > 0 && distance < least) [best, least] = [name, distance]
  }
  return best
}
