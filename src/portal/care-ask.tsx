/** @jsxImportSource hono/jsx */
import { careTableOf, type CareKind } from '../core/care/care.ts'
import { sortWords } from '../core/care/words.ts'
import type { Language } from '../store/templates.ts'
import { Facts, Go, Kept, Radios } from './asking.tsx'

/** Two steps of every care that somebody tells of here: what comes nearest, and then that answer with a way back. */

/** The sorts of a care, as one chooses among them. `unsure` stands beside "something else". */
export function sortsOf(kind: CareKind, unsure?: (lang: Language) => string) {
  const sorts = Object.keys(careTableOf(kind).sorts)
  const wordsOf = (sort: string, lang: Language): string => {
    const words = sortWords(kind, sort)?.[lang] ?? ''
    return unsure !== undefined && sort === 'other' ? `${words} · ${unsure(lang)}` : words
  }
  return {
    wordsOf,
    sortOf: (text: string | undefined): string | undefined => sorts.find((one) => one === text),
    options: (lang: Language) => sorts.map((value) => ({ value, words: wordsOf(value, lang) })),
  }
}

type ChooseOf = {
  readonly lang: Language
  /** Where the next step is. */
  readonly to: string
  readonly legend: string
  readonly hint?: string | undefined
  readonly options: readonly { readonly value: string; readonly words: string }[]
  readonly isWrong: boolean
  readonly next: string
}

export const Choose = ({ lang, to, next, ...radios }: ChooseOf) => (
  <form method="get" action={to}>
    <Kept values={{ lang }} />
    <Radios name="sort" {...radios} />
    <Go words={next} />
  </form>
)

type ChosenOf = {
  readonly lang: Language
  readonly name: string
  readonly words: string
  readonly change: string
  /** Where it was chosen. */
  readonly at: string
}

export const Chosen = ({ lang, name, words, change, at }: ChosenOf) => (
  <Facts
    rows={[
      [
        name,
        <>
          {words} <a href={`${at}?lang=${lang}`}>{change}</a>
        </>,
      ],
    ]}
  />
)
