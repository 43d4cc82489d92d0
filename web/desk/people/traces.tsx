import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import type { TraceDoneWire, TracesWire } from '../../../src/api/wire-people.ts'
import type { CaseId } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'

const tracesQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'traces'],
    queryFn: () => ask<TracesWire>({ method: 'GET', path: `/v1/cases/${id}/traces` }),
  })

/** Lawful sources that may be asked where a borrower who is lost can be reached, and those that were. */
export function Traces({ id }: { id: CaseId }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useQuery(tracesQuery(id))
  if (data === undefined || (data.sources.length === 0 && data.items.length === 0)) return null
  const blocked = whyNot(me, 'trace.ask') ?? data.blocked ?? undefined
  return (
    <>
      <h3>{say('traces.title')}</h3>
      <p className="muted">{say('traces.lead')}</p>
      {data.sources.length > 0 && <Sources id={id} sources={data.sources} blocked={blocked} />}
      <ul>
        {data.items.map((one) => (
          <Item key={`${one.source} ${one.asked_on}`} item={one} />
        ))}
      </ul>
    </>
  )
}

type SourcesProps = {
  readonly id: CaseId
  readonly sources: TracesWire['sources']
  readonly blocked: string | undefined
}

function Sources({ id, sources, blocked }: SourcesProps) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const trace = useMutation({
    mutationFn: (source: string) =>
      ask<TraceDoneWire>({ method: 'POST', path: `/v1/cases/${id}/traces`, body: { source } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['case', id] }),
  })
  return (
    <>
      {sources.map((source) => (
        <p key={source.name}>
          <Button
            disabled={blocked !== undefined}
            loading={trace.isPending}
            onClick={() => trace.mutate(source.name)}
          >
            {say('traces.ask', { source: source.name })}
          </Button>{' '}
          <small className="muted">
            {say('people.purpose', {
              purpose: source.purpose,
              ground: say(`people.ground.${source.ground}`),
            })}
          </small>
        </p>
      ))}
      {blocked !== undefined && <p className="muted">{blocked}</p>}
      {trace.error !== null && <Alert type="error" role="alert" title={problemText(trace.error)} />}
    </>
  )
}

function Item({ item }: { item: TracesWire['items'][number] }) {
  const say = useSay()
  const { language } = usePreferences()
  const { found, kept } = item
  return (
    <li>
      {say('traces.asked', {
        day: dayText(item.asked_on, language),
        source: item.source,
        by: item.by,
      })}{' '}
      {found === null || kept === null || (found === 0 && item.refused.length > 0)
        ? say('traces.silent')
        : say('traces.known', { found, kept })}
    </li>
  )
}
