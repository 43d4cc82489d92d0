import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { QualityDetail } from '../../../src/api/wire-quality.ts'
import type { ContactId } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { PageWaits, useProblemText } from '../shell/page-state.tsx'
import { AttachForm } from './attach-form.tsx'
import { Recordings } from '../recordings/list.tsx'
import { qualityCallQuery } from './queries.ts'
import { ReviewForm } from './review-form.tsx'

/** One call: its words with what was found in them, and a reviewer's word on both. */
export function QualityCall({ id }: { id: ContactId }) {
  const say = useSay()
  const problemText = useProblemText()
  const { data, error } = useQuery(qualityCallQuery(id))
  if (error !== null) return <Alert type="error" role="alert" title={problemText(error)} />
  if (data === undefined) return <PageWaits />
  const { row } = data
  return (
    <section className="card quality-call" aria-label={say('quality.call', { name: row.name })}>
      <div className="quality-row-head">
        <h2>{row.name}</h2>
        <Link to="/cases/$id" params={{ id: row.case_id }}>
          {say('quality.open_case')}
        </Link>
      </div>
      <p>
        {row.is_own ? say('quality.own') : say('quality.by', { name: row.made_by })}
        {' · '}
        {row.outcome === null
          ? say('quality.no_outcome')
          : say('quality.outcome', { name: row.outcome })}
      </p>
      <Recordings key={id} id={row.case_id} contact={id} />
      {data.blocked !== null && <Alert type="warning" title={data.blocked} />}
      {data.turns.length === 0 ? <AttachForm id={id} /> : <Recording detail={data} />}
      <Answers detail={data} />
      <Reviews detail={data} />
      <ReviewForm key={data.reviews.length} id={id} detail={data} />
    </section>
  )
}

function Recording({ detail }: { detail: QualityDetail }) {
  const say = useSay()
  if (detail.recording_sha256 === null) return null
  return (
    <p className="muted quality-hash">
      {say('quality.recording', { hash: detail.recording_sha256 })}
    </p>
  )
}

function Answers({ detail }: { detail: QualityDetail }) {
  const say = useSay()
  const { language } = usePreferences()
  if (detail.answers.length === 0) return null
  return (
    <details>
      <summary>{say('quality.script')}</summary>
      <ol>
        {detail.answers.map(({ at, step, chosen }, i) => (
          <li key={i}>
            {instantText(at, language)} {step}: {chosen}
          </li>
        ))}
      </ol>
    </details>
  )
}

function Reviews({ detail }: { detail: QualityDetail }) {
  const say = useSay()
  const { language } = usePreferences()
  if (detail.reviews.length === 0) return null
  return (
    <section>
      <h3>{say('quality.reviews')}</h3>
      <ul>
        {detail.reviews.map(({ by, at, points, most, note }) => (
          <li key={`${by} ${at}`}>
            {by}, {instantText(at, language)}:{' '}
            {say('quality.points', { points: String(points), most: String(most) })}
            {note !== null && <p>{note}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
