import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input } from 'antd'
import type { ContactId } from '../../../src/api/wire.ts'
import { ApiProblem } from '../api.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { qualityApi } from './queries.ts'

type Values = { text: string; hash: string }

/** The words of a call that has none yet: each line that cannot be read is named. */
export function AttachForm({ id }: { id: ContactId }) {
  const say = useSay()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const attach = useMutation({
    mutationFn: ({ text, hash }: Values) =>
      qualityApi.attach(id, { text, recording_sha256: hash.trim().toLowerCase() }),
    onSuccess: async ({ findings }) => {
      void message.success(say('quality.attached', { n: String(findings.length) }))
      await queries.invalidateQueries({ queryKey: ['quality'] })
    },
  })
  const [form] = Form.useForm<Values>()
  const draft = useDraft({ form, place: `call-words ${id}`, open: true, sending: attach })
  return (
    <details className="quality-attach" open={draft.restoredAt !== undefined}>
      <summary>
        {say('quality.no_words')} {say('quality.attach')}
      </summary>
      {attach.isError && (
        <Alert
          type="error"
          role="alert"
          title={problemText(attach.error)}
          description={<Lines error={attach.error} />}
        />
      )}
      <Restored {...draft} />
      <Form<Values>
        form={form}
        onValuesChange={draft.keep}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => attach.mutate(values)}
      >
        <Fields />
        <Button htmlType="submit" loading={attach.isPending}>
          {say('quality.attach')}
        </Button>
      </Form>
    </details>
  )
}

function Fields() {
  const say = useSay()
  return (
    <>
      <Form.Item
        name="text"
        label={say('quality.attach_text')}
        rules={[{ required: true, message: say('quality.attach_text') }]}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} />
      </Form.Item>
      <Form.Item
        name="hash"
        label={say('quality.attach_hash')}
        rules={[
          {
            required: true,
            pattern: /^\s*[0-9a-fA-F]{64}\s*$/,
            message: say('quality.attach_bad_hash'),
          },
        ]}
      >
        <Input autoComplete="off" />
      </Form.Item>
    </>
  )
}

function Lines({ error }: { error: Error }) {
  const errors = error instanceof ApiProblem ? (error.problem?.errors ?? []) : []
  return (
    <ul>
      {errors.map(({ message }) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  )
}
