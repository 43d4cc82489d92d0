import type { MoneyWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

type Row = {
  readonly no: number
  readonly due_on: string
  readonly amount: MoneyWire
  /** Of an agreed plan: what it still lacks. */
  readonly lacks?: MoneyWire
}

/** Dated amounts, one below the other. */
export function Schedule({ rows }: { rows: readonly Row[] }) {
  const say = useSay()
  const { language } = usePreferences()
  const isAgreed = rows.some((one) => one.lacks !== undefined)
  return (
    <table>
      <caption className="only-read">{say('agree.schedule')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('agree.no')}</th>
          <th scope="col">{say('agree.due')}</th>
          <th scope="col">{say('agree.amount')}</th>
          {isAgreed && <th scope="col">{say('agree.lacks')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={one.no}>
            <td>{one.no}</td>
            <td>{dayText(one.due_on, language)}</td>
            <td>{moneyText(one.amount, language)}</td>
            {one.lacks !== undefined && <td>{moneyText(one.lacks, language)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
