import type { z } from 'zod'
import type { Words } from '../core/words.ts'
import type { Primitive } from './file.ts'
import type { PRIMITIVE_FORMS } from './primitive-forms.ts'

/** What the tables of the register's words are made with. */

export type ValueOf<K extends Primitive> = z.infer<(typeof PRIMITIVE_FORMS)[K]>

/** How a value of a primitive is said. */
export type Saying<K extends Primitive> = (value: ValueOf<K>) => Words
export type Sayings = { readonly [K in Primitive]: Saying<K> }

export const say = (en: string, zh: string): Words => ({ en, zh })

/** '1 day', '7 days': in English alone a number changes the word. */
export const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`

/** Clauses side by side, in both languages; what does not apply is left out. */
export function together(...parts: readonly (Words | undefined | false)[]): Words {
  const said = parts.filter((part) => part !== undefined && part !== false)
  return {
    en: said.map((part) => part.en).join('; '),
    zh: said.map((part) => part.zh).join('；'),
  }
}

/** Words of a list, each in its language. */
export const listWords = <K extends string>(
  names: Readonly<Record<K, Words>>,
  list: readonly K[],
): Words => ({
  en: list.map((name) => names[name].en).join(', '),
  zh: list.map((name) => names[name].zh).join('、'),
})

type Yearly = NonNullable<ValueOf<'open_hours'>['closed_on']>[number]

export const yearlyWords = (days: readonly Yearly[]): Words => ({
  en: days.map(({ name }) => name.en).join(', '),
  zh: days.map(({ name }) => name.zh).join('、'),
})

export const SAME_MEDIUM = say(
  'one answer, by the same medium, to what the person began is free',
  '对方发起的，可用同一方式答复一次',
)
