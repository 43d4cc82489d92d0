import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { MeWire, ProposalWire } from '../../../src/api/wire.ts'
import { api, ApiProblem } from '../api.ts'
import { staffQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'

const MAY_APPROVE: readonly MeWire['role'][] = ['manager', 'compliance']

type LineProps = {
  readonly proposal: ProposalWire
  readonly me: MeWire
  /** What is proposed, by whom and when. */
  readonly says: string
  /** Shows its document; where it has none, it cannot be opened. */
  readonly onOpen?: (document: string) => void
  readonly children?: ReactNode
}

/** One proposal with what its author says of it, and the answers that this person may give. */
export function ProposalLine({ proposal, me, says, onOpen, children }: LineProps) {
  const say = useSay()
  const queries = useQueryClient()
  const open = useMutation({
    mutationFn: () => api.proposal(proposal.id),
    onSuccess: ({ document }) => document !== null && onOpen?.(document),
  })
  const answer = useMutation({
    mutationFn: (said: string) => api.answerProposal(proposal.id, { answer: said }),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <li>
      <p>{says}</p>
      {proposal.words !== null && <blockquote>{proposal.words}</blockquote>}
      {children}
      <ProposalActs
        proposal={proposal}
        me={me}
        onOpen={() => open.mutate()}
        onAnswer={(said) => answer.mutate(said)}
      />
      <Outcome mutation={answer} done={say('publish.answered')} />
      {open.isSuccess && <p role="status">{say('publish.opened')}</p>}
    </li>
  )
}

type ActsProps = {
  readonly proposal: ProposalWire
  readonly me: MeWire
  readonly onOpen: () => void
  readonly onAnswer: (said: 'approved' | 'declined' | 'withdrawn') => void
}

function ProposalActs({ proposal, me, onOpen, onAnswer }: ActsProps) {
  const say = useSay()
  const isMine = proposal.author === me.user_id
  const mayNot = isMine
    ? say('publish.own')
    : MAY_APPROVE.includes(me.role)
      ? undefined
      : say('publish.not_approver')
  return (
    <p className="proposal-acts">
      {(proposal.kind === 'publish' || proposal.kind === 'template') && (
        <Button size="small" onClick={() => onOpen()}>
          {say('publish.open')}
        </Button>
      )}
      {isMine && (
        <Button size="small" onClick={() => onAnswer('withdrawn')}>
          {say('publish.withdraw')}
        </Button>
      )}
      <Button
        size="small"
        type="primary"
        disabled={mayNot !== undefined}
        onClick={() => onAnswer('approved')}
      >
        {say('publish.approve')}
      </Button>
      <Button size="small" disabled={mayNot !== undefined} onClick={() => onAnswer('declined')}>
        {say('publish.decline')}
      </Button>
      {mayNot !== undefined && <span className="muted">{mayNot}</span>}
    </p>
  )
}

type Mutation = { readonly isSuccess: boolean; readonly error: Error | null }

/** What became of an act, or why nothing did. */
export function Outcome({ mutation, done }: { mutation: Mutation; done: string }) {
  const problemText = useProblemText()
  const { error } = mutation
  if (mutation.isSuccess) return <p role="status">{done}</p>
  if (error === null) return null
  const more = error instanceof ApiProblem ? (error.problem?.errors ?? []) : []
  return (
    <div role="alert" className="table-findings">
      <p>{problemText(error)}</p>
      {more.map((one) => (
        <p key={one.message}>{one.message}</p>
      ))}
    </div>
  )
}

/** The name behind an id; the id itself where nobody of that id is known. */
export function useStaffName(): (id: string) => string {
  const { data } = useQuery(staffQuery)
  return (id) => data?.items.find((one) => one.user_id === id)?.name ?? id
}
