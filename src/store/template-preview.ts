import type { Day } from '../core/calendar.ts'
import { smsLength, type SmsLength } from '../core/sms-length.ts'
import { costOf, type MessageCost } from '../engine/template-cost.ts'
import type { TemplateDocument, Variable } from '../engine/template-form.ts'
import type { Sender } from '../engine/template-lint.ts'
import { readText } from '../engine/template-text.ts'
import type { MessagePrice } from './message-price.ts'
import { render, valuesOf, type MessageFacts, type Rendered } from './render.ts'
import { LONGEST, type PreviewPerson } from './template-people.ts'
import { liquid, type Language } from './templates.ts'

/** One value that, as long as it plausibly comes, needs one more segment or another alphabet. */
export type LengthWarning = {
  readonly variable: Variable
  readonly value: string
  readonly segments: number | undefined
  readonly alphabet: SmsLength['alphabet'] | undefined
}

export type Preview = {
  readonly language: Language
  readonly person: PreviewPerson['kind']
  readonly rendered: Rendered
  /** Of a text message; `too_long` where it needs more segments than anybody should be sent. */
  readonly sms: SmsLength | 'too_long' | undefined
  /** By country; empty: no price is known. */
  readonly costs: readonly MessageCost[]
  readonly warnings: readonly LengthWarning[]
}

type With = {
  readonly sender: Sender
  readonly today: Day
  readonly prices: readonly MessagePrice[]
}

/** The message as each person would get it, by the renderer that sends it. The text is sound already. */
export function previews(
  document: TemplateDocument,
  people: readonly PreviewPerson[],
  by: With,
): Preview[] {
  return people.map((person) => previewOf(document, person, by))
}

function previewOf(document: TemplateDocument, person: PreviewPerson, by: With): Preview {
  const { channel, name, texts } = document
  const { language } = person
  const facts: MessageFacts = {
    ...person.facts,
    sender: by.sender,
    today: by.today,
    paidOn: by.today,
  }
  const template = { channel, name, language, parsed: liquid.parse(texts[language]) }
  const rendered = render(template, facts)
  const sms = channel === 'sms' ? (smsLength(rendered.whole) ?? 'too_long') : undefined
  const parts = sms === undefined ? 1 : sms === 'too_long' ? undefined : sms.segments
  return {
    language,
    person: person.kind,
    rendered,
    sms,
    costs:
      parts === undefined
        ? []
        : by.prices
            .filter((price) => price.channel === channel)
            .filter(({ country }) => person.country === undefined || country === person.country)
            .map((price) => costOf(price, parts)),
    warnings:
      sms === undefined || sms === 'too_long' || person.kind === 'longest'
        ? []
        : warningsOf({ template, facts, source: texts[language], now: sms }),
  }
}

type Asked = {
  readonly template: Parameters<typeof render>[0]
  readonly facts: MessageFacts
  readonly source: string
  readonly now: SmsLength
}

/** Each value by itself as long as it may come: who reads it learns which one is too much. */
function warningsOf({ template, facts, source, now }: Asked): LengthWarning[] {
  const { language } = template
  const used = new Set(readText(source).uses.map((use) => use.of))
  const longer = (['borrower.name', 'amount'] as const).filter((variable) => used.has(variable))
  return longer.flatMap((variable) => {
    const { borrowerName, amount } = LONGEST[language]
    const long: MessageFacts =
      variable === 'amount' ? { ...facts, amount } : { ...facts, borrowerName }
    const length = smsLength(render(template, long).whole)
    if (length?.segments === now.segments && length.alphabet === now.alphabet) return []
    const value = valuesOf(language, long)[variable] ?? ''
    return [{ variable, value, segments: length?.segments, alphabet: length?.alphabet }]
  })
}
