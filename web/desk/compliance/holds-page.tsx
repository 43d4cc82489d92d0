import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { HoldReceiptWire, HoldRow, HoldsBoard } from '../../../src/api/wire.ts'
import type { Tone } from '../cases/columns.tsx'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { useTitle } from '../shell/title.ts'
import { More, PageHead, Table } from './parts.tsx'
import { holdsQuery } from './queries.ts'

const SOON_DAYS = 7

/** Every hold in force on the day that is looked at, those that lapse soonest first. */
export function HoldsPage() {
  const say = useSay()
  const { reason, lapse_by } = useSearch({ from: '/desk/compliance/holds' })
  const list = useSuspenseInfiniteQuery(holdsQuery({ reason, lapse_by }, useAsOf()))
  useTitle(say('holds.title'))
  const [first] = list.data.pages
  const items = list.data.pages.flatMap((page) => page.items)
  return (
    <div>
      <PageHead title={say('holds.title')} lead={say('holds.lead')} />
      <p className="muted">{say('holds.partners')}</p>
      {first !== undefined && <Views board={first} reason={reason} lapseBy={lapse_by} />}
      {items.length === 0 && <p role="status">{say('watch.none')}</p>}
      {items.length > 0 && (
        <Table
          label={say('holds.title')}
          head={[
            say('holds.until'),
            say('decisions.who'),
            say('holds.why'),
            say('holds.stops'),
            say('holds.told'),
          ]}
        >
          {items.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </Table>
      )}
      <More list={list} />
    </div>
  )
}

const RECEIPT_TONE: Record<HoldReceiptWire['state'], Tone> = {
  confirmed: 'good',
  open: 'bad',
  waits: 'wait',
  none: 'plain',
  outside: 'wait',
}

type ViewsProps = {
  readonly board: HoldsBoard
  readonly reason: string | undefined
  readonly lapseBy: string | undefined
}

/** Every count opens the rows that it counts. */
function Views({ board, reason, lapseBy }: ViewsProps) {
  const say = useSay()
  const soon = new Date(Date.parse(board.at) + SOON_DAYS * 86_400_000).toISOString().slice(0, 10)
  const views = [
    { name: say('watch.all'), search: { reason: undefined, lapse_by: undefined } },
    { name: say('holds.soon'), search: { reason: undefined, lapse_by: soon } },
    ...board.counts.map((count) => ({
      name: say('holds.count', { name: count.name, n: count.holds }),
      search: { reason: count.reason, lapse_by: undefined },
    })),
  ]
  return (
    <nav className="watch-views" aria-label={say('holds.filter')}>
      {views.map(({ name, search }) => (
        <Link
          key={name}
          to="/compliance/holds"
          search={search}
          activeProps={{}}
          aria-current={search.reason === reason && search.lapse_by === lapseBy}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}

function Row({ row }: { row: HoldRow }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <tr>
      <td>
        {row.until_on === null ? say('holds.no_end') : dayText(row.until_on, language)}
        {row.days_left !== null && (
          <div>
            <span className={row.days_left <= SOON_DAYS ? 'mark wait' : 'mark'}>
              {say('holds.left', { n: row.days_left })}
            </span>
          </div>
        )}
      </td>
      <td>
        <Link to="/cases/$id" params={{ id: row.case_id }} hash="care">
          {row.name}
        </Link>
        {row.account_ref !== null && <div className="muted">{row.account_ref}</div>}
      </td>
      <td>
        {row.reason_name}
        <div className="muted">
          {say('watch.from')} {dayText(row.from_on, language)}
        </div>
      </td>
      <td>
        <ul className="hold-receipts">
          {row.receipts.map((one) => (
            <li key={one.stops}>
              <b>{one.name}</b>{' '}
              <span className={`mark ${RECEIPT_TONE[one.state]}`}>
                {say(`holds.receipt.${one.state}`)}
              </span>
              <div className="muted">{one.sentence}</div>
            </li>
          ))}
        </ul>
      </td>
      <td>{row.source}</td>
    </tr>
  )
}
