export type DiffPart = { readonly is: 'same' | 'gone' | 'new'; readonly words: string }

const PIECES_MAX = 400

/** Sentences, lines and tags are the pieces that people see change. */
const piecesOf = (text: string): string[] =>
  text.match(/\{\{[^}]*\}\}|\{%[^%]*%\}|[^{。；.!?\n]+[。；.!?\n]*\s*|[{。；.!?\n]/g) ?? []

/** What differs between two texts: the longest run of common pieces stays, the rest is gone or new. */
export function diffTexts(before: string, after: string): DiffPart[] {
  const [a, b] = [piecesOf(before), piecesOf(after)]
  if (a.length > PIECES_MAX || b.length > PIECES_MAX)
    return [
      { is: 'gone', words: before },
      { is: 'new', words: after },
    ]
  const common = longestCommon(a, b)
  const parts: DiffPart[] = []
  const put = (is: DiffPart['is'], words: string) => {
    const last = parts.at(-1)
    if (last?.is === is) parts[parts.length - 1] = { is, words: last.words + words }
    else parts.push({ is, words })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [one, two] = [a[i], b[j]]
    if (one !== undefined && one === two) {
      put('same', one)
      i++
      j++
    } else if (one !== undefined && lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1)) {
      put('gone', one)
      i++
    } else if (two !== undefined) {
      put('new', two)
      j++
    } else if (one !== undefined) {
      put('gone', one)
      i++
    }
  }
  return parts
}

type Lengths = readonly (readonly number[])[]

const lengthAt = (common: Lengths, i: number, j: number): number => common[i]?.[j] ?? -1

/** How many pieces are common from each pair of places on. */
function longestCommon(a: readonly string[], b: readonly string[]): Lengths {
  const lengths = Array.from({ length: a.length + 1 }, () => Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i]
      const most = Math.max(lengthAt(lengths, i + 1, j), lengthAt(lengths, i, j + 1))
      if (row !== undefined) row[j] = a[i] === b[j] ? lengthAt(lengths, i + 1, j + 1) + 1 : most
    }
  return lengths
}
