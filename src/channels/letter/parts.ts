/** A piece of a letter's text, as the page sets it. */
export type Part =
  | { readonly is: 'paragraph'; readonly text: string }
  | { readonly is: 'lines'; readonly lines: readonly string[] }
  | { readonly is: 'list'; readonly items: readonly string[] }

export type Parted = {
  /** "Private and confidential": above the text, outside the envelope's window. */
  readonly note: string
  readonly parts: readonly Part[]
}

const ITEM = /^- /

/**
 * The text as blocks: its head (who may open it, who writes, the date) is set as the page's own, every
 * other word as it was rendered.
 */
export function partsOf(
  body: string,
  head: { readonly sender: string; readonly date: string; readonly heading: string },
): Parted {
  const blocks = body.split(/\n{2,}/).map((block) => block.split('\n').filter((one) => one !== ''))
  const [first = []] = blocks
  const hasHead = first.length > 1 && first.at(-1) === head.date
  const note = hasHead && first.length > 2 ? (first[0] ?? '') : ''
  // Page and letterhead say these already; anything else in the head is words of the letter.
  const { sender, heading } = head
  const said = new Set([note, sender, head.date, `${sender}: ${heading}`, `${sender}：${heading}`])
  const lines = hasHead ? first.filter((line) => !said.has(line)) : first
  return { note, parts: [lines, ...blocks.slice(1)].flatMap(partsOfBlock) }
}

function partsOfBlock(lines: readonly string[]): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  while (at < lines.length) {
    const isItem = ITEM.test(lines[at] ?? '')
    let end = at
    while (end < lines.length && ITEM.test(lines[end] ?? '') === isItem) end += 1
    const run = lines.slice(at, end)
    if (isItem) parts.push({ is: 'list', items: run.map((line) => line.replace(ITEM, '')) })
    else if (run.length === 1) parts.push({ is: 'paragraph', text: run[0] ?? '' })
    else parts.push({ is: 'lines', lines: run })
    at = end
  }
  return parts
}
