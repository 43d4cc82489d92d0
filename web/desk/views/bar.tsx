import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { ViewWire } from '../../../src/api/wire.ts'
import { filterFromText, filterText, type CaseFilter } from '../cases/filter.ts'
import { portfolioSearchOf } from '../portfolio/queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { KeepForm } from './keep-form.tsx'
import { endView, viewsQuery } from './queries.ts'
import './views.css'

/** The lists that were kept, and the one that is looked at, which may be. */
export function ViewsBar({ filter }: { filter: CaseFilter }) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const query = filterText(filter)
  return (
    <div className="views-bar">
      <KeptViews
        page="cases"
        isHere={(view) => query === filterText(filterFromText(view.search))}
      />
      <Button size="small" onClick={() => setOpen(true)}>
        {say('views.keep')}
      </Button>
      {query !== '' && <code aria-label={say('views.query')}>GET /v1/cases?{query}</code>}
      <KeepForm
        of={{ page: 'cases', search: query, measures: ['cases'] }}
        open={isOpen}
        onClose={() => setOpen(false)}
      />
    </div>
  )
}

type KeptProps = { page: ViewWire['page']; isHere: (view: ViewWire) => boolean }

export function KeptViews({ page, isHere }: KeptProps) {
  const say = useSay()
  const { data } = useQuery(viewsQuery)
  const kept = (data?.items ?? []).filter((view) => view.page === page)
  if (kept.length === 0) return null
  return (
    <ul aria-label={say('views.kept')}>
      {kept.map((view) => (
        <Kept key={view.number} view={view} isHere={isHere(view)} />
      ))}
    </ul>
  )
}

function Kept({ view, isHere }: { view: ViewWire; isHere: boolean }) {
  const say = useSay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => endView(view.number),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['views'] }),
    onError: (error) => void message.error(problemText(error)),
  })
  return (
    <li>
      <ViewLink view={view} isHere={isHere} />
      {view.shared && <small> {say('views.shared_mark')}</small>}
      {view.mine && (
        <button
          type="button"
          aria-label={say('views.end', { name: view.name })}
          onClick={() => end.mutate()}
        >
          ×
        </button>
      )}
    </li>
  )
}

function ViewLink({ view, isHere }: { view: ViewWire; isHere: boolean }) {
  const shown = {
    'aria-current': isHere ? ('page' as const) : undefined,
    activeProps: { 'aria-current': undefined },
  }
  return view.page === 'cases' ? (
    <Link to="/cases" search={filterFromText(view.search)} {...shown}>
      {view.name}
    </Link>
  ) : (
    <Link to="/portfolio" search={figureSearchOf(view.search)} {...shown}>
      {view.name}
    </Link>
  )
}

const figureSearchOf = (search: string) =>
  portfolioSearchOf(Object.fromEntries(new URLSearchParams(search)))
