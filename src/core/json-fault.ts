import type { Words } from './words.ts'

/** The first place at which a text stops being JSON, or names a property of an object twice. */
export type JsonFault = { readonly offset: number; readonly wrong: Words; readonly right: Words }

const DEPTH_MAX = 200

type Scan = { readonly text: string; at: number; depth: number }

/**
 * The platform's own parser tells no place for some faults, and keeps the last of two properties of
 * one name, which could hide a fact. undefined: the text is one JSON value with nothing said twice.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const scan: Scan = { text, at: 0, depth: 0 }
  const fault = valueFault(scan)
  if (fault !== undefined) return fault
  skipSpace(scan)
  return scan.at === text.length
    ? undefined
    : at(scan, { en: 'nothing more here', zh: '此处应结束' })
}

const VALUE: Words = { en: 'a value', zh: '一个值' }

function valueFault(scan: Scan): JsonFault | undefined {
  skipSpace(scan)
  const first = scan.text[scan.at]
  if (first === '{') return within(scan, objectFault)
  if (first === '[') return within(scan, arrayFault)
  if (first === '"') return stringFault(scan)
  return take(scan, /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y)
    ? undefined
    : at(scan, VALUE)
}

function within(scan: Scan, part: (scan: Scan) => JsonFault | undefined): JsonFault | undefined {
  if (scan.depth >= DEPTH_MAX) {
    return at(scan, { en: `no more than ${DEPTH_MAX} levels`, zh: `不超过 ${DEPTH_MAX} 层` })
  }
  scan.depth++
  scan.at++
  const fault = part(scan)
  scan.depth--
  return fault
}

function objectFault(scan: Scan): JsonFault | undefined {
  const seen = new Set<string>()
  if (takes(scan, '}')) return undefined
  for (;;) {
    skipSpace(scan)
    const start = scan.at
    if (scan.text[start] !== '"') {
      return at(scan, { en: 'the name of a property in double quotes', zh: '双引号中的属性名' })
    }
    const fault = stringFault(scan)
    if (fault !== undefined) return fault
    const name = JSON.parse(scan.text.slice(start, scan.at)) as string
    if (seen.has(name)) return twice(start, name)
    seen.add(name)
    if (!takes(scan, ':')) return at(scan, { en: '":"', zh: '“:”' })
    const inner = valueFault(scan)
    if (inner !== undefined) return inner
    if (takes(scan, ',')) continue
    return takes(scan, '}') ? undefined : at(scan, { en: '"," or "}"', zh: '“,”或“}”' })
  }
}

const twice = (offset: number, name: string): JsonFault => ({
  offset,
  wrong: { en: `${JSON.stringify(name)} is said twice`, zh: `${JSON.stringify(name)} 出现两次` },
  right: { en: 'each property once', zh: '每个属性只出现一次' },
})

function arrayFault(scan: Scan): JsonFault | undefined {
  if (takes(scan, ']')) return undefined
  for (;;) {
    const fault = valueFault(scan)
    if (fault !== undefined) return fault
    if (takes(scan, ',')) continue
    return takes(scan, ']') ? undefined : at(scan, { en: '"," or "]"', zh: '“,”或“]”' })
  }
}

function stringFault(scan: Scan): JsonFault | undefined {
  scan.at++
  // What may stand in a string, up to the first thing that may not.
  // eslint-disable-next-line no-control-regex
  take(scan, /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y)
  const next = scan.text[scan.at]
  if (next === '"') {
    scan.at++
    return undefined
  }
  if (next === '\\') {
    return at(scan, { en: 'an escape such as \\n or \\u4e2d', zh: '转义，如 \\n 或 \\u4e2d' })
  }
  return at(scan, { en: "the string's closing quote", zh: '字符串的结束引号' })
}

function skipSpace(scan: Scan): void {
  take(scan, /[ \t\n\r]*/y)
}

function takes(scan: Scan, sign: string): boolean {
  skipSpace(scan)
  if (scan.text[scan.at] !== sign) return false
  scan.at++
  return true
}

function take(scan: Scan, form: RegExp): boolean {
  form.lastIndex = scan.at
  const match = form.exec(scan.text)
  if (match === null) return false
  scan.at += match[0].length
  return true
}

function at(scan: Scan, right: Words): JsonFault {
  const found = scan.text[scan.at]
  return found === undefined
    ? { offset: scan.at, wrong: { en: 'the text ends here', zh: '文本在此处中断' }, right }
    : {
        offset: scan.at,
        wrong: {
          en: `${JSON.stringify(found)} does not belong here`,
          zh: `此处不应有 ${JSON.stringify(found)}`,
        },
        right,
      }
}
