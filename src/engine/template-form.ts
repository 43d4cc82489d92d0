import type { Channel } from '../core/channel.ts'
import type { Tone } from '../strategy/document.ts'
import type { AskedPart } from './template-lint.ts'

/** What a message is. Each kind has its own combinations in `templates/allowed.yaml`. */
export const TEMPLATE_KINDS = [
  'reminder',
  'promise_confirmed',
  'receipt',
  'settled_in_full',
  'credit_notice',
  'demand_notice',
  'lawyers_letter',
  'visit_notice',
  'whereabouts',
  'own_code',
] as const
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

/** When in a debt's life it is written; `any` is for what answers something that happened. */
export const TEMPLATE_STAGES = [
  'pre_due',
  'early',
  'mid',
  'late',
  'legal',
  'recovery',
  'care',
  'any',
] as const
export type TemplateStage = (typeof TEMPLATE_STAGES)[number]

export const TEMPLATE_AUDIENCES = ['borrower', 'third_person'] as const
export type TemplateAudience = (typeof TEMPLATE_AUDIENCES)[number]

export type TemplateLanguage = 'zh' | 'en'
export const TEMPLATE_LANGUAGES: readonly TemplateLanguage[] = ['zh', 'en']

/** One message in all its languages: they are agreed to together, so that none lags behind. */
export type TemplateDocument = {
  readonly channel: Channel
  readonly name: string
  readonly kind: TemplateKind
  readonly stages: readonly TemplateStage[]
  readonly tone: Tone
  readonly audience: TemplateAudience
  readonly texts: Readonly<Record<TemplateLanguage, string>>
}

type VariableType = 'text' | 'phone' | 'url' | 'amount' | 'day'

/** Everything that a text may name. `debt`: it tells of the debt, which nobody else may learn of. */
export const VARIABLES = {
  'sender.name': { type: 'text', debt: false, mayBeAbsent: false },
  'sender.phone': { type: 'phone', debt: false, mayBeAbsent: false },
  'sender.url': { type: 'url', debt: false, mayBeAbsent: false },
  'borrower.name': { type: 'text', debt: false, mayBeAbsent: false },
  'account.tail': { type: 'text', debt: true, mayBeAbsent: false },
  amount: { type: 'amount', debt: true, mayBeAbsent: false },
  due_on: { type: 'day', debt: true, mayBeAbsent: true },
  paid_on: { type: 'day', debt: true, mayBeAbsent: false },
  today: { type: 'day', debt: false, mayBeAbsent: false },
  // What the person asked to be sent, to show who they are.
  code: { type: 'text', debt: false, mayBeAbsent: false },
  // What an agency must say of itself tells that there is a debt.
  collector: { type: 'text', debt: true, mayBeAbsent: false },
} as const satisfies Record<
  string,
  { readonly type: VariableType; readonly debt: boolean; readonly mayBeAbsent: boolean }
>
export type Variable = keyof typeof VARIABLES

export const isVariable = (text: string): text is Variable => Object.hasOwn(VARIABLES, text)

/** The values of one message; null where there is none. */
export type Values = Readonly<Record<Variable, string | null>>

/** Which kinds, stages, tones, audiences and variables go together: data of the house. */
export type AllowedTable = {
  readonly tonesAt: Readonly<Record<TemplateStage, readonly Tone[]>>
  readonly kinds: Readonly<
    Record<
      TemplateKind,
      {
        readonly channels: readonly Channel[]
        readonly audiences: readonly TemplateAudience[]
        readonly stages: readonly TemplateStage[]
        readonly tones: readonly Tone[]
        readonly variables: readonly Variable[]
        /** Parts that law or house ask of this kind beside the sender, the check and the stop. */
        readonly asks: readonly AskedPart[]
      }
    >
  >
}
