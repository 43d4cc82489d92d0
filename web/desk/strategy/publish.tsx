import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import type { MeWire, StrategyDocumentWire, WhatIfWire } from '../../../src/api/wire.ts'
import { api, type ProposalBody } from '../api.ts'
import { meQuery, strategiesQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { Cli } from './cli.tsx'
import { Outcome, Waiting } from './proposals.tsx'
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
