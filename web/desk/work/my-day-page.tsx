import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { DayCount, MyPromise } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { Callbacks } from './callbacks.tsx'
import { myDayQuery } from './queries.ts'
import './my-day.css'

/** One's own day and one's own trend: nobody is put beside anybody. */
export function MyDayPage() {
  const say = useSay()
  const { data } = useSuspenseQuery(myDayQuery)
  useTitle(say('my_day.title'))
  return (
    <div className="my-day">
      <h1>{say('my_day.title')}</h1>
      <p className="muted">{say('my_day.lead')}</p>
      <p className="my-day-done">{say('my_day.done', { ...data.done })}</p>
      {data.kept.fallen_due > 0 && (
        <p>{say('my_day.kept', { due: data.kept.fallen_due, kept: data.kept.kept })}</p>
      )}
      <div className="my-day-body">
        <Callbacks />
        <Promises promises={data.promises} />
      </div>
      <Trend days={data.trend} />
    </div>
  )
}

function Promises({ promises }: { promises: readonly MyPromise[] }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <section aria-labelledby="my-promises">
      <h2 id="my-promises">{say('my_day.promises')}</h2>
      {promises.length === 0 && <p className="muted">{say('my_day.no_promises')}</p>}
      <ul className="steps">
        {promises.map((one) => (
          <li key={`${one.case_id} ${one.due_on} ${one.amount.minor}`}>
            <b>
              <Link to="/cases/$id" params={{ id: one.case_id }}>
                {one.name}
              </Link>
            </b>
            <span>
              {say('my_day.promise', {
                amount: moneyText(one.amount, language),
                day: dayText(one.due_on, language),
              })}
            </span>
            <small className="muted">{say(`agree.state.${one.state}`)}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

const FIGURES = ['calls', 'reached', 'promises'] as const
const HEADS = {
  calls: 'my_day.calls',
  reached: 'my_day.reached',
  promises: 'my_day.made',
} as const

/** A table whose figures are bars too: the number is the text of its bar. */
function Trend({ days }: { days: readonly DayCount[] }) {
  const say = useSay()
  const { language } = usePreferences()
  const most = Math.max(1, ...days.map((one) => one.calls))
  return (
    <section aria-labelledby="my-trend">
      <h2 id="my-trend">{say('my_day.trend')}</h2>
      <table className="my-trend">
        <thead>
          <tr>
            <th scope="col">{say('my_day.day')}</th>
            {FIGURES.map((figure) => (
              <th key={figure} scope="col">
                {say(HEADS[figure])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((one) => (
            <tr key={one.on}>
              <th scope="row">{dayText(one.on, language)}</th>
              {FIGURES.map((figure) => (
                <td key={figure}>
                  <span
                    className="my-bar"
                    style={{ inlineSize: `${Math.round((one[figure] / most) * 100)}%` }}
                  />
                  <span className="figure">{one[figure]}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
