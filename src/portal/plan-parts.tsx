/** @jsxImportSource hono/jsx */
import type { OfferOption } from '../core/offer.ts'
import type { PlanRules } from '../core/plan-rules.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import { sayMinor } from './pay-page.tsx'
import { sayPlan } from './words-plan.ts'

const DATES_MAX = 6

type DatesOf = { option: OfferOption; currency: string; lang: Language }

export function Dates({ option, currency, lang }: DatesOf) {
  const { instalments } = option
  const rows = (
    <table>
      <thead>
        <tr>
          <th scope="col">{sayPlan(lang, 'day')}</th>
          <td>{sayPlan(lang, 'amount')}</td>
        </tr>
      </thead>
      <tbody>
        {instalments.map(({ no, dueOn, amountMinor }) => (
          <tr key={no}>
            <th scope="row">{dayText(dueOn, lang)}</th>
            <td>{sayMinor(amountMinor, currency, lang)}</td>
          </tr>
        ))}
        <tr class="sum">
          <th scope="row">{sayPlan(lang, 'whole')}</th>
          <td>{sayMinor(option.payMinor, currency, lang)}</td>
        </tr>
      </tbody>
    </table>
  )
  if (instalments.length <= DATES_MAX) return rows
  return (
    <details>
      <summary>{sayPlan(lang, 'allDates', { count: String(instalments.length) })}</summary>
      {rows}
    </details>
  )
}

export function Means({ rules, lang }: { rules: PlanRules; lang: Language }) {
  const { forgives, skips, moveDaysMax, charges } = rules
  const isForgiving = forgives.times > 0 && forgives.days > 0
  const lines = [
    sayPlan(lang, 'meansStop'),
    isForgiving
      ? sayPlan(lang, 'meansForgives', {
          days: String(forgives.days),
          times: String(forgives.times),
        })
      : sayPlan(lang, 'meansForgivesNone'),
    ...(skips > 0 ? [sayPlan(lang, 'meansSkip', { times: String(skips) })] : []),
    ...(moveDaysMax > 0 ? [sayPlan(lang, 'meansMove', { days: String(moveDaysMax) })] : []),
    sayPlan(lang, `meansCharges_${charges}`),
    sayPlan(lang, 'meansChange'),
  ]
  return (
    <section aria-labelledby="means">
      <h2 id="means">{sayPlan(lang, 'means')}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
