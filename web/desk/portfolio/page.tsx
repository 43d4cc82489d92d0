import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { lazy, Suspense, useId, useState } from 'react'
import type { FigureWire, PortfolioWire } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { KeptViews } from '../views/bar.tsx'
import { KeepForm } from '../views/keep-form.tsx'
import {
  FIGURES,
  figureQuery,
  portfolioQuery,
  portfolioSearchOf,
  type PortfolioSearch,
} from './queries.ts'
import { FigureTable } from './table.tsx'
import './portfolio.css'

/** The library of charts is the heaviest part of the desk: it comes after the numbers. */
const FigureChart = lazy(() =>
  import('./chart.tsx').then(({ FigureChart: component }) => ({ default: component })),
)

/** How the book does, month by month: each figure with its definition, its chart and its table. */
export function PortfolioPage() {
  const say = useSay()
  const search = useSearch({ from: '/desk/portfolio' })
  const { data: choices } = useSuspenseQuery(portfolioQuery)
  const figure = search.figure ?? 'rolls'
  const currency = search.currency ?? currenciesOf(choices, { ...search, figure })[0]
  useTitle(say('portfolio.title'))
  return (
    <div className="portfolio">
      <h1>{say('portfolio.title')}</h1>
      <nav aria-label={say('portfolio.figures')} className="figure-tabs">
        {FIGURES.map((one) => (
          <Link
            key={one}
            to="/portfolio"
            search={{ ...search, figure: one, month: undefined }}
            aria-current={one === figure ? 'page' : undefined}
            className={one === figure ? 'active' : ''}
          >
            {say(`portfolio.figure.${one}`)}
          </Link>
        ))}
      </nav>
      {currency === undefined ? (
        <p>{say('portfolio.nothing')}</p>
      ) : (
        <Chosen search={{ ...search, figure, currency }} choices={choices} />
      )}
    </div>
  )
}

/** Those of own books stand first where the figure is of these alone. */
function currenciesOf(
  { portfolios }: PortfolioWire,
  { figure, portfolio }: PortfolioSearch,
): readonly string[] {
  const some = portfolios.filter((one) => portfolio === undefined || one.code === portfolio)
  const own = figure === 'liquidation' ? some.filter((one) => one.own) : []
  return [...new Set([...own, ...some].flatMap((one) => one.currencies))]
}

type ChosenProps = {
  search: PortfolioSearch & { figure: (typeof FIGURES)[number]; currency: string }
  choices: PortfolioWire
}

function Chosen({ search, choices }: ChosenProps) {
  const say = useSay()
  const problemText = useProblemText()
  const { figure, month, portfolio, currency } = search
  const { data, error } = useQuery(figureQuery(figure, { month, portfolio, currency }))
  return (
    <>
      <KeptFigures search={search} />
      <Scope search={search} choices={choices} month={data?.month} />
      {error !== null && <p role="alert">{problemText(error)}</p>}
      {data !== undefined && <Shown figure={data} isKept={isKept(choices, data)} />}
      {data === undefined && error === null && <p role="status">{say('app.loading')}</p>}
    </>
  )
}

/** Figures that were kept with their month, their portfolio and their currency; and this one, which may be. */
function KeptFigures({ search }: { search: PortfolioSearch }) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const text = searchText(search)
  return (
    <div className="views-bar">
      <KeptViews
        page="portfolio"
        isHere={(view) => text === searchText(Object.fromEntries(new URLSearchParams(view.search)))}
      />
      <Button size="small" onClick={() => setOpen(true)}>
        {say('views.keep_figure')}
      </Button>
      <KeepForm
        of={{ page: 'portfolio', search: text, measures: [] }}
        open={isOpen}
        onClose={() => setOpen(false)}
      />
    </div>
  )
}

/** In one order, so that two texts of one search are the same. */
function searchText(search: Record<string, unknown>): string {
  const { figure, month, portfolio, currency } = portfolioSearchOf(search)
  const set = Object.entries({ figure, month, portfolio, currency }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  )
  return new URLSearchParams(set).toString()
}

const OF_MONTH_ENDS: readonly string[] = ['rolls', 'cures', 'vintages']
const isKept = (choices: PortfolioWire, figure: FigureWire) =>
  !OF_MONTH_ENDS.includes(figure.figure) || choices.months.some((one) => one.month === figure.month)

function Scope({ search, choices, month }: ChosenProps & { month: string | undefined }) {
  const say = useSay()
  const navigate = useNavigate({ from: '/portfolio' })
  const set = (changed: PortfolioSearch) => void navigate({ search: { ...search, ...changed } })
  const months = [
    ...new Set([
      ...(month === undefined ? [] : [month]),
      ...choices.months.map((one) => one.month),
    ]),
  ].toSorted((a, b) => (a < b ? 1 : -1))
  return (
    <div className="figure-scope">
      <Choice
        label={say('portfolio.month')}
        value={month}
        options={months.map((one) => ({ value: one, label: one }))}
        onChange={(value) => set({ month: value })}
      />
      <Choice
        label={say('portfolio.portfolio')}
        value={search.portfolio ?? ''}
        options={[
          { value: '', label: say('portfolio.every') },
          ...choices.portfolios.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(value) =>
          set({ portfolio: value === '' ? undefined : value, currency: undefined })
        }
      />
      <Choice
        label={say('portfolio.currency')}
        value={search.currency}
        options={currenciesOf(choices, search).map((one) => ({ value: one, label: one }))}
        onChange={(value) => set({ currency: value })}
      />
    </div>
  )
}

type ChoiceProps = {
  label: string
  value: string | undefined
  options: { value: string; label: string }[]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <label htmlFor={id}>
      <span>{label}</span>
      <Select
        id={id}
        value={value ?? null}
        options={options}
        onChange={(chosen: string | null) => onChange(chosen ?? '')}
        popupMatchSelectWidth={false}
      />
    </label>
  )
}

function Shown({ figure, isKept: isThere }: { figure: FigureWire; isKept: boolean }) {
  const say = useSay()
  const { language } = usePreferences()
  const isEmpty = figure.rows.every((row) => row.cells.every((cell) => cell.count === 0))
  return (
    <>
      <p className="figure-says">{figure.says}</p>
      <p className="muted">
        {figure.source}{' '}
        {figure.known_at !== null &&
          say('portfolio.known', { at: instantText(figure.known_at, language) })}
      </p>
      {!isThere && <p role="status">{say('portfolio.not_kept')}</p>}
      {isThere && isEmpty && <p role="status">{say('portfolio.nothing')}</p>}
      {!isEmpty && (
        <>
          <Suspense fallback={<div className="figure-chart" />}>
            <FigureChart figure={figure} />
          </Suspense>
          <FigureTable figure={figure} />
        </>
      )}
    </>
  )
}
