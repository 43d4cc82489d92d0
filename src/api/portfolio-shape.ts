import type { monthEnds } from '../core/portfolio.ts'
import type { Figure } from '../core/figure-key.ts'
import { BUCKET_CODES, yearOf, type Cell, type Scope } from '../store/portfolio-base.ts'
import { FUNNEL_STEPS, PROMISE_STATES, promiseMonths } from '../store/portfolio-contacts.ts'
import { COST_ROWS } from '../store/portfolio-money.ts'
import { BUCKET_NAMES, monthsLater, PART_NAMES } from './portfolio-words.ts'
import type { Language } from './wire.ts'

type Named = { readonly code: string; readonly name: string }

/** Which rows and columns a figure's table has. */
type Shape = {
  readonly columns: readonly Named[]
  readonly rows: readonly Named[]
  readonly hasMoney: boolean
}

type Asked = { readonly scope: Scope; readonly cells: readonly Cell[]; readonly lang: Language }

export const shapeOf = (asked: Asked): Shape => SHAPES[asked.scope.figure](asked)

const SHAPES: Readonly<Record<Figure, (asked: Asked) => Shape>> = {
  rolls: ({ lang }) => ({
    columns: bucketsOf(BUCKET_CODES, lang),
    rows: bucketsOf(BUCKET_CODES.slice(0, -1), lang),
    hasMoney: true,
  }),
  cures: ({ scope, lang }) => ({
    columns: monthsOf(yearOf(scope)),
    rows: bucketsOf(BUCKET_CODES.slice(1, -1), lang),
    hasMoney: false,
  }),
  vintages: ({ scope, lang }) => ({
    columns: yearOf(scope).map((_, n) => laterOf(n, lang)),
    rows: monthsOf(yearOf(scope)),
    hasMoney: false,
  }),
  promises: ({ scope, lang }) => ({
    columns: partsOf(PROMISE_STATES, lang),
    rows: monthsOf(promiseMonths(scope)),
    hasMoney: true,
  }),
  funnel: ({ lang }) => ({
    columns: partsOf(['people'], lang),
    rows: partsOf(FUNNEL_STEPS, lang),
    hasMoney: false,
  }),
  cost: ({ lang }) => ({
    columns: [{ code: 'people', name: PART_NAMES['all']?.[lang] ?? '' }],
    rows: partsOf(COST_ROWS, lang),
    hasMoney: true,
  }),
  liquidation: ({ scope, cells, lang }) => ({
    columns: yearOf(scope).map((_, n) => laterOf(n, lang)),
    rows: monthsOf(yearOf(scope)).filter((month) => cells.some((cell) => cell.row === month.code)),
    hasMoney: true,
  }),
}

const bucketsOf = (codes: readonly string[], lang: Language): Named[] =>
  codes.map((code) => ({ code, name: BUCKET_NAMES[code]?.[lang] ?? code }))
const partsOf = (codes: readonly string[], lang: Language): Named[] =>
  codes.map((code) => ({ code, name: PART_NAMES[code]?.[lang] ?? code }))
const laterOf = (n: number, lang: Language): Named => ({
  code: `${n}`,
  name: monthsLater(`${n}`)[lang],
})
const monthsOf = (ends: ReturnType<typeof monthEnds>): Named[] =>
  ends.map((on) => ({ code: on.slice(0, 7), name: on.slice(0, 7) }))
