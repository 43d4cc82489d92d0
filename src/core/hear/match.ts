import type { View } from './view.ts'
import { once } from './view.ts'

/**
 * Rules are regular expressions in shorthand. In Latin ones words stand apart by single spaces and
 * ` ~ ` is up to three words of the same clause; in Chinese ones `~` is up to six characters of it.
 * `{name}` is a list of words. Every repetition is bounded, so that no text takes long to read.
 */
export type Words = Readonly<Record<string, string>>

function spelled(rules: readonly string[], words: Words): string {
  const filled = rules.map((rule) =>
    rule.replace(/\{(\w+)\}/g, (_, name: string) => `(?:${words[name] ?? name})`),
  )
  const bounded = filled.map((rule) => rule.replaceAll(')*', '){0,6}').replaceAll(')+', '){1,6}'))
  return once(
    bounded.join('|').replace(/\{(\w+)\}/g, (_, name: string) => `(?:${words[name] ?? name})`),
  )
}

const LATIN_GAP = ' (?:[a-z0-9]{1,20} ){0,3}'

/** Whole words of a Latin view. */
export const latinRule = (rules: readonly string[], words: Words = {}): RegExp =>
  new RegExp(` (?:${spelled(rules, words).replaceAll(' ~ ', LATIN_GAP)})(?= )`, 'g')

/** The same rules over letters that were written without spaces. */
export const tightRule = (rules: readonly string[], words: Words): RegExp =>
  new RegExp(
    `(?:${spelled(rules, words).replaceAll(' ~ ', '[a-z0-9]{0,16}').replaceAll(' ', '')})`,
    'g',
  )

/** Anywhere in a view of Chinese text. */
export const hanRule = (rules: readonly string[], words: Words = {}): RegExp =>
  new RegExp(spelled(rules, words).replaceAll('~', '[^|]{0,6}'), 'g')

/** The first words of the view that say it, where the `shield` does not cover them. */
export function saysIn(view: View, rule: RegExp, shield?: RegExp): string | undefined {
  const text = shield === undefined ? view.text : shielded(view.text, shield)
  rule.lastIndex = 0
  const match = rule.exec(text)
  return match === null ? undefined : view.found(match.index, match[0].length)
}

/** The text with what the shield matches blanked out, place by place. */
export function shielded(text: string, shield: RegExp): string {
  return text.replace(
    shield,
    (match) =>
      (match.startsWith(' ') ? ' ' : '') +
      '#'.repeat(match.length - (match.startsWith(' ') ? 1 : 0)),
  )
}
