import { Button, Checkbox, Input, Select } from 'antd'
import { useId, type FormEvent } from 'react'
import type { SparedBody } from '../../../src/api/wire-people.ts'
import { CHANNELS, type Channel } from '../../../src/core/channel.ts'
import { useSay } from '../say.tsx'
import { useKept, type Sending } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import './spared.css'
import { DAYS } from './when.ts'

const WHAT = ['time', 'work', 'home'] as const

type Draft = {
  readonly what: (typeof WHAT)[number]
  readonly days: readonly number[]
  readonly from: string
  readonly until: string
  readonly channel: Channel | ''
  readonly untilOn: string
  readonly words: string
}

const EMPTY: Draft = {
  what: 'time',
  days: [],
  from: '',
  until: '',
  channel: '',
  untilOn: '',
  words: '',
}

const hasHours = ({ from, until }: Draft) => from !== '' && until !== '' && from !== until

/** Hours with both ends, or whole days, or a place; and the words. */
function isWhole(draft: Draft): boolean {
  const { what, days, from, until, words } = draft
  const isOnlyDays = days.length > 0 && from === '' && until === ''
  return words.trim() !== '' && (what !== 'time' || hasHours(draft) || isOnlyDays)
}

function bodyOf(draft: Draft): SparedBody {
  const { what, days, from, until, channel, untilOn, words } = draft
  return {
    ...(what !== 'time' && { place: what }),
    ...(what === 'time' && days.length > 0 && { days }),
    ...(what === 'time' && hasHours(draft) && { from, until }),
    ...(channel !== '' && { channel }),
    ...(untilOn !== '' && { until_on: untilOn }),
    words: words.trim(),
  }
}

type Props = { place: string; sending: Sending; onGive: (body: SparedBody) => void }

/** One thing at a time: hours, days, or a place, with the words in which it was said. */
export function SparedForm({ place, sending, onGive }: Props) {
  const say = useSay()
  const id = useId()
  const kept = useKept(place, EMPTY, sending)
  const { values: draft, change } = kept
  const give = (event: FormEvent) => {
    event.preventDefault()
    onGive(bodyOf(draft))
  }
  return (
    <form className="spared-form" onSubmit={give}>
      <Restored {...kept} />
      <What draft={draft} onChange={change} />
      {draft.what === 'time' && <Hours draft={draft} onChange={change} />}
      <div>
        <label htmlFor={`${id}-until-on`}>{say('spared.until_on')}</label>
        <Input
          id={`${id}-until-on`}
          type="date"
          value={draft.untilOn}
          onChange={(event) => change({ untilOn: event.target.value })}
        />
      </div>
      <div className="spared-words">
        <label htmlFor={id}>{say('spared.words')}</label>
        <Input
          id={id}
          value={draft.words}
          maxLength={500}
          onChange={(event) => change({ words: event.target.value })}
        />
      </div>
      <Button htmlType="submit" loading={sending.isPending} disabled={!isWhole(draft)}>
        {say('spared.add')}
      </Button>
      {!isWhole(draft) && <small className="muted">{say('spared.incomplete')}</small>}
    </form>
  )
}

type Part = { draft: Draft; onChange: (part: Partial<Draft>) => void }

function What({ draft, onChange }: Part) {
  const say = useSay()
  const id = useId()
  return (
    <>
      <div>
        <label htmlFor={`${id}-what`}>{say('spared.place')}</label>
        <Select<Draft['what']>
          id={`${id}-what`}
          value={draft.what}
          onChange={(what) => onChange({ what })}
          options={WHAT.map((value) => ({ value, label: say(`spared.place.${value}`) }))}
        />
      </div>
      <div>
        <label htmlFor={`${id}-channel`}>{say('spared.channel')}</label>
        <Select<Draft['channel']>
          id={`${id}-channel`}
          value={draft.channel}
          onChange={(channel) => onChange({ channel })}
          options={[
            { value: '', label: say('spared.any') },
            ...CHANNELS.map((value) => ({ value, label: say(`channel.${value}`) })),
          ]}
        />
      </div>
    </>
  )
}

function Hours({ draft, onChange }: Part) {
  const say = useSay()
  const id = useId()
  return (
    <>
      <fieldset>
        <legend>{say('spared.days')}</legend>
        <Checkbox.Group
          value={[...draft.days]}
          onChange={(days) => onChange({ days: days.map(Number) })}
          options={DAYS.map((value) => ({ value, label: say(`spared.day.${value}`) }))}
        />
      </fieldset>
      {(['from', 'until'] as const).map((end) => (
        <div key={end}>
          <label htmlFor={`${id}-${end}`}>{say(`spared.${end}`)}</label>
          <Input
            id={`${id}-${end}`}
            type="time"
            value={draft[end]}
            onChange={(event) => onChange({ [end]: event.target.value })}
          />
        </div>
      ))}
    </>
  )
}
