import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { CaseWire, OfferWire } from '../../../src/api/wire.ts'
import { useAct } from '../case/act.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { ModalForm } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { CounterForm } from './counter-form.tsx'
import { agreeApi } from './queries.ts'

type Props = { found: CaseWire; offer: OfferWire }

/** What was put to the borrower or by them: accepted, declined with a reason, or answered with another. */
export function Offer({ found, offer }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const blocked = whyNot(me, 'offer.make')
  const title = offer.side === 'lender' ? 'agree.offer' : 'agree.offer_theirs'
  return (
    <li>
      <p>
        <b>{say(title, { day: dayText(offer.expires_on, language) })}</b>{' '}
        <span className="mark">{say(`agree.state.${offer.state}`)}</span>
      </p>
      <Options found={found} offer={offer} blocked={blocked} />
      {offer.state === 'open' && <Answers found={found} offer={offer} blocked={blocked} />}
    </li>
  )
}

type AnswerProps = Props & { blocked: string | undefined }

function Options({ found, offer, blocked }: AnswerProps) {
  const say = useSay()
  const { language } = usePreferences()
  const problemText = useProblemText()
  const accept = useAct({
    send: (key, option: number) =>
      agreeApi.answerOffer(found.id, offer.id, { accept: true, option }, key),
    undo: { cannot: 'undo.cannot.plan' },
    said: ({ state }) => say(state === 'waiting' ? 'agree.waiting' : 'agree.done'),
  })
  return (
    <>
      {accept.isError && <Alert type="error" role="alert" title={problemText(accept.error)} />}
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
              loading={accept.isPending}
              onClick={() => accept.mutate(i + 1)}
            >
              {say('agree.accept')}
            </Button>
          )}
        </p>
      ))}
    </>
  )
}

function Answers({ found, offer, blocked }: AnswerProps) {
  const say = useSay()
  const [opened, setOpened] = useState<'counter' | 'decline'>()
  const close = () => setOpened(undefined)
  return (
    <div className="agreed-acts">
      <Button size="small" disabled={blocked !== undefined} onClick={() => setOpened('decline')}>
        {say('agree.decline')}
      </Button>
      <Button size="small" disabled={blocked !== undefined} onClick={() => setOpened('counter')}>
        {say('counter.open')}
      </Button>
      {blocked !== undefined && <small className="muted">{blocked}</small>}
      <DeclineForm found={found} offer={offer} open={opened === 'decline'} onClose={close} />
      <CounterForm found={found} offer={offer} open={opened === 'counter'} onClose={close} />
    </div>
  )
}

type FormProps = Props & { open: boolean; onClose: () => void }

function DeclineForm({ found, offer, open, onClose }: FormProps) {
  const say = useSay()
  const [form] = Form.useForm<{ why: string }>()
  const sending = useAct({
    send: (key, { why }: { why: string }) =>
      agreeApi.answerOffer(found.id, offer.id, { accept: false, why: why.trim() }, key),
    undo: { cannot: 'undo.cannot.plan' },
    said: () => say('agree.done'),
    onDone: onClose,
  })
  return (
    <ModalForm<{ why: string }>
      form={form}
      open={open}
      title={say('decline.title', { name: found.name })}
      save={say('agree.decline')}
      sending={sending}
      focus="why"
      draft={`offer-decline ${offer.id}`}
      refusals={{ offer_reason_missing: 'why' }}
      onFinish={(values) => sending.mutate(values)}
      onClose={onClose}
    >
      <Form.Item
        name="why"
        label={say('plan.why')}
        rules={[{ required: true, whitespace: true, message: say('plan.needs_why') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
    </ModalForm>
  )
}
