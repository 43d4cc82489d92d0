import { Table } from '../compliance/parts.tsx'
import { useSay } from '../say.tsx'
import {
  bodyOf,
  curlOf,
  exampleOf,
  givenExample,
  scopeOf,
  type ApiDocument,
  type Operation,
} from './document.ts'
import { type ShownKey, TryIt } from './try-it.tsx'

type Of = {
  readonly operation: Operation
  readonly document: ApiDocument
  readonly shownKey: ShownKey
}

/** One operation: what it takes, what it answers, how a program asks it, and a try with one's own session. */
export function OperationView({ operation, document, shownKey }: Of) {
  const say = useSay()
  const scope = scopeOf(operation)
  const body = bodyOf(operation)
  const example =
    body && JSON.stringify(givenExample(operation) ?? exampleOf(document, body), undefined, 2)
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
      <TryIt operation={operation} example={example} shownKey={shownKey} />
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
        head={[say('dev.param_name'), say('dev.param_in'), say('dev.schema')]}
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
