import { Link, useLocation } from '@tanstack/react-router'
import type { MeWire } from '../../../src/api/wire.ts'
import { filterFromText, filterText } from '../cases/filter.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf } from '../command/registry.ts'
import { useSay } from '../say.tsx'
import { READS_CASES, READS_STRATEGIES } from '../session.ts'
import type { SavedView } from './saved-view.ts'
import { ALL, QUEUE, RAIL } from './saved-view.ts'

/** Left rail by role: Today, then the saved views of the list. */
export function Rail({ me }: { me: MeWire }) {
  const say = useSay()
  return (
    <nav className="rail" aria-label={say('rail.label')}>
      <Link to="/" className="rail-brand" activeProps={{}}>
        <img src="/mark.svg" alt="" width={26} height={26} />
        <span>{say('app.name')}</span>
      </Link>
      <p className="rail-tenant">{me.tenant.name}</p>
      <ul>
        <li>
          <Link to="/" className="rail-link" activeOptions={{ exact: true }}>
            {say('rail.today')}
            <KeyCaps keys={commandOf('today.open').keys} />
          </Link>
        </li>
      </ul>
      {RAIL[me.role].map((group) => (
        <section key={group.label}>
          <h2>{say(group.label)}</h2>
          <ul>
            {group.views.map((view) => (
              <li key={view.label}>
                <ViewLink view={view} isOpen={READS_CASES[me.role]} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {READS_STRATEGIES[me.role] && (
        <section>
          <h2>{say('rail.strategy')}</h2>
          <ul>
            <li>
              <Link to="/strategies" className="rail-link">
                {say('rail.ladders')}
                <KeyCaps keys={commandOf('strategies.open').keys} />
              </Link>
            </li>
          </ul>
        </section>
      )}
      {!READS_CASES[me.role] && <p className="rail-reason">{say('rail.admin_reason')}</p>}
    </nav>
  )
}

const KEYS = new Map<SavedView, readonly string[]>([
  [QUEUE, commandOf('queue.open').keys],
  [ALL, commandOf('cases.open').keys],
])

function ViewLink({ view, isOpen }: { view: SavedView; isOpen: boolean }) {
  const say = useSay()
  const location = useLocation()
  const isHere =
    location.pathname === '/cases' &&
    filterText(filterFromText(location.searchStr)) === filterText(view.filter)
  if (!isOpen) return <span className="rail-link rail-closed">{say(view.label)}</span>
  return (
    <Link
      to="/cases"
      search={view.filter}
      className={isHere ? 'rail-link active' : 'rail-link'}
      activeProps={{ className: '', 'aria-current': undefined }}
      aria-current={isHere ? 'page' : undefined}
    >
      {say(view.label)}
      <KeyCaps keys={KEYS.get(view) ?? []} />
    </Link>
  )
}
