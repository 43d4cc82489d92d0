import type { Day } from '../core/calendar.ts'
import { contentFacts } from '../engine/content-facts.ts'
import type { Sender } from '../engine/template-lint.ts'
import type { ContentFacts } from '../guard/verdict.ts'
import type { AccountFact, LockedBorrower, TreatmentFact } from './guard-facts.ts'
import { render, type MessageFacts, type Rendered } from './render.ts'
import { saidIn } from './said-in.ts'
import type { Templates } from './templates.ts'
import { OWN_CODE, type AskedNow } from './asked-now.ts'
import { typedAnswer } from './typed-answer.ts'

type TextDesk = {
  readonly templates: Templates
  readonly sender: Sender
  readonly today: Day
  readonly asked?: AskedNow | undefined
}

type Text = { readonly text: Rendered; readonly content: ContentFacts }

/** From the same snapshot as the verdict, so that no amount is older than the decision. */
export function textOf(
  treatment: TreatmentFact,
  {
    borrower,
    account,
    desk,
  }: {
    readonly borrower: LockedBorrower
    readonly account: AccountFact
    readonly desk: TextDesk
  },
): Text | undefined {
  const { channel, template: name } = treatment
  const { language } = borrower
  const { sender } = desk
  if (channel === undefined || name === undefined) return undefined
  if (treatment.said !== undefined) {
    const text = typedAnswer(treatment.said.words, { channel, language, desk })
    return { text, content: contentFacts({ channel, language, text: text.whole, sender }) }
  }
  const template = desk.templates.find(channel, name, language)
  if (template === undefined || (name === OWN_CODE && desk.asked === undefined)) return undefined
  const facts: MessageFacts = {
    sender,
    borrowerName: borrower.name,
    accountRef: account.ref,
    amount: (treatment.paid ?? treatment.promised)?.amount ?? account.amount,
    dueOn: treatment.promised?.on ?? account.dueOn,
    today: desk.today,
    paidOn: treatment.paid?.on,
    firmKind: account.firmKind,
    code: desk.asked?.code,
  }
  const text = render(template, facts)
  return { text, content: saidIn(template, facts, { channel, text }) }
}
