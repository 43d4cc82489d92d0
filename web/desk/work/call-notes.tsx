import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { notesQuery } from '../quality/queries.ts'
import { useSay } from '../say.tsx'

/** What reviewers wrote to this person about their calls; nothing where nobody wrote. */
export function CallNotes() {
  const say = useSay()
  const { language } = usePreferences()
  const id = useId()
  const { data } = useQuery(notesQuery)
  if (data === undefined || data.items.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{say('quality.notes')}</h2>
      <ul>
        {data.items.slice(0, 3).map(({ at, by, name, on, note, points, most }) => (
          <li key={`${at} ${name}`}>
            <small className="muted">
              {name}, {dayText(on, language)}, {say('quality.from', { name: by })},{' '}
              {say('quality.points', { points: String(points), most: String(most) })}
            </small>
            <p>{note}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
