import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CaseId, StrategyDocumentWire } from '../../../src/api/wire.ts'
import { useCommands } from '../command/registry.ts'
import { factsQuery, meQuery, strategyQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { READS_CASES } from '../session.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useTitle } from '../shell/title.ts'
import { Explained, Samples, useExplained } from './account.tsx'
import { Changes } from './changes.tsx'
import { Cli } from './cli.tsx'
import { columnsIn } from './columns.ts'
import { useDraft, type Draft } from './draft.ts'
import { Hints } from './hints.tsx'
import { Publish } from './publish.tsx'
import { Lists } from './lists.tsx'
import { placedFindings, useLive, type Live } from './live.ts'
import { hoursOf, hoursText, VIEWS, type LadderSearch } from './search.ts'
import type { Ladder, TableName } from './source.ts'
import { readLadder, TABLES } from './source.ts'
import { Standing } from './standing.tsx'
import { LadderTable } from './table.tsx'
import { Tests } from './tests.tsx'
import { TextView } from './text-view.tsx'
import './strategy.css'

/** A ladder as tables and as text, changed in place, with what last night's book makes of it. */
export function StrategyPage() {
  const { name } = useParams({ from: '/desk/strategies/$name' })
  const search = useSearch({ from: '/desk/strategies/$name' })
  const say = useSay()
  const { data: opened } = useSuspenseQuery(strategyQuery(name, search.version))
  const { data: facts } = useQuery(factsQuery)
  const draft = useDraft(`${name} ${opened.version}`, opened.document)
  const hours = hoursOf(search.hours)
  const live = useLive(draft.text, hours)
  useTitle(say('ladder.title', { name, version: opened.version }))
  useCommands('page', { 'ladder.undo': { run: () => draft.undo?.() } })
  return (
    <div className="ladder">
      <header className="ladder-head">
        <h1>{say('ladder.title', { name, version: opened.version })}</h1>
        <p className="ladder-marks">
          {opened.in_force === opened.version && (
            <span className="mark good">{say('ladder.is_in_force')}</span>
          )}
          {draft.isChanged && <span className="mark wait">{say('ladder.changed')}</span>}
          <span className="muted">
            {opened.portfolios.length === 0
              ? say('ladder.runs_none')
              : say('ladder.runs', {
                  portfolios: opened.portfolios.map((one) => one.name).join(' · '),
                })}
          </span>
        </p>
        <Restored restoredAt={draft.restoredAt} discard={draft.reset} />
        <Standing live={live} />
        <Views search={search} draft={draft} />
      </header>
      <datalist id="ladder-facts">
        {facts?.items.map((fact) => (
          <option key={fact.name} value={fact.name}>
            {fact.meaning}
          </option>
        ))}
      </datalist>
      <Body opened={opened} search={search} draft={draft} live={live} hours={hours} name={name} />
    </div>
  )
}

function Views({ search, draft }: { search: LadderSearch; draft: Draft }) {
  const say = useSay()
  return (
    <div className="ladder-bar">
      <nav className="anchors" aria-label={say('ladder.views')}>
        {VIEWS.map((view) => (
          <Link
            key={view}
            from="/strategies/$name"
            to="."
            search={{ ...search, view: view === 'tables' ? undefined : view }}
            activeProps={{ className: '', 'aria-current': undefined }}
            className={(search.view ?? 'tables') === view ? 'active' : ''}
            aria-current={(search.view ?? 'tables') === view ? 'page' : undefined}
          >
            {say(`ladder.view.${view}`)}
          </Link>
        ))}
      </nav>
      <Button size="small" disabled={draft.undo === undefined} onClick={() => draft.undo?.()}>
        {say('ladder.undo')}
      </Button>
      <Button size="small" disabled={!draft.isChanged} onClick={draft.reset}>
        {say('ladder.reset')}
      </Button>
      {!draft.isChanged && <small className="muted">{say('ladder.unchanged')}</small>}
      {draft.isChanged && draft.undo === undefined && (
        <small className="muted">{say('ladder.no_undo')}</small>
      )}
    </div>
  )
}

type BodyProps = {
  readonly name: string
  readonly opened: StrategyDocumentWire
  readonly search: LadderSearch
  readonly draft: Draft
  readonly live: Live
  readonly hours: Readonly<Record<string, number>>
}

function Body(props: BodyProps) {
  const { search, draft, live } = props
  switch (search.view) {
    case undefined:
    case 'tables':
      return <TablesView {...props} />
    case 'text':
      return (
        <TextView text={draft.text} findings={live.checked?.findings ?? []} onChange={draft.set} />
      )
    case 'changes':
      return <Changes checked={live.checked} counted={live.counted} />
    case 'tests':
      return <Tests checked={live.checked} />
    case 'publish':
      return <Publish opened={props.opened} draft={draft} checked={live.checked} />
  }
}

function TablesView({ name, search, draft, live, hours }: BodyProps) {
  const say = useSay()
  const go = useGo(search)
  const { data: me } = useSuspenseQuery(meQuery)
  const read = useMemo(() => readLadder(draft.text), [draft.text])
  const [focused, setFocused] = useState<string>()
  const seesCases = READS_CASES[me.role]
  const explained = useExplained(draft.text, seesCases ? search.case : undefined)
  const explain = (id: CaseId | undefined) => go({ case: id })
  const { counts } = live.counted ?? { counts: null }
  if (!('tables' in read))
    return <p role="alert">{say('ladder.unreadable', { line: read.line, words: read.words })}</p>
  return (
    <div className="ladder-body">
      <div className="ladder-tables">
        <Tables
          read={read}
          draft={draft}
          live={live}
          search={search}
          spoke={spokeOf(explained.data, search.case)}
          onFocus={setFocused}
          onChoose={(row) => go({ row })}
        />
        {counts !== null && (
          <Lists
            counts={counts}
            hours={hours}
            onHours={(list, cases) => go({ hours: hoursText(withHours(hours, list, cases)) })}
          />
        )}
        <Cli name={name} text={draft.text} />
      </div>
      <aside className="ladder-aside">
        {search.row !== undefined && (
          <Samples
            title={rowTitle(say, search.row)}
            hits={hitsOf(live, search.row)}
            onExplain={explain}
          />
        )}
        {seesCases && (
          <Explained
            explained={explained.data}
            error={explained.error}
            id={search.case}
            onOpen={explain}
          />
        )}
        <Hints name={focused} />
      </aside>
    </div>
  )
}

type TablesProps = Pick<BodyProps, 'draft' | 'live' | 'search'> & {
  readonly read: Ladder
  readonly spoke: Readonly<Record<string, readonly number[]>>
  readonly onFocus: (name: string) => void
  readonly onChoose: (row: string | undefined) => void
}

function Tables({ read, draft, live, search, spoke, onFocus, onChoose }: TablesProps) {
  const findings = live.checked?.findings
  const placed = useMemo(() => placedFindings(findings ?? [], columnsIn(read)), [findings, read])
  const counts = live.counted?.counts
  const chooseIn = (name: TableName) => (no: number) =>
    onChoose(search.row === `${name}.${no}` ? undefined : `${name}.${no}`)
  const choose = {
    stage: useStable(chooseIn('stage')),
    treatments: useStable(chooseIn('treatments')),
    priority: useStable(chooseIn('priority')),
    offer: useStable(chooseIn('offer')),
  }
  const change = useStable((make: (text: string) => string) => draft.set(make(draft.text)))
  return (
    <>
      {placed.loose.length > 0 && (
        <ul className="table-findings">
          {placed.loose.map((found) => (
            <li key={`${found.code} ${found.row} ${found.sentence}`}>{found.sentence}</li>
          ))}
        </ul>
      )}
      {read.tables.map((table) => {
        const [of, row] = (search.row ?? '').split('.')
        const chosen = of === table.name ? Number(row) : undefined
        return (
          <LadderTable
            key={table.name}
            table={table}
            placed={placed}
            notes={(live.checked?.notes ?? []).filter((note) => note.table === table.name)}
            hits={counts?.tables[table.name]}
            isOld={live.isOld}
            spoke={spoke[table.name] ?? []}
            chosen={chosen}
            change={change}
            onFocus={onFocus}
            onChoose={choose[table.name]}
          />
        )
      })}
    </>
  )
}

/** The same function for ever that does what the newest one does: a row need not be drawn again for it. */
function useStable<A>(act: (given: A) => void): (given: A) => void {
  const newest = useRef(act)
  useEffect(() => {
    newest.current = act
  })
  return useCallback((given: A) => newest.current(given), [])
}

/** Changes a part of what the URL says; Back does not step through every click. */
function useGo(search: LadderSearch): (part: LadderSearch) => void {
  const navigate = useNavigate({ from: '/strategies/$name' })
  return (part) =>
    void navigate({ search: { ...search, ...part }, replace: true, resetScroll: false })
}

const withHours = (
  hours: Readonly<Record<string, number>>,
  list: string,
  cases: number | undefined,
) => {
  const { [list]: _, ...others } = hours
  return cases === undefined ? others : { ...others, [list]: cases }
}

function hitsOf(live: Live, row: string) {
  const [table, no] = row.split('.')
  const name = TABLES.find((one) => one === table)
  return name && live.counted?.counts?.tables[name].find((one) => one.row === Number(no))
}

function rowTitle(say: ReturnType<typeof useSay>, row: string): string {
  const [table, no] = row.split('.')
  const name = TABLES.find((one) => one === table) ?? 'stage'
  return say('ladder.samples', { table: say(`ladder.table.${name}`), row: no ?? '' })
}

type Explanations = { readonly accounts: readonly { readonly rows: object }[] } | undefined

/** The rows that spoke for any account of the case. */
function spokeOf(
  explained: Explanations,
  id: string | undefined,
): Readonly<Record<string, readonly number[]>> {
  if (id === undefined) return {}
  const all = (explained?.accounts ?? []).flatMap(({ rows }) => Object.entries(rows))
  const names = [...new Set(all.map(([table]) => table))]
  return Object.fromEntries(
    names.map((table) => [
      table,
      all.filter(([of]) => of === table).flatMap(([, rows]) => rows as readonly number[]),
    ]),
  )
}
