import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { DecisionRow } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { Decision } from './decision.tsx'
import { Choice, Field, More, PageHead, Table, wordsOfForm } from './parts.tsx'
import { decisionsQuery } from './queries.ts'
import { decisionsSearchOf } from './search.ts'
import { TONE } from './tone.ts'

/** Each contact allowed or refused; one that is open stands in place of the list. */
export function DecisionsPage() {
  const say = useSay()
  const { id } = useSearch({ from: '/desk/compliance/decisions' })
  useTitle(say('decisions.title'))
  return (
    <div>
      <PageHead title={say('decisions.title')} lead={say('decisions.lead')} />
      {id === undefined ? <List /> : <Decision id={id} />}
    </div>
  )
}

function List() {
  const say = useSay()
  const { language } = usePreferences()
  const { at, ...search } = useSearch({ from: '/desk/compliance/decisions' })
  const list = useSuspenseInfiniteQuery(decisionsQuery(search, at))
  const items = list.data.pages.flatMap((page) => page.items)
  const lookedTo = list.data.pages.at(-1)?.looked_to ?? null
  return (
    <>
      <Filter />
      {items.length === 0 && <p role="status">{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={say('decisions.list')}
          head={[
            say('decisions.when'),
            say('decisions.outcome'),
            say('decisions.who'),
            say('decisions.channel'),
            say('decisions.why'),
            say('decisions.chosen'),
          ]}
        >
          {items.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </Table>
      )}
      {lookedTo !== null && (
        <p className="muted">
          {say('decisions.looked_to', { at: instantText(lookedTo, language) })}
        </p>
      )}
      <More list={list} />
    </>
  )
}

function Row({ row }: { row: DecisionRow }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const { at: _, ...search } = useSearch({ from: '/desk/compliance/decisions' })
  return (
    <tr>
      <td>
        <Link to="/compliance/decisions" search={{ ...search, id: row.id }}>
          <time dateTime={row.at}>{instantText(row.at, language)}</time>
        </Link>
      </td>
      <td>
        <span className={`mark ${TONE[row.decision]}`}>{row.decision_name}</span>
        {row.until !== null && (
          <div className="muted">
            {say('watch.until', { at: instantText(row.until, language) })}
          </div>
        )}
        {row.contact_state !== null && (
          <div className="muted">{wordOf('contact', row.contact_state)}</div>
        )}
      </td>
      <td>
        <Link to="/compliance/people/$id" params={{ id: row.case_id }}>
          {row.name}
        </Link>
      </td>
      <td className="watch-whole">{say(`channel.${row.channel}`)}</td>
      <td>
        {row.rules.map(({ rule, title }) => (
          <div key={rule}>
            <Link to="/compliance/rules" search={{ rule }}>
              {title}
            </Link>
          </div>
        ))}
      </td>
      <td>{row.chosen_by ?? say('decisions.by_person')}</td>
    </tr>
  )
}

const CHANNELS = ['sms', 'email', 'call', 'message', 'letter', 'visit'] as const
const OUTCOMES = ['allow', 'defer', 'deny'] as const

function Filter() {
  const say = useSay()
  const navigate = useNavigate()
  const search = useSearch({ from: '/desk/compliance/decisions' })
  return (
    <form
      className="watch-filter"
      onSubmit={(event) => {
        event.preventDefault()
        const said = decisionsSearchOf(wordsOfForm(event.currentTarget))
        void navigate({ to: '/compliance/decisions', search: said })
      }}
    >
      <Field label={say('decisions.person')} name="person" value={search.person} />
      <Field label={say('decisions.rule')} name="rule" value={search.rule} />
      <Choice
        label={say('decisions.channel')}
        name="channel"
        value={search.channel}
        options={CHANNELS.map((one) => [one, say(`channel.${one}`)] as const)}
      />
      <Choice
        label={say('decisions.outcome')}
        name="decision"
        value={search.decision}
        options={OUTCOMES.map((one) => [one, say(`decisions.${one}`)] as const)}
      />
      <Field label={say('watch.from')} name="from" value={search.from} type="date" />
      <Field label={say('watch.to')} name="to" value={search.to} type="date" />
      <Button htmlType="submit">{say('watch.find')}</Button>
    </form>
  )
}
