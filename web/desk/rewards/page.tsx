import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { RewardSumWire, RewardWire } from '../../../src/api/wire.ts'
import { More, PageHead, Table } from '../compliance/parts.tsx'
import { countText, dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { REVIEWS_CALLS } from '../session.ts'
import { ModalForm } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { useStaffName } from '../strategy/proposals.tsx'
import { answerReward, REWARD_STATES, rewardsQuery, type RewardAnswer } from './queries.ts'
import { ResultForm } from './result-form.tsx'
import { Sums } from './sums.tsx'

/** What was proposed for people who keep to their word, what two people agreed to, and what was granted. */
export function RewardsPage() {
  const say = useSay()
  const { state } = useSearch({ from: '/desk/rewards' })
  const list = useSuspenseInfiniteQuery(rewardsQuery(state))
  const [declining, setDeclining] = useState<RewardWire>()
  const [answering, setAnswering] = useState<RewardWire>()
  useTitle(say('rewards.title'))
  const items = list.data.pages.flatMap((page) => page.items)
  const sums = list.data.pages[0]?.sums ?? []
  return (
    <div className="rewards">
      <PageHead title={say('rewards.title')} lead={say('rewards.lead')} />
      {sums.length > 0 && <Sums sums={sums} />}
      <States sums={sums} state={state} />
      {items.length === 0 ? (
        <p role="status">{say('rewards.none')}</p>
      ) : (
        <Table
          label={say('rewards.list')}
          head={[
            say('rewards.who'),
            say('rewards.kind'),
            say('rewards.by'),
            say('rewards.answers'),
            say('rewards.result'),
            say('rewards.act'),
          ]}
        >
          {items.map((reward) => (
            <Row
              key={reward.id}
              reward={reward}
              onDecline={() => setDeclining(reward)}
              onResult={() => setAnswering(reward)}
            />
          ))}
        </Table>
      )}
      <More list={list} />
      {declining !== undefined && (
        <DeclineForm reward={declining} onClose={() => setDeclining(undefined)} />
      )}
      {answering !== undefined && (
        <ResultForm reward={answering} onClose={() => setAnswering(undefined)} />
      )}
    </div>
  )
}

/** Every count opens the rewards that it counts. */
function States({
  sums,
  state,
}: {
  sums: readonly RewardSumWire[]
  state: RewardWire['state'] | undefined
}) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <nav className="watch-views" aria-label={say('rewards.filter')}>
      {[undefined, ...REWARD_STATES].map((one) => (
        <Link
          key={one ?? 'all'}
          to="/rewards"
          search={{ state: one }}
          activeProps={{}}
          aria-current={one === state}
        >
          {say(one === undefined ? 'rewards.all' : `rewards.state.${one}`)}{' '}
          <span className="figure">
            {countText(
              sums
                .filter((sum) => one === undefined || sum.state === one)
                .reduce((total, sum) => total + sum.rewards, 0),
              language,
            )}
          </span>
        </Link>
      ))}
    </nav>
  )
}

const TONE: Record<RewardWire['state'], string> = {
  awaiting_approval: 'mark wait',
  approved: 'mark good',
  declined: 'mark bad',
  withdrawn: 'mark',
}

type RowProps = { reward: RewardWire; onDecline: () => void; onResult: () => void }

