import { useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import type { MeWire, TrialTermsWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { dayLater } from '../format.ts'
import { strategiesQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { ModalForm } from '../shell/modal-form.tsx'
import { usePropose, wordsGiven } from '../strategy/propose.tsx'

type Challenger = { readonly name: string; readonly who: string; readonly percent: number }
type Values = {
  readonly name: string
  readonly strategy: string
  readonly challengers: readonly Challenger[]
  readonly begins: string
  readonly last: string
  readonly metric: TrialTermsWire['metric']
  readonly most: number
  readonly least: number
  readonly words?: string
}

const HOLD_OUT = '-'
const CHALLENGERS_MAX = 4
const DAYS = 28
const LANES = { from: 0, until: 100 }
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/

type Props = {
  /** A trial that is proposed again. */
  readonly of: TrialTermsWire | undefined
  readonly me: MeWire
  readonly onClose: () => void
}

/** The terms of a trial; nobody is divided before another person agrees. */
export function TrialForm({ of, me, onClose }: Props) {
  const say = useSay()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const propose = usePropose({
    send: api.propose,
    onDone: () => {
      form.resetFields()
      onClose()
      void message.success(say('trials.proposed'))
    },
  })
  return (
    <ModalForm<Values>
      form={form}
      open
      width={760}
      title={say('trials.propose')}
      save={say('publish.propose')}
      lead={say('trials.form.lead')}
      sending={propose}
      focus="name"
      draft={`trial ${of?.name ?? ''}`}
      initialValues={valuesOf(of, me.today)}
      onFinish={(values) =>
        propose.mutate({
          kind: 'trial',
          ...termsOf(values, of?.lanes ?? LANES),
          ...wordsGiven(values.words ?? ''),
        })
      }
      onClose={onClose}
    >
      <Names />
      <Challengers />
      <Rail today={me.today} />
    </ModalForm>
  )
}

function valuesOf(of: TrialTermsWire | undefined, today: string): Partial<Values> {
  const begins = dayLater(today, 1)
  if (of === undefined)
    return {
      challengers: [{ name: 'challenger', who: '', percent: 10 }],
      begins,
      last: dayLater(begins, DAYS - 1),
      metric: 'both',
      most: 3,
      least: 500,
    }
  const days = Math.round((Date.parse(of.ends_on) - Date.parse(of.begins_on)) / 86_400_000)
  return {
    name: `${of.name}-2`,
    strategy: of.strategy,
    challengers: of.arms.slice(1).map(({ name, strategy, version, percent }) => ({
      name,
      who: strategy === null ? HOLD_OUT : version === null ? strategy : `${strategy} ${version}`,
      percent,
    })),
    begins,
    last: dayLater(begins, days - 1),
    metric: of.metric,
    most: of.per_thousand_max,
    least: of.contacts_least,
  }
}

function termsOf(values: Values, lanes: TrialTermsWire['lanes']): TrialTermsWire {
  const arms = values.challengers.map(({ name, who, percent }) => {
    const [strategy = '', version] = who.split(' ')
    return {
      name,
      strategy: who === HOLD_OUT ? null : strategy,
      version: version === undefined ? null : Number(version),
      percent,
    }
  })
  const champion = {
    name: 'champion',
    strategy: values.strategy,
    version: null,
    percent: restOf(values.challengers),
  }
  return {
    name: values.name,
    strategy: values.strategy,
    arms: [champion, ...arms],
    lanes,
    begins_on: values.begins,
    ends_on: dayLater(values.last, 1),
    metric: values.metric,
    per_thousand_max: values.most,
    contacts_least: values.least,
  }
}

const restOf = (challengers: readonly (Partial<Challenger> | undefined)[]): number =>
  100 - challengers.reduce((sum, one) => sum + (one?.percent ?? 0), 0)

function useNeeded() {
  const say = useSay()
  return { required: true, message: say('trials.form.needed') }
}

function Names() {
  const say = useSay()
  const needed = useNeeded()
  const { data } = useSuspenseQuery(strategiesQuery)
  const names = [...new Set(data.items.map(({ name }) => name))]
  return (
    <div className="trial-fields">
      <Form.Item
        name="name"
        label={say('trials.form.name')}
        extra={say('trials.form.name_help')}
        rules={[{ required: true, pattern: NAME, message: say('trials.form.name_help') }]}
      >
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="strategy" label={say('trials.form.strategy')} rules={[needed]}>
        <Select options={names.map((value) => ({ value, label: value }))} />
      </Form.Item>
    </div>
  )
}

function Challengers() {
  const say = useSay()
  return (
    <fieldset className="trial-challengers">
      <legend>{say('trials.form.challengers')}</legend>
      <Form.List name="challengers">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <ChallengerFields
                key={field.key}
                at={field.name}
                onRemove={fields.length > 1 ? () => remove(field.name) : undefined}
              />
            ))}
            <Button
              disabled={fields.length >= CHALLENGERS_MAX}
              onClick={() => add({ name: `challenger-${fields.length + 1}`, percent: 10 })}
            >
              {say('trials.form.add')}
            </Button>{' '}
            {fields.length >= CHALLENGERS_MAX && (
              <span className="muted">{say('trials.form.no_more', { n: CHALLENGERS_MAX })}</span>
            )}
          </>
        )}
      </Form.List>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => {
          const rest = restOf((getFieldValue('challengers') ?? []) as Challenger[])
          return (
            <p role="status" className={rest < 1 ? 'bad-words' : 'muted'}>
              {rest < 1 ? say('trials.form.too_much') : say('trials.form.rest', { percent: rest })}
            </p>
          )
        }}
      </Form.Item>
    </fieldset>
  )
}

