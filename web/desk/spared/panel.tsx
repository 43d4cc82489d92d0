import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { SparedBody, SparedListWire, SparedWire } from '../../../src/api/wire-people.ts'
import type { CaseId, CaseWire } from '../../../src/api/wire.ts'
import { ask, newIdempotencyKey } from '../api.ts'
import { useAct } from '../case/act.ts'
import { ReasonForm } from '../case/reason-form.tsx'
import { dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { undoBy } from '../undo/last.ts'
import { SparedForm } from './form.tsx'
import { whenText } from './when.ts'

const sparedQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'spared'],
    queryFn: () => ask<SparedListWire>({ method: 'GET', path: `/v1/cases/${id}/spared-times` }),
  })

/** What they asked to be spared, and one more of it while somebody tells us. */
export function SparedPanel({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data } = useQuery(sparedQuery(found.id))
  const items = data?.items ?? []
  return (
    <>
      <h3>{say('spared.title')}</h3>
      <p className="muted">{say(items.length === 0 ? 'spared.none' : 'spared.lead')}</p>
      <ul>
        {items.map((one) => (
          <li key={one.id}>
            <Spared found={found} one={one} />
          </li>
        ))}
      </ul>
      <Add found={found} />
    </>
  )
}

function Spared({ found, one }: { found: CaseWire; one: SparedWire }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const said = { at: instantText(one.said_at, language), source: one.source }
  return (
    <>
      <strong>{whenText(one, say)}</strong>{' '}
      {one.until_on !== null && (
        <small>{say('spared.until_day', { day: dayText(one.until_on, language) })} </small>
      )}
      {one.channel !== null && <span className="mark">{wordOf('channel', one.channel)}</span>}{' '}
      {one.words !== null && <q>{one.words}</q>}{' '}
      <small className="muted">{say('spared.said', said)}</small>{' '}
      {one.ended_at === null ? (
        <End found={found} one={one} />
      ) : (
        <span className="mark">{say('spared.over')}</span>
      )}
    </>
  )
}

type Said = { readonly path: string; readonly body: object }

const send = (id: CaseId, { path, body }: Said, key: string) =>
  ask<SparedWire>({ method: 'POST', path: `/v1/cases/${id}/spared-times${path}`, body, key })

/** Whoever is measured by contacts made does not lift what keeps them from it. */
function useMayEnd(): boolean {
  const { data: me } = useSuspenseQuery(meQuery)
  return me.role === 'manager' || me.role === 'compliance'
}

function Add({ found }: { found: CaseWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const mayEnd = useMayEnd()
  const mistake = { words: say('spared.mistake') }
  const add = useAct({
    send: (key, body: SparedBody) => send(found.id, { path: '', body }, key),
    said: () => say('spared.added'),
    undo: ({ id }) =>
      mayEnd
        ? undoBy(() => send(found.id, { path: `/${id}/ends`, body: mistake }, newIdempotencyKey()))
        : { cannot: 'undo.cannot.spared' },
  })
  return (
    <>
      {add.isError && <Alert type="error" role="alert" title={problemText(add.error)} />}
      <SparedForm
        place={`spared ${found.id}`}
        sending={add}
        onGive={(body: SparedBody) => add.mutate(body)}
      />
    </>
  )
}

function End({ found, one }: { found: CaseWire; one: SparedWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const mayEnd = useMayEnd()
  const [asks, setAsks] = useState(false)
  const end = useAct({
    send: (key, body: { words: string }) => send(found.id, { path: `/${one.id}/ends`, body }, key),
    said: () => say('spared.ended'),
    undo: { cannot: 'undo.cannot.law' },
    onDone: () => setAsks(false),
  })
  if (!asks)
    return (
      <>
        <Button size="small" disabled={!mayEnd} onClick={() => setAsks(true)}>
          {say('spared.end')}
        </Button>
        {!mayEnd && <small className="muted"> {say('spared.end_closed')}</small>}
      </>
    )
  return (
    <>
      {end.isError && <Alert type="error" role="alert" title={problemText(end.error)} />}
      <ReasonForm
        label={say('spared.end_words')}
        action={say('spared.end')}
        draft={`spared-end ${one.id}`}
        sending={end}
        onSend={(words) => end.mutate({ words })}
        onCancel={() => setAsks(false)}
      />
    </>
  )
}
