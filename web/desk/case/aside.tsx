import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { CaseWire, HoldWire, TreatmentWire } from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import type { CommandId } from '../command/registry.ts'
import { commandOf } from '../command/registry.ts'
import { dayText, instantText, zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { whyNot } from '../session.ts'
import type { CaseSearch } from './search.ts'

type Props = {
  found: CaseWire
  /** It is judged again at this moment: the keys say so, and the buttons wait. */
  waits: boolean
  onAct: (act: CaseSearch['act']) => void
  onNext: () => void
}

/** The forms of a case, each with the act that a role needs for it. */
const CASE_ACTS = [
  { act: 'hold', command: 'case.hold', label: 'case.place_hold', action: 'hold.place' },
  {
    act: 'payment',
    command: 'case.payment',
    label: 'case.record_payment',
    action: 'payment.record',
  },
  {
    act: 'promise',
    command: 'case.promise',
    label: 'command.case.promise',
    action: 'promise.make',
  },
  { act: 'plan', command: 'case.plan', label: 'command.case.plan', action: 'offer.make' },
  { act: 'budget', command: 'case.budget', label: 'command.case.budget', action: 'budget.write' },
  { act: 'callback', command: 'work.callback', label: 'callback.agree', action: 'callback.agree' },
] as const

/** What comes next, what stops it, and what this person may do about it. */
export function CaseAside({ found, waits, onAct, onNext }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <aside className="case-aside">
      <section>
        <h2>{say('case.next_step')}</h2>
        {found.treatments.length === 0 && <p className="muted">{say('case.no_next_step')}</p>}
        <ul className="steps">
          {found.treatments.map((treatment) => (
            <Step
              key={`${treatment.account_id} ${treatment.treatment}`}
              treatment={treatment}
              zone={found.zones[0] ?? 'UTC'}
            />
          ))}
        </ul>
      </section>
      <section>
        <h2>{say('case.holds')}</h2>
        {found.holds.length === 0 && <p className="muted">{say('case.no_holds')}</p>}
        <ul className="steps">
          {found.holds.map((hold) => (
            <Hold key={hold.id} hold={hold} />
          ))}
        </ul>
      </section>
      <section>
        <h2>
          {say('case.actions')}
          {waits && <small className="muted"> {say('case.judged_again')}</small>}
        </h2>
        {CASE_ACTS.map(({ act, command, label, action }) => (
          <ActButton
            key={act}
            command={command}
            label={say(label)}
            blockedBecause={whyNot(me, action)}
            waits={waits}
            onClick={() => onAct(act)}
          />
        ))}
        <ActButton command="case.next" label={say('case.next_case')} onClick={onNext} />
      </section>
    </aside>
  )
}

type ActProps = {
  command: CommandId
  label: string
  blockedBecause?: string | undefined
  waits?: boolean
  onClick: () => void
}

/** The reason is text: a disabled button leaves the focus order, so a tooltip cannot be reached. */
function ActButton({ command, label, blockedBecause, waits = false, onClick }: ActProps) {
  return (
    <div className="act">
      <Button block disabled={waits || blockedBecause !== undefined} onClick={onClick}>
        <span>{label}</span>
        <KeyCaps keys={commandOf(command).keys} />
      </Button>
      {blockedBecause !== undefined && <small className="muted">{blockedBecause}</small>}
    </div>
  )
}

/** The minute is on the borrower's clock, like those of the permission strip. */
function Step({ treatment, zone }: { treatment: TreatmentWire; zone: string }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const parts = [
    treatment.channel === null ? '' : say(`channel.${treatment.channel}`),
    treatment.worklist === null ? '' : wordOf('worklist', treatment.worklist),
    say(`treatment.${treatment.state}`),
  ]
  return (
    <li>
      <b>{wordOf('treatment-name', treatment.treatment)}</b>
      <span>{parts.filter((part) => part !== '').join(' · ')}</span>
      {treatment.not_before !== null && (
        <small className="muted">
          {instantText(treatment.not_before, language, zone)} {zoneText(zone, language)}
        </small>
      )}
    </li>
  )
}

function Hold({ hold }: { hold: HoldWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const from = dayText(hold.from_on, language)
  return (
    <li className={hold.active ? 'hold' : 'hold over'}>
      <b>{hold.reason_name}</b>
      <span>
        {hold.until_on === null
          ? say('hold.open', { from })
          : say('hold.until', { from, until: dayText(hold.until_on, language) })}
      </span>
      <small className="muted">{say('hold.source', { source: hold.source })}</small>
      {!hold.active && <small className="muted">{say('hold.ended')}</small>}
    </li>
  )
}
