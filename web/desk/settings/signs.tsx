import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useId, type FormEvent } from 'react'
import type { OfficialSignBody, OfficialSignWire } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery, staffQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useSetting } from './queries.ts'

type Props = {
  readonly signs: readonly OfficialSignWire[]
  readonly creditors: readonly string[]
}

/** Numbers, senders, accounts, people and registers that are ours, and what was until a day. */
export function Signs({ signs, creditors }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const blocked = whyNot(me, 'official.record')
  return (
    <section>
      <h2>{say('portal_settings.signs')}</h2>
      <p className="muted">{say('portal_settings.signs_lead')}</p>
      {signs.length > 0 && <Table signs={signs} isBlocked={blocked !== undefined} />}
      {blocked === undefined ? <Add creditors={creditors} /> : <p className="muted">{blocked}</p>}
    </section>
  )
}

const HEAD = ['kind', 'text', 'about', 'begins', 'state'] as const

type TableProps = { readonly signs: readonly OfficialSignWire[]; readonly isBlocked: boolean }

function Table({ signs, isBlocked }: TableProps) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <table className="changes-table">
      <thead>
        <tr>
          {HEAD.map((name) => (
            <th key={name} scope="col">
              {say(`portal_settings.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {signs.map((sign) => (
          <tr key={sign.number}>
            <td>{say(`portal_settings.sign_${sign.kind}`)}</td>
            <th scope="row">{sign.text}</th>
            <td>{[sign.about, sign.creditor, sign.url].filter(Boolean).join(' · ')}</td>
            <td>{dayText(sign.begins_on, language)}</td>
            <td>
              <span className={sign.is_ours ? 'mark good' : 'mark'}>
                {say(sign.is_ours ? 'portal_settings.ours' : 'portal_settings.not_ours')}
              </span>{' '}
              {sign.is_ours && !isBlocked && <End sign={sign} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function End({ sign }: { readonly sign: OfficialSignWire }) {
  const say = useSay()
  const end = useSetting<object>()
  return (
    <Button
      size="small"
      aria-label={say('portal_settings.end_of', { text: sign.text })}
      loading={end.isPending}
      onClick={() => end.mutate({ path: `official-signs/${sign.number}/ends`, body: {} })}
    >
      {say('portal_settings.end')}
    </Button>
  )
}

const KINDS = [
  'phone',
  'sender',
  'email',
  'website',
  'bank_account',
  'staff',
  'register',
] as const satisfies readonly OfficialSignWire['kind'][]
type Kind = (typeof KINDS)[number]

const NONE = { kind: 'phone' as Kind, text: '', about: '', where: '', person: '', creditor: '' }
type Given = typeof NONE

/** A person's id names the person, with whose work here it ends; a register its name, and where it is looked up. */
function bodyOf({ kind, ...given }: Given): OfficialSignBody | undefined {
  const [text, about, url] = [given.text.trim(), given.about.trim(), given.where.trim()]
  const isWhole =
    text !== '' &&
    (kind !== 'register' || about !== '') &&
    (kind !== 'staff' || given.person !== '')
  if (!isWhole) return undefined
  return {
    kind,
    text,
    ...(about !== '' && { about }),
    ...(kind === 'register' && url !== '' && { url }),
    ...(kind === 'staff' && { user_id: given.person }),
    ...(given.creditor !== '' && { creditor: given.creditor }),
  }
}

function Add({ creditors }: { readonly creditors: readonly string[] }) {
  const say = useSay()
  const problemText = useProblemText()
  const id = useId()
  const add = useSetting<OfficialSignBody>()
  const kept = useKept('official-sign', NONE, add)
  const { values: given, change } = kept
  const { kind } = given
  const body = bodyOf(given)
  const options = KINDS.map((value) => ({ value, label: say(`portal_settings.sign_${value}`) }))
  const set = (name: keyof Given) => (value: string) => change({ [name]: value })
  const all = { value: '', label: say('portal_settings.every_creditor') }
  return (
    <form
      className="apps-form"
      aria-label={say('portal_settings.add')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (body !== undefined) add.mutate({ path: 'official-signs', body })
      }}
    >
      <Restored {...kept} />
      <label htmlFor={`${id}-kind`}>
        {say('portal_settings.kind')}
        <Select
          id={`${id}-kind`}
          value={kind}
          onChange={(now) => change({ kind: now })}
          options={options}
        />
      </label>
      {kind === 'staff' && <Person value={given.person} onChange={set('person')} />}
      {(kind === 'register' ? TEXTS_OF_REGISTER : TEXTS).map((name) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {say(`portal_settings.${name}`)}
          <Input
            id={`${id}-${name}`}
            maxLength={200}
            value={given[name]}
            onChange={({ target }) => set(name)(target.value)}
          />
        </label>
      ))}
      <label htmlFor={`${id}-creditor`}>
        {say('portal_settings.creditor')}
        <Select
          id={`${id}-creditor`}
          value={given.creditor}
          onChange={set('creditor')}
          options={[all, ...creditors.map((value) => ({ value, label: value }))]}
        />
      </label>
      {add.isError && <Alert type="error" role="alert" title={problemText(add.error)} />}
      {body === undefined && <span className="muted">{say('portal_settings.needs')}</span>}
      <Button htmlType="submit" disabled={body === undefined} loading={add.isPending}>
        {say('portal_settings.add')}
      </Button>
    </form>
  )
}

const TEXTS = ['text', 'about'] as const
const TEXTS_OF_REGISTER = [...TEXTS, 'where'] as const

type PersonProps = { readonly value: string; readonly onChange: (userId: string) => void }

function Person({ value, onChange }: PersonProps) {
  const say = useSay()
  const id = useId()
  const { data: staff } = useSuspenseQuery(staffQuery)
  return (
    <label htmlFor={id}>
      {say('portal_settings.person')}
      <Select
        id={id}
        value={value === '' ? undefined : value}
        onChange={onChange}
        options={staff.items.map((one) => ({ value: one.user_id, label: one.name }))}
      />
    </label>
  )
}
