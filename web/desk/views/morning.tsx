import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { Fragment } from 'react'
import type { AlertWire, TodayWire } from '../../../src/api/wire.ts'
import { countText, dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { CountSentence } from '../today/sentence.tsx'
import { endAlert } from './queries.ts'
import './views.css'

/** What a manager should know before the day begins: what tipped, what will be short, what waits. */
export function Morning({ today }: { today: TodayWire }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      {today.alerts.length > 0 && (
        <section className="morning-alerts" aria-labelledby="alerts-title">
          <h2 id="alerts-title">{say('alerts.title')}</h2>
          <ul>
            {today.alerts.map((alert) => (
              <Tipped key={alert.number} alert={alert} />
            ))}
          </ul>
        </section>
      )}
      {today.short.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say('today.short')}
          description={
            <>
              <ul>
                {today.short.map(({ at, sentence, count, opens }) => (
                  <li key={`${at} ${sentence}`}>
                    <CountSentence sentence={sentence} query={opens} opens>
                      {countText(count, language)}
                    </CountSentence>
                  </li>
                ))}
              </ul>
              <Link to="/work/load">{say('today.load')}</Link>
            </>
          }
        />
      )}
      {today.proposals > 0 && (
        <p>
          <Link to="/strategies">{say('today.proposals', { count: today.proposals })}</Link>
        </p>
      )}
    </>
  )
}

function Tipped({ alert }: { alert: AlertWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => endAlert(alert.number),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['today'] }),
  })
  const value = alert.value ?? 0
  const shown =
    alert.measure === 'share'
      ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(
          value / 1_000_000,
        )
      : countText(value, language)
  return (
    <li>
      <p>
        <CountSentence sentence={alert.sentence} query={alert.cases} opens>
          {shown}
        </CountSentence>{' '}
        {alert.since !== null && (
          <span className="muted">
            {say('alerts.since', { on: dayText(alert.since, language) })}
          </span>
        )}
        <button
          type="button"
          className="alert-end"
          aria-label={say('alerts.end', { name: alert.name })}
          onClick={() => end.mutate()}
        >
          ×
        </button>
      </p>
      {alert.tipped_by.length > 0 && (
        <p className="muted">
          {say('alerts.tipped')}{' '}
          {alert.tipped_by.map((one, n) => (
            <Fragment key={one.case_id}>
              {n > 0 && ' · '}
              <Link to="/cases/$id" params={{ id: one.case_id }}>
                {one.name}
              </Link>
            </Fragment>
          ))}
        </p>
      )}
    </li>
  )
}
