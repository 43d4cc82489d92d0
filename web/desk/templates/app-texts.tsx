import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Button, Input, Select } from 'antd'
import { useId } from 'react'
import type { ProviderTemplateBody, ProviderTemplatesWire } from '../../../src/api/wire.ts'
import '../apps/apps.css'
import { ask } from '../api.ts'
import { useActKey } from '../case/act-key.ts'
import type { Tone } from '../cases/columns.tsx'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { appTextsQuery } from './queries.ts'
import '../strategy/strategy.css'
import './templates.css'

type Item = ProviderTemplatesWire['items'][number]
type State = Item['state']
const STATES = ['pending', 'approved', 'rejected', 'paused', 'disabled'] as const

const TONE: Readonly<Record<State, Tone>> = {
  pending: 'plain',
  approved: 'good',
  rejected: 'bad',
  paused: 'bad',
  disabled: 'bad',
}

/** What each app says of the texts that it is asked to approve. */
export function AppTextsPage() {
  const say = useSay()
  const { data } = useSuspenseQuery(appTextsQuery)
  useTitle(say('app_texts.title'))
  return (
    <div className="templates">
      <h1>{say('app_texts.title')}</h1>
      <p className="muted">{say('app_texts.lead')}</p>
      {data.items.length === 0 ? <p>{say('app_texts.none')}</p> : <Rows items={data.items} />}
      <RecordForm providers={data.providers} />
    </div>
  )
}

const HEAD = ['provider', 'code', 'language', 'state', 'why', 'since'] as const

function Rows({ items }: { readonly items: readonly Item[] }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <div className="ladder-scroll" role="region" aria-label={say('app_texts.title')} tabIndex={0}>
      <table className="changes-table">
        <thead>
          <tr>
            {HEAD.map((name) => (
              <th key={name} scope="col">
                {say(`app_texts.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={`${one.provider} ${one.code} ${one.language}`}>
              <th scope="row">{one.provider}</th>
              <td>
                <code>{one.code}</code>
              </td>
              <td>{one.language === '' ? say('app_texts.one_language') : one.language}</td>
              <td>
                <span className={`mark ${TONE[one.state]}`}>{one.state_name}</span>
              </td>
              <td>{one.why}</td>
              <td>
                {instantText(one.since, language)}{' '}
                <small className="muted">{one.by ?? say('app_texts.told')}</small>
                <Before item={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Before({ item }: { readonly item: Item }) {
  const say = useSay()
  const { language } = usePreferences()
  if (item.before.length === 0) return null
  return (
    <details>
      <summary>{say('app_texts.before', { n: item.before.length })}</summary>
      <ul>
        {item.before.map((one) => (
          <li key={`${one.at} ${one.state_name}`}>
            {instantText(one.at, language)} {one.state_name} {one.why}{' '}
            <small className="muted">{one.by ?? say('app_texts.told')}</small>
          </li>
        ))}
      </ul>
    </details>
  )
}

const EMPTY = { provider: '', code: '', language: '', why: '', state: 'approved' as State }
const FIELDS = [
  ['provider', 'app_texts.provider'],
  ['code', 'app_texts.code'],
  ['language', 'app_texts.language_given'],
  ['why', 'app_texts.why_given'],
] as const

function RecordForm({ providers }: { readonly providers: readonly string[] }) {
  const say = useSay()
  const problemText = useProblemText()
  const id = useId()
  const { data: me } = useSuspenseQuery(meQuery)
  const record = useRecord()
  const kept = useKept('app-text', EMPTY, record)
  const { values: given, change } = kept
  const blocked = whyNot(me, 'app_text.record')
  const isWhole = FIELDS.every(([name]) => name === 'language' || given[name].trim() !== '')
  if (blocked !== undefined) return <p className="muted">{blocked}</p>
  const send = () => {
    const { language, ...rest } = given
    record.mutate({ ...rest, ...(language !== '' && { language }) })
  }
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('app_texts.record')}</h2>
      <form
        className="apps-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) send()
        }}
      >
        <Restored {...kept} />
        <Texts id={id} given={given} providers={providers} onChange={change} />
        <label htmlFor={`${id}-state`}>
          {say('app_texts.state')}
          <Select
            id={`${id}-state`}
            value={given.state}
            onChange={(state) => change({ state })}
            options={STATES.map((value) => ({ value, label: say(`app_texts.${value}`) }))}
          />
        </label>
        {record.isError && <Alert type="error" role="alert" title={problemText(record.error)} />}
        {!isWhole && <span className="muted">{say('app_texts.needs')}</span>}
        <Button type="primary" htmlType="submit" disabled={!isWhole} loading={record.isPending}>
          {say('app_texts.record')}
        </Button>
      </form>
    </section>
  )
}

type TextsProps = {
  readonly id: string
  readonly given: typeof EMPTY
  readonly providers: readonly string[]
  readonly onChange: (part: Partial<typeof EMPTY>) => void
}

function Texts({ id, given, providers, onChange }: TextsProps) {
  const say = useSay()
  return (
    <>
      {FIELDS.map(([name, label]) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {say(label)}
          <Input
            id={`${id}-${name}`}
            list={name === 'provider' ? `${id}-known` : undefined}
            maxLength={name === 'language' ? 20 : 200}
            value={given[name]}
            onChange={(event) => onChange({ [name]: event.target.value })}
          />
        </label>
      ))}
      <datalist id={`${id}-known`}>
        {providers.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  )
}

function useRecord() {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const key = useActKey()
  return useMutation({
    mutationFn: (body: ProviderTemplateBody) =>
      ask<ProviderTemplatesWire>({
        method: 'POST',
        path: '/v1/provider-templates',
        body,
        key: key.present(),
      }),
    onError: (error) => key.settle(error),
    onSuccess: (now) => {
      key.settle()
      queries.setQueryData(appTextsQuery.queryKey, now)
      message.success(say('app_texts.recorded'))
    },
  })
}
