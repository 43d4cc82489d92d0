import { Button } from 'antd'
import type { QualityRow } from '../../../src/api/wire-quality.ts'
import type { ContactId } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

type Props = {
  readonly items: readonly QualityRow[]
  readonly chosen: ContactId | undefined
  readonly onChoose: (id: ContactId) => void
  readonly onMore: (() => void) | undefined
}

/** Which calls wait, the newest day first; the one that is read stays marked. */
export function QualityList({ items, chosen, onChoose, onMore }: Props) {
  const say = useSay()
  return (
    <section className="quality-list" aria-label={say('quality.list')}>
      {items.length === 0 && <p>{say('quality.none')}</p>}
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={item.id === chosen ? 'quality-row chosen' : 'quality-row'}
              aria-current={item.id === chosen}
              onClick={() => onChoose(item.id)}
            >
              <Row item={item} />
            </button>
          </li>
        ))}
      </ul>
      {onMore !== undefined && <Button onClick={onMore}>{say('quality.more')}</Button>}
    </section>
  )
}

/** A number of findings says that there are some. */
const isTold = (item: QualityRow) => (why: QualityRow['why'][number]) =>
  why === 'sample' || item.findings === 0

function Row({ item }: { item: QualityRow }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <span className="quality-row-head">
        <strong>{item.name}</strong>
        <small className="muted">{dayText(item.on, language)}</small>
      </span>
      <span className="quality-row-marks">
        {item.why.filter(isTold(item)).map((why) => (
          <span className="mark" key={why}>
            {say(`quality.${why}`)}
          </span>
        ))}
        {item.findings > 0 && (
          <b className="quality-found">{say('quality.found', { n: String(item.findings) })}</b>
        )}
      </span>
      <small className="muted">
        {item.is_own ? say('quality.own') : say('quality.by', { name: item.made_by })}
        {item.assigned_to !== null && ` · ${say('quality.for', { name: item.assigned_to })}`}
      </small>
    </>
  )
}
