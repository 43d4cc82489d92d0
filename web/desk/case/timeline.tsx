import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useId } from 'react'
import type { CaseId, TimelineItem, TimelineKind } from '../../../src/api/wire.ts'
import { dayIn, dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { timelineQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { Reasons } from './reasons.tsx'
import { TIMELINE_KINDS } from './search.ts'

/** One unbroken list of what happened, newest first. No fact hides behind a click. */
export function Timeline({ id }: { id: CaseId }) {
  const say = useSay()
  const { kind } = useSearch({ from: '/desk/cases/$id' })
  const list = useSuspenseInfiniteQuery(timelineQuery(id, kind, useAsOf()))
  const items = list.data.pages.flatMap((page) => page.items)
  return (
    <section id="timeline" aria-labelledby="timeline-title" className="sheet">
      <div className="sheet-head">
        <h2 id="timeline-title">{say('case.timeline')}</h2>
        <KindFilter kind={kind} />
      </div>
      {items.length === 0 && <p className="muted">{say('timeline.none')}</p>}
      <ol className="timeline">
        {items.map((item) => (
          <TimelineRow key={item.id} item={item} id={id} />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {say('timeline.older')}
        </Button>
      )}
    </section>
  )
}

function KindFilter({ kind }: { kind: TimelineKind | undefined }) {
  const say = useSay()
  const id = useId()
  const search = useSearch({ from: '/desk/cases/$id' })
  const navigate = useNavigate({ from: '/cases/$id' })
  const options = TIMELINE_KINDS.map((one) => ({ value: one as string, label: say(`kind.${one}`) }))
  return (
    <label htmlFor={id} className="order">
      <span>{say('timeline.kind')}</span>
      <Select
        id={id}
        size="small"
        value={kind ?? 'all'}
        popupMatchSelectWidth={false}
        options={[{ value: 'all', label: say('timeline.all') }, ...options]}
        onChange={(chosen: string) => {
          const next = TIMELINE_KINDS.find((one) => one === chosen)
          void navigate({ search: { ...search, kind: next }, hash: 'timeline', replace: true })
        }}
      />
    </label>
  )
}

export function TimelineRow({ item, id }: { item: TimelineItem; id: CaseId }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const at =
    item.effective_on === null
      ? instantText(item.at, language)
      : dayText(item.effective_on, language)
  return (
    <li className={`event ${item.kind}`}>
      <time dateTime={item.effective_on ?? item.at}>{at}</time>
      <span className="event-kind">
        {item.channel === null ? say(`kind.${item.kind}`) : say(`channel.${item.channel}`)}
      </span>
      <div>
        <p>{item.sentence}</p>
        {item.reasons.length > 0 && <Reasons reasons={item.reasons} />}
        <small className="muted">
          {say('timeline.by', { who: wordOf('timeline.who', item.who) })}
          {' · '}
          {say('timeline.known', { at: instantText(item.recorded_at, language) })}
          {item.kind === 'contact' && (
            <>
              {' · '}
              <Link to="/compliance/people/$id" params={{ id }} search={{ at: dayIn(item.at) }}>
                {say('why_day.of')}
              </Link>
            </>
          )}
        </small>
      </div>
    </li>
  )
}
