import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal } from 'antd'
import type { CaseId } from '../../../src/api/wire.ts'
import type { CareAction, CareWire } from '../../../src/api/wire-care.ts'
import { useActKey } from '../case/act-key.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { actOnCare } from './queries.ts'

type Props = { id: CaseId; care: CareWire; action: CareAction; onClose: () => void }
type Values = { words?: string; redress?: string; until_on?: string }

/** Asks for just what the action must bring. */
export function ActForm({ id, care, action, onClose }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const key = useActKey()
  const [form] = Form.useForm<Values>()
  const act = useMutation({
    mutationFn: (values: Values) =>
      actOnCare({ id, care: care.id, key: key.present() }, { action: action.action, ...values }),
    onError: (error) => key.settle(error),
    onSuccess: async ({ withdrawn }) => {
      key.settle()
      onClose()
      void message.success(say('care.done', { n: withdrawn }))
      await queries.invalidateQueries()
    },
  })
  return (
    <Modal
      open
      title={`${care.kind_name}: ${action.name}`}
      okText={action.name}
      cancelText={say('app.cancel')}
      okButtonProps={{ loading: act.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {act.isError && <Alert type="error" role="alert" title={problemText(act.error)} />}
      {action.need_names.length > 0 && (
        <p className="muted form-lead">{action.need_names.join(' · ')}</p>
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => act.mutate(values)}
      >
        <Fields action={action} />
      </Form>
    </Modal>
  )
}

function Fields({ action }: { action: CareAction }) {
  const say = useSay()
  const needs = (need: string) => action.needs.includes(need)
  return (
    <>
      {needs('until') && (
        <Form.Item
          name="until_on"
          label={say('care.until')}
          rules={[{ required: true, message: say('care.needs_until') }]}
        >
          <Input type="date" />
        </Form.Item>
      )}
      {needs('words') && (
        <Form.Item
          name="words"
          label={say('care.words')}
          rules={[{ required: true, whitespace: true, message: say('care.needs_words') }]}
        >
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
        </Form.Item>
      )}
      {needs('redress') && (
        <Form.Item
          name="redress"
          label={say('care.redress')}
          rules={[{ required: true, whitespace: true, message: say('care.needs_redress') }]}
        >
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
        </Form.Item>
      )}
    </>
  )
}
