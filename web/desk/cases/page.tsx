import { useQuery, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import type { CaseSort } from '../../../src/api/wire.ts'
import { casesQuery, facetsQuery } from '../queries.ts'
import { countText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { BulkBar, type Ticked } from './bulk.tsx'
import { useChips } from './chip.ts'
import { FilterButton } from './filter-form.tsx'
import type { CaseFilter, FilterKey } from './filter.ts'
import { ViewsBar } from '../views/bar.tsx'
import { filterOf, filterText, SORTS } from './filter.ts'
import { CaseTable } from './table.tsx'

/** The list of cases: filter, order and chosen row are the URL's. */
export function CasesPage() {
  const say = useSay()
  const search = useSearch({ from: '/desk/cases' })
  const filter = filterOf(search)
  const [{ of, ticked }, setTicked] = useTicked(filter)
  const onTick = (now: Ticked) => setTicked({ of, ticked: now })
  useTitle(say('cases.title'))
  return (
    <div className="cases">
      <div className="cases-head">
        <h1>{say('cases.title')}</h1>
        <Count filter={filter} />
        <FilterBar filter={filter} />
        <ViewsBar filter={filter} />
        <BulkBar filter={filter} ticked={ticked} onTick={onTick} />
      </div>
      <CaseTable filter={filter} chosen={search.row} ticked={ticked} onTick={onTick} />
    </div>
  )
}

/** What is ticked belongs to one list: another filter begins with nothing. */
function useTicked(filter: CaseFilter) {
  const of = filterText(filter)
  const state = useState<{ of: string; ticked: Ticked }>({ of, ticked: [] })
  const [now, setNow] = state
  if (now.of !== of) setNow({ of, ticked: [] })
  return state
}

function Count({ filter }: { filter: CaseFilter }) {
  const say = useSay()
  const { language } = usePreferences()
  const { data, hasNextPage } = useSuspenseInfiniteQuery(casesQuery(filter))
  const count = data.pages.reduce((sum, page) => sum + page.items.length, 0)
  return (
    <p className="muted cases-count" role="status">
      {say('cases.shown', { count: countText(count, language), more: hasNextPage ? 'yes' : 'no' })}
    </p>
  )
}

function FilterBar({ filter }: { filter: CaseFilter }) {
  const say = useSay()
  const navigate = useNavigate({ from: '/cases' })
  const { data: facets } = useQuery(facetsQuery)
  const chips = useChips(filter, facets)
  const change = (key: FilterKey, value: string | undefined) =>
    void navigate({ search: { ...filter, [key]: value } })
  return (
    <div className="filter-bar">
      <FilterButton filter={filter} onChange={change} />
      <Order filter={filter} />
      {chips.length > 0 && (
        <ul className="chips" aria-label={say('cases.filters')}>
          {chips.map(({ key, name, value }) => (
            <li key={key}>
              <button
                type="button"
                aria-label={say('cases.remove', { chip: `${name} ${value}` })}
                onClick={() => change(key, undefined)}
              >
                <span className="chip-name">{name}</span> {value}
                <span aria-hidden="true"> ×</span>
              </button>
            </li>
          ))}
          <li>
            <Button type="link" size="small" onClick={() => void navigate({ search: {} })}>
              {say('cases.clear')}
            </Button>
          </li>
        </ul>
      )}
    </div>
  )
}

function Order({ filter }: { filter: CaseFilter }) {
  const say = useSay()
  const id = useId()
  const navigate = useNavigate({ from: '/cases' })
  return (
    <label htmlFor={id} className="order">
      <span>{say('cases.sort')}</span>
      <Select
        id={id}
        value={filter.sort ?? 'priority'}
        options={SORTS.map((sort) => ({ value: sort, label: say(`cases.sort.${sort}`) }))}
        onChange={(sort: CaseSort) => void navigate({ search: filterOf({ ...filter, sort }) })}
        popupMatchSelectWidth={false}
      />
    </label>
  )
}
