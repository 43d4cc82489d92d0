import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Form, Input, Modal, Select } from 'antd'
import type { AccountId, CaseWire, HoldBody, HoldReason } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { EnterSends, Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useActKey } from './act-key.ts'

export const HOLD_REASONS = [
  'dispute',
  'hardship',
  'vulnerable',
  'advice',
  'breathing_space',
  'complaint',
  'cease',
  'attorney',
  'fraud',
  'wrong_person',
  'deceased',
  'bankruptcy',
  'moratorium',
] as const satisfies readonly HoldReason[]

type Props = { found: CaseWire; open: boolean; onClose: () => void }
type Values = {
  reason: HoldReason
  source: string
  account?: AccountId
  until?: string
  written?: boolean
}

/** A hold stops every channel at once; who said so is asked, because compliance will ask it too. */
export function HoldForm({ found, open, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const [form] = Form.useForm<Values>()
  const place = usePlaceHold(found, () => {
    form.resetFields()
    onClose()
  })
  const draft = useDraft({ form, place: `hold ${found.id}`, open, sending: place })
  return (
    <Modal
      open={open}
      title={say('hold.form.title', { name: found.name })}
      okText={say('case.place_hold')}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: place.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => isOpen && form.focusField('reason')}
    >
      <p className="muted form-lead">{say('hold.form.lead')}</p>
      {draft.restoredAt !== undefined && (
        <Restored at={draft.restoredAt} onDiscard={draft.discard} />
      )}
      {place.isError && <Alert type="error" role="alert" title={problemText(place.error)} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onValuesChange={draft.keep}
        onFinish={(values) => place.mutate(values)}
      >
        <HoldFields found={found} />
        <EnterSends />
      </Form>
    </Modal>
  )
}

function HoldFields({ found }: { found: CaseWire }) {
  const say = useSay()
  return (
    <>
      <Form.Item
        name="reason"
        label={say('hold.form.reason')}
        rules={[{ required: true, message: say('hold.form.needs_reason') }]}
      >
        <Select
          autoFocus
          showSearch={{ optionFilterProp: 'label' }}
          options={HOLD_REASONS.map((reason) => ({
            value: reason,
            label: say(`hold.reason.${reason}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="source"
        label={say('hold.form.source')}
        extra={say('hold.form.source_hint')}
        rules={[{ required: true, whitespace: true, message: say('hold.form.needs_source') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="account" label={say('hold.form.account')}>
        <Select
          allowClear
          placeholder={say('hold.all_accounts')}
          options={found.accounts.map(({ id, ref }) => ({ value: id, label: ref }))}
        />
      </Form.Item>
      <Form.Item name="until" label={say('hold.form.until')} extra={say('hold.form.until_hint')}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="written" valuePropName="checked">
        <Checkbox>{say('hold.form.written')}</Checkbox>
      </Form.Item>
    </>
  )
}

const bodyOf = (values: Values): HoldBody => ({
  reason: values.reason,
  source: values.source.trim(),
  ...(values.account === undefined ? {} : { account_id: values.account }),
  ...(values.until === undefined || values.until === '' ? {} : { until_on: values.until }),
  ...(values.written === true ? { written: true } : {}),
})

function usePlaceHold(found: CaseWire, onDone: () => void) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useActKey()
  return useMutation({
    mutationFn: (values: Values) => api.placeHold(found.id, bodyOf(values), key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      onDone()
      void message.success(say('hold.form.done'))
      await queries.invalidateQueries()
    },
  })
}
