import { Link } from '@tanstack/react-router'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { TrialTermsWire, TrialWire } from '../../../src/api/wire.ts'
import { Table } from '../compliance/parts.tsx'
import { countText, dayLater, dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { READS_STRATEGIES } from '../session.ts'
import { useStaffName } from '../strategy/proposals.tsx'
import { StopForm } from './stop-form.tsx'

const TONE: Record<TrialWire['state'], string> = {
  running: 'mark good',
  announced: 'mark accent',
  stopped: 'mark wait',
  over: 'mark',
}

type Props = {
  readonly trial: TrialWire
  /** Opens the form with these terms; undefined for somebody who may not propose. */
  readonly again: (() => void) | undefined
}

/** One trial: what was agreed on, how each arm does, and what was stopped. */
export function TrialSheet({ trial, again }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  const { data: me } = useSuspenseQuery(meQuery)
  // An arm by its name, or undefined for all of it; null while nothing is stopped.
  const [stopping, setStopping] = useState<{ arm: string | undefined } | null>(null)
  const lives = trial.state === 'running' || trial.state === 'announced'
  const mayStop = lives && READS_STRATEGIES[me.role]
  const id = `trial-${trial.name}`
  return (
    <section className="sheet trial" aria-labelledby={id}>
      <h2 id={id}>
        <Link to="/trials" search={{ trial: trial.name }} activeProps={{}}>
          {trial.name}
        </Link>{' '}
        <span className={TONE[trial.state]}>{say(`trials.state.${trial.state}`)}</span>
      </h2>
      <Terms
        terms={trial}
        agreed={say('trials.agreed_by', {
          author: nameOf(trial.author),
          approver: nameOf(trial.approver),
          on: dayText(trial.announced_on, language),
        })}
      />
      <Arms trial={trial} onStop={mayStop ? (arm) => setStopping({ arm }) : undefined} />
      {trial.stops.length > 0 && (
        <>
          <h3>{say('trials.stops')}</h3>
          <ul className="trial-stops">
            {trial.stops.map((stop) => (
              <li key={`${stop.arm} ${stop.stopped_on}`}>{stop.sentence}</li>
            ))}
          </ul>
        </>
      )}
      <p className="trial-acts">
        {mayStop && (
          <Button
            danger
            aria-label={say('trials.stop_all_long', { name: trial.name })}
            onClick={() => setStopping({ arm: undefined })}
          >
            {say('trials.stop_all')}
          </Button>
        )}
        {!lives && again !== undefined && <Button onClick={again}>{say('trials.again')}</Button>}
      </p>
      {stopping !== null && (
        <StopForm trial={trial.name} arm={stopping.arm} onClose={() => setStopping(null)} />
      )}
    </section>
  )
}

type TermsProps = {
  readonly terms: TrialTermsWire
  readonly agreed?: string
  /** Where no table of results says who decides for whom. */
  readonly hasArms?: boolean
}

/** What two people agree on before anybody is divided. */
export function Terms({ terms, agreed, hasArms = false }: TermsProps) {
  const say = useSay()
  const decides = useDecides()
  const { language } = usePreferences()
  return (
    <dl className="facts trial-terms">
      <Whom terms={terms} />
      <div>
        <dt>{say('trials.when')}</dt>
        <dd>
          {say('trials.from_until', {
            from: dayText(terms.begins_on, language),
            last: dayText(dayLater(terms.ends_on, -1), language),
          })}
        </dd>
      </div>
      <div>
        <dt>{say('trials.rail')}</dt>
        <dd>
          {say('trials.rail_says', {
            least: countText(terms.contacts_least, language),
            most: countText(terms.per_thousand_max, language),
            what: say(`trials.metric.${terms.metric}`),
          })}
        </dd>
      </div>
      {hasArms && (
        <div>
          <dt>{say('trials.arm')}</dt>
          <dd>
            {terms.arms.map((arm) => (
              <div key={arm.name}>
                <b>{arm.name}</b> {arm.percent}% · {decides(arm)}
              </div>
            ))}
          </dd>
        </div>
      )}
      {agreed !== undefined && (
        <div>
          <dt>{say('trials.agreed')}</dt>
          <dd>{agreed}</dd>
        </div>
      )}
    </dl>
  )
}

/** Whose people, and which of the hundred lanes that they are drawn into for ever. */
function Whom({ terms: { strategy, lanes } }: { terms: TrialTermsWire }) {
  const say = useSay()
  return (
    <div>
      <dt>{say('trials.whom')}</dt>
      <dd>
        {say('trials.divides')}{' '}
        <Link to="/strategies/$name" params={{ name: strategy }}>
          {strategy}
        </Link>
        <br />
        <span className="muted">
          {say('trials.lanes', {
            count: lanes.until - lanes.from,
            from: lanes.from,
            last: lanes.until - 1,
          })}
        </span>
      </dd>
    </div>
  )
}

function useDecides(): (arm: TrialTermsWire['arms'][number]) => string {
  const say = useSay()
  return ({ strategy, version }) =>
    strategy === null
      ? say('trials.hold_out')
      : version === null
        ? say('trials.in_force', { strategy })
        : say('trials.version', { strategy, version })
}

type ArmsProps = {
  readonly trial: TrialWire
  readonly onStop: ((arm: string) => void) | undefined
}

function Arms({ trial, onStop }: ArmsProps) {
  const say = useSay()
  return (
    <Table
      label={say('trials.arms', { name: trial.name })}
      head={[
        say('trials.arm'),
        say('trials.decides'),
        say('trials.share'),
        say('trials.contacts'),
        say('trials.complaints'),
        say('trials.refusals'),
        say('trials.rate'),
        say('trials.cured'),
        say('trials.beside'),
      ]}
    >
      {trial.results.map((result, i) => (
        <Arm key={result.arm} trial={trial} result={result} i={i} onStop={onStop} />
      ))}
    </Table>
  )
}

type ArmProps = ArmsProps & { readonly result: TrialWire['results'][number]; readonly i: number }

function Arm({ trial, result, i, onStop }: ArmProps) {
  const say = useSay()
  const decides = useDecides()
  const { language } = usePreferences()
  const terms = trial.arms[i]
  const isChampion = i === 0
  const number = (value: number) => <td className="figure">{countText(value, language)}</td>
  return (
    <tr>
      <th scope="row">{result.arm}</th>
      <td>{terms !== undefined && decides(terms)}</td>
      <td className="figure">{terms?.percent}%</td>
      {number(result.contacts)}
      {number(result.complaints)}
      {number(result.refusals)}
      <td className="figure">
        {result.per_thousand === null ? '–' : result.per_thousand.toFixed(1)}
      </td>
      <td className="figure">
        {say('trials.cured_of', {
          cured: countText(result.cured, language),
          people: countText(result.people, language),
        })}
        {result.people > 0 && (
          <div className="muted">{percentText(result.cured / result.people, language)}</div>
        )}
      </td>
      <td className="trial-beside">
        {isChampion && <span className="muted">{say('trials.measure')}</span>}
        {result.difference !== null && (
          <p className={`trial-${result.difference.says}`}>{result.difference.sentence}</p>
        )}
        {!isChampion && result.difference === null && (
          <p className="muted">{say('trials.nobody')}</p>
        )}
        {result.stopped && <span className="mark wait">{say('trials.arm_stopped')}</span>}
        {!isChampion && !result.stopped && onStop !== undefined && (
          <Button
            size="small"
            aria-label={say('trials.stop_arm_long', { arm: result.arm, name: trial.name })}
            onClick={() => onStop(result.arm)}
          >
            {say('trials.stop_arm')}
          </Button>
        )}
      </td>
    </tr>
  )
}

const percentText = (share: number, language: string) =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)
