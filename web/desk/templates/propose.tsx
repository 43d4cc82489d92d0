import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useId } from 'react'
import type { TemplateBody, TemplateOpenWire } from '../../../src/api/wire-templates.ts'
import type { MeWire, ProposalWire } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { ProposalLine, useStaffName } from '../strategy/proposals.tsx'
import { MAY_WRITE, ProposeAct, usePropose, WaitingList, wordsGiven } from '../strategy/propose.tsx'
import { proposeTemplate, templateQuery } from './queries.ts'

type Props = {
  readonly opened: TemplateOpenWire
  readonly draft: TemplateBody
  readonly me: MeWire
  /** undefined: not known of these words yet. */
  readonly sound: boolean | undefined
  readonly onProposed: () => void
}

export function Propose({ opened, draft, me, sound, onProposed }: Props) {
  const say = useSay()
  const id = useId()
  const propose = usePropose({ send: proposeTemplate, onDone: onProposed })
  const { channel, name } = opened.template
  const kept = useKept(`template-why ${channel} ${name}`, { words: '' }, propose)
  const { words } = kept.values
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
      <Restored {...kept} />
      <div className="template-fields">
        <label htmlFor={id}>{say('templates.why')}</label>
        <Input
          id={id}
          maxLength={500}
          value={words}
          onChange={(event) => kept.change({ words: event.currentTarget.value })}
        />
      </div>
      <ProposeAct
        mutation={propose}
        isPrimary
        label={say('templates.propose')}
        done={say('templates.proposed')}
        reason={reason}
        onSend={() => propose.mutate({ kind: 'template', template: draft, ...wordsGiven(words) })}
      />
    </section>
  )
}

type WaitingProps = {
  readonly opened: TemplateOpenWire
  readonly me: MeWire
  readonly onOpen: (template: TemplateBody) => void
}

/** What is proposed for this template. */
export function Waiting({ opened, me, onOpen }: WaitingProps) {
  const say = useSay()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  const lineOf = ({ author, proposed_at: at, version }: ProposalWire) => {
    const who = { author: nameOf(author), at: instantText(at, language) }
    return version === null
      ? say('templates.line', who)
      : say('templates.line_back', { ...who, version })
  }
  return (
    <WaitingList id="template-waiting" proposals={opened.waiting}>
      {(one) => (
        <ProposalLine
          key={one.id}
          proposal={one}
          me={me}
          says={lineOf(one)}
          onOpen={(document) => onOpen(JSON.parse(document) as TemplateBody)}
        />
      )}
    </WaitingList>
  )
}
