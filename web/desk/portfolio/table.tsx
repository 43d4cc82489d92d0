import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { FigureCell, FigureWire } from '../../../src/api/wire.ts'
import { filterFromText } from '../cases/filter.ts'
import { countText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { KeepForm, type Keeping } from '../views/keep-form.tsx'
import { figureCsv } from './csv.ts'

/** Every number of the figure; each opens the people behind it. */
export function FigureTable({ figure }: { figure: FigureWire }) {
  const say = useSay()
  const [kept, setKept] = useState<Keeping>()
  const title = say('portfolio.table', { title: figure.title })
  return (
    <section className="sheet figure-sheet">
      <div className="figure-head">
        <h2>{title}</h2>
        <CopyButton figure={figure} />
      </div>
      <div className="wide" tabIndex={0} role="region" aria-label={title}>
        <table className="lines figure-table">
          <thead>
            <tr>
              <th scope="col">{figure.row_name}</th>
              {figure.columns.map((column) => (
                <th scope="col" key={column.code} className="figure">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figure.rows.map((row) => (
              <tr key={row.code}>
                <th scope="row">{row.name}</th>
                {row.cells.map((cell, n) => {
                  const column = figure.columns[n]
                  return (
                    <td key={column?.code} className="figure">
                      <Cell
                        cell={cell}
                        row={row.name}
                        column={column?.name ?? ''}
                        onKeep={() =>
                          setKept(keepingOf(cell, [figure.title, row.name, column?.name ?? '']))
                        }
                      />
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted">{say('portfolio.cases_why')}</p>
      {kept !== undefined && <KeepForm of={kept} open onClose={() => setKept(undefined)} />}
    </section>
  )
}

/** A cell as the list of its cases, whose number may be watched: a cell of the newest month, month after month. */
function keepingOf(cell: FigureCell, name: readonly string[]): Keeping {
  const search = cell.opens ?? ''
  const figure = new URLSearchParams(search).get('figure') ?? undefined
  const measures = ['cases', 'count', ...(cell.share === null ? [] : ['share'])] as const
  return {
    page: 'cases',
    search,
    figure,
    measures: figure === undefined ? ['cases'] : (measures as Keeping['measures']),
    name: name.join(' · ').slice(0, 100),
  }
}

type CellProps = { cell: FigureCell; row: string; column: string; onKeep: () => void }

function Cell({ cell, row, column, onKeep }: CellProps) {
  const say = useSay()
  const { language } = usePreferences()
  // Nothing of nothing is no share; nothing of some is one.
  if (cell.count === 0 && cell.opens === null)
    return <span className="muted">{cell.share === null ? '–' : '0%'}</span>
  const share = cell.share === null ? undefined : Number(cell.share)
  return (
    <span className="figure-cell">
      {share !== undefined && (
        <b>
          {new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(
            share,
          )}
        </b>
      )}
      <span>
        {cell.of === null
          ? countText(cell.count, language)
          : say('portfolio.of', {
              count: countText(cell.count, language),
              of: countText(cell.of, language),
            })}
      </span>
      {cell.amount !== null && <span>{moneyText(cell.amount, language)}</span>}
      {cell.opens !== null && (
        <span className="figure-acts">
          <Link
            to="/cases"
            search={filterFromText(cell.opens)}
            aria-label={say('portfolio.opens_long', { row, column, cases: cell.cases })}
          >
            {say('portfolio.opens', { cases: cell.cases })}
          </Link>
          <button
            type="button"
            aria-label={say('portfolio.keep_cell', { row, column })}
            title={say('portfolio.keep_cell', { row, column })}
            onClick={onKeep}
          >
            +
          </button>
        </span>
      )}
    </span>
  )
}

function CopyButton({ figure }: { figure: FigureWire }) {
  const say = useSay()
  const [isCopied, setCopied] = useState(false)
  const heads = {
    count: say('portfolio.cell.count'),
    of: say('portfolio.cell.of'),
    share: say('portfolio.cell.share'),
    amount: say('portfolio.cell.amount'),
    cases: say('portfolio.cell.cases'),
  }
  const copy = async () => {
    await navigator.clipboard.writeText(figureCsv(figure, heads))
    setCopied(true)
  }
  return (
    <>
      <Button size="small" onClick={() => void copy()}>
        {say('portfolio.copy')}
      </Button>
      <span role="status" className="muted">
        {isCopied && say('portfolio.copied')}
      </span>
    </>
  )
}
