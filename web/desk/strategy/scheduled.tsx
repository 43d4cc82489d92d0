import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useId } from 'react'
import type { MeWire, ProposalWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { proposalsQuery, strategiesQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { comingOf, type Coming } from './coming.ts'
import { useStaffName } from './proposals.tsx'
import { MAY_WRITE, ProposeAct, usePropose, wordsGiven } from './propose.tsx'

/** What two people agreed on for a day that is still to come. */
export function useComing(name: string, today: string): readonly Coming[] {
  const { data } = useQuery(strategiesQuery)
  return comingOf(
    (data?.items ?? []).filter((entry) => entry.name === name),
    today,
  )
}

/** The change that a waiting proposal would call off. */
export const calledOffBy = (
  proposal: ProposalWire,
  coming: readonly Coming[],
): Coming | undefined =>
  proposal.kind === 'rollback'
    ? coming.find(
        ({ entry, before, isCalledOff }) =>
          !isCalledOff &&
          entry.effective_on === proposal.effective_on &&
          before === proposal.version,
      )
    : undefined

/** Each change with its day, and a way to call it off before that: two people, as ever. */
export function Scheduled({ name, me }: { name: string; me: MeWire }) {
  const say = useSay()
  const coming = useComing(name, me.today)
  if (coming.length === 0) return null
  return (
    <section className="sheet" aria-labelledby="scheduled-title">
      <h2 id="scheduled-title">{say('ladders.coming')}</h2>
      <ul className="proposals">
        {coming.map((one) => (
          <li key={`${one.entry.effective_on} ${one.entry.version}`}>
            <ComingLine coming={one} />
            {!one.isCalledOff && one.before !== undefined && (
              <CallOff coming={one} before={one.before} me={me} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function ComingLine({ coming: { entry, isCalledOff } }: { coming: Coming }) {
  const say = useSay()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  const { version, author, approver } = entry
  const on = dayText(entry.effective_on, language)
  if (isCalledOff) return <p className="muted">{say('ladders.called_off', { version, on })}</p>
  return (
    <p>
      {say('ladders.coming_from', { version, on })}
      {author !== null && approver !== null && (
        <span className="muted">
          {' · '}
          {say('ladders.by', { author: nameOf(author), approver: nameOf(approver) })}
        </span>
      )}
    </p>
  )
}

function CallOff({ coming, before, me }: { coming: Coming; before: number; me: MeWire }) {
  const say = useSay()
  const id = useId()
  const { language } = usePreferences()
  const { data } = useQuery(proposalsQuery)
  const { name, effective_on: day, version } = coming.entry
  const propose = usePropose({ send: api.propose })
  const kept = useKept(`call-off ${name} ${version}`, { words: '' }, propose)
  const { words } = kept.values
  const waits = (data?.items ?? []).some(
    (one) => one.name === name && calledOffBy(one, [coming]) !== undefined,
  )
  const reason = !MAY_WRITE.includes(me.role)
    ? say('publish.not_writer')
    : waits
      ? say('publish.call_off_waits')
      : undefined
  return (
    <>
      <p className="muted">{say('publish.call_off_lead', { before })}</p>
      <div className="publish-fields">
        <Restored {...kept} />
        <label htmlFor={id}>{say('publish.words')}</label>
        <Input
          id={id}
          maxLength={500}
          value={words}
          onChange={(event) => kept.change({ words: event.currentTarget.value })}
        />
      </div>
      <ProposeAct
        mutation={propose}
        label={say('publish.call_off', { version, on: dayText(day, language) })}
        done={say('publish.proposed')}
        reason={reason}
        onSend={() =>
          propose.mutate({
            kind: 'rollback',
            name,
            version: before,
            effective_on: day,
            ...wordsGiven(words),
          })
        }
      />
    </>
  )
}
