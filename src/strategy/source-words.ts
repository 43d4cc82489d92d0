import type { ErrorCode } from 'yaml'
import type { Words } from '../core/words.ts'

const QUOTES: Words = {
  zh: '以 > < = * & ! % @ - 等符号开头的单元格要加引号，例如 ">= 30"',
  en: 'a cell that begins with a sign such as > < = * & ! % @ or - needs quotes, such as ">= 30"',
}
const INDENT: Words = {
  zh: '缩进不齐：同一层的各行须以同样多的空格开头，列表的每项以“- ”开头',
  en: 'the indentation is uneven: lines of one level begin with the same number of spaces, and each row of a list with "- "',
}
const COLON: Words = {
  zh: '此处缺少冒号，或冒号后缺少空格；每个键写成“键: 值”',
  en: 'a colon is missing here, or the space after it; each key is written as "key: value"',
}

/** What the reader of YAML says, for somebody who has never heard of it. */
const WORDS: Partial<Record<ErrorCode, Words>> = {
  BAD_SCALAR_START: QUOTES,
  BLOCK_AS_IMPLICIT_KEY: INDENT,
  BAD_INDENT: INDENT,
  BLOCK_IN_FLOW: INDENT,
  MULTILINE_IMPLICIT_KEY: COLON,
  MISSING_CHAR: {
    zh: '有一个引号、方括号或花括号没有闭合，或两项之间缺少逗号',
    en: 'a quote, bracket or brace is not closed, or a comma between two entries is missing',
  },
  TAB_AS_INDENT: {
    zh: '缩进用了制表符，请改用空格',
    en: 'the indentation has a tab in it; use spaces',
  },
  UNEXPECTED_TOKEN: {
    zh: '这里有一个多余的符号，请检查引号、括号和逗号',
    en: 'there is a sign too many here; check quotes, brackets and commas',
  },
}

/** Without words of our own the reader's stand, so that nothing is hidden. */
export function yamlWords(code: ErrorCode, message: string): Words {
  const said = message.slice(0, 200)
  return (
    WORDS[code] ?? {
      zh: `请检查缩进、引号和冒号（${said}）`,
      en: `check indentation, quotes and colons (${said})`,
    }
  )
}
