import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { stopTrial } from './queries.ts'

type Props = {
  readonly trial: string
  readonly arm: string | undefined
  readonly onClose: () => void
}
type Values = { readonly words: string }

/** One person is enough to stop an experiment on people; why is kept with it. */
export function StopForm({ trial, arm, onClose }: Props) {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const stop = useMutation({
    mutationFn: ({ words }: Values) => stopTrial({ trial, arm, words: words.trim() }),
    onSuccess: async () => {
      form.resetFields()
      onClose()
      void message.success(say('trials.stopped'))
      await queries.invalidateQueries()
    },
  })
  const title =
    arm === undefined
      ? say('trials.stop_all_long', { name: trial })
      : say('trials.stop_arm_long', { arm, name: trial })
  return (
    <ModalForm<Values>
      form={form}
      open
      title={title}
      save={title}
      lead={say('trials.stop_lead')}
      sending={stop}
      focus="words"
      draft={`trial-stop ${trial} ${arm ?? ''}`}
      onFinish={(values) => stop.mutate(values)}
      onClose={onClose}
    >
      <Form.Item
        name="words"
        label={say('trials.why')}
        rules={[{ required: true, whitespace: true, message: say('trials.needs_why') }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </ModalForm>
  )
}
