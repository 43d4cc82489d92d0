import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Button, Input, Select } from 'antd'
import { useId, useState, type FormEvent } from 'react'
import type { PriceBody, PriceHistoryWire } from '../../../src/api/wire-templates.ts'
import '../apps/apps.css'
import { ask } from '../api.ts'
import { dayText, minorOf, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { whyNot } from '../session.ts'
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
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('sms')
  const [given, setGiven] = useState({ country: '', amount: '', currency: '', per: '1' })
  const [from, setFrom] = useState<string>(me.today)
  const set = useSet()
  const blocked = whyNot(me, 'price.set')
  const minor = minorOf(given.amount, given.currency)
  const isWhole = /^[A-Z]{2}$/.test(given.country) && minor !== undefined && from !== ''
  if (blocked !== undefined) return <p className="muted">{blocked}</p>
  const send = () =>
    set.mutate({
      channel,
      country: given.country,
      amount: { minor: minor ?? '', currency: given.currency },
      per: Number(given.per),
      from_on: from,
    })
  const isOdd = given.amount !== '' && given.currency.length === 3 && minor === undefined
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole) send()
  }
  return (
    <form className="apps-form" aria-label={say('prices.set')} onSubmit={onSubmit}>
      <label htmlFor={`${id}-channel`}>
        {say('templates.channel')}
        <ChannelSelect id={`${id}-channel`} value={channel} onChange={setChannel} />
      </label>
      {FIELDS.map(([name, label]) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {say(label)}
          <Input
            id={`${id}-${name}`}
            maxLength={name === 'country' ? 2 : name === 'currency' ? 3 : 12}
            value={given[name]}
            onChange={(event) => setGiven({ ...given, [name]: event.target.value.toUpperCase() })}
          />
        </label>
      ))}
      <label htmlFor={`${id}-from`}>
        {say('prices.from')}
        <Input
          id={`${id}-from`}
          type="date"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      {isOdd && <span className="muted">{say('prices.bad')}</span>}
      {set.isError && <Alert type="error" role="alert" title={problemText(set.error)} />}
      <Button htmlType="submit" disabled={!isWhole} loading={set.isPending}>
        {say('prices.set')}
      </Button>
    </form>
  )
}

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
