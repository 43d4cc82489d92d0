import type { Figure } from '../core/figure-key.ts'
import type { Tx } from './db.ts'
import { yearOf, type Cell, type Scope } from './portfolio-base.ts'
import { placedByMonth } from './portfolio-money.ts'
import { NOT_CURED, openedByMonth } from './portfolio-rolls.ts'

type Place = { readonly row: string; readonly column: string }

/** What a cell is held against: so many things, or so much money; undefined where there is no share. */
export type Whole = (
  at: Place,
) => { readonly n: bigint; readonly of: 'things' | 'money' } | undefined

type Asked = { readonly scope: Scope; readonly cells: readonly Cell[] }

export const wholeOf = (tx: Tx, tenantId: bigint, asked: Asked): Promise<Whole> =>
  WHOLES[asked.scope.figure](tx, tenantId, asked)

const WHOLES: Readonly<Record<Figure, (tx: Tx, tenantId: bigint, asked: Asked) => Promise<Whole>>> =
  {
    rolls:
      async (_tx, _tenantId, { cells }) =>
      ({ row, column }) =>
        column === 'left'
          ? undefined
          : things(sum(cells, (cell) => cell.row === row && cell.column !== 'left')),
    cures:
      async (_tx, _tenantId, { cells }) =>
      ({ row, column }) => {
        const both = [column, `${column}${NOT_CURED}`]
        return things(sum(cells, (cell) => cell.row === row && both.includes(cell.column)))
      },
    vintages: async (tx, tenantId, { scope }) => {
      const opened = await openedByMonth(tx, tenantId, scope)
      return (at) => (isOver(scope, at) ? things(opened.get(at.row) ?? 0n) : undefined)
    },
    promises:
      async (_tx, _tenantId, { cells }) =>
      ({ row, column }) =>
        column === 'superseded'
          ? undefined
          : things(sum(cells, (cell) => cell.row === row && cell.column !== 'superseded')),
    funnel:
      async (_tx, _tenantId, { cells }) =>
      () =>
        things(sum(cells, (cell) => cell.row === 'due')),
    cost:
      async (_tx, _tenantId, { cells }) =>
      ({ row }) =>
        row === 'collected'
          ? undefined
          : { n: minorOf(cells, (cell) => cell.row === 'collected'), of: 'money' },
    liquidation: async (tx, tenantId, { scope }) => {
      const placed = await placedByMonth(tx, tenantId, scope)
      return (at) =>
        isOver(scope, at) ? { n: placed.get(at.row) ?? 0n, of: 'money' as const } : undefined
    },
  }

/** Whether the month that lies so many months after the row's is over, as far as the figure looks. */
function isOver(scope: Scope, { row, column }: Place): boolean {
  const months = yearOf(scope).map((on) => on.slice(0, 7))
  return months.indexOf(row) + Number(column) < months.length
}

const things = (n: bigint) => ({ n, of: 'things' as const })
const sum = (cells: readonly Cell[], keep: (cell: Cell) => boolean): bigint =>
  cells.filter(keep).reduce((total, cell) => total + cell.count, 0n)
const minorOf = (cells: readonly Cell[], keep: (cell: Cell) => boolean): bigint =>
  cells.filter(keep).reduce((total, cell) => total + cell.minor, 0n)
