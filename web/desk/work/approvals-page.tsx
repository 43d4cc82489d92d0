import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApprovalWire } from '../../../src/api/wire.ts'
import { Requests } from '../agree/requests.tsx'
import { api } from '../api.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { Answer } from './answer.tsx'
import { approvalsQuery } from './queries.ts'
import './work.css'

/** Steps that a strategy does not take without somebody's word. */
export function ApprovalsPage() {
  const say = useSay()
  const { data } = useSuspenseQuery(approvalsQuery)
  useTitle(say('approval.title'))
  return (
    <div className="load">
      <h1>{say('approval.title')}</h1>
      <p className="muted">{say('approval.lead')}</p>
      {data.items.length === 0 && <p>{say('approval.none')}</p>}
      <ul className="approvals">
        {data.items.map((one) => (
          <Approval key={one.id} waits={one} />
        ))}
      </ul>
      <Requests />
    </div>
  )
}

function Approval({ waits }: { waits: ApprovalWire }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const step = wordOf('treatment-name', waits.treatment)
  const way = waits.channel === null ? step : say(`channel.${waits.channel}`)
  const channel = way === step ? '' : ` · ${way}`
  return (
    <li className="sheet">
      <h2>
        <Link to="/cases/$id" params={{ id: waits.case_id }}>
          {waits.name}
        </Link>
      </h2>
      <p>
        <b>{step}</b>
        {channel} · {moneyText(waits.arrears, language)}
      </p>
      <p className="muted">
        {say('approval.row', {
          strategy: waits.strategy,
          version: waits.strategy_version,
          row: waits.row_no,
        })}{' '}
        · {dayText(waits.chosen_on, language)}
      </p>
      <Answer
        blocked={waits.blocked}
        named={{
          approve: say('approval.approve_of', { name: waits.name, step }),
          decline: say('approval.decline_of', { name: waits.name, step }),
        }}
        draft={waits.id}
        queryKey={approvalsQuery.queryKey}
        onAnswer={(given) =>
          api.approve(waits.id, given.approve ? given : { approve: false, reason: given.why })
        }
      />
    </li>
  )
}
