import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import type { TemplateBody, TemplateOpenWire } from '../../../src/api/wire-templates.ts'
import type { MeWire, ProposalWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { useActKey } from '../case/act-key.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { Outcome, ProposalActs, useStaffName } from '../strategy/proposals.tsx'
import { proposeTemplate, templateQuery, type TemplateProposalBody } from './queries.ts'

export const MAY_WRITE: readonly MeWire['role'][] = ['manager', 'admin']

/** One act under one key, and then every template is read anew. */
export function usePropose(onDone: () => void = () => undefined) {
  const queries = useQueryClient()
  const key = useActKey()
  return useMutation({
    mutationFn: (body: TemplateProposalBody) => proposeTemplate(body, key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      onDone()
      await queries.invalidateQueries({ queryKey: ['templates'] })
    },
  })
}

type Props = {
  readonly opened: TemplateOpenWire
  readonly draft: TemplateBody
  readonly me: MeWire
  /** undefined: not known of these words yet. */
  readonly sound: boolean | undefined
}

export function Propose({ opened, draft, me, sound }: Props) {
  const say = useSay()
  const id = useId()
  const [words, setWords] = useState('')
  const propose = usePropose(() => setWords(''))
  const { data: current } = useQuery(templateQuery(opened.template, undefined))
  const isSame = JSON.stringify(current?.template) === JSON.stringify(draft)
  const reason = !MAY_WRITE.includes(me.role)
    ? say('templates.not_writer')
    : isSame
      ? say('templates.same')
      : sound === undefined
        ? say('templates.checking')
        : sound
          ? undefined
          : say('templates.must_mend')
  return (
    <section className="sheet" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('templates.propose_title')}</h2>
      <div className="template-fields">
        <label htmlFor={id}>{say('templates.why')}</label>
        <Input
          id={id}
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <p>
        <Button
          type="primary"
          disabled={reason !== undefined}
          loading={propose.isPending}
          onClick={() =>
            propose.mutate({
              kind: 'template',
              template: draft,
              ...(words.trim() !== '' && { words: words.trim() }),
            })
          }
        >
          {say('templates.propose')}
        </Button>{' '}
        {reason !== undefined && <span className="muted">{reason}</span>}
      </p>
      <Outcome mutation={propose} done={say('templates.proposed')} />
    </section>
  )
}

type WaitingProps = {
  readonly opened: TemplateOpenWire
  readonly me: MeWire
  readonly onOpen: (template: TemplateBody) => void
}

/** What waits for a second person. */
export function Waiting({ opened, me, onOpen }: WaitingProps) {
  const say = useSay()
  return (
    <section className="sheet" aria-labelledby="template-waiting">
      <h2 id="template-waiting">{say('publish.waiting')}</h2>
      {opened.waiting.length === 0 && <p className="muted">{say('publish.none_waiting')}</p>}
      <ul className="proposals">
        {opened.waiting.map((one) => (
          <Line key={one.id} proposal={one} me={me} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  )
}

function Line({
  proposal,
  me,
  onOpen,
}: { proposal: ProposalWire } & Pick<WaitingProps, 'me' | 'onOpen'>) {
  const say = useSay()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  const queries = useQueryClient()
  const open = useMutation({
    mutationFn: () => api.proposal(proposal.id),
    onSuccess: ({ document }) => document !== null && onOpen(JSON.parse(document) as TemplateBody),
  })
  const answer = useMutation({
    mutationFn: (said: string) => api.answerProposal(proposal.id, { answer: said }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const who = { author: nameOf(proposal.author), at: instantText(proposal.proposed_at, language) }
  return (
    <li>
      <p>
        {proposal.version === null
          ? say('templates.line', who)
          : say('templates.line_back', { ...who, version: proposal.version })}
      </p>
      {proposal.words !== null && <blockquote>{proposal.words}</blockquote>}
      <ProposalActs
        proposal={proposal}
        me={me}
        onOpen={() => open.mutate()}
        onAnswer={(said) => answer.mutate(said)}
      />
      <Outcome mutation={answer} done={say('publish.answered')} />
    </li>
  )
}
