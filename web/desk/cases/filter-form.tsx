import { useQuery } from '@tanstack/react-query'
import { Button, InputNumber, Popover, Select } from 'antd'
import { useId, useState } from 'react'
import type { CaseState, TreatmentState } from '../../../src/api/wire.ts'
import { Icon } from '../icons.tsx'
import { facetsQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import type { CaseFilter, FilterKey } from './filter.ts'

const STATES: Record<CaseState | 'any', true> = {
  open: true,
  promised: true,
  on_hold: true,
  legal: true,
  closed: true,
  any: true,
}

/** Tables over the wire's unions: a new state does not compile until it can be chosen. */
const TREATMENT_STATES: Record<TreatmentState, true> = {
  planned: true,
  awaiting_approval: true,
  worked: true,
  approved: true,
  declined: true,
  listed: true,
  sent: true,
  deferred: true,
  denied: true,
  withdrawn: true,
}

type Choices = readonly { readonly value: string; readonly label: string }[]
type Props = { filter: CaseFilter; onChange: (key: FilterKey, value: string | undefined) => void }

function useChoices(): Partial<Record<FilterKey, Choices>> {
  const wordOf = useWordOf()
  const { data: facets } = useQuery(facetsQuery)
  const named = (prefix: string, codes: readonly string[]) =>
    codes.map((code) => ({ value: code, label: wordOf(prefix, code) }))
  return {
    state: named('state', Object.keys(STATES)),
    stage: named('stage', facets?.stages ?? []),
    tone: named('tone', facets?.tones ?? []),
    portfolio: (facets?.portfolios ?? []).map(({ code, name }) => ({ value: code, label: name })),
    language: named('language', ['zh', 'en']),
    treatment: named('treatment-name', facets?.treatments ?? []),
    treatment_state: named('treatment', Object.keys(TREATMENT_STATES)),
  }
}

/** One button that opens every filter; what is chosen shows as chips at once. */
export function FilterButton(props: Props) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      content={<FilterForm {...props} onDone={() => setOpen(false)} />}
    >
      <Button icon={<Icon of="filter" />} aria-expanded={isOpen}>
        {say('cases.filter')}
      </Button>
    </Popover>
  )
}

function FilterForm({ filter, onChange, onDone }: Props & { onDone: () => void }) {
  const say = useSay()
  const choices = useChoices()
  return (
    <div className="filter-form">
      {Object.entries(choices).map(([key, options]) => (
        <Choice
          key={key}
          name={key as FilterKey}
          options={options}
          value={filter[key as FilterKey]}
          onChange={onChange}
        />
      ))}
      <Days name="min_days_past_due" filter={filter} onChange={onChange} />
      <Days name="max_days_past_due" filter={filter} onChange={onChange} />
      <Button type="primary" onClick={onDone}>
        {say('cases.apply')}
      </Button>
    </div>
  )
}

type ChoiceProps = Pick<Props, 'onChange'> & {
  name: FilterKey
  options: Choices
  value: string | undefined
}

function Choice({ name, options, value, onChange }: ChoiceProps) {
  const say = useSay()
  const id = useId()
  return (
    <label htmlFor={id}>
      <span>{say(`filter.${name}`)}</span>
      <Select
        id={id}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={value ?? null}
        placeholder={say('cases.any')}
        options={[...options]}
        onChange={(chosen: string | null | undefined) => onChange(name, chosen ?? undefined)}
      />
    </label>
  )
}

function Days({ name, filter, onChange }: Props & { name: FilterKey }) {
  const say = useSay()
  const id = useId()
  const value = filter[name]
  return (
    <label htmlFor={id}>
      <span>{say(`filter.${name}`)}</span>
      <InputNumber
        id={id}
        min={0}
        precision={0}
        value={value === undefined ? null : Number(value)}
        placeholder={say('cases.any')}
        onChange={(days) => onChange(name, days === null ? undefined : String(days))}
      />
    </label>
  )
}
