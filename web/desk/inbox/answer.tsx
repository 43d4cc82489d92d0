import { Alert, Button, Form, Input } from 'antd'
import type { InputRef } from 'antd'
import type { RefObject } from 'react'
import type { ThreadPage } from '../../../src/api/wire-inbox.ts'
import type { CaseId } from '../../../src/api/wire.ts'
import { ApiProblem } from '../api.ts'
import { useAct } from '../case/act.ts'
import { LintFindings } from '../lint/findings.tsx'
import { useLiveLint } from '../lint/live-lint.ts'
import { useSay } from '../say.tsx'
import { useDraft } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { undoBy } from '../undo/last.ts'
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
  const { blocked, seen, items } = thread
  const words = Form.useWatch('words', form) ?? ''
  // An answer leaves by the way of the newest message that came.
  const channel = items.find((one) => one.direction === 'in')?.channel ?? 'sms'
  const lint = useLiveLint(words, { channel, caseId: id })
  const mustMend = lint.findings.length > 0
  const send = useAct({
    send: (key, typed: string) =>
      inboxApi.answer(id, { words: typed, ...(seen !== null && { seen }) }, { key }),
    undo: (answer) => undoBy(() => inboxApi.undo(id, answer.id)),
    said: () => say('inbox.planned'),
    onDone: () => form.resetFields(),
  })
  const draft = useDraft({ form, place: `answer ${id}`, open: blocked === null, sending: send })
  if (blocked !== null) return <p className="muted inbox-answer">{blocked}</p>
  return (
    <Form
      form={form}
      layout="vertical"
      className="inbox-answer"
      onValuesChange={draft.keep}
      onFinish={({ words: typed }) => {
        if (!mustMend) send.mutate(typed.trim())
      }}
    >
      <Restored {...draft} />
      {send.error !== null && !mustMend && <Refused error={send.error} />}
      <Form.Item
        name="words"
        label={say('inbox.answer')}
        extra={say('inbox.answer_hint')}
        rules={[{ required: true, whitespace: true, message: say('inbox.needs_words') }]}
      >
        <Input ref={field} maxLength={1000} autoComplete="off" />
      </Form.Item>
      <LintFindings lint={lint} />
      <Button type="primary" htmlType="submit" loading={send.isPending} disabled={mustMend}>
        {say('inbox.send')}
      </Button>{' '}
      {mustMend && <span className="muted">{say('lint.mend')}</span>}
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
