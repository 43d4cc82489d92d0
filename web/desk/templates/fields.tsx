import { Checkbox, Input, Select } from 'antd'
import { useId } from 'react'
import type { TemplateBody, TemplateRulesWire } from '../../../src/api/wire-templates.ts'
import { useSay, useWordOf } from '../say.tsx'

type Props = {
  readonly draft: TemplateBody
  readonly rules: TemplateRulesWire
  readonly onChange: (draft: TemplateBody) => void
}

/** Only what goes together can be chosen; what does not is there, disabled. */
export function Fields({ draft, rules, onChange }: Props) {
  const say = useSay()
  const id = useId()
  const of = rules.kinds.find((one) => one.kind === draft.kind)
  return (
    <section className="sheet" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('templates.type')}</h2>
      <div className="template-fields">
        <label htmlFor={`${id}-name`}>{say('templates.name')}</label>
        <div>
          <Input
            id={`${id}-name`}
            value={draft.name}
            maxLength={60}
            autoComplete="off"
            aria-describedby={`${id}-hint`}
            onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          />
          <span id={`${id}-hint`} className="muted">
            {say('templates.name_hint')}
          </span>
        </div>
        <Choice
          field="kind"
          values={rules.kinds.map((one) => one.kind)}
          allowed={rules.kinds
            .filter((one) => one.channels.includes(draft.channel))
            .map((one) => one.kind)}
          value={draft.kind}
          onChange={(kind) => onChange({ ...draft, kind })}
        />
        <Choice
          field="tone"
          values={['none', 'warm', 'serious', 'consequence'] as const}
          allowed={of?.tones ?? []}
          value={draft.tone}
          onChange={(tone) => onChange({ ...draft, tone })}
        />
        <Choice
          field="audience"
          values={['borrower', 'third_person'] as const}
          allowed={of?.audiences ?? []}
          value={draft.audience}
          onChange={(audience) => onChange({ ...draft, audience })}
        />
      </div>
      <Stages draft={draft} rules={rules} onChange={onChange} />
      <Needs of={of} />
    </section>
  )
}

/** What its words must say, and what they may name. */
function Needs({ of }: { of: TemplateRulesWire['kinds'][number] | undefined }) {
  const say = useSay()
  const more = (of?.asks ?? [])
    .map((part) =>
      part === 'private' ? say('templates.asks.private') : say('templates.asks.the_debt'),
    )
    .join('')
  return (
    <>
      <p className="muted">{say('templates.needs', { more })}</p>
      <p className="muted template-variables">
        {say('templates.variables')}
        {(of?.variables ?? []).map((name) => (
          <code key={name}>{`{{ ${name} }}`}</code>
        ))}
      </p>
    </>
  )
}

type ChoiceProps<V extends string> = {
  readonly field: 'kind' | 'tone' | 'audience'
  readonly values: readonly V[]
  readonly allowed: readonly V[]
  readonly value: V
  readonly onChange: (value: V) => void
}

function Choice<V extends string>({ field, values, allowed, value, onChange }: ChoiceProps<V>) {
  const say = useSay()
  const wordOf = useWordOf()
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{say(`templates.${field}`)}</label>
      <Select<V>
        id={id}
        value={value}
        onChange={onChange}
        options={values.map((one) => ({
          value: one,
          label: wordOf(`template.${field}`, one),
          disabled: !allowed.includes(one),
        }))}
      />
    </>
  )
}

function Stages({ draft, rules, onChange }: Props) {
  const say = useSay()
  const wordOf = useWordOf()
  const of = rules.kinds.find((one) => one.kind === draft.kind)
  return (
    <fieldset className="template-stages">
      <legend>{say('templates.stages')}</legend>
      {rules.tones_at.map(({ stage, tones }) => {
        const has = draft.stages.includes(stage)
        const fits = (of?.stages.includes(stage) ?? false) && tones.includes(draft.tone)
        // What stands there and does not fit can be taken away; the last one stays.
        const isFixed = has ? draft.stages.length === 1 : !fits
        return (
          <Checkbox
            key={stage}
            checked={has}
            disabled={isFixed}
            onChange={() =>
              onChange({
                ...draft,
                stages: has
                  ? draft.stages.filter((one) => one !== stage)
                  : [...draft.stages, stage],
              })
            }
          >
            {wordOf('template.stage', stage)}
          </Checkbox>
        )
      })}
      <p className="muted">{say('templates.only_fits')}</p>
    </fieldset>
  )
}
