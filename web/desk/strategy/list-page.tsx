import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery, strategiesOnQuery, trialsQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { useTitle } from '../shell/title.ts'
import { comingOf, type Entry } from './coming.ts'
import { useStaffName } from './proposals.tsx'
import './strategy.css'

/** Every strategy: which version decides, since when, who agreed, and what is coming. */
export function StrategiesPage() {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const at = useAsOf()
  const { data } = useSuspenseQuery(strategiesOnQuery(at))
  useTitle(say('ladders.title'))
  const names = [...new Set(data.items.map((entry) => entry.name))]
  return (
    <div className="ladders">
      <h1>{say('ladders.title')}</h1>
      <p className="muted">{say('ladders.lead')}</p>
      {names.length === 0 ? (
        <p>{say('ladders.none')}</p>
      ) : (
        <div className="ladder-scroll" role="region" aria-label={say('ladders.title')} tabIndex={0}>
          <table className="changes-table">
            <thead>
              <tr>
                <th scope="col">{say('ladders.name')}</th>
                <th scope="col">{say('ladders.in_force')}</th>
                <th scope="col">{say('ladders.since')}</th>
                <th scope="col">{say('ladders.agreed')}</th>
                <th scope="col">{say('ladders.coming')}</th>
                <th scope="col">{say('ladders.trial')}</th>
              </tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <Strategy
                  key={name}
                  name={name}
                  entries={data.items.filter((entry) => entry.name === name)}
                  today={at ?? me.today}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

/** The server gives the newest first, so the first that has begun is the one in force. */
function Strategy(props: { name: string; entries: readonly Entry[]; today: string }) {
  const { name, entries, today } = props
  const say = useSay()
  const { language } = usePreferences()
  const inForce = entries.find((entry) => entry.effective_on <= today)
  return (
    <tr>
      <th scope="row">
        <Link to="/strategies/$name" params={{ name }}>
          {name}
        </Link>
      </th>
      <td>
        {inForce === undefined
          ? say('app.none')
          : say('ladders.version', { version: inForce.version })}{' '}
        {inForce?.kind === 'rollback' && (
          <span className="mark wait">{say('ladders.rolled_back')}</span>
        )}
      </td>
      <td>{inForce !== undefined && dayText(inForce.effective_on, language)}</td>
      <td>{inForce !== undefined && <Agreed entry={inForce} />}</td>
      <td>
        {comingOf(entries, today).map(({ entry: { version, effective_on: on }, isCalledOff }) => (
          <div key={`${version} ${on}`} className={isCalledOff ? 'muted' : undefined}>
            <Link to="/strategies/$name" params={{ name }} search={{ version }}>
              {say(isCalledOff ? 'ladders.called_off' : 'ladders.coming_from', {
                version,
                on: dayText(on, language),
              })}
            </Link>
          </div>
        ))}
      </td>
      <td>
        <Trials of={name} />
      </td>
    </tr>
  )
}

/** Trials run now: of a day that is over the list says so. */
function Trials({ of: name }: { of: string }) {
  const say = useSay()
  const isPast = useAsOf() !== undefined
  const { data } = useQuery(trialsQuery)
  if (isPast) return <span className="muted">{say('ladders.trial_past')}</span>
  return (data?.items ?? [])
    .filter(
      (trial) =>
        trial.strategy === name && (trial.state === 'running' || trial.state === 'announced'),
    )
    .map((trial) => (
      <Link key={trial.name} to="/trials" search={{ trial: trial.name }} className="mark accent">
        {trial.name}
      </Link>
    ))
}

function Agreed({ entry }: { entry: Entry }) {
  const say = useSay()
  const { author, approver } = entry
  const nameOf = useStaffName()
  if (author === null || approver === null) return say('ladders.installed')
  return say('ladders.by', { author: nameOf(author), approver: nameOf(approver) })
}
