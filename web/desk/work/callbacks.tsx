import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { CallbackWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { instantText, zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { callbacksQuery } from './queries.ts'

/** Agreed calls of this person and of nobody yet, the earliest first. */
export function Callbacks() {
  const say = useSay()
  const { data } = useSuspenseQuery(callbacksQuery)
  return (
    <section aria-labelledby="callbacks-title">
      <h2 id="callbacks-title">{say('callback.title')}</h2>
      {data.items.length === 0 && <p className="muted">{say('callback.none')}</p>}
      <ul className="steps">
        {data.items.map((one) => (
          <Row key={one.id} callback={one} />
        ))}
      </ul>
    </section>
  )
}

function Row({ callback }: { callback: CallbackWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api.cancelCallback(callback.id),
    onSettled: () => queries.invalidateQueries({ queryKey: callbacksQuery.queryKey }),
  })
  const { due_at: at, zone, name, is_due: isDue } = callback
  return (
    <li className="callback">
      <b>
        <Link to="/cases/$id" params={{ id: callback.case_id }}>
          {name}
        </Link>
        {isDue && <span className="mark wait">{say('callback.due')}</span>}
      </b>
      <span>
        {instantText(at, language, zone)} {zoneText(zone, language)}
      </span>
      {callback.for_name !== null && (
        <small className="muted">{say('callback.for', { name: callback.for_name })}</small>
      )}
      {callback.words !== null && <small className="muted">{callback.words}</small>}
      <Button
        size="small"
        type="text"
        aria-label={say('callback.cancel_of', { name })}
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {say('callback.cancel')}
      </Button>
    </li>
  )
}
