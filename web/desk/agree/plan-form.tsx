import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { useDeferredValue } from 'react'
import type { AccountId, CaseWire, OptionWire } from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { dayText, minorOf, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { currencyOf } from '../case/account-amount.tsx'
import { agreeApi, optionsQuery } from './queries.ts'
import './agree.css'

type Props = { found: CaseWire; open: boolean; onClose: () => void }
type Values = {
  account: AccountId
  kind: 'plan' | 'settlement'
  count: string
  payday: string
  after: string
  pay?: string
  first?: string
}

const WIDTH_PX = 760

/** One way to pay, its dates and what it is worth, before anybody agrees on it. */
export function PlanForm({ found, open, onClose }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  return (
    <Modal
      open={open}
      width={WIDTH_PX}
      title={say('plan.title', { name: found.name })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          account: lead?.id,
          kind: 'plan',
          count: '6',
          payday: String(Number(me.today.slice(8, 10))),
          after: '0',
        }}
      >
        <PlanFields found={found} />
        <Form.Item noStyle shouldUpdate>
          {({ getFieldsValue }) => (
            <Preview found={found} values={getFieldsValue()} onDone={onClose} />
          )}
        </Form.Item>
      </Form>
    </Modal>
  )
}

function PlanFields({ found }: { found: CaseWire }) {
  const say = useSay()
  const account = Form.useWatch<AccountId | undefined>('account')
  const currency = currencyOf(found, account)
  const text = (name: keyof Values, label: string, numeric = true) => (
    <Form.Item name={name} label={label}>
      <Input inputMode={numeric ? 'numeric' : 'decimal'} autoComplete="off" />
    </Form.Item>
  )
  return (
    <div className="plan-fields">
      <Form.Item name="account" label={say('payment.form.account')}>
        <Select options={found.accounts.map(({ id, ref }) => ({ value: id, label: ref }))} />
      </Form.Item>
      <Form.Item name="kind" label={say('plan.kind')}>
        <Select
          options={(['plan', 'settlement'] as const).map((kind) => ({
            value: kind,
            label: say(`plan.kind.${kind}`),
          }))}
        />
      </Form.Item>
      {text('count', say('plan.count'))}
      {text('payday', say('plan.payday'))}
      {text('after', say('plan.after'))}
      {text('pay', say('plan.pay', { currency }), false)}
      {text('first', say('plan.first'), false)}
    </div>
  )
}

function wishOf(values: Values, currency: string) {
  const money = (text: string | undefined) => {
    const minor = text === undefined || text === '' ? undefined : minorOf(text, currency)
    return minor === undefined ? undefined : { minor, currency }
  }
  const [pay, first] = [money(values.pay), money(values.first)]
  return {
    kind: values.kind,
    count: Number(values.count),
    payday: {
      every: 'month',
      day_of_month: Number(values.payday),
      days_after: Number(values.after),
    },
    ...(pay && { pay }),
    ...(first && { first }),
  }
}

const isWhole = (text: string | undefined, most: number): boolean =>
  /^[0-9]{1,3}$/.test(text ?? '') && Number(text) <= most

type PreviewProps = { found: CaseWire; values: Values; onDone: () => void }

