import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal } from 'antd'
import type { AccountId, CaseWire } from '../../../src/api/wire.ts'
import type { PaymentBody } from '../../../src/api/wire-pay.ts'
import { api } from '../api.ts'
import { minorOf, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { EnterSends, Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { AccountAndAmount, currencyOf } from './account-amount.tsx'
import { useActKey } from './act-key.ts'

type Props = { found: CaseWire; open: boolean; onClose: () => void }
type Values = { account: AccountId; amount: string; ref: string; on: string }

/** A payment takes back, in the same moment, every contact that had not left yet. */
export function PaymentForm({ found, open, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  const record = useRecordPayment(found, () => {
    form.resetFields()
    onClose()
  })
  const draft = useDraft({ form, place: `payment ${found.id}`, open, sending: record })
  return (
    <Modal
      open={open}
      title={say('payment.form.title', { name: found.name })}
      okText={say('case.record_payment')}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: record.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => isOpen && form.focusField('amount')}
    >
      {draft.restoredAt !== undefined && (
        <Restored at={draft.restoredAt} onDiscard={draft.discard} />
      )}
      {record.isError && <Alert type="error" role="alert" title={problemText(record.error)} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ account: lead?.id, on: me.today }}
        onValuesChange={draft.keep}
        onFinish={(values) => record.mutate(values)}
      >
        <PaymentFields found={found} today={me.today} />
        <EnterSends />
      </Form>
    </Modal>
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

function useRecordPayment(found: CaseWire, onDone: () => void) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { language } = usePreferences()
  const key = useActKey()
  return useMutation({
    mutationFn: (values: Values) => api.recordPayment(bodyOf(found, values), key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async (answer) => {
      key.settle()
      onDone()
      const left = moneyText(answer.arrears_after, language)
      void message.success(say('payment.form.done', { left, withdrawn: answer.withdrawn }))
      await queries.invalidateQueries()
    },
  })
}
