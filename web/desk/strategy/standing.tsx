import { useSay } from '../say.tsx'
import { countText, dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useProblemText } from '../shell/page-state.tsx'
import type { Live } from './live.ts'

/** In two lines: whether anything is wrong, and what the book makes of it. */
export function Standing({ live }: { live: Live }) {
  const say = useSay()
  const problemText = useProblemText()
  const { checked } = live
  const failed = checked?.tests?.filter((one) => !one.passed).length ?? 0
  const faults = checked?.findings.filter((found) => found.table !== 'tests').length ?? 0
  return (
    <div className="standing">
      <p role="status">
        {checked === undefined && say('ladder.check_waits')}
        {checked?.sound === true && <span className="mark good">{say('ladder.sound')}</span>}
        {faults > 0 && (
          <span className="mark bad">{say('ladder.faults', { count: faults })}</span>
        )}{' '}
        {failed > 0 && <span className="mark bad">{say('ladder.tests_fail', { failed })}</span>}
      </p>
      <Counted live={live} />
      {live.error !== null && <p role="alert">{problemText(live.error)}</p>}
    </div>
  )
}

function Counted({ live }: { live: Live }) {
  const say = useSay()
  const { language } = usePreferences()
  const { counted, isOld } = live
  if (counted === undefined) return null
  const { counts } = counted
  if (counts === null)
    return (
      <p className="muted">
        {say(counted.no_counts === 'too_large' ? 'ladder.too_large' : 'ladder.not_counted')}
      </p>
    )
  const inStage = (name: string) =>
    countText(counts.stages.find((one) => one.stage === name)?.accounts ?? 0, language)
  return (
    <p className={isOld ? 'muted old' : 'muted'}>
      {counts.people_changed !== null && (
        <strong>
          {say('ladder.people_changed', {
            count: counts.people_changed,
            all: countText(counts.people, language),
          })}{' '}
        </strong>
      )}
      {say('ladder.counted', {
        on: dayText(counts.as_of, language),
        at: instantText(counts.taken_at, language),
        people: countText(counts.people, language),
        accounts: countText(counts.accounts, language),
        ms: counts.ms,
      })}{' '}
      {say('ladder.kept_out', { closed: inStage('closed'), held: inStage('on_hold') })}{' '}
      {counts.whole_book && say('ladder.whole_book')} {isOld && say('ladder.counted_old')}
    </p>
  )
}
