import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { ProposalWire, TrialTermsWire, TrialWire } from '../../../src/api/wire.ts'
import { PageHead } from '../compliance/parts.tsx'
import { countText, dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery, proposalQuery, proposalsQuery, trialsQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { ProposalLine, useStaffName } from '../strategy/proposals.tsx'
import { MAY_WRITE, WaitingList } from '../strategy/propose.tsx'
import '../strategy/strategy.css'
import { TrialForm } from './form.tsx'
import { termsOf, TRIAL_STATES } from './queries.ts'
import { Terms, TrialSheet } from './trial.tsx'
import './trials.css'

/** Every trial, how its arms do, and whether a difference is more than noise. */
export function TrialsPage() {
  const say = useSay()
  const search = useSearch({ from: '/desk/trials' })
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useSuspenseQuery(trialsQuery)
  const [again, setAgain] = useState<TrialTermsWire | 'new'>()
  useTitle(say('trials.title'))
  const shown = data.items.filter(
    (trial) =>
      (search.state === undefined || trial.state === search.state) &&
      (search.trial === undefined || trial.name === search.trial),
  )
  const mayNot = MAY_WRITE.includes(me.role) ? undefined : say('publish.not_writer')
  return (
    <div className="trials">
      <PageHead title={say('trials.title')} lead={say('trials.lead')} />
      <p>
        <Button type="primary" disabled={mayNot !== undefined} onClick={() => setAgain('new')}>
          {say('trials.propose')}
        </Button>{' '}
        {mayNot !== undefined && <span className="muted">{mayNot}</span>}
      </p>
      <Waiting />
      <States trials={data.items} />
      {shown.length === 0 && <p role="status">{say('trials.none')}</p>}
      {shown.map((trial) => (
        <TrialSheet
          key={trial.name}
          trial={trial}
          again={mayNot === undefined ? () => setAgain(termsOf(trial)) : undefined}
        />
      ))}
      {again !== undefined && (
        <TrialForm
          of={again === 'new' ? undefined : again}
          me={me}
          onClose={() => setAgain(undefined)}
        />
      )}
    </div>
  )
}

/** Every count opens the trials that it counts. */
function States({ trials }: { trials: readonly TrialWire[] }) {
  const say = useSay()
  const { language } = usePreferences()
  const search = useSearch({ from: '/desk/trials' })
  if (trials.length === 0) return null
  return (
    <nav className="watch-views" aria-label={say('trials.filter')}>
      {[undefined, ...TRIAL_STATES].map((state) => (
        <Link
          key={state ?? 'all'}
          to="/trials"
          search={{ state }}
          activeProps={{}}
          aria-current={search.state === state && search.trial === undefined}
        >
          {say(state === undefined ? 'trials.all' : `trials.state.${state}`)}{' '}
          <span className="figure">
            {countText(
              trials.filter((trial) => state === undefined || trial.state === state).length,
              language,
            )}
          </span>
        </Link>
      ))}
    </nav>
  )
}

function Waiting() {
  const say = useSay()
  const { data } = useQuery(proposalsQuery)
  const waiting = (data?.items ?? []).filter((one) => one.kind === 'trial')
  if (waiting.length === 0) return null
  return (
    <WaitingList id="trials-waiting" title={say('trials.waiting')} proposals={waiting}>
      {(one) => <Proposed key={one.id} proposal={one} />}
    </WaitingList>
  )
}

/** Whoever agrees sees the terms, not a name. */
function Proposed({ proposal }: { proposal: ProposalWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useQuery(proposalQuery(proposal.id))
  return (
    <ProposalLine
      proposal={proposal}
      me={me}
      says={say('trials.line', {
        name: proposal.name,
        on: dayText(proposal.effective_on, language),
        author: nameOf(proposal.author),
        at: instantText(proposal.proposed_at, language),
      })}
    >
      {data !== undefined && data.terms !== null && <Terms terms={data.terms} hasArms />}
    </ProposalLine>
  )
}
