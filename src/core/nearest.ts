/** The nearest of the known names, where one is near enough to be what was meant. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  const said = name.split('.').at(-1) ?? name
  for (const candidate of known) {
    const last = candidate.split('.').at(-1) ?? candidate
    const initials = last
      .split('_')
      .map((part) => part.charAt(0))
      .join('')
    // 'dpd' is how people abbreviate days_past_due.
    if (initials.length > 2 && said === initials) return candidate
    const distance = Math.min(edits(name, candidate), edits(said, last))
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Letters to change, add, leave out or swap with the next, to get from one word to the other. */
function edits(from: string, to: string): number {
  const [a, b] = [from.slice(0, 60).toLowerCase(), to.slice(0, 60).toLowerCase()]
  const lines = [Array.from({ length: b.length + 1 }, (_, i) => i)]
  const at = (i: number, j: number) => lines[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    const line = [i]
    lines.push(line)
    for (let j = 1; j <= b.length; j++) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? at(i - 2, j - 2) + 1 : Infinity
      line.push(Math.min(change, swap, at(i - 1, j) + 1, at(i, j - 1) + 1))
    }
  }
  return at(a.length, b.length)
}
