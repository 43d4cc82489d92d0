import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RequestWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { Answer } from '../work/answer.tsx'
import { agreeApi, requestsQuery } from './queries.ts'

/** What one person asked for and only another one lets happen. */
export function Requests() {
  const say = useSay()
  const { data } = useSuspenseQuery(requestsQuery)
  return (
    <section aria-labelledby="requests-title">
      <h2 id="requests-title">{say('request.title')}</h2>
      <p className="muted">{say('request.lead')}</p>
      {data.items.length === 0 && <p>{say('request.none')}</p>}
      <ul className="approvals">
        {data.items.map((one) => (
          <Request key={one.id} request={one} />
        ))}
      </ul>
    </section>
  )
}

function Request({ request }: { request: RequestWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const named = { name: request.name, kind: request.kind_name }
  return (
    <li className="sheet">
      <h3>
        <Link to="/cases/$id" params={{ id: request.case_id }}>
          {request.name}
        </Link>
      </h3>
      <p>
        <b>{request.kind_name}</b> · {moneyText(request.amount, language)}
      </p>
      <p className="muted">
        {say('request.asked', {
          who: request.asked_by,
          day: dayText(request.asked_on, language),
          why: request.why,
        })}{' '}
        · {say('request.until', { day: dayText(request.expires_on, language) })}
      </p>
      <Answer
        blocked={request.blocked}
        named={{
          approve: say('request.approve_of', named),
          decline: say('request.decline_of', named),
        }}
        draft={request.id}
        queryKey={requestsQuery.queryKey}
        onAnswer={(given) => agreeApi.answerRequest(request.id, given)}
      />
    </li>
  )
}
