import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { LoadWire } from '../../../src/api/wire.ts'
import { clockText, countText, zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { READS_CASES } from '../session.ts'
import { useTitle } from '../shell/title.ts'
import { CountSentence, NumberLink } from '../today/sentence.tsx'
import { loadQuery } from './queries.ts'
import './work.css'

/** In the morning it says that the afternoon is short, while something can be done about it. */
export function LoadPage() {
  const say = useSay()
  const { language } = usePreferences()
  const { data: load } = useSuspenseQuery(loadQuery)
  useTitle(say('load.title'))
  return (
    <div className="load">
      <h1>{say('load.title')}</h1>
      <p className="muted">
        {say('load.until', {
          until: clockText(load.until, load.zone, language),
          zone: zoneText(load.zone, language),
        })}
      </p>
      <Warnings load={load} />
      <Hours load={load} />
      <Lists load={load} />
      <div className="load-pair">
        <People load={load} />
        <Ends load={load} />
      </div>
    </div>
  )
}

type Props = { load: LoadWire }

function Warnings({ load }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  if (load.warnings.length === 0) {
    return <Alert type="success" showIcon role="status" title={say('load.enough')} />
  }
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={say('load.warnings')}
      description={
        <ul>
          {load.warnings.map(({ at, sentence, count, opens }) => (
            <li key={`${at} ${sentence}`}>
              <CountSentence sentence={sentence} query={opens} opens={READS_CASES[me.role]}>
                {countText(count, language)}
              </CountSentence>
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Hours({ load }: Props) {
  const say = useSay()
  const most = Math.max(1, ...load.hours.flatMap((hour) => [hour.people, hour.worked + hour.short]))
  return (
    <section className="sheet" aria-labelledby="hours-title">
      <h2 id="hours-title">{say('load.hours')}</h2>
      <div className="wide" tabIndex={0} role="region" aria-labelledby="hours-title">
        <table className="lines load-hours">
          <thead>
            <tr>
              <th scope="col">{say('load.hour')}</th>
              <th scope="col" className="figure">
                {say('load.people')}
              </th>
              <th scope="col" className="figure">
                {say('load.worked')}
              </th>
              <th scope="col" className="figure">
                {say('load.waiting')}
              </th>
              <th scope="col" className="figure">
                {say('load.short')}
              </th>
              <th scope="col" className="figure">
                {say('load.closing')}
              </th>
              <td aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {load.hours.map((hour) => (
              <HourRow key={hour.from} hour={hour} zone={load.zone} most={most} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Lists({ load }: Props) {
  const say = useSay()
  return (
    <section className="sheet" aria-labelledby="lists-title">
      <h2 id="lists-title">{say('load.lists')}</h2>
      {load.lists.length === 0 && <p className="muted">{say('load.none')}</p>}
      {load.lists.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-labelledby="lists-title">
          <table className="lines">
            <thead>
              <tr>
                <th scope="col">{say('load.list')}</th>
                <th scope="col">{say('load.language')}</th>
                <th scope="col" className="figure">
                  {say('load.cases')}
                </th>
                <th scope="col" className="figure">
                  {say('load.reached')}
                </th>
                <th scope="col" className="figure">
                  {say('load.left')}
                </th>
                <th scope="col" className="figure">
                  {say('load.cut')}
                </th>
                <th scope="col">{say('load.edge')}</th>
              </tr>
            </thead>
            <tbody>
              {load.lists.map((list) => (
                <ListRow key={`${list.worklist.code} ${list.language}`} list={list} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

type HourProps = { hour: LoadWire['hours'][number]; zone: string; most: number }

/** A bar and its numbers: the bar is decoration, the table says it all. */
function HourRow({ hour, zone, most }: HourProps) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const { language } = usePreferences()
  return (
    <tr className={hour.short > 0 ? 'is-short' : undefined}>
      <th scope="row">{clockText(hour.from, zone, language)}</th>
      <td className="figure">{countText(hour.people, language)}</td>
      <td className="figure">{countText(hour.worked, language)}</td>
      <td className="figure">{countText(hour.waiting, language)}</td>
      <td className="figure">{countText(hour.short, language)}</td>
      <td className="figure">
        <NumberLink
          query={hour.opens}
          opens={READS_CASES[me.role]}
          label={say('load.opens_closing', {
            hour: clockText(hour.from, zone, language),
            cases: hour.closing,
          })}
        >
          {countText(hour.closing, language)}
        </NumberLink>
      </td>
      <td aria-hidden="true" className="load-bar">
        <span>
          <i style={{ width: `${(hour.worked / most) * 100}%` }} />
          <i
            className="spare"
            style={{ width: `${((hour.people - hour.worked) / most) * 100}%` }}
          />
          <i className="short" style={{ width: `${(hour.short / most) * 100}%` }} />
        </span>
      </td>
    </tr>
  )
}

/** Each number of a list with the cases that it opens. */
const NUMBERS = [
  { count: 'cases', query: 'opens', label: 'load.opens' },
  { count: 'reached', query: 'opens_reached', label: 'load.opens_reached' },
  { count: 'left', query: 'opens_left', label: 'load.opens_left' },
] as const

function ListRow({ list }: { list: LoadWire['lists'][number] }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const { language } = usePreferences()
  return (
    <tr className={list.reached < list.cases ? 'is-short' : undefined}>
      <th scope="row">
        {list.worklist.name}
        {!list.set_up && <span className="mark wait">{say('load.not_set_up')}</span>}
      </th>
      <td>{say(`language.${list.language}`)}</td>
      {NUMBERS.map(({ count, query, label }) => (
        <td key={count} className="figure">
          <NumberLink
            query={list[count] === 0 ? null : list[query]}
            opens={READS_CASES[me.role]}
            label={say(label, {
              list: list.worklist.name,
              language: say(`language.${list.language}`),
              cases: list[count],
            })}
          >
            {countText(list[count], language)}
          </NumberLink>
        </td>
      ))}
      <td className="figure">{list.cut_priority ?? '–'}</td>
      <td>
        {list.edge.map((one) => (
          <span key={one.case_id} className="load-edge">
            <Link to="/cases/$id" params={{ id: one.case_id }}>
              {one.name}
            </Link>{' '}
            <small className="muted">
              {one.priority} · {say(one.reached ? 'load.edge_in' : 'load.edge_out')}
            </small>
          </span>
        ))}
      </td>
    </tr>
  )
}

function People({ load }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <section className="sheet" aria-labelledby="people-title">
      <h2 id="people-title">{say('load.staff')}</h2>
      <dl className="facts">
        {load.people.map(({ name, minutes }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{say('load.minutes', { minutes: countText(minutes, language) })}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Ends({ load }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const { language } = usePreferences()
  return (
    <section className="sheet" aria-labelledby="ends-title">
      <h2 id="ends-title">{say('load.ends')}</h2>
      {load.ends.length === 0 && <p className="muted">{say('load.no_ends')}</p>}
      <dl className="facts">
        {load.ends.map(({ worklist, end, count, opens }) => (
          <div key={`${worklist?.code} ${end.code}`}>
            <dt>
              {worklist === null ? '' : `${worklist.name} · `}
              {end.name}
            </dt>
            <dd>
              <NumberLink query={opens} opens={READS_CASES[me.role]}>
                {countText(count, language)}
              </NumberLink>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
