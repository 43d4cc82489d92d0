import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import type { ComponentProps, FormEvent } from 'react'
import { KEY_SCOPES, type KeyWire } from '../../../src/api/wire-keys.ts'
import type { Role } from '../../../src/api/wire.ts'
import { More, PageHead, Table } from '../compliance/parts.tsx'
import { dayText, instantText } from '../format.ts'
import { meQuery } from '../queries.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
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
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: developersApi.endKey,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  })
  const kept = useKept(`key-end ${id}`, { reason: '' }, end)
  const { reason } = kept.values
  return (
    <form
      className="dev-form"
      onSubmit={(event) => {
        event.preventDefault()
        end.mutate({ id, reason: reason.trim() })
      }}
    >
      <Restored {...kept} />
      <label className="dev-field">
        <span>{say('dev.key_end_reason')}</span>
        <input
          value={reason}
          onChange={(event) => kept.change({ reason: event.target.value })}
          required
        />
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
  const kept = useKept('new-key', EMPTY, make)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const { name, role, reason, scopes, days } = kept.values
    make.mutate({ name: name.trim(), role, reason: reason.trim(), scopes, days: Number(days) })
  }
  return (
    <section className="sheet">
      <h2>{say('dev.key_new')}</h2>
      <Restored {...kept} />
      <form className="dev-form" onSubmit={send}>
        <KeyFields given={kept.values} onChange={kept.change} />
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

type Given = {
  readonly name: string
  readonly role: string
  readonly days: string
  readonly reason: string
  readonly scopes: readonly string[]
}

const EMPTY: Given = { name: '', role: ROLES[0], days: '90', reason: '', scopes: [] }

type FieldsProps = { readonly given: Given; readonly onChange: (part: Partial<Given>) => void }

function KeyFields({ given, onChange }: FieldsProps) {
  const say = useSay()
  const text = (name: 'name' | 'days' | 'reason', more: ComponentProps<'input'>) => (
    <label className="dev-field">
      <span>{say(`dev.key_${name}`)}</span>
      <input
        required
        value={given[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
        {...more}
      />
    </label>
  )
  return (
    <>
      {text('name', { maxLength: 100 })}
      <label className="dev-field">
        <span>{say('dev.key_role')}</span>
        <select value={given.role} onChange={(event) => onChange({ role: event.target.value })}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {say(`role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      {text('days', { type: 'number', min: 1, max: 366 })}
      {text('reason', { maxLength: 500 })}
      <fieldset className="dev-scopes">
        <legend>{say('dev.key_scopes')}</legend>
        {KEY_SCOPES.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={given.scopes.includes(scope)}
              onChange={({ target }) =>
                onChange({
                  scopes: target.checked
                    ? [...given.scopes, scope]
                    : given.scopes.filter((one) => one !== scope),
                })
              }
            />
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
