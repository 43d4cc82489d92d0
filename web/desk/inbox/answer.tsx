import { Alert, Button, Form, Input } from 'antd'
import type { InputRef } from 'antd'
import type { RefObject } from 'react'
import type { ThreadPage } from '../../../src/api/wire-inbox.ts'
import type { CaseId } from '../../../src/api/wire.ts'
import { ApiProblem } from '../api.ts'
import { useAct } from '../case/act.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { inboxApi } from './queries.ts'

type Props = {
  readonly id: CaseId
  readonly thread: ThreadPage
  readonly field: RefObject<InputRef | null>
}

/** What a collector types: it leaves as a treatment, when the rules allow it, and may be taken back. */
export function AnswerForm({ id, thread, field }: Props) {
  const say = useSay()
  const [form] = Form.useForm<{ words: string }>()
  const { blocked, seen } = thread
  const send = useAct({
    send: (key, words: string) =>
      inboxApi.answer(id, { words, ...(seen !== null && { seen }) }, { key }),
    said: () => say('inbox.planned'),
    onDone: () => form.resetFields(),
  })
  if (blocked !== null) return <p className="muted inbox-answer">{blocked}</p>
  return (
    <Form
      form={form}
      layout="vertical"
      className="inbox-answer"
      onFinish={({ words }) => send.mutate(words.trim())}
    >
      {send.error !== null && <Refused error={send.error} />}
      <Form.Item
        name="words"
        label={say('inbox.answer')}
        extra={say('inbox.answer_hint')}
        rules={[{ required: true, whitespace: true, message: say('inbox.needs_words') }]}
      >
        <Input ref={field} maxLength={1000} autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {say('inbox.send')}
      </Button>
    </Form>
  )
}

/** Every finding in words, with what would be right: nobody has to guess. */
function Refused({ error }: { error: Error }) {
  const problemText = useProblemText()
  const findings = error instanceof ApiProblem ? (error.problem?.errors ?? []) : []
  return (
    <Alert
      type="error"
      role="alert"
      title={problemText(error)}
      description={
        findings.length === 0 ? undefined : (
          <ul className="inbox-findings">
            {findings.map((one) => (
              <li key={`${one.code} ${one.message}`}>{one.message}</li>
            ))}
          </ul>
        )
      }
    />
  )
}
