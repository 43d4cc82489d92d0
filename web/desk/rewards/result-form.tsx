import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { App, Form, Input, Radio } from 'antd'
import type { RewardWire } from '../../../src/api/wire.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { keepResult, type RewardResult } from './queries.ts'

type Values = Omit<RewardResult, 'id'>

/** What the lender's own systems did, kept by hand where they cannot say it themselves. */
export function ResultForm({ reward, onClose }: { reward: RewardWire; onClose: () => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  const [form] = Form.useForm<Values>()
  const keep = useMutation({
    mutationFn: (given: RewardResult) => keepResult(given),
    onError: (error) => void message.error(problemText(error)),
    onSuccess: async (_, { result }) => {
      form.resetFields()
      onClose()
      void message.success(say('rewards.done', { state: say(`rewards.${result}`) }))
      await queries.invalidateQueries({ queryKey: ['rewards'] })
    },
  })
  const of = { kind: say(`rewards.kind.${reward.reward}`), name: reward.borrower_name }
  return (
    <ModalForm<Values>
      form={form}
      open
      title={say('rewards.result_long', of)}
      save={say('rewards.result_keep')}
      sending={keep}
      focus="ref"
      draft={`reward-result ${reward.id}`}
      initialValues={{ result: 'granted', on: me.today }}
      refusals={{ day_in_future: 'on' }}
      onFinish={({ result, on, ref }) =>
        keep.mutate({ id: reward.id, result, on, ref: ref.trim() })
      }
      onClose={onClose}
    >
      <Form.Item name="result" label={say('rewards.result')}>
        <Radio.Group
          options={(['granted', 'not_granted'] as const).map((value) => ({
            value,
            label: say(`rewards.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="on"
        label={say('rewards.result_day')}
        rules={[{ required: true, message: say('rewards.needs_day') }]}
      >
        <Input type="date" max={me.today} />
      </Form.Item>
      <Form.Item
        name="ref"
        label={say('rewards.result_ref')}
        rules={[{ required: true, whitespace: true, message: say('rewards.needs_ref') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </ModalForm>
  )
}
