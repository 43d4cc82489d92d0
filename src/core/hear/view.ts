import { isHan, plainChar } from './scripts.ts'
import { JOINED, MEANT, mended } from './spelling.ts'

/** A text as rules read it, and where in the writer's own words each part came from. */
export type View = {
  readonly text: string
  readonly found: (index: number, length: number) => string
}

type Char = { readonly char: string; readonly at: number }

/** One word of the Latin script; '|' stands for the end of a clause. */
type Word = { readonly word: string; readonly from: number; readonly until: number }

const CLAUSE_END = new Set(Array.from('.,!?;:\n()[]{}…。!?、"“”「」—~'))
const APOSTROPHES = new Set(Array.from("'’‘`´"))

const isLetter = (char: string): boolean => char >= 'a' && char <= 'z'
const isDigit = (char: string): boolean => char >= '0' && char <= '9'

/** Lower case, one script, nothing invisible; with the place of each character in the text. */
export function plainChars(text: string): Char[] {
  const chars: Char[] = []
  let at = 0
  for (const one of text) {
    const char = plainChar(one.toLowerCase())
    for (const piece of char) chars.push({ char: piece, at })
    at += one.length
  }
  return chars
}

/** The Latin words of a text: shorthand spelled out, doubled letters once, spelled-out words whole. */
export function latinView(text: string, chars: readonly Char[], glued: boolean): View {
  const words = wholeWords(joinedPairs(spelledOut(rawWords(chars, glued))))
  const starts: number[] = []
  let line = ' '
  for (const { word } of words) {
    starts.push(line.length)
    line += `${word} `
  }
  return {
    text: line,
    found: (index, length) => {
      const first = words[lastNotAfter(starts, index + 1)]
      const last = words[lastNotAfter(starts, index + length - 2)]
      return text.slice(first?.from ?? 0, last?.until ?? text.length).trim()
    },
  }
}

function lastNotAfter(starts: readonly number[], index: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  return low
}

/** `glued` takes punctuation inside words for nothing ('st-op'), otherwise it parts words. */
function rawWords(chars: readonly Char[], glued: boolean): Word[] {
  const words: Word[] = []
  let [word, from] = ['', 0]
  const close = (until: number) => {
    if (word !== '') words.push({ word, from, until })
    word = ''
  }
  chars.forEach(({ char, at }, i) => {
    if (isLetter(char) || isDigit(char)) {
      if (word === '') from = at
      word += char
      return
    }
    if (APOSTROPHES.has(char)) return
    const next = chars[i + 1]?.char ?? ' '
    const inWord = word !== '' && (isLetter(next) || isDigit(next))
    if (glued && inWord && char !== ' ' && char !== '\n' && !isHan(char)) return
    close(at)
    if (CLAUSE_END.has(char) && !inWord) words.push({ word: '|', from: at, until: at + 1 })
  })
  close((chars.at(-1)?.at ?? 0) + 1)
  return words
}

/** 's t o p' is one word. */
function spelledOut(words: readonly Word[]): Word[] {
  const out: Word[] = []
  let i = 0
  while (i < words.length) {
    let end = i
    while (end < words.length && /^[a-z0-9|]$/.test(words[end]?.word ?? '')) end++
    const run = words.slice(i, end).filter((one) => one.word !== '|')
    const [first, last] = [run[0], run.at(-1)]
    if (run.length >= 3 && first !== undefined && last !== undefined) {
      const word = run.map((one) => one.word).join('')
      out.push({ word, from: first.from, until: last.until })
      i = end
      continue
    }
    const next = Math.max(end, i + 1)
    out.push(...words.slice(i, next))
    i = next
  }
  return out
}

/** 'do not' is 'dont', 'i am' is 'im', 'st op' is 'stop'. */
function joinedPairs(words: readonly Word[]): Word[] {
  const out: Word[] = []
  for (const one of words) {
    const before = out.at(-1)
    const both = before === undefined ? undefined : JOINED.get(`${before.word} ${one.word}`)
    if (before === undefined || both === undefined) out.push(one)
    else out.splice(-1, 1, { word: both, from: before.from, until: one.until })
  }
  return out
}

/** A letter said twice is said once: 'stoppp' is 'stop', 'calling' 'caling', in rules as in texts. */
export const once = (text: string): string => text.replace(/([a-z\u3400-\u9fff])\1+/g, '$1')

function wholeWords(words: readonly Word[]): Word[] {
  const out: Word[] = []
  for (const { word, from, until } of words) {
    const meant = MEANT.get(word) ?? MEANT.get(once(word)) ?? mended(once(word))
    for (const part of meant.split(' ')) out.push({ word: once(part), from, until })
  }
  return joinedPairs(out)
}

/** Chinese characters, letters and digits without spaces; '|' ends a clause unless `glued`. */
export function hanView(
  text: string,
  chars: readonly Char[],
  homophones: readonly (readonly [RegExp, string])[],
  glued: boolean,
): View {
  let line = ''
  let at: number[] = []
  for (const one of chars) {
    const ends = CLAUSE_END.has(one.char) || one.char === '，'
    const char = ends ? '|' : one.char
    const kept = ends ? !glued : isLetter(char) || isDigit(char) || isHan(char)
    if (!kept || (line.endsWith(char) && !isDigit(char))) continue
    line += char
    at.push(one.at)
  }
  for (const [pattern, meant] of homophones) [line, at] = replaced(line, at, pattern, meant)
  return {
    text: line,
    found: (index, length) => {
      const from = at[index] ?? 0
      const last = at[index + length - 1] ?? text.length - 1
      return text.slice(from, last + 1).trim()
    },
  }
}

function replaced(line: string, at: number[], pattern: RegExp, meant: string): [string, number[]] {
  if (line.search(pattern) < 0) return [line, at]
  const places: number[] = []
  let [out, from] = ['', 0]
  for (const match of line.matchAll(pattern)) {
    const word = meant.replace('$1', match[1] ?? '')
    out += line.slice(from, match.index) + word
    places.push(...at.slice(from, match.index))
    for (let i = 0; i < word.length; i++) {
      places.push(at[match.index + Math.min(i, match[0].length - 1)] ?? 0)
    }
    from = match.index + match[0].length
  }
  return [out + line.slice(from), [...places, ...at.slice(from)]]
}
