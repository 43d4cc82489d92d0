import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal } from 'antd'
import type { AccountId, CaseWire, PromiseWire } from '../../../src/api/wire.ts'
import { AccountAndAmount, currencyOf } from '../case/account-amount.tsx'
import { useActKey } from '../case/act-key.ts'
import { dayText, minorOf } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { agreeApi, agreementsQuery } from './queries.ts'

type Props = { found: CaseWire; open: boolean; onClose: () => void }
type Values = { account: AccountId; amount: string; on: string; reason?: string }

/** A promise, or where one is open the one that takes its place. */
export function PromiseForm({ found, open, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const [form] = Form.useForm<Values>()
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  const record = useRecord(found, () => {
    form.resetFields()
    onClose()
  })
  return (
    <Modal
      open={open}
      title={say('promise.title', { name: found.name })}
      okText={say('promise.save')}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: record.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => isOpen && form.focusField('amount')}
    >
      <p className="muted form-lead">{say('promise.lead')}</p>
      {record.isError && <Alert type="error" role="alert" title={problemText(record.error)} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ account: lead?.id }}
        onFinish={(values) => record.mutate(values)}
      >
        <PromiseFields found={found} />
        {/* Enter in any field records it: the visible button stands outside of the form. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </Form>
    </Modal>
  )
}

const openOf = (promises: readonly PromiseWire[], account: AccountId | undefined) =>
  promises.find((one) => one.account_id === account && one.state === 'open')

function PromiseFields({ found }: { found: CaseWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useSuspenseQuery(agreementsQuery(found.id))
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
      <AccountAndAmount found={found} label="promise.amount" />
      <Form.Item
        name="on"
        label={say('promise.due')}
        rules={[{ required: true, message: say('promise.needs_day') }]}
      >
        <Input type="date" min={me.today} />
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
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { data } = useSuspenseQuery(agreementsQuery(found.id))
  const key = useActKey()
  return useMutation({
    mutationFn: (values: Values) => {
      const currency = currencyOf(found, values.account)
      const standing = openOf(data.promises, values.account)
      const body = {
        account_id: values.account,
        amount: { minor: minorOf(values.amount, currency) ?? '', currency },
        due_on: values.on,
        channel: 'call',
        source: 'desk',
        ...(standing === undefined
          ? {}
          : { supersedes: standing.id, reason: values.reason?.trim() ?? '' }),
      }
      return agreeApi.promise(found.id, body, key.present())
    },
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      onDone()
      void message.success(say('agree.done'))
      await queries.invalidateQueries()
    },
  })
}
