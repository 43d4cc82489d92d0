import { day, type Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { money } from '../core/money.ts'
import { contentFacts } from '../engine/content-facts.ts'
import type { ContentFacts } from '../guard/verdict.ts'
import { render, type MessageFacts, type Rendered } from './render.ts'
import type { Language, Template } from './templates.ts'

const kept = new WeakMap<Template, Map<string, ContentFacts>>()

/** Nobody's values, in the form of everybody's: what they fill is the same text to every rule. */
const NOBODY: Readonly<Record<Language, string>> = { zh: '王小明', en: 'Alex Taylor' }
const AMOUNT_MINOR = 12_345n
const ON: Day = day('2026-01-15')
const REF = '1000'

/** A plain name: letters only, and as many as names have. Remarks and words that call names are not. */
const PLAIN =
  /^(?:\p{Script=Han}{2,4}|\p{L}[\p{L}'’-]{0,24}(?:[ .]{1,2}\p{L}[\p{L}'’-]{0,24}){0,3})$/u
const CALLS_NAMES = /老赖|赖|骗|贱|滚|死|欠|scum|thief|liar|cheat|deadbeat|owe|debt|police|court/i

/**
 * What a rule may ask of a text that a template made. Found once for a template and a sender, because
 * only values differ; where a value is more than a value the whole text is read.
 */
export function saidIn(
  template: Template,
  facts: MessageFacts,
  { channel, text }: { readonly channel: Channel; readonly text: Rendered },
): ContentFacts {
  const { sender } = facts
  const { language } = template
  const whole = () => contentFacts({ channel, language, text: text.whole, sender })
  if (!isPlain(facts)) return whole()
  const plain: MessageFacts = {
    ...facts,
    borrowerName: NOBODY[language],
    accountRef: REF,
    amount: facts.amount && money(AMOUNT_MINOR, facts.amount.currency),
    dueOn: facts.dueOn && ON,
    today: ON,
    paidOn: facts.paidOn && ON,
    code: facts.code && '0'.repeat(facts.code.length),
  }
  const key = JSON.stringify([channel, { ...plain, amount: plain.amount?.currency }])
  const known = kept.get(template) ?? new Map<string, ContentFacts>()
  kept.set(template, known)
  const found = known.get(key)
  if (found !== undefined) return found
  const made = contentFacts({ channel, language, text: render(template, plain).whole, sender })
  known.set(key, made)
  return made
}

const isPlain = ({ borrowerName, accountRef }: MessageFacts): boolean =>
  PLAIN.test(borrowerName) &&
  !CALLS_NAMES.test(borrowerName) &&
  /^[\p{L}\d-]{1,4}$/u.test(accountRef.slice(-4))
