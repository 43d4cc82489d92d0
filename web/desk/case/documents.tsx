import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { CaseId } from '../../../src/api/wire.ts'
import { timelineQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { Recordings } from '../recordings/list.tsx'
import { TimelineRow } from './timeline.tsx'

/** What the borrower was sent: the contacts of the timeline, alone. */
export function Documents({ id }: { id: CaseId }) {
  const say = useSay()
  const list = useInfiniteQuery(timelineQuery(id, 'contact', useAsOf()))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section id="documents" aria-labelledby="documents-title" className="sheet">
      <h2 id="documents-title">{say('case.documents')}</h2>
      <p className="muted">{say(items.length === 0 ? 'documents.none' : 'documents.lead')}</p>
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
      <Recordings id={id} />
    </section>
  )
}
