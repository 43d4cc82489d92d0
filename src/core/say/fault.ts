/** What the words themselves may do wrong, whoever reads them and by whatever channel. */
export const SAY_FAULTS = [
  'threat',
  'insult',
  'false_urgency',
  'false_authority',
  'blacklist',
  'shaming',
  'third_party',
  'deceit',
  'empty_promise',
  'improper_payment',
  'silencing',
] as const

export type SayFault = (typeof SAY_FAULTS)[number]

/** A place in a text, in its own UTF-16 units, end excluded: what a screen underlines. */
export type Place = { readonly from: number; readonly to: number }

/** Words that are at fault, as they stand in the text. */
export type Spot = Place & { readonly fault: SayFault; readonly words: string }

/** A pattern over one view of a text. `deniable`: a plain denial makes it a reassurance. */
export type Rule = {
  readonly fault: SayFault
  readonly pattern: RegExp
  readonly deniable: boolean
}

/**
 * One fault's patterns. What is `named` is at fault unless the sentence denies it ("you will not be
 * arrested"); what is `said` is a phrase that is wrong as it stands.
 */
export function faultRules(
  fault: SayFault,
  { named = [], said = [] }: { named?: readonly string[]; said?: readonly string[] },
): Rule[] {
  return [
    { list: named, deniable: true },
    { list: said, deniable: false },
  ].flatMap(({ list, deniable }) =>
    list.map((source) => ({ fault, deniable, pattern: new RegExp(source, 'g') })),
  )
}
