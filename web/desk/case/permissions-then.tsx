import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CaseWire } from '../../../src/api/wire.ts'
import { WATCHES } from '../compliance/links.tsx'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'

/** A permission is of a moment: of a day that is over the decisions of that day tell it, with their facts. */
export function PermissionsThen({ found, at }: { found: CaseWire; at: string }) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const on = dayText(at, language)
  return (
    <section className="strip-then" aria-label={say('permission.title')}>
      <p>
        {say('permission.then', { on })}{' '}
        {WATCHES[me.role] && (
          <Link
            to="/compliance/decisions"
            search={{ person: found.ref, from: at, to: at, at } as never}
          >
            {say('permission.then_open')}
          </Link>
        )}
      </p>
      {found.known_on !== null && found.known_on > at && (
        <p>{say('permission.known_since', { on: dayText(found.known_on, language) })}</p>
      )}
    </section>
  )
}
