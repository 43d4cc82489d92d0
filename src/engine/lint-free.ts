import type { Channel } from '../core/channel.ts'
import type { Money } from '../core/money.ts'
import { FAULT_WORDS } from '../core/say/finding-words.ts'
import type { Words as Sentence } from '../core/words.ts'
import {
  hardToRead,
  lintText,
  manner,
  type AskedPart,
  type Audience,
  type Finding,
  type Sender,
} from './template-lint.ts'

export type FreeWords = {
  readonly language: 'zh' | 'en'
  readonly channel: Channel
  readonly audience: Audience
  /** What the ledger knows of this borrower; absent: amounts are not compared. */
  readonly amounts?: readonly Money[] | undefined
  readonly sender?: Sender | undefined
  /**
   * The words are the whole message, so that the parts which the house and the law of the place ask
   * for must be in them. Otherwise they stand within a template that says those.
   */
  readonly whole?: { readonly sender: Sender; readonly asked: readonly AskedPart[] } | undefined
}

/** A finding with its place, what is wrong, and what would be right. */
export type FoundWords = Finding & { readonly what: Sentence; readonly right: Sentence }

export type LintedFree =
  | { readonly is: 'clean' }
  | { readonly is: 'refused'; readonly findings: readonly FoundWords[] }

/** So few words have no reading age. */
const WORDS_MIN = 12

/** A collector's own words, before they leave. Empty words say nothing wrong. */
export function lintFree(text: string, options: FreeWords): LintedFree {
  const { language, channel, audience, amounts, whole } = options
  const sender = whole?.sender ?? options.sender
  const words = { text, language, channel, audience, amounts, ...(sender && { sender }) }
  const findings =
    whole === undefined
      ? [...manner(words), ...(isLong(text) ? hardToRead(words) : [])]
      : lintText({ ...words, sender: whole.sender, asked: whole.asked }).findings
  if (findings.length === 0) return { is: 'clean' }
  return {
    is: 'refused',
    findings: findings
      .map((finding) => ({ ...finding, ...FAULT_WORDS[finding.fault] }))
      .toSorted((a, b) => a.from - b.from),
  }
}

const isLong = (text: string): boolean =>
  /\p{Script=Han}/u.test(text) || text.split(/\s+/).length >= WORDS_MIN
