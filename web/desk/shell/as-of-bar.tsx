import { useLocation, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useId } from 'react'
import type { MeWire } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { showsTodayBecause, useAsOf } from './as-of.ts'
import './as-of.css'

/** Every state is in the URL, so the day that is looked at is there too, and Back works. */
function useGoTo(): (day: string | undefined) => void {
  const navigate = useNavigate()
  return (day) =>
    void navigate({
      to: '.',
      search: ((now: Record<string, unknown>) => ({ ...now, at: day })) as never,
      resetScroll: false,
    })
}

/** Picks the day that is looked at; today clears it. */
export function AsOfPicker({ me }: { me: MeWire }) {
  const say = useSay()
  const id = useId()
  const goTo = useGoTo()
  const at = useAsOf()
  return (
    <label className="as-of-pick" htmlFor={id}>
      <span>{say('as_of.label')}</span>
      <Input
        id={id}
        type="date"
        size="small"
        max={me.today}
        value={at ?? me.today}
        onChange={(event) => {
          const { value } = event.target
          if (value !== '' && value <= me.today) goTo(value === me.today ? undefined : value)
        }}
      />
    </label>
  )
}

/** A case has parts that only have a now: they are named. */
const isCase = (path: string): boolean => path.startsWith('/cases/')

/** Says plainly which day is on the page, and that nothing can be done from there. */
export function AsOfNote() {
  const say = useSay()
  const { language } = usePreferences()
  const { pathname } = useLocation()
  const goTo = useGoTo()
  const at = useAsOf()
  if (at === undefined) return null
  const because = showsTodayBecause(pathname)
  return (
    <div className={because === undefined ? 'as-of-note' : 'as-of-note is-today'} role="status">
      <span>
        {because === undefined
          ? say(isCase(pathname) ? 'as_of.past_case' : 'as_of.past', { on: dayText(at, language) })
          : say('as_of.shows_today', { because: say(because) })}
      </span>
      <Button size="small" onClick={() => goTo(undefined)}>
        {say('as_of.today')}
      </Button>
    </div>
  )
}
