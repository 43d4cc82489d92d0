import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Form, Input, Modal, Select } from 'antd'
import type { CaseWire } from '../../../src/api/wire.ts'
import type { CareKindWire } from '../../../src/api/wire-care.ts'
import { useActKey } from '../case/act-key.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { openCare } from './queries.ts'

type Props = {
  found: CaseWire
  kinds: readonly CareKindWire[]
  open: boolean
  onClose: () => void
}
type Values = {
  kind: string
  sort?: string
  account_id?: string
  source: string
  written?: boolean
  words?: string
  consent?: string
  until_on?: string
}

/** What was told: the kind decides what else is asked. */
export function OpenForm({ found, kinds, open, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const [form] = Form.useForm<Values>()
  const record = useRecord(found, () => {
    form.resetFields()
    onClose()
  })
  return (
    <Modal
      open={open}
      title={say('care.record_title', { name: found.name })}
      okText={say('care.record')}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: record.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="muted form-lead">{say('care.record_lead')}</p>
      {record.isError && <Alert type="error" role="alert" title={problemText(record.error)} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => record.mutate(values)}
      >
        <Form.Item
          name="kind"
          label={say('care.kind')}
          rules={[{ required: true, message: say('care.needs_kind') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={kinds.map(({ kind, name }) => ({ value: kind, label: name }))}
            onChange={() => form.resetFields(['sort', 'account_id'])}
          />
        </Form.Item>
        <Form.Item noStyle dependencies={['kind']}>
          {({ getFieldValue }) => {
            const kind = kinds.find((one) => one.kind === getFieldValue('kind'))
            return kind === undefined ? null : <KindFields found={found} kind={kind} />
          }}
        </Form.Item>
        <Form.Item
          name="source"
          label={say('care.source')}
          rules={[{ required: true, whitespace: true, message: say('care.needs_source') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="written" valuePropName="checked">
          <Checkbox>{say('care.written')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}

function KindFields({ found, kind }: { found: CaseWire; kind: CareKindWire }) {
  const say = useSay()
  const isNeeded = (need: string) => kind.needs.includes(need)
  const hasWords = isNeeded('words') || isNeeded('consent')
  return (
    <>
      {kind.stop_names.length > 0 && (
        <p className="muted">{say('care.stops_now', { list: kind.stop_names.join(' · ') })}</p>
      )}
      {kind.sorts.length > 0 && (
        <Form.Item
          name="sort"
          label={say('care.sort')}
          rules={[{ required: true, message: say('care.needs_sort') }]}
        >
          <Select options={kind.sorts.map(({ sort, name }) => ({ value: sort, label: name }))} />
        </Form.Item>
      )}
      {kind.concerns !== 'person' && (
        <Form.Item
          name="account_id"
          label={say('care.account')}
          rules={[{ required: kind.concerns === 'account', message: say('care.needs_account') }]}
        >
          <Select
            allowClear
            placeholder={kind.concerns === 'account' ? undefined : say('care.every_account')}
            options={found.accounts.map(({ id, ref }) => ({ value: id, label: ref }))}
          />
        </Form.Item>
      )}
      {isNeeded('until') && (
        <Form.Item
          name="until_on"
          label={say('care.until')}
          rules={[{ required: true, message: say('care.needs_until') }]}
        >
          <Input type="date" />
        </Form.Item>
      )}
      <Form.Item
        name="words"
        label={say('care.words')}
        rules={[{ required: hasWords, whitespace: true, message: say('care.needs_words') }]}
      >
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
      </Form.Item>
      {isNeeded('consent') && (
        <Form.Item
          name="consent"
          label={say('care.consent')}
          rules={[{ required: true, whitespace: true, message: say('care.needs_consent') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      )}
    </>
  )
}

/** What was left empty is not sent. */
const bodyOf = (values: Values): object =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  )

function useRecord(found: CaseWire, onDone: () => void) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useActKey()
  return useMutation({
    mutationFn: (values: Values) => openCare(found.id, bodyOf(values), key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async ({ withdrawn }) => {
      key.settle()
      onDone()
      void message.success(say('care.done', { n: withdrawn }))
      await queries.invalidateQueries()
    },
  })
}