type ChallengerProps = { readonly at: number; readonly onRemove: (() => void) | undefined }

function ChallengerFields({ at, onRemove }: ChallengerProps) {
  const say = useSay()
  const needed = useNeeded()
  const { data } = useSuspenseQuery(strategiesQuery)
  const names = [...new Set(data.items.map(({ name }) => name))]
  const versions = [...new Set(data.items.map(({ name, version }) => `${name} ${version}`))]
  return (
    <div className="trial-challenger">
      <Form.Item
        name={[at, 'name']}
        label={say('trials.form.name')}
        rules={[{ required: true, pattern: NAME, message: say('trials.form.name_help') }]}
      >
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name={[at, 'who']} label={say('trials.form.who')} rules={[needed]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: HOLD_OUT, label: say('trials.hold_out') },
            ...names.map((value) => ({
              value,
              label: say('trials.in_force', { strategy: value }),
            })),
            ...versions.map((value) => {
              const [strategy = '', version = ''] = value.split(' ')
              return { value, label: say('trials.version', { strategy, version }) }
            }),
          ]}
        />
      </Form.Item>
      <Form.Item name={[at, 'percent']} label={say('trials.form.percent')} rules={[needed]}>
        <InputNumber min={1} max={99} precision={0} />
      </Form.Item>
      {onRemove !== undefined && (
        <Button aria-label={say('trials.form.remove', { n: at + 1 })} onClick={onRemove}>
          ×
        </Button>
      )}
    </div>
  )
}

function Rail({ today }: { today: string }) {
  const say = useSay()
  const needed = useNeeded()
  return (
    <>
      <div className="trial-fields">
        <Form.Item name="begins" label={say('trials.form.begins')} rules={[needed]}>
          <Input type="date" min={today} />
        </Form.Item>
        <Form.Item name="last" label={say('trials.form.last')} rules={[needed]}>
          <Input type="date" min={today} />
        </Form.Item>
      </div>
      <div className="trial-fields">
        <Form.Item name="metric" label={say('trials.form.metric')} rules={[needed]}>
          <Select
            options={(['both', 'complaints', 'refusals'] as const).map((value) => ({
              value,
              label: say(`trials.metric.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="most" label={say('trials.form.most')} rules={[needed]}>
          <InputNumber min={0} max={1000} precision={0} />
        </Form.Item>
        <Form.Item name="least" label={say('trials.form.least')} rules={[needed]}>
          <InputNumber min={1} max={1_000_000} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="words" label={say('trials.form.words')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  )
}
