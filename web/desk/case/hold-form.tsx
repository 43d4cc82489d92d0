import { Checkbox, Form, Input, Select } from 'antd'
import type { AccountId, CaseWire, HoldBody, HoldReason } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { undoBy } from '../undo/last.ts'
import { useAct } from './act.ts'

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
  const [form] = Form.useForm<Values>()
  const place = useAct({
    send: (key, values: Values) => api.placeHold(found.id, bodyOf(values), key),
    said: () => say('hold.form.done'),
    undo: ({ id }) => undoBy(() => api.takeBackHold(found.id, id)),
    onDone: () => {
      form.resetFields()
      onClose()
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('hold.form.title', { name: found.name })}
      save={say('case.place_hold')}
      lead={say('hold.form.lead')}
      sending={place}
      focus="reason"
      draft={`hold ${found.id}`}
      onFinish={(values) => place.mutate(values)}
      onClose={onClose}
    >
      <HoldFields found={found} />
    </ModalForm>
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
