import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import type {
  CaseWire,
  OfferWire,
  PlanWire,
  PromiseWire,
  SettlementWire,
} from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { BudgetSummary } from './budget-summary.tsx'
import { agreeApi, agreementsQuery } from './queries.ts'
import './agree.css'

/** What was agreed, how it is kept, and what may be done about it. */
export function AgreementsPanel({ found, onBudget }: { found: CaseWire; onBudget: () => void }) {
  const say = useSay()
  const { data } = useSuspenseQuery(agreementsQuery(found.id))
  const isEmpty = data.promises.length + data.plans.length + data.offers.length === 0
  return (
    <section className="sheet" id="agreements" aria-labelledby="agreements-title">
      <h2 id="agreements-title">{say('case.agreements')}</h2>
      {isEmpty && <p className="muted">{say('agree.none')}</p>}
      <ul className="agreed">
        {data.offers
          .filter((one) => one.state === 'open' || one.state === 'waiting')
          .map((one) => (
            <Offer key={one.id} found={found} offer={one} />
          ))}
        {data.plans.toReversed().map((one) => (
          <Plan
            key={one.id}
            found={found}
            plan={one}
            settlement={data.settlements.find((each) => each.plan === one.id)}
          />
        ))}
        {data.promises.toReversed().map((one) => (
          <PromiseLine key={one.id} promise={one} />
        ))}
      </ul>
      <BudgetSummary id={found.id} onOpen={onBudget} />
    </section>
  )
}

function PromiseLine({ promise }: { promise: PromiseWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const day = dayText(promise.due_on, language)
  return (
    <li>
      <p>
        <b>{say('agree.promise', { amount: moneyText(promise.amount, language), day })}</b>{' '}
        <span className="mark">{say(`agree.state.${promise.state}`)}</span>
      </p>
      <p className="muted">
        {say('agree.paid', { amount: moneyText(promise.paid, language) })}
        {promise.until_on !== promise.due_on &&
          ` · ${say('agree.until', { day: dayText(promise.until_on, language) })}`}
        {promise.reason !== null && ` · ${say('agree.in_place', { reason: promise.reason })}`}
      </p>
    </li>
  )
}

type PlanProps = { found: CaseWire; plan: PlanWire; settlement: SettlementWire | undefined }

function Plan({ found, plan, settlement }: PlanProps) {
  const say = useSay()
  const { language } = usePreferences()
  const money = (amount: PlanWire['paid']) => moneyText(amount, language)
  const isRunning = plan.state === 'running'
  const facts = [
    say('agree.paid', { amount: money(plan.paid) }),
    ...(isRunning && plan.next_on !== null
      ? [say('agree.plan_next', { day: dayText(plan.next_on, language) })]
      : []),
    ...(isRunning && plan.arrears.minor !== '0'
      ? [say('agree.plan_late', { amount: money(plan.arrears) })]
      : []),
    ...(isRunning ? [say('agree.payoff', { amount: money(plan.payoff) })] : []),
    ...(plan.lateness.times > 0 ? [say('agree.plan_lateness', plan.lateness)] : []),
  ]
  return (
    <li>
      <p>
        <b>{say('agree.plan', { day: dayText(plan.agreed_on, language) })}</b>{' '}
        <span className="mark">{say(`agree.state.${plan.state}`)}</span>
      </p>
      <p className="muted">{facts.join(' · ')}</p>
      {plan.forgives.minor !== '0' && (
        <p className="muted">
          {say('agree.forgives', { amount: money(plan.forgives) })}. {settlement?.sentence}
        </p>
      )}
      <details>
        <summary>{say('agree.schedule')}</summary>
        <Schedule plan={plan} />
      </details>
      {isRunning && <PlanActs found={found} plan={plan} />}
    </li>
  )
}

function Schedule({ plan }: { plan: PlanWire }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('agree.no')}</th>
          <th scope="col">{say('agree.due')}</th>
          <th scope="col">{say('agree.amount')}</th>
          <th scope="col">{say('agree.lacks')}</th>
        </tr>
      </thead>
      <tbody>
        {plan.instalments.map((one) => (
          <tr key={one.no}>
            <td>{one.no}</td>
            <td>{dayText(one.due_on, language)}</td>
            <td>{moneyText(one.amount, language)}</td>
            <td>{moneyText(one.lacks, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function PlanActs({ found, plan }: { found: CaseWire; plan: PlanWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const { data: me } = useSuspenseQuery(meQuery)
  const blocked = whyNot(me, 'offer.make')
  const act = useAct((key, body: object) => agreeApi.planEvent(found.id, plan.id, body, key))
  const send = (body: object) => act.mutate({ account_id: plan.account_id, ...body })
  return (
    <>
      {act.isError && <Alert type="error" role="alert" title={problemText(act.error)} />}
      <div className="agreed-acts">
        <Button
          size="small"
          disabled={blocked !== undefined || !plan.actions.includes('skip')}
          loading={act.isPending}
          onClick={() => send({ action: 'skip' })}
        >
          {say('agree.skip')}
        </Button>
        <Button
          size="small"
          disabled={blocked !== undefined || !plan.actions.includes('cancel')}
          loading={act.isPending}
          onClick={() => send({ action: 'cancel', why: say('agree.end_why') })}
        >
          {say('agree.end')}
        </Button>
        {blocked !== undefined && <small className="muted">{blocked}</small>}
      </div>
    </>
  )
}

function Offer({ found, offer }: { found: CaseWire; offer: OfferWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const problemText = useProblemText()
  const { data: me } = useSuspenseQuery(meQuery)
  const blocked = whyNot(me, 'offer.make')
  const answer = useAct((key, body: object) => agreeApi.answerOffer(found.id, offer.id, body, key))
  const title = offer.side === 'lender' ? 'agree.offer' : 'agree.offer_theirs'
  return (
    <li>
      <p>
        <b>{say(title, { day: dayText(offer.expires_on, language) })}</b>{' '}
        <span className="mark">{say(`agree.state.${offer.state}`)}</span>
      </p>
      {answer.isError && <Alert type="error" role="alert" title={problemText(answer.error)} />}
      {offer.options.map((one, i) => (
        <p key={`${one.kind} ${one.pay.minor} ${one.instalments.length}`}>
          {say('agree.option', {
            pay: moneyText(one.pay, language),
            count: one.instalments.length,
          })}
          {one.forgives.minor !== '0' &&
            ` · ${say('agree.forgives', { amount: moneyText(one.forgives, language) })}`}{' '}
          {offer.state === 'open' && (
            <Button
              size="small"
              disabled={blocked !== undefined}
              loading={answer.isPending}
              onClick={() => answer.mutate({ accept: true, option: i + 1 })}
            >
              {say('agree.accept')}
            </Button>
          )}
        </p>
      ))}
      {offer.state === 'open' && (
        <div className="agreed-acts">
          <Button
            size="small"
            disabled={blocked !== undefined}
            loading={answer.isPending}
            onClick={() => answer.mutate({ accept: false, why: say('agree.declined_why') })}
          >
            {say('agree.decline')}
          </Button>
          {blocked !== undefined && <small className="muted">{blocked}</small>}
        </div>
      )}
    </li>
  )
}

/** One act under one key: sent twice it is done once. */
function useAct<Body>(send: (key: string, body: Body) => Promise<unknown>) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useActKey()
  return useMutation({
    mutationFn: (body: Body) => send(key.present(), body),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      void message.success(say('agree.done'))
      await queries.invalidateQueries()
    },
  })
}
