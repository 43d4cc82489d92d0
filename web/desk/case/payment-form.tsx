import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import type { AccountId, CaseWire } from '../../../src/api/wire.ts'
import type { PaymentBody } from '../../../src/api/wire-pay.ts'
import { api } from '../api.ts'
import { minorOf, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { AccountAndAmount, currencyOf } from './account-amount.tsx'
import { useAct } from './act.ts'

type Props = { found: CaseWire; open: boolean; onClose: () => void }
type Values = { account: AccountId; amount: string; ref: string; on: string }

/** A payment takes back, in the same moment, every contact that had not left yet. */
export function PaymentForm({ found, open, onClose }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  const record = useAct({
    send: (key, values: Values) => api.recordPayment(bodyOf(found, values), key),
    said: ({ arrears_after: left, withdrawn }) =>
      say('payment.form.done', { left: moneyText(left, language), withdrawn }),
    undo: { cannot: 'undo.cannot.money' },
    onDone: () => {
      form.resetFields()
      onClose()
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('payment.form.title', { name: found.name })}
      save={say('case.record_payment')}
      sending={record}
      focus="amount"
      draft={`payment ${found.id}`}
      initialValues={{ ...(lead === undefined ? {} : { account: lead.id }), on: me.today }}
      onFinish={(values) => record.mutate(values)}
      onClose={onClose}
    >
      <PaymentFields found={found} today={me.today} />
    </ModalForm>
  )
}

function PaymentFields({ found, today }: { found: CaseWire; today: string }) {
  const say = useSay()
  return (
    <>
      <AccountAndAmount found={found} label="payment.form.amount" />
      <Form.Item
        name="ref"
        label={say('payment.form.ref')}
        extra={say('payment.form.ref_hint')}
        rules={[{ required: true, whitespace: true, message: say('payment.form.needs_ref') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="on"
        label={say('payment.form.on')}
        rules={[{ required: true, message: say('payment.form.needs_on') }]}
      >
        <Input type="date" max={today} />
      </Form.Item>
    </>
  )
}

function bodyOf(found: CaseWire, values: Values): PaymentBody {
  const currency = currencyOf(found, values.account)
  const minor = minorOf(values.amount, currency)
  if (minor === undefined) throw new Error('bug: the form let an amount pass that is none')
  return {
    case_id: found.id,
    account_id: values.account,
    ref: values.ref.trim(),
    amount: { minor, currency },
    effective_on: values.on,
  }
}
