import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Form, Input, Select } from 'antd'
import type { AccountId, CaseWire, PromiseWire } from '../../../src/api/wire.ts'
import { AccountAndAmount, currencyOf } from '../case/account-amount.tsx'
import { useAct } from '../case/act.ts'
import { dayText, minorOf } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { undoBy } from '../undo/last.ts'
import { DayField } from './day-field.tsx'
import { PayLink } from './pay-link.tsx'
import { PromiseCheck } from './promise-check.tsx'
import { agreeApi, agreementsQuery } from './queries.ts'
import { typedDay } from './typed-day.ts'
import './agree.css'

type Props = {
  found: CaseWire
  open: boolean
  /** What the borrower wrote: proposed, and changed at will. */
  proposed?: Partial<Values>
  onClose: () => void
  onKept?: () => void
}
type Values = {
  account: AccountId
  amount: string
  on: string
  channel: (typeof WAYS)[number]
  reason?: string
}

/** The ways in which people say such a thing. */
const WAYS = ['call', 'message', 'sms', 'email', 'letter', 'visit'] as const

/** A promise, or where one is open the one that takes its place. */
export function PromiseForm({ found, open, proposed, onClose, onKept }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  const record = useRecord(found, () => {
    form.resetFields()
    onKept?.()
    onClose()
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('promise.title', { name: found.name })}
      save={say('promise.save')}
      lead={say('promise.lead')}
      sending={record}
      focus="amount"
      draft={`promise ${found.id}`}
      refusals={REFUSALS}
      initialValues={{
        ...(lead === undefined ? {} : { account: lead.id }),
        channel: 'call',
        ...proposed,
      }}
      onFinish={(values) => record.mutate(values)}
      onClose={onClose}
    >
      <PromiseFields found={found} />
    </ModalForm>
  )
}

const REFUSALS = {
  more_than_owed: 'amount',
  day_in_past: 'on',
  promise_too_far: 'on',
  amend_reason_missing: 'reason',
} as const

const openOf = (promises: readonly PromiseWire[], account: AccountId | undefined) =>
  promises.find((one) => one.account_id === account && one.state === 'open')

function PromiseFields({ found }: { found: CaseWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useSuspenseQuery(agreementsQuery(found.id))
  const form = Form.useFormInstance<Values>()
  const account = Form.useWatch<AccountId | undefined>('account')
  const standing = openOf(data.promises, account)
  return (
    <>
      {standing !== undefined && (
        <Alert
          type="info"
          title={say('promise.amend', { day: dayText(standing.due_on, language) })}
        />
      )}
      <AccountAndAmount
        found={found}
        label="promise.amount"
        onEnter={() => {
          // Amount, Enter, day, Enter: the second one sends it.
          if (form.getFieldValue('on')) form.submit()
          else form.focusField('on')
        }}
      />
      <DayField name="on" label={say('promise.due')} needed={say('promise.needs_day')} />
      <PromiseCheck found={found} today={me.today} supersedes={standing?.id} />
      <Form.Item name="channel" label={say('promise.channel')}>
        <Select options={WAYS.map((value) => ({ value, label: say(`channel.${value}`) }))} />
      </Form.Item>
      {standing !== undefined && (
        <Form.Item
          name="reason"
          label={say('promise.reason')}
          rules={[{ required: true, whitespace: true, message: say('promise.needs_reason') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      )}
    </>
  )
}

function useRecord(found: CaseWire, onDone: () => void) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useSuspenseQuery(agreementsQuery(found.id))
  const { notification } = App.useApp()
  /** The link is for exactly what was promised. */
  const offerLink = ({ account, amount }: Values) => {
    const currency = currencyOf(found, account)
    const money = { minor: minorOf(amount, currency) ?? '', currency }
    notification.success({
      title: say('quick.link_offer'),
      description: <PayLink id={found.id} account={account} amount={money} />,
      duration: 20,
    })
  }
  return useAct({
    onKept: offerLink,
    send: (key, values: Values) => {
      const currency = currencyOf(found, values.account)
      const standing = openOf(data.promises, values.account)
      const body = {
        account_id: values.account,
        amount: { minor: minorOf(values.amount, currency) ?? '', currency },
        due_on: typedDay(values.on, me.today) ?? values.on,
        channel: values.channel,
        source: 'desk',
        ...(standing === undefined
          ? {}
          : { supersedes: standing.id, reason: values.reason?.trim() ?? '' }),
      }
      return agreeApi.promise(found.id, body, key)
    },
    undo: ({ id }) => undoBy(() => agreeApi.takeBackPromise(found.id, id)),
    said: () => say('agree.done'),
    onDone,
  })
}
