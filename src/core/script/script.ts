import type { Words } from '../words.ts'

/** What a call script answers for: each opens a prompt of its own, wherever the call stands. */
export const CARE_PROMPTS = [
  'self_harm',
  'bereavement',
  'illness',
  'vulnerable',
  'abuse',
  'money_worries',
] as const
export type CarePrompt = (typeof CARE_PROMPTS)[number]

/** What a care prompt is: always these three, in this order. */
export const CARE_PARTS = ['pause', 'listen', 'signpost'] as const
export type CarePart = (typeof CARE_PARTS)[number]

/** What leads on from a step: the words are what the collector hears, as they choose it. */
export type ScriptAnswer = {
  readonly words: Words
  readonly next: { readonly step: string } | { readonly care: CarePrompt }
  /** Of an identity step: with this answer we know that it is the borrower. */
  readonly confirms: boolean
}

export const STEP_KINDS = ['say', 'identity', 'options', 'end'] as const

export type ScriptStep = {
  readonly id: string
  /** 'options' names the ways out, so that what may follow can be said after it. */
  readonly kind: (typeof STEP_KINDS)[number]
  readonly words: Words
  readonly answers: readonly ScriptAnswer[]
  /** Of an end: how the call ended. */
  readonly ends: string | undefined
}

/** Open at every step: what somebody may say at any time. */
export type ScriptExit = {
  readonly heard: readonly string[]
  readonly words: Words
  readonly step: string
}

export type CareAnswer = {
  readonly words: Words
  /** undefined: the call goes on where it stood. */
  readonly ends: string | undefined
  /** Somebody else takes over at once. */
  readonly toPerson: boolean
}

export type ScriptCare = Readonly<Record<CarePart, Words>> & {
  readonly answers: readonly CareAnswer[]
}

/** What a collector may say in a call, and what leads on from what they hear. */
export type Script = {
  readonly name: string
  readonly version: number
  readonly title: Words
  /** Where it may be used: a jurisdiction, or what lies in it. */
  readonly places: readonly string[]
  /** Stages of the strategy; none: every stage. */
  readonly stages: readonly string[]
  /** The numbers that somebody whose life is at risk is told. */
  readonly emergency: readonly string[]
  readonly start: string
  readonly steps: ReadonlyMap<string, ScriptStep>
  readonly always: readonly ScriptExit[]
  readonly care: Readonly<Record<CarePrompt, ScriptCare>>
}

/** A fault of a script: what, at which place of the file, and the names that its sentence needs. */
export type ScriptFault<Code extends string = string> = {
  readonly fault: Code
  readonly at: readonly (string | number)[]
  readonly names: Readonly<Record<string, string>>
}
