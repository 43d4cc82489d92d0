import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import type {
  MeWire,
  ProposalWire,
  StrategyDocumentWire,
  WhatIfWire,
} from '../../../src/api/wire.ts'
import { api, ApiProblem, type ProposalBody } from '../api.ts'
import { dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery, proposalsQuery, staffQuery, strategiesQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { Cli } from './cli.tsx'
import type { Draft } from './draft.ts'
import { setHead } from './edit.ts'

type Props = {
  readonly opened: StrategyDocumentWire
  readonly draft: Draft
  readonly checked: WhatIfWire | undefined
}

/** Two people: who is signed in proposes, and another who is signed in answers. */
export function Publish({ opened, draft, checked }: Props) {
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <div className="publish">
      <Propose opened={opened} draft={draft} checked={checked} me={me} />
      <Waiting name={opened.name} me={me} onOpen={draft.set} />
      <Rollback opened={opened} me={me} />
      <Cli name={opened.name} text={draft.text} />
    </div>
  )
}

const MAY_WRITE: readonly MeWire['role'][] = ['manager', 'admin']
const MAY_APPROVE: readonly MeWire['role'][] = ['manager', 'compliance']

function Propose({ opened, draft, checked, me }: Props & { me: MeWire }) {
  const say = useSay()
  const [on, setOn] = useState(me.today)
  const [words, setWords] = useState('')
  const propose = usePropose(() => setWords(''))
  const version = checked?.version ?? opened.version
  const taken = version <= opened.newest
  const reason = !MAY_WRITE.includes(me.role)
    ? say('publish.not_writer')
    : checked?.sound !== true
      ? say('publish.not_sound')
      : taken
        ? say('publish.version_taken', { version })
        : undefined
  return (
    <section className="sheet" aria-labelledby="propose-title">
      <h2 id="propose-title">{say('publish.title', { version })}</h2>
      <p className="muted">{say('publish.lead')}</p>
      {taken && MAY_WRITE.includes(me.role) && (
        <p>
          <Button
            onClick={() =>
              draft.set(
                setHead(
                  setHead(draft.text, 'version', String(opened.newest + 1)),
                  'effective_on',
                  on,
                ),
              )
            }
          >
            {say('publish.raise', { version: opened.newest + 1 })}
          </Button>
        </p>
      )}
      <DayAndWords on={on} words={words} today={me.today} onDay={setOn} onWords={setWords} />
      <p>
        <Button
          type="primary"
          disabled={reason !== undefined}
          loading={propose.isPending}
          onClick={() =>
            propose.mutate({
              kind: 'publish',
              document: draft.text,
              effective_on: on,
              ...(words.trim() !== '' && { words: words.trim() }),
            })
          }
        >
          {say('publish.propose')}
        </Button>{' '}
        {reason !== undefined && <span className="muted">{reason}</span>}
      </p>
      <Outcome mutation={propose} done={say('publish.proposed')} />
    </section>
  )
}

function usePropose(onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: ProposalBody) => api.propose(body),
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries({ queryKey: ['proposals'] })
    },
  })
}

function DayAndWords(props: {
  on: string
  words: string
  today: string
  onDay: (on: string) => void
  onWords: (words: string) => void
}) {
  const say = useSay()
  const id = useId()
  return (
    <div className="publish-fields">
      <label htmlFor={`${id}-on`}>{say('publish.on')}</label>
      <Input
        id={`${id}-on`}
        type="date"
        min={props.today}
        value={props.on}
        onChange={(event) => props.onDay(event.currentTarget.value)}
      />
      <label htmlFor={`${id}-words`}>{say('publish.words')}</label>
      <Input
        id={`${id}-words`}
        maxLength={500}
        value={props.words}
        onChange={(event) => props.onWords(event.currentTarget.value)}
      />
    </div>
  )
}

type Mutation = { readonly isSuccess: boolean; readonly error: Error | null }

