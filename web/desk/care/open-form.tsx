import { Checkbox, Form, Input, Select } from 'antd'
import type { CaseWire } from '../../../src/api/wire.ts'
import type { CareKindWire } from '../../../src/api/wire-care.ts'
import { useAct } from '../case/act.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { NeedField } from './need-fields.tsx'
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
  const [form] = Form.useForm<Values>()
  const record = useRecord(found, () => {
    form.resetFields()
    onClose()
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('care.record_title', { name: found.name })}
      save={say('care.record')}
      lead={say('care.record_lead')}
      sending={record}
      focus="kind"
      draft={`care ${found.id}`}
      refusals={{ ends_before_it_begins: 'until_on', no_such_account: 'account_id' }}
      onFinish={(values) => record.mutate(values)}
      onClose={onClose}
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
      <Form.Item noStyle shouldUpdate>
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
    </ModalForm>
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
      {isNeeded('until') && <NeedField name="until_on" />}
      <NeedField name="words" required={hasWords} />
      {isNeeded('consent') && <NeedField name="consent" />}
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
  return useAct({
    send: (key, values: Values) => openCare(found.id, bodyOf(values), key),
    undo: { cannot: 'undo.cannot.care' },
    said: ({ withdrawn }) => say('care.done', { n: withdrawn }),
    onDone,
  })
}
