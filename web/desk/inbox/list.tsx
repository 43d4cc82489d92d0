import { Button } from 'antd'
import type { InboxItem } from '../../../src/api/wire-inbox.ts'
import type { CaseId } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

type Props = {
  readonly items: readonly InboxItem[]
  readonly chosen: CaseId | undefined
  readonly onChoose: (id: CaseId) => void
  readonly onMore: (() => void) | undefined
}

/** From here on nobody waits for their turn. */
const AT_ONCE = 7

/** Who waits, the most urgent first; the one that is read stays marked. */
export function InboxList({ items, chosen, onChoose, onMore }: Props) {
  const say = useSay()
  return (
    <section className="inbox-list" aria-label={say('inbox.list')}>
      {items.length === 0 && <p>{say('inbox.none')}</p>}
      <ul>
        {items.map((item) => (
          <li key={item.case_id}>
            <button
              type="button"
              className={item.case_id === chosen ? 'inbox-row chosen' : 'inbox-row'}
              aria-current={item.case_id === chosen}
              onClick={() => onChoose(item.case_id)}
            >
              <Row item={item} />
            </button>
          </li>
        ))}
      </ul>
      {onMore !== undefined && <Button onClick={onMore}>{say('inbox.more_rows')}</Button>}
    </section>
  )
}

function Row({ item }: { item: InboxItem }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <span className="inbox-row-head">
        <strong>{item.name}</strong>
        <small className="muted">{instantText(item.waiting_since, language)}</small>
      </span>
      <span className="inbox-row-marks">
        {item.urgency >= AT_ONCE && <b className="inbox-urgent">{say('inbox.at_once')}</b>}
        <span className="mark">
          {item.class_name}
          {item.certainty === 'unsure' && `, ${say('inbox.unsure')}`}
        </span>
        <small className="muted">{say(`channel.${item.channel}`)}</small>
      </span>
      <span className="inbox-row-words">{item.words}</span>
      {item.taken_by !== null && (
        <small className="muted">
          {item.is_mine ? say('inbox.taken_by_me') : say('inbox.taken_by', { name: item.taken_by })}
        </small>
      )}
    </>
  )
}
