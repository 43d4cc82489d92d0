import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input } from 'antd'
import { useId, useState } from 'react'
import type {
  AppAccountWire,
  AppLinkBody,
  AppsWire,
  AppWithdrawBody,
  AppWordWire,
  CaseId,
} from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { useActKey } from '../case/act-key.ts'
import { ReasonForm } from '../case/reason-form.tsx'
import type { Tone } from '../cases/columns.tsx'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import './apps.css'

const appsQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'apps'],
    queryFn: () => ask<AppsWire>({ method: 'GET', path: `/v1/cases/${id}/apps` }),
  })

const TONE: Readonly<Record<AppAccountWire['state'], Tone>> = {
  open: 'good',
  templates_only: 'plain',
  not_linked: 'plain',
  blocked: 'bad',
}

/** Which accounts at apps the borrower has, until when they may be answered, and with whose yes. */
export function AppsPanel({ id }: { readonly id: CaseId }) {
  const say = useSay()
  const { data } = useQuery(appsQuery(id))
  if (data === undefined) return null
  return (
    <>
      <h3>{say('apps.title')}</h3>
      {data.items.length === 0 && <p className="muted">{say('apps.none')}</p>}
      <ul className="apps">
        {data.items.map((one) => (
          <Account key={`${one.provider} ${one.address_id}`} id={id} account={one} />
        ))}
      </ul>
      <Add id={id} providers={data.providers} />
    </>
  )
}

function useChange<Body>(id: CaseId, path: string, onDone: () => void) {
  const queries = useQueryClient()
  const key = useActKey()
  return useMutation({
    mutationFn: (body: Body) =>
      ask<AppsWire>({
        method: 'POST',
        path: `/v1/cases/${id}/apps${path}`,
        body,
        key: key.present(),
      }),
    onError: (error) => key.settle(error),
    onSuccess: async () => {
      key.settle()
      await queries.invalidateQueries({ queryKey: ['case', id] })
      onDone()
    },
  })
}

function Account({ id, account }: { readonly id: CaseId; readonly account: AppAccountWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { provider, state, window_left: left } = account
  const at = account.window_until
  return (
    <li>
      <strong>{provider}</strong> <code>{account.masked}</code>{' '}
      <span className={`mark ${TONE[state]}`}>{account.state_name}</span>{' '}
      {at !== null && <span>{say('apps.window', { at: instantText(at, language) })}</span>}{' '}
      {left !== null && <span className="muted">{say('apps.window_left', { n: left })}</span>}
      {account.consents.map(({ template, left: n }) => (
        <p key={template}>
          {n === null
            ? say('apps.consent_any', { template })
            : say('apps.consent', { template, n })}
        </p>
      ))}
      <Word word={account.linked} as="apps.linked" />
      <Word word={account.blocked} as="apps.blocked" />
      {account.opt_in === null ? (
        <p className="muted">{say('apps.no_opt_in')}</p>
      ) : (
        <Word word={account.opt_in} as={account.opt_in.given ? 'apps.yes' : 'apps.no'} />
      )}
      {(state === 'open' || state === 'templates_only') && <Withdraw id={id} account={account} />}
    </li>
  )
}

type WordProps = {
  readonly word: AppWordWire | null
  readonly as: 'apps.linked' | 'apps.blocked' | 'apps.yes' | 'apps.no'
}

function Word({ word, as }: WordProps) {
  const say = useSay()
  const { language } = usePreferences()
  if (word === null) return null
  const words = word.words ?? '-'
  const source = word.by ?? say('app_texts.told')
  return <p className="muted">{say(as, { words, source, at: instantText(word.at, language) })}</p>
}

function Withdraw({ id, account }: { readonly id: CaseId; readonly account: AppAccountWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const { data: me } = useSuspenseQuery(meQuery)
  const [asks, setAsks] = useState(false)
  const change = useChange<AppWithdrawBody>(id, '/withdrawals', () => setAsks(false))
  const blocked = whyNot(me, 'app.withdraw')
  const { provider, address_id } = account
  return (
    <>
      {change.isError && <Alert type="error" role="alert" title={problemText(change.error)} />}
      {asks ? (
        <ReasonForm
          label={say('apps.withdraw_why')}
          action={say('apps.withdraw_do')}
          draft={`app-withdraw ${address_id}`}
          sending={change}
          onSend={(reason) => change.mutate({ provider, address_id, reason })}
          onCancel={() => setAsks(false)}
        />
      ) : (
        <span className="act">
          <Button size="small" disabled={blocked !== undefined} onClick={() => setAsks(true)}>
            {say('apps.withdraw')}
          </Button>
          {blocked !== undefined && <small className="muted">{blocked}</small>}
        </span>
      )}
    </>
  )
}

type AddProps = { readonly id: CaseId; readonly providers: readonly string[] }
const EMPTY: AppLinkBody = { provider: '', name: '', evidence: '', opt_in: false }
const FIELDS = ['provider', 'name', 'evidence'] as const

function Add({ id, providers }: AddProps) {
  const say = useSay()
  const problemText = useProblemText()
  const formId = useId()
  const { data: me } = useSuspenseQuery(meQuery)
  const change = useChange<AppLinkBody>(id, '', () => undefined)
  const kept = useKept(`app-link ${id}`, EMPTY, change)
  const given = kept.values
  const blocked = whyNot(me, 'app.link')
  const isWhole = FIELDS.every((name) => given[name].trim() !== '')
  if (blocked !== undefined) return <p className="muted">{blocked}</p>
  return (
    <details open={kept.restoredAt !== undefined}>
      <summary>{say('apps.add')}</summary>
      <form
        className="apps-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) change.mutate(given)
        }}
      >
        <Restored {...kept} />
        {FIELDS.map((name) => (
          <label key={name} htmlFor={`${formId}-${name}`}>
            {say(`apps.${name}`)}
            <Input
              id={`${formId}-${name}`}
              list={name === 'provider' ? `${formId}-known` : undefined}
              maxLength={name === 'evidence' ? 500 : 200}
              value={given[name]}
              onChange={(event) => kept.change({ [name]: event.target.value })}
            />
          </label>
        ))}
        <datalist id={`${formId}-known`}>
          {providers.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Checkbox
          checked={given.opt_in}
          onChange={(event) => kept.change({ opt_in: event.target.checked })}
        >
          {say('apps.opt_in')}
        </Checkbox>
        {change.isError && <Alert type="error" role="alert" title={problemText(change.error)} />}
        {!isWhole && <span className="muted">{say('apps.needs')}</span>}
        <Button htmlType="submit" disabled={!isWhole} loading={change.isPending}>
          {say('apps.add')}
        </Button>
      </form>
    </details>
  )
}
