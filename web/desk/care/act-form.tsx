import { Form } from 'antd'
import type { CaseId } from '../../../src/api/wire.ts'
import type { CareAction, CareWire } from '../../../src/api/wire-care.ts'
import { useAct } from '../case/act.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { NeedField } from './need-fields.tsx'
import { actOnCare } from './queries.ts'

type Props = { id: CaseId; care: CareWire; action: CareAction; onClose: () => void }
type Values = { words?: string; redress?: string; until_on?: string }

/** In the order in which they are asked; what is no field is shown in words. */
const FIELDS = [
  ['until', 'until_on'],
  ['words', 'words'],
  ['redress', 'redress'],
] as const

/** Asks for just what the action must bring. */
export function ActForm({ id, care, action, onClose }: Props) {
  const say = useSay()
  const [form] = Form.useForm<Values>()
  const act = useAct({
    send: (key, values: Values) =>
      actOnCare({ id, care: care.id, key }, { action: action.action, ...values }),
    undo: { cannot: 'undo.cannot.care' },
    said: ({ withdrawn }) => say('care.done', { n: withdrawn }),
    onDone: onClose,
  })
  const asked = FIELDS.filter(([need]) => action.needs.includes(need)).map(([, name]) => name)
  return (
    <ModalForm<Values>
      form={form}
      open
      title={`${care.kind_name}: ${action.name}`}
      save={action.name}
      sending={act}
      draft={`care-${action.action} ${care.id}`}
      refusals={{ ends_before_it_begins: 'until_on' }}
      onFinish={(values) => act.mutate(values)}
      onClose={onClose}
      {...(action.need_names.length === 0 ? {} : { lead: action.need_names.join(' · ') })}
      {...(asked[0] === undefined ? {} : { focus: asked[0] })}
    >
      {asked.map((name) => (
        <NeedField key={name} name={name} />
      ))}
    </ModalForm>
  )
}