function Row({ reward, onDecline, onResult }: RowProps) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  return (
    <tr>
      <th scope="row">
        <Link to="/cases/$id" params={{ id: reward.case_id }}>
          {reward.borrower_name}
        </Link>
        <div className="muted">{reward.account_ref}</div>
      </th>
      <td>
        {say(`rewards.kind.${reward.reward}`)}
        <div>
          <span className={TONE[reward.state]}>{say(`rewards.state.${reward.state}`)}</span>
        </div>
      </td>
      <td>
        <Link to="/strategies/$name" params={{ name: reward.strategy }}>
          {say('rewards.by_row', {
            strategy: reward.strategy,
            version: reward.version,
            stage: reward.stage,
            on: dayText(reward.proposed_on, language),
          })}
        </Link>
      </td>
      <td>
        {reward.answers.map((one) => (
          <div key={one.by}>
            {say(`rewards.said.${one.answer}`, { by: nameOf(one.by) })}
            {one.words !== null && <small className="muted">{one.words}</small>}
          </div>
        ))}
        {reward.state === 'awaiting_approval' && (
          <div className="muted">
            {say('rewards.needs', { role: wordOf('role', reward.approval) })}
          </div>
        )}
      </td>
      <td>
        <Result reward={reward} onResult={onResult} />
      </td>
      <td>
        {reward.state === 'awaiting_approval' && <Acts reward={reward} onDecline={onDecline} />}
      </td>
    </tr>
  )
}

/** What the lender did; until its systems say so, somebody here may keep what it answered. */
function Result({ reward, onResult }: Pick<RowProps, 'reward' | 'onResult'>) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  if (reward.state !== 'approved') return null
  if (reward.result !== null)
    return say('rewards.result_on', {
      result: say(`rewards.${reward.result}`),
      on: reward.result_on === null ? '' : dayText(reward.result_on, language),
    })
  const of = { kind: say(`rewards.kind.${reward.reward}`), name: reward.borrower_name }
  return (
    <>
      {say('rewards.pending')}{' '}
      <Button
        size="small"
        disabled={!REVIEWS_CALLS[me.role]}
        aria-label={say('rewards.result_long', of)}
        onClick={onResult}
      >
        {say('rewards.result_act')}
      </Button>
    </>
  )
}

function useAnswer(onDone: () => void = () => undefined) {
  const say = useSay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (given: RewardAnswer) => answerReward(given),
    onError: (error) => void message.error(problemText(error)),
    onSuccess: async ({ state }) => {
      onDone()
      void message.success(say('rewards.done', { state: say(`rewards.state.${state}`) }))
      await queries.invalidateQueries({ queryKey: ['rewards'] })
    },
  })
}

function Acts({ reward, onDecline }: { reward: RewardWire; onDecline: () => void }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const answer = useAnswer()
  if (reward.answers.some((one) => one.by === me.user_id))
    return <span className="muted">{say('rewards.said')}</span>
  const of = { kind: say(`rewards.kind.${reward.reward}`), name: reward.borrower_name }
  const disabled = !REVIEWS_CALLS[me.role]
  return (
    <p className="proposal-acts">
      <Button
        size="small"
        type="primary"
        disabled={disabled}
        loading={answer.isPending}
        aria-label={say('rewards.agree_long', of)}
        onClick={() => answer.mutate({ id: reward.id, answer: 'agreed' })}
      >
        {say('rewards.agree')}
      </Button>{' '}
      <Button
        size="small"
        disabled={disabled}
        aria-label={say('rewards.decline_long', of)}
        onClick={onDecline}
      >
        {say('rewards.decline')}
      </Button>{' '}
      {disabled && <span className="muted">{say('rewards.closed')}</span>}
    </p>
  )
}

function DeclineForm({ reward, onClose }: { reward: RewardWire; onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<{ words: string }>()
  const answer = useAnswer(() => {
    form.resetFields()
    onClose()
  })
  return (
    <ModalForm<{ words: string }>
      form={form}
      open
      title={say('rewards.decline_long', {
        kind: say(`rewards.kind.${reward.reward}`),
        name: reward.borrower_name,
      })}
      save={say('rewards.decline')}
      sending={answer}
      focus="words"
      draft={`reward ${reward.id}`}
      onFinish={({ words }) =>
        answer.mutate({ id: reward.id, answer: 'declined', words: words.trim() })
      }
      onClose={onClose}
    >
      <Form.Item
        name="words"
        label={say('rewards.why')}
        rules={[{ required: true, whitespace: true, message: say('rewards.needs_why') }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </ModalForm>
  )
}
