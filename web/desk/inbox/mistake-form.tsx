import { Form, Select } from 'antd'
import type { MessageWire } from '../../../src/api/wire-inbox.ts'
import type { CaseId } from '../../../src/api/wire.ts'
import { useAct } from '../case/act.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { inboxApi } from './queries.ts'
import { useMeanings } from './meanings.ts'

type Props = {
  readonly id: CaseId
  readonly message: MessageWire
  readonly open: boolean
  readonly onClose: () => void
}

/** A person says what a message means; what the listener stopped by mistake is taken back. */
export function MistakeForm({ id, message, open, onClose }: Props) {
  const say = useSay()
  const meanings = useMeanings()
  const [form] = Form.useForm<{ class: string }>()
  const mend = useAct({
    send: (key, body: { class: string }) => inboxApi.mend(id, message.id, body, { key }),
    undo: { cannot: 'undo.cannot.meaning' },
    said: (answer) => say('inbox.mended', { n: answer.taken_back }),
    onDone: onClose,
  })
  return (
    <ModalForm<{ class: string }>
      form={form}
      open={open}
      title={say('inbox.mistake_title')}
      save={say('inbox.mistake')}
      lead={say('inbox.mistake_lead')}
      sending={mend}
      focus="class"
      draft={`mistake ${message.id}`}
      initialValues={{ class: 'question' }}
      onFinish={(values) => mend.mutate(values)}
      onClose={onClose}
    >
      <Form.Item name="class" label={say('inbox.meaning')}>
        <Select options={meanings} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
    </ModalForm>
  )
}
