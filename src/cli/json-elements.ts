import type { Words } from '../core/words.ts'

/** Where a character stands in a file, as an editor counts it. */
export type TextPlace = { readonly line: number; readonly column: number }

/** One value of the file, not parsed yet: the only one, or an item of the list that the file is. */
export type JsonElement = {
  readonly text: string
  readonly start: TextPlace
  /** Of the list; undefined where the file is one value. */
  readonly index: number | undefined
}

/** Ends the reading: from here on nothing can be told apart. */
export type JsonBreak = { readonly place: TextPlace; readonly wrong: Words; readonly right: Words }

type Found = JsonElement | JsonBreak

const ELEMENT_CHARACTERS_MAX = 4_000_000

/** Cuts a JSON file into the values of its outer list as they come, without holding the whole. */
export async function* jsonElements(chunks: AsyncIterable<string>): AsyncGenerator<Found> {
  const cut = new Cutter()
  for await (const chunk of chunks) {
    yield* cut.feed(chunk)
    if (cut.isBroken) return
  }
  yield* cut.end()
}

/** `depth` 0: before or after; 1: between items of the outer list; more: inside one of them. */
class Cutter {
  isBroken = false
  private line = 1
  private column = 1
  private state: 'before' | 'single' | 'list' | 'after' = 'before'
  private depth = 0
  private inString = false
  private escaped = false
  private text = ''
  private start: TextPlace | undefined
  private index = 0

  feed(chunk: string): Found[] {
    const found: Found[] = []
    let from = 0
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charAt(i)
      const isItem = this.take(c)
      if (!isItem) {
        this.keep(chunk.slice(from, i))
        from = i + 1
        found.push(...this.between(c))
        if (this.isBroken) return found
      }
      this.move(c)
    }
    this.keep(chunk.slice(from))
    if (this.text.length > ELEMENT_CHARACTERS_MAX) found.push(this.broken(TOO_LONG))
    return found
  }

  end(): Found[] {
    if (this.state === 'before') return [this.broken(EMPTY)]
    const last = this.start === undefined ? [] : [this.element()]
    return this.state === 'list' ? [...last, this.broken(NOT_CLOSED)] : last
  }

  /** Whether the character belongs to a value; the others are left to `between`. */
  private take(c: string): boolean {
    if (this.state === 'before' || this.state === 'after') return false
    if (this.inString) {
      this.follow(c)
      return true
    }
    if (this.state === 'list' && this.depth === 1 && (c === ',' || c === ']')) return false
    if (this.start === undefined && isSpace(c)) return false
    this.start ??= this.place()
    if (c === '"') this.inString = true
    if (c === '{' || c === '[') this.depth++
    if (c === '}' || c === ']') this.depth = Math.max(this.depth - 1, 1)
    return true
  }

  private follow(c: string): void {
    if (this.escaped) this.escaped = false
    else if (c === '\\') this.escaped = true
    else if (c === '"') this.inString = false
  }

  private between(c: string): Found[] {
    if (isSpace(c)) return []
    if (this.state === 'before') {
      this.state = c === '[' ? 'list' : 'single'
      this.depth = 1
      if (this.state === 'single') {
        this.take(c)
        this.text = c
      }
      return []
    }
    if (this.state === 'after') return [this.broken(AFTER_END)]
    // A list may be empty; an item may not be, as before a comma too many.
    const isItem = this.start !== undefined || c === ',' || this.index > 0
    const found = isItem ? [this.element()] : []
    if (c === ']') this.state = 'after'
    return found
  }

  private keep(text: string): void {
    if (this.start !== undefined) this.text += text
  }

  private element(): JsonElement {
    const { text, start } = this
    const index = this.state === 'single' ? undefined : this.index
    this.text = ''
    this.start = undefined
    this.index++
    return { text, start: start ?? this.place(), index }
  }

  private broken(words: { readonly wrong: Words; readonly right: Words }): JsonBreak {
    this.isBroken = true
    return { place: this.place(), ...words }
  }

  private place(): TextPlace {
    return { line: this.line, column: this.column }
  }

  private move(c: string): void {
    if (c === '\n') {
      this.line++
      this.column = 1
    } else this.column++
  }
}

// A mark of byte order is how some editors begin a file.
const isSpace = (c: string): boolean =>
  c === ' ' || c === '\n' || c === '\r' || c === '\t' || c === '\uFEFF'

/** The place of an offset in an element's text. */
export function placeIn({ text, start }: JsonElement, offset: number): TextPlace {
  const before = text.slice(0, offset)
  const lines = before.split('\n')
  const last = lines.at(-1) ?? ''
  return lines.length === 1
    ? { line: start.line, column: start.column + last.length }
    : { line: start.line + lines.length - 1, column: last.length + 1 }
}

const TOO_LONG = {
  wrong: { en: 'this value is too long', zh: '此值过长' },
  right: {
    en: `at most ${ELEMENT_CHARACTERS_MAX} characters`,
    zh: `不超过 ${ELEMENT_CHARACTERS_MAX} 个字符`,
  },
}
const EMPTY = {
  wrong: { en: 'there is nothing here', zh: '内容为空' },
  right: { en: 'a situation, or a list of them', zh: '一个情形，或情形的列表' },
}
const NOT_CLOSED = {
  wrong: { en: 'the text ends inside the list', zh: '文本在列表内中断' },
  right: { en: '"]"', zh: '“]”' },
}
const AFTER_END = {
  wrong: { en: 'there is more after the end of the list', zh: '列表结束后仍有内容' },
  right: { en: 'nothing more here', zh: '此处应结束' },
}
