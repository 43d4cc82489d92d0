import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { MeWire, ProposalWire } from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { useSay } from '../say.tsx'
import { Outcome } from './proposals.tsx'

/** Whoever proposes a change of strategies, trials and templates. */
export const MAY_WRITE: readonly MeWire['role'][] = ['manager', 'admin']

type Proposing<Body> = {
  readonly send: (body: Body, key: string) => Promise<ProposalWire>
  readonly onDone?: () => void
}

/** One act under one key, and then whatever shows changes is read anew. */
export function usePropose<Body>({ send, onDone }: Proposing<Body>) {
  const queries = useQueryClient()
  const key = useActKey()
  return useMutation({
    mutationFn: (body: Body) => send(body, key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      onDone?.()
      await Promise.all(
        ['proposals', 'templates', 'today'].map((stale) =>
          queries.invalidateQueries({ queryKey: [stale] }),
        ),
      )
    },
  })
}

type ActProps = {
  readonly mutation: {
    readonly isPending: boolean
    readonly isSuccess: boolean
    readonly error: Error | null
  }
  readonly label: string
  readonly done: string
  /** Why not; undefined where it may be sent. */
  readonly reason: string | undefined
  readonly isPrimary?: boolean
  readonly onSend: () => void
}

/** The button that proposes, why it does not, and what became of it. */
export function ProposeAct(props: ActProps) {
  const { mutation, reason, isPrimary = false } = props
  return (
    <>
      <p>
        <Button
          type={isPrimary ? 'primary' : 'default'}
          disabled={reason !== undefined}
          loading={mutation.isPending}
          onClick={props.onSend}
        >
          {props.label}
        </Button>{' '}
        {reason !== undefined && <span className="muted">{reason}</span>}
      </p>
      <Outcome mutation={mutation} done={props.done} />
    </>
  )
}

type WaitingProps = {
  readonly id: string
  readonly title?: string
  readonly proposals: readonly ProposalWire[]
  readonly children: (proposal: ProposalWire) => React.ReactNode
}

/** What waits for a second person. */
export function WaitingList({ id, title, proposals, children }: WaitingProps) {
  const say = useSay()
  return (
    <section className="sheet" aria-labelledby={id}>
      <h2 id={id}>{title ?? say('publish.waiting')}</h2>
      {proposals.length === 0 && <p className="muted">{say('publish.none_waiting')}</p>}
      <ul className="proposals">{proposals.map(children)}</ul>
    </section>
  )
}

/** An empty reason is none. */
export const wordsGiven = (words: string): { words?: string } =>
  words.trim() === '' ? {} : { words: words.trim() }