function Outcome({ mutation, done }: { mutation: Mutation; done: string }) {
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

function Waiting(props: { name: string; me: MeWire; onOpen: (text: string) => void }) {
  const say = useSay()
  const { data } = useQuery(proposalsQuery)
  const own = (data?.items ?? []).filter((one) => one.name === props.name && one.kind !== 'trial')
  return (
    <section className="sheet" aria-labelledby="waiting-title">
      <h2 id="waiting-title">{say('publish.waiting')}</h2>
      {own.length === 0 && <p className="muted">{say('publish.none_waiting')}</p>}
      <ul className="proposals">
        {own.map((one) => (
          <ProposalLine key={one.id} proposal={one} {...props} />
        ))}
      </ul>
    </section>
  )
}

function ProposalLine(props: {
  proposal: ProposalWire
  me: MeWire
  onOpen: (text: string) => void
}) {
  const say = useSay()
  const { language } = usePreferences()
  const queries = useQueryClient()
  const nameOf = useStaffName()
  const { proposal, me, onOpen } = props
  const isMine = proposal.author === me.user_id
  const open = useMutation({
    mutationFn: () => api.proposal(proposal.id),
    onSuccess: ({ document }) => document !== null && onOpen(document),
  })
  const answer = useMutation({
    mutationFn: (said: string) => api.answerProposal(proposal.id, { answer: said }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const mayNot = isMine
    ? say('publish.own')
    : MAY_APPROVE.includes(me.role)
      ? undefined
      : say('publish.not_approver')
  return (
    <li>
      <p>
        {say(proposal.kind === 'publish' ? 'publish.line' : 'publish.line_back', {
          version: proposal.version ?? '?',
          on: dayText(proposal.effective_on, language),
          author: nameOf(proposal.author),
          at: instantText(proposal.proposed_at, language),
        })}
      </p>
      {proposal.words !== null && <blockquote>{proposal.words}</blockquote>}
      <p className="proposal-acts">
        {proposal.kind === 'publish' && (
          <Button size="small" onClick={() => open.mutate()}>
            {say('publish.open')}
          </Button>
        )}
        {isMine && (
          <Button size="small" onClick={() => answer.mutate('withdrawn')}>
            {say('publish.withdraw')}
          </Button>
        )}
        <Button
          size="small"
          type="primary"
          disabled={mayNot !== undefined}
          onClick={() => answer.mutate('approved')}
        >
          {say('publish.approve')}
        </Button>
        <Button
          size="small"
          disabled={mayNot !== undefined}
          onClick={() => answer.mutate('declined')}
        >
          {say('publish.decline')}
        </Button>
        {mayNot !== undefined && <span className="muted">{mayNot}</span>}
      </p>
      <Outcome mutation={answer} done={say('publish.answered')} />
      {open.isSuccess && <p role="status">{say('publish.opened')}</p>}
    </li>
  )
}

function Rollback({ opened, me }: { opened: StrategyDocumentWire; me: MeWire }) {
  const say = useSay()
  const id = useId()
  const { data } = useQuery(strategiesQuery)
  const [version, setVersion] = useState<number>()
  const [on, setOn] = useState(me.today)
  const [words, setWords] = useState('')
  const propose = usePropose(() => setWords(''))
  const all = (data?.items ?? []).filter((one) => one.name === opened.name)
  const versions = [...new Set(all.map((one) => one.version))].filter(
    (one) => one !== opened.in_force,
  )
  const reason = !MAY_WRITE.includes(me.role)
    ? say('publish.not_writer')
    : versions.length === 0
      ? say('publish.nothing_earlier')
      : undefined
  return (
    <section className="sheet" aria-labelledby="rollback-title">
      <h2 id="rollback-title">{say('publish.rollback')}</h2>
      <p className="muted">{say('publish.rollback_lead')}</p>
      <div className="publish-fields">
        <label htmlFor={id}>{say('publish.version')}</label>
        <Select
          id={id}
          disabled={reason !== undefined}
          {...(version !== undefined && { value: version })}
          options={versions.map((value) => ({
            value,
            label: say('ladders.version', { version: value }),
          }))}
          onChange={setVersion}
        />
      </div>
      <DayAndWords on={on} words={words} today={me.today} onDay={setOn} onWords={setWords} />
      <p>
        <Button
          disabled={reason !== undefined || version === undefined}
          loading={propose.isPending}
          onClick={() =>
            version !== undefined &&
            propose.mutate({
              kind: 'rollback',
              name: opened.name,
              version,
              effective_on: on,
              ...(words.trim() !== '' && { words: words.trim() }),
            })
          }
        >
          {say('publish.propose_rollback')}
        </Button>{' '}
        {reason !== undefined && <span className="muted">{reason}</span>}
      </p>
      <Outcome mutation={propose} done={say('publish.proposed')} />
    </section>
  )
}

/** The name behind an id; the id itself where nobody of that id is known. */
export function useStaffName(): (id: string) => string {
  const { data } = useQuery(staffQuery)
  return (id) => data?.items.find((one) => one.user_id === id)?.name ?? id
}
