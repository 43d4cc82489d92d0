import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Progress } from 'antd'
import { useEffect } from 'react'
import { useActKey } from '../case/act-key.ts'
import { useSay } from '../say.tsx'
import { PageWaits, useProblemText } from '../shell/page-state.tsx'
import { bulkApi, jobQuery, jobRowsQuery } from './bulk-queries.ts'

/** How far it is, then what became of every case, and a way back where there is one. */
export function BulkJob({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const { data: job } = useQuery(jobQuery(id))
  const isDone = job?.state === 'done'
  useEffect(() => {
    if (isDone) void queries.invalidateQueries({ queryKey: ['cases'] })
  }, [isDone, queries])
  const undo = useUndo(id)
  const mayUndo = isDone && job.kind === 'hold' && job.undone_by === null && job.counts.done > 0
  if (job === undefined) return <PageWaits />
  const { total, done, refused } = job.counts
  return (
    <div className="bulk-job">
      {!isDone && <Progress percent={Math.round(((done + refused) / Math.max(1, total)) * 100)} />}
      <p role="status">
        {isDone
          ? say('bulk.done', { done, refused })
          : say('bulk.running', { done: done + refused, total })}
      </p>
      {undo.isError && <Alert type="error" role="alert" title={problemText(undo.error)} />}
      {undo.isSuccess && <p role="status">{say('bulk.undone')}</p>}
      <p className="bulk-acts">
        {mayUndo && !undo.isSuccess && (
          <Button loading={undo.isPending} onClick={() => undo.mutate()}>
            {say('bulk.undo')}
          </Button>
        )}
        <Button type="primary" onClick={onClose}>
          {say('bulk.close')}
        </Button>
      </p>
      {isDone && <Rows id={id} />}
    </div>
  )
}

function useUndo(id: string) {
  const queries = useQueryClient()
  const key = useActKey()
  return useMutation({
    mutationFn: () => bulkApi.undo(id, key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      await queries.invalidateQueries({ queryKey: ['cases'] })
    },
  })
}

/** The first hundred; what was not done says why. */
function Rows({ id }: { id: string }) {
  const say = useSay()
  const { data } = useQuery(jobRowsQuery(id))
  return (
    <section aria-labelledby="bulk-rows">
      <h3 id="bulk-rows">{say('bulk.rows')}</h3>
      <ul className="bulk-rows">
        {(data?.items ?? []).map((row) => (
          <li key={row.case_id}>
            <Link to="/cases/$id" params={{ id: row.case_id }}>
              {row.name}
            </Link>{' '}
            <span className={row.result === 'done' ? 'mark good' : 'mark wait'}>
              {say(`bulk.result.${row.result}`)}
            </span>{' '}
            {row.reason !== null && <small className="muted">{row.reason}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}
