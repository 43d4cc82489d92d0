import { Link, useLocation } from '@tanstack/react-router'
import type { MeWire } from '../../../src/api/wire.ts'
import { filterFromText, filterText } from '../cases/filter.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf } from '../command/registry.ts'
import { ComplianceLinks } from '../compliance/links.tsx'
import { DeveloperLinks } from '../developers/links.tsx'
import { PlanningLinks } from '../portfolio/links.tsx'
import { useSay } from '../say.tsx'
import { READS_CASES, REVIEWS_CALLS, whyNot } from '../session.ts'
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
      {READS_CASES[me.role] && <WorkLinks me={me} />}
      <ComplianceLinks me={me} />
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
      <PlanningLinks me={me} />
      <DeveloperLinks me={me} />
      {!READS_CASES[me.role] && <p className="rail-reason">{say('rail.admin_reason')}</p>}
    </nav>
  )
}

function MyDayLink() {
  const say = useSay()
  return (
    <li>
      <Link to="/work/my-day" className="rail-link">
        {say('my_day.title')}
        <KeyCaps keys={commandOf('my_day.open').keys} />
      </Link>
    </li>
  )
}

function WorkLinks({ me }: { me: MeWire }) {
  const say = useSay()
  const mayTake = whyNot(me, 'work.next') === undefined
  return (
    <section>
      <h2>{say('rail.work')}</h2>
      <ul>
        {mayTake && (
          <li>
            <Link to="/work" className="rail-link" activeOptions={{ exact: true }}>
              {say('rail.next')}
              <KeyCaps keys={commandOf('work.open').keys} />
            </Link>
          </li>
        )}
        <MyDayLink />
        {whyNot(me, 'work.load') === undefined && (
          <li>
            <Link to="/work/load" className="rail-link">
              {say('rail.load')}
            </Link>
          </li>
        )}
        <li>
          <Link to="/inbox" className="rail-link">
            {say('rail.inbox')}
            <KeyCaps keys={commandOf('inbox.open').keys} />
          </Link>
        </li>
        <li>
          <Link to="/money" className="rail-link">
            {say('rail.money')}
            <KeyCaps keys={commandOf('money.open').keys} />
          </Link>
        </li>
        <li>
          <Link to="/care" className="rail-link">
            {say('rail.care')}
          </Link>
        </li>
        {REVIEWS_CALLS[me.role] && (
          <li>
            <Link to="/quality" className="rail-link">
              {say('rail.quality')}
              <KeyCaps keys={commandOf('quality.open').keys} />
            </Link>
          </li>
        )}
        {whyNot(me, 'approval.give') === undefined && (
          <li>
            <Link to="/work/approvals" className="rail-link">
              {say('rail.to_approve')}
            </Link>
          </li>
        )}
      </ul>
    </section>
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
