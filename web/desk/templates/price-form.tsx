import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Button, Input, Select } from 'antd'
import { useId, type FormEvent } from 'react'
import type { PriceBody, PriceHistoryWire } from '../../../src/api/wire-templates.ts'
import '../apps/apps.css'
import { ask } from '../api.ts'
import { dayText, minorOf, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { priceHistoryQuery, pricesQuery } from './queries.ts'

/** Every price that was ever set, days to come among them. */
export function PriceHistory() {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const { data } = useQuery(priceHistoryQuery)
  if (data === undefined || data.items.length === 0) return null
  return (
    <details>
      <summary>{say('prices.history')}</summary>
      <table className="changes-table">
        <thead>
          <tr>
            <th scope="col">{say('templates.channel')}</th>
            <th scope="col">{say('templates.price_country')}</th>
            <th scope="col">{say('templates.price_amount')}</th>
            <th scope="col">{say('templates.price_per')}</th>
            <th scope="col">{say('templates.price_since')}</th>
            <th scope="col">{say('prices.by')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((one) => (
            <tr key={`${one.channel} ${one.country} ${one.from_on} ${one.set_at}`}>
              <th scope="row">{wordOf('template.channel', one.channel)}</th>
              <td>{one.country}</td>
              <td>{moneyText(one.amount, language)}</td>
              <td>{one.per}</td>
              <td>{dayText(one.from_on, language)}</td>
              <td>{one.by}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

const CHANNELS = ['sms', 'email', 'message', 'letter', 'visit'] as const
const EMPTY = {
  channel: 'sms' as (typeof CHANNELS)[number],
  country: '',
  amount: '',
  currency: '',
  per: '1',
}
const FIELDS = [
  ['country', 'templates.price_country'],
  ['amount', 'prices.amount'],
  ['currency', 'prices.currency'],
  ['per', 'templates.price_per'],
] as const

/** A price from a day on: what was counted before that day stays as it was. */
export function PriceForm() {
  const say = useSay()
  const problemText = useProblemText()
  const id = useId()
  const { data: me } = useSuspenseQuery(meQuery)
  const set = useSet()
  const kept = useKept('price', { ...EMPTY, from: me.today }, set)
  const { values: given, change } = kept
  const blocked = whyNot(me, 'price.set')
  const minor = minorOf(given.amount, given.currency)
  const isWhole = /^[A-Z]{2}$/.test(given.country) && minor !== undefined && given.from !== ''
  if (blocked !== undefined) return <p className="muted">{blocked}</p>
  const isOdd = given.amount !== '' && given.currency.length === 3 && minor === undefined
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole) set.mutate(bodyOf(given, minor))
  }
  return (
    <form className="apps-form" aria-label={say('prices.set')} onSubmit={onSubmit}>
      <Restored {...kept} />
      <label htmlFor={`${id}-channel`}>
        {say('templates.channel')}
        <ChannelSelect
          id={`${id}-channel`}
          value={given.channel}
          onChange={(channel) => change({ channel })}
        />
      </label>
      {FIELDS.map(([name, label]) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {say(label)}
          <Input
            id={`${id}-${name}`}
            maxLength={name === 'country' ? 2 : name === 'currency' ? 3 : 12}
            value={given[name]}
            onChange={(event) => change({ [name]: event.target.value.toUpperCase() })}
          />
        </label>
      ))}
      <label htmlFor={`${id}-from`}>
        {say('prices.from')}
        <Input
          id={`${id}-from`}
          type="date"
          value={given.from}
          onChange={(event) => change({ from: event.target.value })}
        />
      </label>
      {!isWhole && <span className="muted">{say(isOdd ? 'prices.bad' : 'prices.needs')}</span>}
      {set.isError && <Alert type="error" role="alert" title={problemText(set.error)} />}
      <Button htmlType="submit" disabled={!isWhole} loading={set.isPending}>
        {say('prices.set')}
      </Button>
    </form>
  )
}

type Given = typeof EMPTY & { readonly from: string }

const bodyOf = (given: Given, minor: string): PriceBody => ({
  channel: given.channel,
  country: given.country,
  amount: { minor, currency: given.currency },
  per: Number(given.per),
  from_on: given.from,
})

type ChannelProps = {
  readonly id: string
  readonly value: (typeof CHANNELS)[number]
  readonly onChange: (channel: (typeof CHANNELS)[number]) => void
}

function ChannelSelect({ id, value, onChange }: ChannelProps) {
  const wordOf = useWordOf()
  const options = CHANNELS.map((one) => ({ value: one, label: wordOf('template.channel', one) }))
  return <Select id={id} value={value} onChange={onChange} options={options} />
}

function useSet() {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: PriceBody) =>
      ask<PriceHistoryWire>({ method: 'POST', path: '/v1/message-prices', body }),
    onSuccess: async (now) => {
      queries.setQueryData(priceHistoryQuery.queryKey, now)
      await queries.invalidateQueries({ queryKey: pricesQuery.queryKey })
      // What a preview costs is counted anew.
      await queries.invalidateQueries({ queryKey: ['templates'] })
      message.success(say('prices.kept'))
    },
  })
}