function Preview({ found, values, onDone }: PreviewProps) {
  const say = useSay()
  const problemText = useProblemText()
  const currency = currencyOf(found, values.account)
  const isReady =
    isWhole(values.count, 120) &&
    Number(values.count) > 0 &&
    isWhole(values.payday, 31) &&
    Number(values.payday) > 0 &&
    isWhole(values.after, 10)
  const body = useDeferredValue({
    account_id: values.account,
    wishes: isReady ? [wishOf(values, currency)] : [],
  })
  const asked = useQuery({ ...optionsQuery(found.id, body), enabled: isReady })
  const usual = useQuery(optionsQuery(found.id, { account_id: values.account }))
  const [option] = asked.data?.options ?? []
  return (
    <div className="plan-preview" aria-live="polite">
      <h3>{say('plan.preview')}</h3>
      {asked.isError && <Alert type="error" role="alert" title={problemText(asked.error)} />}
      {!asked.isError && option !== undefined && (
        <Option
          found={found}
          wish={body.wishes[0]}
          option={option}
          account={values.account}
          onDone={onDone}
        />
      )}
      {usual.data !== undefined && (
        <>
          <h3>{say('plan.usual')}</h3>
          <p className="muted">{usual.data.waiting.sentence}</p>
          <ul className="plan-options">
            {usual.data.options.map((one) => (
              <li key={`${one.kind} ${one.instalments.length}`}>
                <OptionLine option={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function OptionLine({ option }: { option: OptionWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const parts = [
    say('agree.option', {
      pay: moneyText(option.pay, language),
      count: option.instalments.length,
    }),
    say('plan.monthly', { amount: moneyText(option.monthly, language) }),
    say(`plan.fits.${option.fits}`),
    say('plan.worth', { amount: moneyText(option.value, language) }),
    say(`plan.needs.${option.needs}`),
  ]
  return (
    <>
      <b>{say(`plan.kind.${option.kind}`)}</b> {parts.join(' · ')}
      {option.forgives.minor !== '0' && (
        <span> · {say('agree.forgives', { amount: moneyText(option.forgives, language) })}</span>
      )}
    </>
  )
}

type OptionProps = {
  found: CaseWire
  wish: object | undefined
  option: OptionWire
  account: AccountId
  onDone: () => void
}

function Option({ found, wish, option, account, onDone }: OptionProps) {
  const say = useSay()
  const { language } = usePreferences()
  const problemText = useProblemText()
  const agree = useAgree({ found, account, onDone })
  const isBlocked = option.needs === 'not_possible' || wish === undefined
  return (
    <>
      <p>
        <OptionLine option={option} />
      </p>
      <p className="muted">{option.sentence}</p>
      <table>
        <caption className="only-read">{say('agree.schedule')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('agree.no')}</th>
            <th scope="col">{say('agree.due')}</th>
            <th scope="col">{say('agree.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {option.instalments.map((one) => (
            <tr key={one.no}>
              <td>{one.no}</td>
              <td>{dayText(one.due_on, language)}</td>
              <td>{moneyText(one.amount, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {agree.isError && <Alert type="error" role="alert" title={problemText(agree.error)} />}
      <div className="agreed-acts">
        <Button
          type="primary"
          disabled={isBlocked}
          loading={agree.isPending}
          onClick={() => wish && agree.mutate({ wish, accept: true })}
        >
          {say('plan.agree')}
        </Button>
        <Button
          disabled={isBlocked}
          loading={agree.isPending}
          onClick={() => wish && agree.mutate({ wish, accept: false })}
        >
          {say('plan.offer')}
        </Button>
        {isBlocked && <small className="muted">{say('plan.needs.not_possible')}</small>}
      </div>
    </>
  )
}

type Agreeing = { readonly wish: object; readonly accept: boolean }

/** The offer first: what was put to the borrower is kept, also where they say yes at once. */
function useAgree(of: Pick<OptionProps, 'found' | 'account' | 'onDone'>) {
  const { found, account, onDone } = of
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const keys = { offer: useActKey(), answer: useActKey() }
  return useMutation({
    mutationFn: async ({ wish, accept }: Agreeing) => {
      const body = { account_id: account, wishes: [wish] }
      const offer = await agreeApi.offer(found.id, body, keys.offer.present())
      if (!accept) return 'open'
      const answer = { accept: true, option: 1 }
      return (await agreeApi.answerOffer(found.id, offer.id, answer, keys.answer.present())).state
    },
    onError: (error) => keys.answer.settle(error),
    onSuccess: async (state) => {
      keys.offer.settle()
      keys.answer.settle()
      onDone()
      const said = state === 'waiting' ? 'agree.waiting' : 'agree.done'
      void message.success(say(said))
      await queries.invalidateQueries()
    },
  })
}
