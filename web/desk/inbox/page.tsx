import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { CaseId } from '../../../src/api/wire.ts'
import { countedText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useChosen } from '../shell/chosen.ts'
import { useTitle } from '../shell/title.ts'
import { Conversation } from './conversation.tsx'
import { InboxList } from './list.tsx'
import { INBOX_VIEWS, inboxQuery, type InboxView } from './queries.ts'
import { Unmatched } from './unmatched.tsx'
import './inbox.css'

/** One inbox over all channels: who waits, what they wrote, what was heard, and what may be done. */
export function InboxPage() {
  const say = useSay()
  useTitle(say('inbox.title'))
  const inbox = useInbox()
  const { view, items, chosen } = inbox
  return (
    <div className="inbox">
      <Head counts={inbox.counts} view={view} />
      {view === 'unmatched' ? (
        <Unmatched />
      ) : (
        <div className="inbox-body">
          <InboxList
            items={items}
            chosen={chosen}
            onChoose={inbox.open}
            onMore={inbox.hasMore ? inbox.more : undefined}
          />
          {chosen === undefined ? (
            <p className="muted">{say('inbox.choose')}</p>
          ) : (
            <Conversation key={chosen} id={chosen} />
          )}
        </div>
      )}
    </div>
  )
}

/** What waits, and which thread is read: the URL says so, else the first. */
function useInbox() {
  const navigate = useNavigate()
  const { view = 'waiting', case: asked } = useSearch({ from: '/desk/inbox' })
  const found = useSuspenseInfiniteQuery(inboxQuery(view))
  const items = found.data.pages.flatMap((page) => page.items)
  const open = (id: CaseId) =>
    void navigate({ to: '/inbox', search: { view, case: id }, resetScroll: false })
  const chosen = useChosen({
    rows: items,
    idOf: (item) => item.case_id,
    asked: asked as CaseId | undefined,
    open,
  })
  return {
    view,
    items,
    chosen,
    open,
    counts: found.data.pages[0],
    hasMore: found.hasNextPage,
    more: () => void found.fetchNextPage(),
  }
}

function Head({
  counts,
  view,
}: {
  counts: ReturnType<typeof useInbox>['counts']
  view: InboxView
}) {
  const say = useSay()
  const { language } = usePreferences()
  const count = (n: number | undefined) => countedText(n ?? 0, language)
  return (
    <>
      <div className="inbox-head">
        <h1>{say('inbox.title')}</h1>
        <p className="muted" role="status">
          {say('inbox.lead', { waiting: count(counts?.waiting), urgent: count(counts?.urgent) })}
        </p>
      </div>
      <nav className="inbox-views" aria-label={say('inbox.views')}>
        {INBOX_VIEWS.map((one) => (
          <Link
            key={one}
            to="/inbox"
            search={{ view: one, case: undefined }}
            className={one === view ? 'active' : ''}
            activeProps={{ className: '', 'aria-current': undefined }}
            aria-current={one === view ? 'page' : undefined}
          >
            {one === 'unmatched'
              ? say('inbox.unmatched', { n: count(counts?.unmatched) })
              : say(`inbox.${one}`)}
          </Link>
        ))}
      </nav>
    </>
  )
}
