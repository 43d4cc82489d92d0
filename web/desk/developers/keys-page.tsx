import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { KEY_SCOPES, type KeyWire } from '../../../src/api/wire-keys.ts'
import type { Role } from '../../../src/api/wire.ts'
import { More, PageHead, Table } from '../compliance/parts.tsx'
import { dayText, instantText } from '../format.ts'
import { meQuery } from '../queries.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { developersApi, keysQuery } from './queries.ts'
import './developers.css'

const ROLES = ['collector', 'manager', 'compliance', 'admin'] as const

/** Who works here without being a person, since when, until when and why. */
export function KeysPage() {
  const say = useSay()
  useTitle(say('dev.keys'))
  const found = useSuspenseInfiniteQuery(keysQuery)
  const { data: me } = useSuspenseQuery(meQuery)
  const keys = found.data.pages.flatMap((page) => page.items)
  return (
    <div>
      <PageHead title={say('dev.keys')} lead={say('dev.keys_lead')} />
      {me.role === 'admin' && <NewKey />}
      <section className="sheet">
        {keys.length === 0 ? (
          <p>{say('dev.none')}</p>
        ) : (
          <Table
            label={say('dev.keys')}
            head={[
              say('dev.key_name'),
              say('dev.key_prefix'),
              say('dev.key_role'),
              say('dev.key_scopes'),
              say('dev.key_state'),
              say('dev.key_used'),
              say('dev.key_expires'),
              say('dev.act'),
            ]}
          >
            {keys.map((key) => (
              <KeyRow key={key.id} of={key} role={me.role} />
            ))}
          </Table>
        )}
        <More list={found} />
      </section>
    </div>
  )
}

function KeyRow({ of, role }: { of: KeyWire; role: Role }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <tr>
      <td>
        {of.program}
        <div className="muted">{of.reason}</div>
      </td>
      <td>
        <code>{of.prefix}</code>
      </td>
      <td>{say(`role.${of.role}`)}</td>
      <td>{of.scopes.join(', ')}</td>
      <td>
        {say(`dev.${of.state}`)}
        {of.end_reason !== null && <div className="muted">{of.end_reason}</div>}
        {of.approved_by !== null && <div className="muted">{say('dev.key_agreed')}</div>}
        {of.state === 'waiting' && <Waits of={of} />}
      </td>
      <td>{of.used_on === null ? say('dev.never') : dayText(of.used_on, language)}</td>
      <td>{instantText(of.expires_at, language)}</td>
      <td>
        {of.state === 'waiting' && of.approvers.includes(role) && <AgreeToKey id={of.id} />}
        {role === 'admin' && (of.state === 'live' || of.state === 'waiting') && (
          <EndKey id={of.id} />
        )}
      </td>
    </tr>
  )
}

/** Who has to agree, in words. */
function Waits({ of }: { of: KeyWire }) {
  const say = useSay()
  const roles = of.approvers.map((role) => say(`role.${role}`)).join(' / ')
  return <div className="muted">{say('dev.key_waits', { roles })}</div>
}

function AgreeToKey({ id }: { id: string }) {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const agree = useMutation({
    mutationFn: developersApi.agreeToKey,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
  return (
    <>
      <Button type="primary" loading={agree.isPending} onClick={() => agree.mutate(id)}>
        {say('dev.key_agree')}
      </Button>
      {agree.error !== null && <Alert type="error" title={problemText(agree.error)} showIcon />}
    </>
  )
}

function EndKey({ id }: { id: string }) {
  const say = useSay()
  const [reason, setReason] = useState('')
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: developersApi.endKey,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
  return (
    <form
      className="dev-form"
      onSubmit={(event) => {
        event.preventDefault()
        end.mutate({ id, reason: reason.trim() })
      }}
    >
      <label className="dev-field">
        <span>{say('dev.key_end_reason')}</span>
        <input value={reason} onChange={(event) => setReason(event.target.value)} required />
      </label>
      <Button htmlType="submit" loading={end.isPending}>
        {say('dev.key_end')}
      </Button>
    </form>
  )
}

function NewKey() {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: developersApi.makeKey,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const word = (name: string) => {
      const value = given.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const scopes = given.getAll('scope').filter((one) => typeof one === 'string')
    const [name, role, reason] = [word('name'), word('role'), word('reason')]
    make.mutate({ name, role, reason, scopes, days: Number(word('days')) })
  }
  return (
    <section className="sheet">
      <h2>{say('dev.key_new')}</h2>
      <form className="dev-form" onSubmit={send}>
        <KeyFields />
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {say('dev.key_new')}
        </Button>
      </form>
      {make.data !== undefined && <Secret text={make.data.secret} />}
      {make.data?.state === 'waiting' && <Waits of={make.data} />}
      {make.error !== null && <Alert type="error" title={problemText(make.error)} showIcon />}
    </section>
  )
}

function KeyFields() {
  const say = useSay()
  return (
    <>
      <label className="dev-field">
        <span>{say('dev.key_name')}</span>
        <input name="name" required maxLength={100} />
      </label>
      <label className="dev-field">
        <span>{say('dev.key_role')}</span>
        <select name="role">
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {say(`role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="dev-field">
        <span>{say('dev.key_days')}</span>
        <input name="days" type="number" min={1} max={366} defaultValue={90} required />
      </label>
      <label className="dev-field">
        <span>{say('dev.key_reason')}</span>
        <input name="reason" required maxLength={500} />
      </label>
      <fieldset className="dev-scopes">
        <legend>{say('dev.key_scopes')}</legend>
        {KEY_SCOPES.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scope" value={scope} />
            <code>{scope}</code>
          </label>
        ))}
      </fieldset>
    </>
  )
}

/** Shown this once. */
export function Secret({ text }: { text: string }) {
  const say = useSay()
  return (
    <div className="dev-once" role="status">
      <p>{say('dev.key_once')}</p>
      <pre className="dev-code">{text}</pre>
    </div>
  )
}
