import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input } from 'antd'
import type { CaseRow } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { useAct } from '../case/act.ts'
import { zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { caseQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { undoBy } from '../undo/last.ts'
import { Earliest } from './earliest.tsx'

type Props = { found: Pick<CaseRow, 'id' | 'name'>; open: boolean; onClose: () => void }
type Values = { at: string; words?: string; asked?: boolean; forMe?: boolean }

/** An hour on their clock; one that the law bars is refused, and the earliest lawful one is offered. */
export function CallbackForm({ found, open, onClose }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const { data } = useQuery(caseQuery(found.id))
  const zone = data?.zones[0]
  const agree = useAct({
    send: (key, values: Values) => api.agreeCallback(found.id, bodyOf(values), key),
    said: () => say('callback.agreed'),
    undo: ({ id }) => undoBy(() => api.cancelCallback(id)),
    onDone: () => {
      form.resetFields()
      onClose()
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open={open}
      title={`${say('callback.agree')} · ${found.name}`}
      save={say('callback.agree')}
      sending={agree}
      focus="at"
      draft={`callback ${found.id}`}
      help={
        <Earliest error={agree.error} zone={zone} onTake={(at) => form.setFieldValue('at', at)} />
      }
      onFinish={(values) => agree.mutate(values)}
      onClose={onClose}
    >
      <Fields zone={zone} />
    </ModalForm>
  )
}

const bodyOf = ({ at, words, asked, forMe }: Values) => ({
  at: at.slice(0, 16),
  asked_by: asked === true ? ('borrower' as const) : ('collector' as const),
  for_me: forMe === true,
  ...(words?.trim() ? { words: words.trim() } : {}),
})

function Fields({ zone }: { zone: string | undefined }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <Form.Item
        name="at"
        label={say('callback.at', { zone: zone === undefined ? '' : zoneText(zone, language) })}
        extra={say('callback.at_hint')}
        rules={[{ required: true, message: say('work.needs_time') }]}
      >
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="words" label={say('work.words')}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="asked" valuePropName="checked" initialValue>
        <Checkbox>{say('callback.asked')}</Checkbox>
      </Form.Item>
      <Form.Item name="forMe" valuePropName="checked" initialValue>
        <Checkbox>{say('callback.for_me')}</Checkbox>
      </Form.Item>
    </>
  )
}
