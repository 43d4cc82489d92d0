import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { RuleRow } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { useTitle } from '../shell/title.ts'
import { Choice, Field, PageHead, wordsOfForm } from './parts.tsx'
import { rulesQuery } from './queries.ts'
import { Rule } from './rule.tsx'

/** The rules in words, each with its source and tests; and whom it stops. */
export function RulesPage() {
  const say = useSay()
  const { language } = usePreferences()
  const at = useAsOf()
  const { rule, place, q } = useSearch({ from: '/desk/compliance/rules' })
  const { data } = useSuspenseQuery(rulesQuery(at))
  useTitle(say('rules.title'))
  const places = [...new Set(data.items.map((row) => row.place))]
  const items = data.items.filter((row) => isMeant(row, place, q))
  const n = data.items.filter((row) => row.standing === 'in_force').length
  return (
    <div>
      <PageHead
        title={say('rules.title')}
        lead={say('rules.lead', { on: dayText(data.on, language), n })}
      />
      <Filter places={places} place={place} q={q} rule={rule} />
      <div className="watch-two">
        <nav className="watch-list" aria-label={say('rules.list')}>
          {items.map((row) => (
            <Link
              key={row.id}
              to="/compliance/rules"
              search={{ rule: row.id, place, q }}
              aria-current={row.id === rule}
              activeProps={{}}
              resetScroll={false}
            >
              {row.title}
              <small>
                <code>{row.id}</code>
                {row.standing !== 'in_force' && ` · ${row.standing_name}`}
              </small>
            </Link>
          ))}
          {items.length === 0 && <p className="muted">{say('watch.none')}</p>}
        </nav>
        {rule === undefined ? <p className="muted">{say('rules.choose')}</p> : <Rule id={rule} />}
      </div>
    </div>
  )
}

const isMeant = (row: RuleRow, place: string | undefined, q: string | undefined): boolean =>
  (place === undefined || row.place === place) &&
  (q === undefined || `${row.id} ${row.title}`.toLowerCase().includes(q.toLowerCase()))

type FilterProps = {
  readonly places: readonly string[]
  readonly place: string | undefined
  readonly q: string | undefined
  readonly rule: string | undefined
}

function Filter({ places, place, q, rule }: FilterProps) {
  const say = useSay()
  const navigate = useNavigate()
  return (
    <form
      className="watch-filter"
      onSubmit={(event) => {
        event.preventDefault()
        const said = wordsOfForm(event.currentTarget)
        void navigate({
          to: '/compliance/rules',
          search: { rule, place: said['place'], q: said['q'] },
        })
      }}
    >
      <Choice
        label={say('rules.place')}
        name="place"
        value={place}
        options={places.map((one) => [one, one] as const)}
      />
      <Field label={say('rules.search')} name="q" value={q} />
      <Button htmlType="submit">{say('watch.find')}</Button>
    </form>
  )
}
