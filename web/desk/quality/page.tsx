import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { QualityPage as PageWire } from '../../../src/api/wire-quality.ts'
import type { ContactId } from '../../../src/api/wire.ts'
import { countedText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useChosen } from '../shell/chosen.ts'
import { useTitle } from '../shell/title.ts'
import { QualityCall } from './call.tsx'
import { QualityList } from './list.tsx'
import { Precision } from './precision.tsx'
import { QUALITY_VIEWS, qualityQuery, type QualityView } from './queries.ts'
import { SampleForm } from './sample-form.tsx'
import './quality.css'

/** Calls that somebody listens to: those in which something was found, and those that chance chose. */
export function QualityPage() {
  const say = useSay()
  useTitle(say('quality.title'))
  const quality = useQuality()
  const { view, items, chosen } = quality
  return (
    <div className="quality">
      <Head counts={quality.counts} view={view} />
      {view === 'precision' ? (
        <Precision />
      ) : (
        <div className="quality-body">
          <div>
            <QualityList
              items={items}
              chosen={chosen}
              onChoose={quality.open}
              onMore={quality.hasMore ? quality.more : undefined}
            />
            <SampleForm />
          </div>
          {chosen === undefined ? (
            <p className="muted">{say('quality.choose')}</p>
          ) : (
            <QualityCall key={chosen} id={chosen} />
          )}
        </div>
      )}
    </div>
  )
}

/** What waits, and which call is read: the URL says so, else the first. */
function useQuality() {
  const navigate = useNavigate()
  const { view = 'open', call: asked } = useSearch({ from: '/desk/quality' })
  const found = useSuspenseInfiniteQuery(qualityQuery(view))
  const items = found.data.pages.flatMap((page) => page.items)
  const open = (id: ContactId) =>
    void navigate({ to: '/quality', search: { view, call: id }, resetScroll: false })
  const chosen = useChosen({
    rows: items,
    idOf: (item) => item.id,
    asked: asked as ContactId | undefined,
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

function Head({ counts, view }: { counts: PageWire | undefined; view: QualityView }) {
  const say = useSay()
  const { language } = usePreferences()
  const count = (n: number | undefined) => countedText(n ?? 0, language)
  return (
    <>
      <div className="quality-head">
        <h1>{say('quality.title')}</h1>
        <p className="muted" role="status">
          {say('quality.lead', { open: count(counts?.open), mine: count(counts?.mine) })}
        </p>
      </div>
      <nav className="quality-views" aria-label={say('quality.views')}>
        {QUALITY_VIEWS.map((one) => (
          <Link
            key={one}
            to="/quality"
            search={{ view: one, call: undefined }}
            className={one === view ? 'active' : ''}
            activeProps={{ className: '', 'aria-current': undefined }}
            aria-current={one === view ? 'page' : undefined}
          >
            {say(`quality.${one}`)}
          </Link>
        ))}
      </nav>
    </>
  )
}
