import { Button } from 'antd'
import { ApiProblem } from '../api.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

type Props = { error: unknown; zone?: string | undefined; onTake: (at: string) => void }

const MINUTE_MS = 60_000

/** Where the law says when: offered, one press away, on the borrower's clock where it is known. */
export function Earliest({ error, zone, onTake }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const until = error instanceof ApiProblem ? error.problem?.until : undefined
  if (until === undefined) return null
  // Up to a whole minute, so that what is offered does not lie before the lawful instant.
  const at = new Date(Math.ceil(Date.parse(until) / MINUTE_MS) * MINUTE_MS).toISOString()
  return (
    <p>
      {say('callback.earliest', { at: instantText(at, language, zone) })}{' '}
      {zone !== undefined && (
        <Button size="small" onClick={() => onTake(wallOf(at, zone))}>
          {say('callback.take_earliest')}
        </Button>
      )}
    </p>
  )
}

/** 'YYYY-MM-DDTHH:MM' on the wall clock of a zone (the Swedish way of writing is ISO's). */
const wallOf = (at: string, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(at))
    .replace(' ', 'T')
