import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import type { AccountId, CaseWire } from '../../../src/api/wire.ts'
import { useAct } from '../case/act.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { recordNotice } from './queries.ts'

const WAYS = ['letter', 'email', 'message', 'sms', 'call', 'visit'] as const

type Values = {
  account_id: AccountId
  channel: (typeof WAYS)[number]
  on: string
  returned_on?: string
  source: string
}
type Props = { found: CaseWire; open: boolean; onClose: () => void }

const REFUSALS = {
  no_such_account: 'account_id',
  day_in_future: 'on',
  ends_before_it_begins: 'returned_on',
} as const

/** That the borrower was told, before a credit register is. */
export function NoticeForm({ found, open, onClose }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const lead = found.accounts.find((account) => account.lead) ?? found.accounts[0]
  const sending = useAct({
    send: (key, { returned_on: returned, ...rest }: Values) => {
      const isBack = returned !== undefined && returned !== ''
      const body = { ...rest, source: rest.source.trim(), ...(isBack && { returned_on: returned }) }
      return recordNotice(found.id, body, key)
    },
    undo: { cannot: 'undo.cannot.law' },
    said: () => say('agree.done'),
    onDone: () => {
      form.resetFields()
      onClose()
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('register.notice_title', { name: found.name })}
      save={say('register.notice')}
      lead={say('register.notice_lead')}
      sending={sending}
      focus="on"
      draft={`notice ${found.id}`}
      refusals={REFUSALS}
      initialValues={{ channel: 'letter', ...(lead && { account_id: lead.id }) }}
      onFinish={(values) => sending.mutate(values)}
      onClose={onClose}
    >
      <Fields found={found} />
    </ModalForm>
  )
}

function Fields({ found }: { found: CaseWire }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <>
      <Form.Item name="account_id" label={say('care.account')}>
        <Select options={found.accounts.map(({ id, ref }) => ({ value: id, label: ref }))} />
      </Form.Item>
      <Form.Item name="channel" label={say('register.channel')}>
        <Select options={WAYS.map((value) => ({ value, label: say(`channel.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="on"
        label={say('register.on')}
        rules={[{ required: true, message: say('care.needs_until') }]}
      >
        <Input type="date" max={me.today} />
      </Form.Item>
      <Form.Item name="returned_on" label={say('register.returned_on')}>
        <Input type="date" max={me.today} />
      </Form.Item>
      <Form.Item
        name="source"
        label={say('register.source')}
        rules={[{ required: true, whitespace: true, message: say('care.needs_source') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </>
  )
}
