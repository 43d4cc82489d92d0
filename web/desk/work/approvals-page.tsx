import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { ApprovalBody, ApprovalWire } from '../../../src/api/wire.ts'
import { Requests } from '../agree/requests.tsx'
import { api } from '../api.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { approvalsQuery } from './queries.ts'
import './work.css'

/** Steps that a strategy does not take without somebody's word. */
export function ApprovalsPage() {
  const say = useSay()
  const { data } = useSuspenseQuery(approvalsQuery)
  useTitle(say('approval.title'))
  return (
    <div className="load">
      <h1>{say('approval.title')}</h1>
      <p className="muted">{say('approval.lead')}</p>
      {data.items.length === 0 && <p>{say('approval.none')}</p>}
      <ul className="approvals">
        {data.items.map((one) => (
          <Approval key={one.id} waits={one} />
        ))}
      </ul>
      <Requests />
    </div>
  )
}

function Approval({ waits }: { waits: ApprovalWire }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const problemText = useProblemText()
  const [isDeclining, setDeclining] = useState(false)
  const answer = useAnswer(waits)
  const step = wordOf('treatment-name', waits.treatment)
  const channel = waits.channel === null ? '' : ` · ${say(`channel.${waits.channel}`)}`
  return (
    <li className="sheet">
      <h2>
        <Link to="/cases/$id" params={{ id: waits.case_id }}>
          {waits.name}
        </Link>
      </h2>
      <p>
        <b>{step}</b>
        {channel} · {moneyText(waits.arrears, language)}
      </p>
      <p className="muted">
        {say('approval.row', {
          strategy: waits.strategy,
          version: waits.strategy_version,
          row: waits.row_no,
        })}{' '}
        · {dayText(waits.chosen_on, language)}
      </p>
      {answer.isError && <Alert type="error" role="alert" title={problemText(answer.error)} />}
      {waits.blocked !== null && <small className="muted">{waits.blocked}</small>}
      <div className="approval-acts">
        <Button
          type="primary"
          disabled={waits.blocked !== null}
          loading={answer.isPending}
          aria-label={say('approval.approve_of', { name: waits.name, step })}
          onClick={() => answer.mutate({ approve: true })}
        >
          {say('approval.approve')}
        </Button>
        <Button
          disabled={waits.blocked !== null}
          aria-expanded={isDeclining}
          aria-label={say('approval.decline_of', { name: waits.name, step })}
          onClick={() => setDeclining(!isDeclining)}
        >
          {say('approval.decline')}
        </Button>
      </div>
      {isDeclining && <Decline onDecline={(reason) => answer.mutate({ approve: false, reason })} />}
    </li>
  )
}

function Decline({ onDecline }: { onDecline: (reason: string) => void }) {
  const say = useSay()
  return (
    <Form<{ reason: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }) => onDecline(reason.trim())}
    >
      <Form.Item
        name="reason"
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

function useAnswer(waits: ApprovalWire) {
  const say = useSay()
  const queries = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (body: ApprovalBody) => api.approve(waits.id, body),
    onSuccess: () => void message.success(say('approval.done')),
    onSettled: () => queries.invalidateQueries({ queryKey: approvalsQuery.queryKey }),
  })
}
