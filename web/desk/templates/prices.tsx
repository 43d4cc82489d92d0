import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { PriceForm, PriceHistory } from './price-form.tsx'
import { pricesQuery } from './queries.ts'

/** The tenant's own prices: what the costs under a preview are counted with. */
export function Prices() {
  const say = useSay()
  const wordOf = useWordOf()
  const id = useId()
  const { language } = usePreferences()
  const { data } = useQuery(pricesQuery)
  if (data === undefined) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{say('templates.prices')}</h2>
      <p className="muted">
        {say(data.items.length === 0 ? 'templates.prices_none' : 'templates.prices_lead')}
      </p>
      {data.items.length > 0 && (
        <table className="changes-table">
          <thead>
            <tr>
              <th scope="col">{say('templates.channel')}</th>
              <th scope="col">{say('templates.price_country')}</th>
              <th scope="col">{say('templates.price_amount')}</th>
              <th scope="col">{say('templates.price_per')}</th>
              <th scope="col">{say('templates.price_since')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map(({ channel, country, amount, per, from_on: since }) => (
              <tr key={`${channel} ${country}`}>
                <th scope="row">{wordOf('template.channel', channel)}</th>
                <td>{country}</td>
                <td>{moneyText(amount, language)}</td>
                <td>{per}</td>
                <td>{since}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <PriceHistory />
      <PriceForm />
    </section>
  )
}
