import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useId, useState, type FormEvent } from 'react'
import type { OfficialSignBody, OfficialSignWire } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { useSetting } from './queries.ts'

/** Numbers, senders, accounts and registers that are ours, and what was until a day. */
export function Signs({ signs }: { readonly signs: readonly OfficialSignWire[] }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const blocked = whyNot(me, 'official.record')
  return (
    <section>
      <h2>{say('portal_settings.signs')}</h2>
      <p className="muted">{say('portal_settings.signs_lead')}</p>
      {signs.length > 0 && <Table signs={signs} isBlocked={blocked !== undefined} />}
      {blocked === undefined ? <Add /> : <p className="muted">{blocked}</p>}
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

/** The id of a person ends with the person, and is recorded where people are: at the terminal. */
const KINDS = ['phone', 'sender', 'email', 'website', 'bank_account', 'register'] as const

function Add() {
  const say = useSay()
  const problemText = useProblemText()
  const id = useId()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('phone')
  const [given, setGiven] = useState({ text: '', about: '' })
  const add = useSetting<OfficialSignBody>(() => setGiven({ text: '', about: '' }))
  const isWhole = given.text.trim() !== '' && (kind !== 'register' || given.about.trim() !== '')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const about = given.about.trim()
    const body = { kind, text: given.text.trim(), ...(about !== '' && { about }) }
    if (isWhole) add.mutate({ path: 'official-signs', body })
  }
  const options = KINDS.map((value) => ({ value, label: say(`portal_settings.sign_${value}`) }))
  return (
    <form className="apps-form" aria-label={say('portal_settings.add')} onSubmit={onSubmit}>
      <label htmlFor={`${id}-kind`}>
        {say('portal_settings.kind')}
        <Select id={`${id}-kind`} value={kind} onChange={setKind} options={options} />
      </label>
      {(['text', 'about'] as const).map((name) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {say(`portal_settings.${name}`)}
          <Input
            id={`${id}-${name}`}
            maxLength={200}
            value={given[name]}
            onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
          />
        </label>
      ))}
      {add.isError && <Alert type="error" role="alert" title={problemText(add.error)} />}
      <Button htmlType="submit" disabled={!isWhole} loading={add.isPending}>
        {say('portal_settings.add')}
      </Button>
    </form>
  )
}
