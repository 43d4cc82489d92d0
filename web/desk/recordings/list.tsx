import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { CaseId, ContactId, RecordingWire } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { ReasonForm } from '../case/reason-form.tsx'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { marked } from '../quality/turns.tsx'
import { lengthText } from './length.ts'
import { Player } from './player.tsx'
import { listenTo, recordingsQuery } from './queries.ts'
import '../quality/quality.css'
import './recordings.css'

type Props = {
  readonly id: CaseId
  /** Those of one call, beside words that stand there already. */
  readonly contact?: ContactId
}

/** What was recorded of calls: until when it is kept, what is gone, and its sound for whoever says why. */
export function Recordings({ id, contact }: Props) {
  const say = useSay()
  const { data } = useQuery(recordingsQuery(id))
  const items = data?.items.filter((one) => contact === undefined || one.contact_id === contact)
  if (items === undefined || items.length === 0) return null
  return (
    <section className="recordings">
      <h3>{say('recording.title')}</h3>
      <ul>
        {items.map((one) => (
          <Recording key={one.id} id={id} recording={one} hasWords={contact === undefined} />
        ))}
      </ul>
    </section>
  )
}

type RowProps = {
  readonly id: CaseId
  readonly recording: RecordingWire
  readonly hasWords: boolean
}

function Recording({ id, recording, hasWords }: RowProps) {
  const say = useSay()
  const { language } = usePreferences()
  const { account, made_on: on, seconds, purged_at: purgedAt } = recording
  const length = seconds === null ? say('recording.no_length') : lengthText(seconds)
  return (
    <li>
      <p>
        {say('recording.of', { day: dayText(on, language), account, length })}
        {purgedAt === null && (
          <span className="muted">
            {' · '}
            {say('recording.kept', { day: dayText(recording.keep_until, language) })}
            {' · '}
            {say('recording.heard', { count: recording.listened })}
          </span>
        )}
      </p>
      {purgedAt === null ? (
        <Listen id={id} recording={recording} hasWords={hasWords} />
      ) : (
        <p className="muted">
          {say('recording.purged', { day: dayText(purgedAt.slice(0, 10), language) })}{' '}
          <code>{recording.sha256}</code>
        </p>
      )}
    </li>
  )
}

/** The reason first: it is kept before anything is heard. */
function Listen({ id, recording, hasWords }: RowProps) {
  const say = useSay()
  const problemText = useProblemText()
  const client = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  const [asks, setAsks] = useState(false)
  const blocked = whyNot(me, 'recording.listen')
  const listen = useMutation({
    mutationFn: (reason: string) => listenTo(recording.id, reason),
    onSuccess: () => {
      setAsks(false)
      return client.invalidateQueries({ queryKey: recordingsQuery(id).queryKey })
    },
  })
  const { data: open } = listen
  return (
    <>
      {listen.isError && <Alert type="error" role="alert" title={problemText(listen.error)} />}
      {open !== undefined && <Player key={open.until} url={open.url} />}
      {open !== undefined && hasWords && <Words open={open} />}
      {open === undefined && !asks && (
        <span className="act">
          <Button size="small" disabled={blocked !== undefined} onClick={() => setAsks(true)}>
            {say('recording.listen')}
          </Button>
          {blocked !== undefined && <small className="muted">{blocked}</small>}
        </span>
      )}
      {asks && (
        <ReasonForm
          label={say('recording.why')}
          action={say('recording.open')}
          draft={`listen ${recording.id}`}
          sending={listen}
          onSend={(reason) => listen.mutate(reason)}
          onCancel={() => setAsks(false)}
        />
      )}
    </>
  )
}

/** The call turn by turn, with what was found marked in its words. */
function Words({ open }: { readonly open: Awaited<ReturnType<typeof listenTo>> }) {
  const say = useSay()
  if (open.turns.length === 0) return <p className="muted">{say('recording.no_words')}</p>
  return (
    <ol className="quality-turns">
      {open.turns.map((turn, i) => {
        const found = open.findings.filter((one) => one.turn === i)
        return (
          <li key={i} className={`quality-turn ${turn.speaker}`}>
            <b>{say(`quality.${turn.speaker}`)}</b>
            <p>{marked(turn.text, found)}</p>
            {found.map((one) => (
              <p key={one.id}>
                {one.what} <span className="muted">{one.right}</span>
              </p>
            ))}
          </li>
        )
      })}
    </ol>
  )
}
