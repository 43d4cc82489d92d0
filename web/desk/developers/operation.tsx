import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Table } from '../compliance/parts.tsx'
import { ApiProblem, ask, newIdempotencyKey } from '../api.ts'
import { useSay } from '../say.tsx'
import { bodyOf, curlOf, exampleOf, scopeOf, type ApiDocument, type Operation } from './document.ts'

type Of = { readonly operation: Operation; readonly document: ApiDocument }

/** One operation: what it takes, what it answers, how a program asks it, and a try with one's own session. */
export function OperationView({ operation, document }: Of) {
  const say = useSay()
  const scope = scopeOf(operation)
  const body = bodyOf(operation)
  const example = body && JSON.stringify(exampleOf(document, body), undefined, 2)
  return (
    <article className="sheet dev-operation" lang="en">
      <h2>
        <span className="dev-method">{operation.method}</span> <code>{operation.path}</code>
      </h2>
      <p>{operation.summary}</p>
      <p className="muted">
        {say('dev.may')}:{' '}
        {scope === undefined ? (
          say('dev.person_only')
        ) : scope === '' ? (
          say('dev.any_key')
        ) : (
          <code>{scope}</code>
        )}
      </p>
      <Parameters operation={operation} />
      {body !== undefined && (
        <>
          <h3>{say('dev.request')}</h3>
          <Shape document={document} name={body.$ref?.split('/').at(-1)} fallback={body} />
        </>
      )}
      <h3>{say('dev.responses')}</h3>
      {Object.entries(operation.responses).map(([status, answer]) => {
        const schema = answer.content?.['application/json']?.schema
        return (
          <details key={status}>
            <summary>
              <b>{status}</b> {answer.description}
            </summary>
            {schema !== undefined && (
              <Shape document={document} name={schema.$ref?.split('/').at(-1)} fallback={schema} />
            )}
          </details>
        )
      })}
      <h3>{say('dev.curl')}</h3>
      <pre className="dev-code" tabIndex={0}>
        {curlOf(operation, window.location.origin, example)}
      </pre>
      <TryIt operation={operation} example={example} />
    </article>
  )
}

function Parameters({ operation }: { operation: Operation }) {
  const say = useSay()
  const all = operation.parameters ?? []
  if (all.length === 0) return null
  return (
    <>
      <h3>{say('dev.parameters')}</h3>
      <Table
        label={say('dev.parameters')}
        head={[say('dev.parameters'), say('dev.type'), say('dev.schema')]}
      >
        {all.map((one) => (
          <tr key={`${one.in} ${one.name}`}>
            <td>
              <code>{one.name}</code>
              {one.required === true ? ' *' : ''}
            </td>
            <td>{one.in}</td>
            <td>
              <code>{JSON.stringify(one.schema?.enum ?? one.schema?.type ?? '')}</code>
              {one.description !== undefined && <div className="muted">{one.description}</div>}
            </td>
          </tr>
        ))}
      </Table>
    </>
  )
}

function Shape({
  document,
  name,
  fallback,
}: {
  document: ApiDocument
  name: string | undefined
  fallback: object
}) {
  const schema = name === undefined ? fallback : (document.components.schemas[name] ?? fallback)
  return (
    <pre className="dev-code" tabIndex={0}>
      {JSON.stringify(schema, undefined, 2)}
    </pre>
  )
}

type Values = Readonly<Record<string, string>>

/** Asks the operation with what was typed. */
function useTry(operation: Operation, values: Values, body: string | undefined) {
  const isOnce = operation.parameters?.some((one) => one.name === 'Idempotency-Key') ?? false
  return useMutation({
    mutationFn: async () => {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(values[name] ?? ''),
      )
      const asked = (operation.parameters ?? []).filter((one) => one.in === 'query')
      return ask<unknown>({
        method: operation.method,
        path,
        query: Object.fromEntries(asked.map((one) => [one.name, values[one.name]])),
        ...(body !== undefined && { body: JSON.parse(body) as unknown }),
        ...(isOnce && { key: newIdempotencyKey() }),
      })
    },
  })
}

function TryIt({ operation, example }: { operation: Operation; example: string | undefined }) {
  const say = useSay()
  const named = (operation.parameters ?? []).filter(
    (one) => one.in === 'path' || one.in === 'query',
  )
  const [values, setValues] = useState<Values>({})
  const [body, setBody] = useState(example ?? '')
  const trying = useTry(operation, values, example === undefined ? undefined : body)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        trying.mutate()
      }}
    >
      <h3>{say('dev.try')}</h3>
      {operation.method === 'POST' && <p className="muted">{say('dev.try_real')}</p>}
      <div className="dev-form">
        {named.map((one) => (
          <label className="dev-field" key={one.name}>
            <span>{one.name}</span>
            <input
              required={one.in === 'path'}
              value={values[one.name] ?? ''}
              onChange={(event) => setValues({ ...values, [one.name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      {example !== undefined && (
        <label className="dev-field">
          <span>{say('dev.request')}</span>
          <textarea rows={8} value={body} onChange={(event) => setBody(event.target.value)} />
        </label>
      )}
      <Button htmlType="submit" loading={trying.isPending}>
        {say('dev.try')}
      </Button>
      <Came data={trying.data} error={trying.error} />
    </form>
  )
}

function Came({ data, error }: { data: unknown; error: Error | null }) {
  return (
    <div role="status">
      {data !== undefined && (
        <pre className="dev-code" tabIndex={0}>
          {JSON.stringify(data, undefined, 2)}
        </pre>
      )}
      {error !== null && (
        <pre className="dev-code" tabIndex={0}>
          {refusalText(error)}
        </pre>
      )}
    </div>
  )
}

const refusalText = (error: Error): string =>
  error instanceof ApiProblem && error.problem !== undefined
    ? JSON.stringify(error.problem, undefined, 2)
    : error.message
