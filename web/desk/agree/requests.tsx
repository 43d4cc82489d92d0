import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { RequestBody, RequestWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { agreeApi, requestsQuery } from './queries.ts'

/** What one person asked for and only another one lets happen. */
export function Requests() {
  const say = useSay()
  const { data } = useSuspenseQuery(requestsQuery)
  return (
    <section aria-labelledby="requests-title">
      <h2 id="requests-title">{say('request.title')}</h2>
      <p className="muted">{say('request.lead')}</p>
      {data.items.length === 0 && <p>{say('request.none')}</p>}
      <ul className="approvals">
        {data.items.map((one) => (
          <Request key={one.id} request={one} />
        ))}
      </ul>
    </section>
  )
}

function Request({ request }: { request: RequestWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const problemText = useProblemText()
  const [isDeclining, setDeclining] = useState(false)
  const answer = useAnswer(request)
  const named = { name: request.name, kind: request.kind_name }
  return (
    <li className="sheet">
      <h3>
        <Link to="/cases/$id" params={{ id: request.case_id }}>
          {request.name}
        </Link>
      </h3>
      <p>
        <b>{request.kind_name}</b> · {moneyText(request.amount, language)}
      </p>
      <p className="muted">
        {say('request.asked', {
          who: request.asked_by,
          day: dayText(request.asked_on, language),
          why: request.why,
        })}{' '}
        · {say('request.until', { day: dayText(request.expires_on, language) })}
      </p>
      {answer.isError && <Alert type="error" role="alert" title={problemText(answer.error)} />}
      {request.blocked !== null && <small className="muted">{request.blocked}</small>}
      <div className="approval-acts">
        <Button
          type="primary"
          disabled={request.blocked !== null}
          loading={answer.isPending}
          aria-label={say('request.approve_of', named)}
          onClick={() => answer.mutate({ approve: true })}
        >
          {say('approval.approve')}
        </Button>
        <Button
          disabled={request.blocked !== null}
          aria-expanded={isDeclining}
          aria-label={say('request.decline_of', named)}
          onClick={() => setDeclining(!isDeclining)}
        >
          {say('approval.decline')}
        </Button>
      </div>
      {isDeclining && <Decline onDecline={(why) => answer.mutate({ approve: false, why })} />}
    </li>
  )
}

function Decline({ onDecline }: { onDecline: (why: string) => void }) {
  const say = useSay()
  return (
    <Form<{ why: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ why }) => onDecline(why.trim())}
    >
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

function useAnswer(request: RequestWire) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (body: RequestBody) => agreeApi.answerRequest(request.id, body),
    onSuccess: () => void message.success(say('approval.done')),
    onSettled: () => queries.invalidateQueries({ queryKey: requestsQuery.queryKey }),
  })
}
