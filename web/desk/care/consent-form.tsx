import { useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import type { AccountId, CaseId } from '../../../src/api/wire.ts'
import { useAct } from '../case/act.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { recordConsent } from './queries.ts'

type Values = { notice_on: string; on: string; how: string }
type Props = { id: CaseId; account: AccountId; notice: string; open: boolean; onClose: () => void }

const REFUSALS = { notice_not_before: 'notice_on', day_in_future: 'on' } as const

/** The borrower read what their word would do, and wishes it all the same. */
export function ConsentForm({ id, account, notice, open, onClose }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const sending = useAct({
    send: (key, values: Values) => recordConsent(id, { account_id: account, ...values }, key),
    undo: { cannot: 'undo.cannot.law' },
    said: () => say('agree.done'),
    onDone: onClose,
  })
  const day = (name: 'notice_on' | 'on', label: string) => (
    <Form.Item
      name={name}
      label={label}
      rules={[{ required: true, message: say('care.needs_until') }]}
    >
      <Input type="date" max={me.today} />
    </Form.Item>
  )
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={say('limitation.consent')}
      save={say('limitation.consent')}
      lead={say('limitation.consent_lead')}
      sending={sending}
      focus="notice_on"
      draft={`consent ${account}`}
      refusals={REFUSALS}
      onFinish={(values) => sending.mutate(values)}
      onClose={onClose}
    >
      <blockquote>{notice}</blockquote>
      {day('notice_on', say('limitation.notice_on'))}
      {day('on', say('limitation.consent_on'))}
      <Form.Item
        name="how"
        label={say('limitation.how')}
        rules={[{ required: true, whitespace: true, message: say('limitation.needs_how') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </ModalForm>
  )
}
