import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useSay } from '../say.tsx'
import { useDraft, type Sending } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'

type Given = { readonly approve: true } | { readonly approve: false; readonly why: string }

type Props = {
  /** Why this person may not answer; null: they may. */
  readonly blocked: string | null
  /** What the buttons are called for who does not see the row that they stand in. */
  readonly named: { readonly approve: string; readonly decline: string }
  /** Where a reason that is being typed is kept: of what. */
  readonly draft: string
  /** What is read again after an answer. */
  readonly queryKey: QueryKey
  readonly onAnswer: (given: Given) => Promise<unknown>
}

/** A second person's word: yes, or no with a reason. */
export function Answer({ blocked, named, draft, queryKey, onAnswer }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [isDeclining, setDeclining] = useState(false)
  const answer = useMutation({
    mutationFn: onAnswer,
    onSuccess: () => void message.success(say('approval.done')),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return (
    <>
      {answer.isError && <Alert type="error" role="alert" title={problemText(answer.error)} />}
      {blocked !== null && <small className="muted">{blocked}</small>}
      <div className="approval-acts">
        <Button
          type="primary"
          disabled={blocked !== null}
          loading={answer.isPending}
          aria-label={named.approve}
          onClick={() => answer.mutate({ approve: true })}
        >
          {say('approval.approve')}
        </Button>
        <Button
          disabled={blocked !== null}
          aria-expanded={isDeclining}
          aria-label={named.decline}
          onClick={() => setDeclining(!isDeclining)}
        >
          {say('approval.decline')}
        </Button>
      </div>
      {isDeclining && (
        <Decline
          draft={draft}
          sending={answer}
          onDecline={(why) => answer.mutate({ approve: false, why })}
        />
      )}
    </>
  )
}

type DeclineProps = {
  readonly draft: string
  readonly sending: Sending
  readonly onDecline: (why: string) => void
}

function Decline({ draft: of, sending, onDecline }: DeclineProps) {
  const say = useSay()
  const [form] = Form.useForm<{ why: string }>()
  const draft = useDraft({ form, place: `decline ${of}`, open: true, sending })
  return (
    <Form<{ why: string }>
      form={form}
      onValuesChange={draft.keep}
      layout="vertical"
      requiredMark={false}
      onFinish={({ why }) => onDecline(why.trim())}
    >
      <Restored {...draft} />
      <Form.Item
        name="why"
        label={say('approval.reason')}
        rules={[{ required: true, whitespace: true, message: say('approval.needs_reason') }]}
      >
        <Input autoFocus maxLength={500} />
      </Form.Item>
      <Button htmlType="submit" danger>
        {say('approval.decline')}
      </Button>
    </Form>
  )
}
