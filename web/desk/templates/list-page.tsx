import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useId } from 'react'
import type { TemplateRow } from '../../../src/api/wire-templates.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { Prices } from './prices.tsx'
import { templatesQuery, type TemplateFilter } from './queries.ts'
import '../strategy/strategy.css'
import './templates.css'

const FILTERS = ['channel', 'stage', 'tone', 'audience'] as const
type Field = (typeof FILTERS)[number]

const valuesOf = (row: TemplateRow, field: Field): readonly string[] =>
  field === 'stage' ? row.stages : [row[field]]

/** Every template: what it is, which version speaks, and what waits for a second person. */
export function TemplatesPage() {
  const say = useSay()
  const { data } = useSuspenseQuery(templatesQuery)
  const filter: TemplateFilter = useSearch({ from: '/desk/templates' })
  useTitle(say('templates.title'))
  const shown = data.items.filter((row) =>
    FILTERS.every((field) => {
      const wanted = filter[field]
      return wanted === undefined || valuesOf(row, field).includes(wanted)
    }),
  )
  return (
    <div className="templates">
      <h1>{say('templates.title')}</h1>
      <p className="muted">{say('templates.lead')}</p>
      <Filters rows={data.items} filter={filter} />
      {shown.length === 0 ? <p>{say('templates.none')}</p> : <Rows rows={shown} />}
      <Prices />
    </div>
  )
}

function Filters({ rows, filter }: { rows: readonly TemplateRow[]; filter: TemplateFilter }) {
  const say = useSay()
  const wordOf = useWordOf()
  const navigate = useNavigate()
  const id = useId()
  return (
    <div className="template-filters">
      {FILTERS.map((field) => {
        const values = [...new Set(rows.flatMap((row) => valuesOf(row, field)))]
        return (
          <div key={field}>
            <label htmlFor={`${id}-${field}`}>{say(`templates.${field}`)}</label>
            <Select
              id={`${id}-${field}`}
              value={filter[field] ?? ''}
              onChange={(value) =>
                void navigate({
                  to: '/templates',
                  search: { ...filter, [field]: value === '' ? undefined : value },
                })
              }
              options={[
                { value: '', label: say('templates.all') },
                ...values.map((value) => ({ value, label: wordOf(`template.${field}`, value) })),
              ]}
            />
          </div>
        )
      })}
    </div>
  )
}

function Rows({ rows }: { rows: readonly TemplateRow[] }) {
  const say = useSay()
  return (
    <div className="ladder-scroll" role="region" aria-label={say('templates.title')} tabIndex={0}>
      <table className="changes-table">
        <thead>
          <tr>
            <th scope="col">{say('templates.name')}</th>
            <th scope="col">{say('templates.channel')}</th>
            <th scope="col">{say('templates.kind')}</th>
            <th scope="col">{say('templates.stages')}</th>
            <th scope="col">{say('templates.tone')}</th>
            <th scope="col">{say('templates.audience')}</th>
            <th scope="col">{say('templates.in_force')}</th>
            <th scope="col">{say('templates.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.channel} ${row.name}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row }: { row: TemplateRow }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const { channel, name } = row
  return (
    <tr>
      <th scope="row">
        <Link to="/templates/$channel/$name" params={{ channel, name }}>
          {name}
        </Link>
      </th>
      <td>{wordOf('template.channel', channel)}</td>
      <td>{wordOf('template.kind', row.kind)}</td>
      <td>{row.stages.map((stage) => wordOf('template.stage', stage)).join(' · ')}</td>
      <td>{wordOf('template.tone', row.tone)}</td>
      <td>{wordOf('template.audience', row.audience)}</td>
      <td>
        {say('templates.version', { version: row.version })}{' '}
        <span className="muted">
          {say('templates.since', { on: instantText(row.since, language) })}
        </span>
      </td>
      <td className="template-state">
        <span className={row.sound ? 'mark good' : 'mark bad'}>
          {say(row.sound ? 'templates.sound' : 'templates.unsound')}
        </span>
        {row.waiting > 0 && (
          <span className="mark wait">{say('templates.waiting_n', { n: row.waiting })}</span>
        )}
        {row.installed_differs && <span className="mark accent">{say('templates.news')}</span>}
      </td>
    </tr>
  )
}
