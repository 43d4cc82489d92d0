import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../compliance/parts.tsx'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { Opened } from './one.tsx'
import { remittancesQuery } from './queries.ts'
import { Run } from './run.tsx'
import { RemittanceTable } from './table.tsx'
import './remittances.css'

/** What was handed on to creditors, what waits for a second person, and what may be handed on now. */
export function RemittancesPage() {
  const say = useSay()
  const { number, portfolio } = useSearch({ from: '/desk/remittances' })
  const { data } = useSuspenseQuery(remittancesQuery(portfolio))
  useTitle(number === undefined ? say('remit.title') : say('remit.one', { number }))
  if (number !== undefined) return <Opened number={number} portfolio={portfolio} />
  return (
    <div className="remittances">
      <PageHead title={say('remit.title')} lead={say('remit.lead')} />
      <Run portfolios={data.portfolios} portfolio={portfolio} />
      <section className="sheet" aria-labelledby="remit-list">
        <div className="remit-head">
          <h2 id="remit-list">{say('remit.list')}</h2>
          <Portfolio portfolios={data.portfolios} portfolio={portfolio} />
        </div>
        {data.items.length === 0 ? (
          <p role="status" className="muted">
            {say('remit.none')}
          </p>
        ) : (
          <RemittanceTable label={say('remit.list')} items={data.items} />
        )}
      </section>
    </div>
  )
}

type PortfolioProps = {
  readonly portfolios: readonly { readonly code: string; readonly creditor: string }[]
  readonly portfolio: string | undefined
}

function Portfolio({ portfolios, portfolio }: PortfolioProps) {
  const say = useSay()
  const navigate = useNavigate({ from: '/remittances' })
  return (
    <label className="watch-field">
      <span>{say('remit.portfolio')}</span>
      <select
        value={portfolio ?? ''}
        onChange={(event) =>
          void navigate({ search: { portfolio: event.currentTarget.value || undefined } })
        }
      >
        <option value="">{say('remit.every')}</option>
        {portfolios.map(({ code, creditor }) => (
          <option key={code} value={code}>
            {code} · {creditor}
          </option>
        ))}
      </select>
    </label>
  )
}
