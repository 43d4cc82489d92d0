import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { newIdempotencyKey } from '../api.ts'
import type { Language } from '../../../src/api/wire.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import type { Operation, Parameter } from './document.ts'

type Values = Readonly<Record<string, string>>

/** A program's key, typed once for all operations and kept nowhere. */
export type ShownKey = { readonly text: string; set(text: string): void }

type Tried = { readonly status: number; readonly headers: readonly string[]; readonly body: string }

/** What is told beside the body, where it is there. */
const HEADERS = ['Forbear-Dry-Run', 'ETag', 'Location', 'Retry-After'] as const

type Asking = {
  readonly operation: Operation
  readonly values: Values
  readonly body: string | File | undefined
  readonly key: string
  readonly language: Language
}

/** Asks the operation with what was typed, as a program does: the answer is shown as it came. */
async function tryOperation({ operation, values, body, key, language }: Asking): Promise<Tried> {
  const all = operation.parameters ?? []
  const given = (way: Parameter['in']) =>
    all.flatMap(({ in: of, name }) => {
      const value = values[name] ?? ''
      return of === way && value !== '' ? [[name, value] as const] : []
    })
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  )
  const query = new URLSearchParams(given('query').map(([name, value]) => [name, value])).toString()
  const headers = new Headers({ 'Accept-Language': language })
  for (const [name, value] of given('header')) headers.set(name, value)
  if (key !== '') headers.set('Authorization', `Bearer ${key}`)
  if (body !== undefined)
    headers.set(
      'Content-Type',
      typeof body === 'string' ? 'application/json' : 'application/octet-stream',
    )
  const answer = await fetch(`${path}${query === '' ? '' : `?${query}`}`, {
    method: operation.method,
    headers,
    credentials: key === '' ? 'same-origin' : 'omit',
    ...(body !== undefined && { body }),
  })
  const told = HEADERS.flatMap((name) => {
    const value = answer.headers.get(name)
    return value === null ? [] : [`${name}: ${value}`]
  })
  return { status: answer.status, headers: told, body: pretty(await answer.text()) }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}

/** A try of one operation, with one's own session or with a key. */
export function TryIt({
  operation,
  example,
  shownKey,
}: {
  operation: Operation
  example: string | undefined
  shownKey: ShownKey
}) {
  const say = useSay()
  const { language } = usePreferences()
  const named = (operation.parameters ?? []).filter((one) => one.in !== 'cookie')
  const isOnce = named.some((one) => one.name === 'Idempotency-Key')
  const first: Values = isOnce ? { 'Idempotency-Key': newIdempotencyKey() } : {}
  const [values, setValues] = useState(first)
  const [text, setText] = useState(example ?? '')
  const [file, setFile] = useState<File>()
  const isFile = operation.requestBody?.content['application/octet-stream'] !== undefined
  const trying = useMutation({ mutationFn: tryOperation })
  const body = example === undefined ? file : text
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        trying.mutate({ operation, values, body, key: shownKey.text.trim(), language })
      }}
    >
      <h3>{say('dev.try')}</h3>
      {operation.method === 'POST' && <p className="muted">{say('dev.try_real')}</p>}
      <div className="dev-form">
        <KeyField of={shownKey} />
        {named.map((one) => (
          <Given
            key={one.name}
            of={one}
            value={values[one.name] ?? ''}
            set={(value) => setValues({ ...values, [one.name]: value })}
          />
        ))}
        {isFile && (
          <label className="dev-field">
            <span>{say('dev.request')}</span>
            <input type="file" required onChange={(event) => setFile(event.target.files?.[0])} />
          </label>
        )}
      </div>
      {example !== undefined && (
        <label className="dev-field dev-body">
          <span>{say('dev.request')}</span>
          <textarea rows={8} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      )}
      <Button htmlType="submit" loading={trying.isPending}>
        {say('dev.try')}
      </Button>
      <Came of={trying.data} isLost={trying.isError} />
    </form>
  )
}

function KeyField({ of }: { of: ShownKey }) {
  const say = useSay()
  return (
    <label className="dev-field">
      <span>{say('dev.try_key')}</span>
      <input
        type="password"
        autoComplete="off"
        value={of.text}
        onChange={(event) => of.set(event.target.value)}
      />
    </label>
  )
}

function Given({ of, value, set }: { of: Parameter; value: string; set: (value: string) => void }) {
  const choices = of.schema?.enum
  return (
    <label className="dev-field">
      <span>
        {of.name}
        {of.required === true ? ' *' : ''}
      </span>
      {choices === undefined ? (
        <input
          required={of.required === true}
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      ) : (
        <select value={value} onChange={(event) => set(event.target.value)}>
          {of.required !== true && <option value="" />}
          {choices.map((one) => (
            <option key={String(one)}>{String(one)}</option>
          ))}
        </select>
      )}
    </label>
  )
}

function Came({ of, isLost }: { of: Tried | undefined; isLost: boolean }) {
  const say = useSay()
  return (
    <div role="status">
      {isLost && <p>{say('app.offline')}</p>}
      {of !== undefined && (
        <p className="dev-came">
          <b>{of.status}</b> {of.headers.join(' · ')}
        </p>
      )}
      {of !== undefined && of.body !== '' && (
        <pre className="dev-code" tabIndex={0}>
          {of.body}
        </pre>
      )}
    </div>
  )
}
