import { Link, useSearch } from '@tanstack/react-router'
import type { RemittanceWire } from '../../../src/api/wire-remit.ts'
import { Table } from '../compliance/parts.tsx'
import { countText, dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

type TableProps = {
  readonly label: string
  readonly items: readonly RemittanceWire[]
  /** What is only tried has no number and no page of its own. */
  readonly isTried?: boolean
}

export function RemittanceTable({ label, items, isTried = false }: TableProps) {
  const say = useSay()
  return (
    <Table
      label={label}
      head={[
        ...(isTried ? [] : [say('remit.number')]),
        say('remit.portfolio'),
        say('remit.creditor'),
        say('remit.until'),
        say('remit.lines'),
        say('remit.collected'),
        say('remit.taken_back'),
        say('remit.commission'),
        say('remit.carried'),
        say('remit.due'),
        say('remit.state'),
      ]}
    >
      {items.map((row) => (
        <Row key={row.number} row={row} isTried={isTried} />
      ))}
    </Table>
  )
}

function Row({ row, isTried }: { row: RemittanceWire; isTried: boolean }) {
  const { language } = usePreferences()
  const { portfolio } = useSearch({ from: '/desk/remittances' })
  return (
    <tr>
      {!isTried && (
        <th scope="row">
          <Link to="/remittances" search={{ portfolio, number: row.number }}>
            {row.number}
          </Link>
        </th>
      )}
      <td>{row.portfolio}</td>
      <td>{row.creditor}</td>
      <td>{dayText(row.until, language)}</td>
      <td className="figure">{countText(row.lines, language)}</td>
      {[row.collected, row.taken_back, negative(row.commission), row.carried, row.due].map(
        (amount, n) => (
          // The columns of one row never change places.
          <td key={n} className="figure">
            {moneyText(amount, language)}
          </td>
        ),
      )}
      <td>
        <State row={row} />
      </td>
    </tr>
  )
}

/** What comes off stands with its sign, so that each row sums up. */
export const negative = <T extends { readonly minor: string }>(amount: T): T => ({
  ...amount,
  minor: String(-BigInt(amount.minor)),
})

export function State({ row }: { row: RemittanceWire }) {
  const say = useSay()
  if (row.awaits_approval) return <span className="mark wait">{say('remit.state.waits')}</span>
  if (row.refused_by !== null)
    return <span className="mark bad">{say('remit.state.refused', { by: row.refused_by })}</span>
  if (row.approved_by !== null)
    return <span className="mark good">{say('remit.state.approved', { by: row.approved_by })}</span>
  return (
    <span className="mark">
      {say(row.due.minor.startsWith('-') ? 'remit.state.carried' : 'remit.state.free')}
    </span>
  )
}
