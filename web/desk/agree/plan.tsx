import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseWire, PlanWire, SettlementWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { lateOf, PlanActForm, type PlanAct } from './plan-act-form.tsx'
import { Schedule } from './schedule.tsx'

type Props = { found: CaseWire; plan: PlanWire; settlement: SettlementWire | undefined }

/** How a plan stands, its dates, and what may be done about it. */
export function Plan({ found, plan, settlement }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const facts = usePlanFacts(plan)
  return (
    <li>
      <p>
        <b>{say('agree.plan', { day: dayText(plan.agreed_on, language) })}</b>{' '}
        <span className="mark">{say(`agree.state.${plan.state}`)}</span>
      </p>
      <p className="muted">{facts.join(' · ')}</p>
      {plan.forgives.minor !== '0' && (
        <p className="muted">
          {say('agree.forgives', { amount: moneyText(plan.forgives, language) })}.{' '}
          {settlement?.sentence}
        </p>
      )}
      <details>
        <summary>{say('agree.schedule')}</summary>
        <Schedule rows={plan.instalments} />
      </details>
      <PlanActs found={found} plan={plan} />
    </li>
  )
}

function usePlanFacts(plan: PlanWire): readonly string[] {
  const say = useSay()
  const { language } = usePreferences()
  const money = (amount: PlanWire['paid']) => moneyText(amount, language)
  const isRunning = plan.state === 'running'
  const isLate = plan.arrears.minor !== '0'
  const cure = plan.cure_until !== null && isLate ? plan.cure_until : undefined
  return [
    say('agree.paid', { amount: money(plan.paid) }),
    ...(isRunning && plan.next_on !== null
      ? [say('agree.plan_next', { day: dayText(plan.next_on, language) })]
      : []),
    ...(isRunning && isLate ? [say('agree.plan_late', { amount: money(plan.arrears) })] : []),
    ...(cure === undefined
      ? []
      : [say('plan.cure', { day: dayText(cure, language), amount: money(plan.arrears) })]),
    ...(isRunning ? [say('agree.payoff', { amount: money(plan.payoff) })] : []),
    ...(plan.lateness.times > 0 ? [say('agree.plan_lateness', plan.lateness)] : []),
  ]
}

const isAct = (action: PlanWire['actions'][number]): action is PlanAct => action !== 'pay_off'

function PlanActs({ found, plan }: Omit<Props, 'settlement'>) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [opened, setOpened] = useState<PlanAct>()
  // Kept while it closes, and for whoever opens it again.
  const [last, setLast] = useState<PlanAct>()
  const blocked = whyNot(me, 'offer.make')
  const acts = plan.actions.filter(isAct)
  if (acts.length === 0) return null
  const why = (act: PlanAct): string | undefined => {
    if (act === 'skip' && plan.skips_left === 0) return say('plan.no_skips')
    if (act === 'forgive' && lateOf(plan, me.today).length === 0) return say('plan.none_late')
    return undefined
  }
  return (
    <div className="agreed-acts">
      {acts.map((act) => (
        <span key={act}>
          <Button
            size="small"
            disabled={blocked !== undefined || why(act) !== undefined}
            onClick={() => {
              setOpened(act)
              setLast(act)
            }}
          >
            {say(`plan.act.${act}`)}
          </Button>
          {blocked === undefined && why(act) !== undefined && (
            <small className="muted"> {why(act)}</small>
          )}
        </span>
      ))}
      {blocked !== undefined && <small className="muted">{blocked}</small>}
      {last !== undefined && (
        <PlanActForm
          id={found.id}
          plan={plan}
          act={last}
          open={opened !== undefined}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}
