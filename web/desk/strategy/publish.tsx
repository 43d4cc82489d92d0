import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useId } from 'react'
import type {
  MeWire,
  ProposalWire,
  StrategyDocumentWire,
  WhatIfWire,
} from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery, proposalsQuery, strategiesQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { Cli } from './cli.tsx'
import type { Coming } from './coming.ts'
import { ProposalLine, useStaffName } from './proposals.tsx'
import { MAY_WRITE, ProposeAct, usePropose, WaitingList, wordsGiven } from './propose.tsx'
import type { Draft } from './draft.ts'
import { setHead } from './edit.ts'
import { calledOffBy, Scheduled, useComing } from './scheduled.tsx'

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
      <Scheduled name={opened.name} me={me} />
      <Rollback opened={opened} me={me} />
      <Cli name={opened.name} text={draft.text} />
    </div>
  )
}

type WaitingProps = { name: string; me: MeWire; onOpen: (text: string) => void }

function Propose({ opened, draft, checked, me }: Props & { me: MeWire }) {
  const say = useSay()
  const propose = usePropose({ send: api.propose, onDone: draft.sent })
  const kept = useKept(`publish ${opened.name}`, { on: me.today, words: '' }, propose)
  const { on, words } = kept.values
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
      <DayAndWords kept={kept} today={me.today} />
      <ProposeAct
        mutation={propose}
        isPrimary
        label={say('publish.propose')}
        done={say('publish.proposed')}
        reason={reason}
        onSend={() =>
          propose.mutate({
            kind: 'publish',
            document: draft.text,
            effective_on: on,
            ...wordsGiven(words),
          })
        }
      />
    </section>
  )
}

/** Of this strategy; a template's and a trial's stand on their own pages. */
function Waiting({ name, me, onOpen }: WaitingProps) {
  const say = useSay()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  const coming = useComing(name, me.today)
  const { data } = useQuery(proposalsQuery)
  const own = (data?.items ?? []).filter(
    (one) => one.name === name && one.channel === null && one.kind !== 'trial',
  )
  return (
    <WaitingList id="waiting-title" proposals={own}>
      {(one) => (
        <ProposalLine
          key={one.id}
          proposal={one}
          me={me}
          onOpen={onOpen}
          says={say(lineOf(one, coming), {
            version: calledOffBy(one, coming)?.entry.version ?? one.version ?? '?',
            on: dayText(one.effective_on, language),
            author: nameOf(one.author),
            at: instantText(one.proposed_at, language),
          })}
        />
      )}
    </WaitingList>
  )
}

/** The second person reads what going back on a day to come means: it is called off. */
const lineOf = (one: ProposalWire, coming: readonly Coming[]) =>
  one.kind === 'publish'
    ? 'publish.line'
    : calledOffBy(one, coming) === undefined
      ? 'publish.line_back'
      : 'publish.line_off'

type Given = { readonly on: string; readonly words: string }
type Kept = Pick<ReturnType<typeof useKept<Given>>, 'restoredAt' | 'discard'> & {
  readonly values: Given
  readonly change: (part: Partial<Given>) => void
}

function DayAndWords({ kept, today }: { kept: Kept; today: string }) {
  const say = useSay()
  const id = useId()
  const { on, words } = kept.values
  return (
    <div className="publish-fields">
      <Restored {...kept} />
      <label htmlFor={`${id}-on`}>{say('publish.on')}</label>
      <Input
        id={`${id}-on`}
        type="date"
        min={today}
        value={on}
        onChange={(event) => kept.change({ on: event.currentTarget.value })}
      />
      <label htmlFor={`${id}-words`}>{say('publish.words')}</label>
      <Input
        id={`${id}-words`}
        maxLength={500}
        value={words}
        onChange={(event) => kept.change({ words: event.currentTarget.value })}
      />
    </div>
  )
}

function Rollback({ opened, me }: { opened: StrategyDocumentWire; me: MeWire }) {
  const say = useSay()
  const id = useId()
  const { data } = useQuery(strategiesQuery)
  const propose = usePropose({ send: api.propose })
  const first = { version: undefined as number | undefined, on: me.today, words: '' }
  const kept = useKept(`rollback ${opened.name}`, first, propose)
  const { version, on, words } = kept.values
  const all = (data?.items ?? []).filter((one) => one.name === opened.name)
  const versions = [...new Set(all.map((one) => one.version))].filter(
    (one) => one !== opened.in_force,
  )
  const reason = !MAY_WRITE.includes(me.role)
    ? say('publish.not_writer')
    : versions.length === 0
      ? say('publish.nothing_earlier')
      : undefined
  const unchosen = version === undefined ? say('publish.choose_version') : undefined
  return (
    <section className="sheet" aria-labelledby="rollback-title">
      <h2 id="rollback-title">{say('publish.rollback')}</h2>
      <p className="muted">{say('publish.rollback_lead')}</p>
      <div className="publish-fields">
        <label htmlFor={id}>{say('publish.version')}</label>
        <Select
          id={id}
          {...(version !== undefined && { value: version })}
          options={versions.map((value) => ({
            value,
            label: say('ladders.version', { version: value }),
          }))}
          onChange={(chosen) => kept.change({ version: chosen })}
        />
      </div>
      <DayAndWords kept={kept} today={me.today} />
      <ProposeAct
        mutation={propose}
        label={say('publish.propose_rollback')}
        done={say('publish.proposed')}
        reason={reason ?? unchosen}
        onSend={() =>
          version !== undefined &&
          propose.mutate({
            kind: 'rollback',
            name: opened.name,
            version,
            effective_on: on,
            ...wordsGiven(words),
          })
        }
      />
    </section>
  )
}
