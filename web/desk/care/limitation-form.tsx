import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import type { AccountId, CaseWire } from '../../../src/api/wire.ts'
import { useAct } from '../case/act.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { limitationQuery, recordFact } from './queries.ts'

const KINDS = [
  'demand',
  'acknowledgement',
  'signed_acknowledgement',
  'suit',
  'suit_ended',
  'mediation',
  'suspension',
  'judgment',
  'default',
] as const

type Values = {
  account_id: AccountId
  kind: (typeof KINDS)[number]
  on: string
  until_on?: string
  source: string
}
type Props = { found: CaseWire; open: boolean; onClose: () => void }

const REFUSALS = {
  no_such_account: 'account_id',
  day_in_future: 'on',
  ends_before_it_begins: 'until_on',
  revival_needs_consent: 'kind',
  debt_has_ended: 'kind',
} as const

/** What renews, stops or ends the time; the new last day is said as soon as it is kept. */
export function FactForm({ found, open, onClose }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const dayNow = useDayNow(found)
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  const sending = useAct({
    send: async (key, values: Values) => {
      await recordFact(found.id, bodyOf(values), key)
      return values.account_id
    },
    undo: { cannot: 'undo.cannot.law' },
    said: dayNow,
    onDone: () => {
      form.resetFields()
      onClose()
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('limitation.record_title', { name: found.name })}
      save={say('limitation.record')}
      lead={say('limitation.record_lead')}
      sending={sending}
      focus="kind"
      draft={`limitation ${found.id}`}
      refusals={REFUSALS}
      onFinish={(values) => sending.mutate(values)}
      onClose={onClose}
      {...(lead === undefined ? {} : { initialValues: { account_id: lead.id } })}
    >
      <Fields found={found} />
    </ModalForm>
  )
}

/** An end belongs to an obstacle alone. */
const bodyOf = ({ until_on: until, ...rest }: Values): object => ({
  ...rest,
  source: rest.source.trim(),
  ...(rest.kind === 'suspension' && until !== undefined && until !== '' ? { until_on: until } : {}),
})

function useDayNow(found: CaseWire): (account: AccountId) => Promise<string> {
  const say = useSay()
  const { language } = usePreferences()
  const queries = useQueryClient()
  return async (account) => {
    const { items } = await queries.fetchQuery(limitationQuery(found.id))
    const on = items.find((one) => one.account_id === account)?.barred_on ?? null
    return on === null
      ? say('limitation.now_open')
      : say('limitation.now_runs', { on: dayText(on, language) })
  }
}

function Fields({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const kind = Form.useWatch<Values['kind'] | undefined>('kind')
  return (
    <>
      <Form.Item name="account_id" label={say('care.account')}>
        <Select options={found.accounts.map(({ id, ref }) => ({ value: id, label: ref }))} />
      </Form.Item>
      <Form.Item
        name="kind"
        label={say('limitation.kind')}
        rules={[{ required: true, message: say('care.needs_kind') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={KINDS.map((value) => ({ value, label: say(`limitation.kind.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="on"
        label={say('limitation.on')}
        rules={[{ required: true, message: say('care.needs_until') }]}
      >
        <Input type="date" max={me.today} />
      </Form.Item>
      {kind === 'suspension' && (
        <Form.Item
          name="until_on"
          label={say('limitation.until')}
          extra={say('limitation.until_hint')}
        >
          <Input type="date" />
        </Form.Item>
      )}
      <Form.Item
        name="source"
        label={say('care.source')}
        rules={[{ required: true, whitespace: true, message: say('care.needs_source') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </>
  )
}
