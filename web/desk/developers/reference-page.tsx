import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead } from '../compliance/parts.tsx'
import { useSay } from '../say.tsx'
import { useTitle } from '../shell/title.ts'
import { operationsOf, type Operation } from './document.ts'
import { OperationView } from './operation.tsx'
import { documentQuery } from './queries.ts'
import './developers.css'

/** Everything that may be asked, each with what it takes, what it answers, and a way to try it. */
export function ReferencePage() {
  const say = useSay()
  useTitle(say('dev.reference'))
  const navigate = useNavigate()
  const { op, q = '' } = useSearch({ from: '/desk/developers/reference' })
  const { data: document } = useSuspenseQuery(documentQuery)
  const all = operationsOf(document)
  const words = q.toLowerCase()
  const shown = all.filter((one) =>
    `${one.method} ${one.path} ${one.summary}`.toLowerCase().includes(words),
  )
  const [keyText, setKeyText] = useState('')
  const chosen = all.find((one) => one.operationId === op)
  return (
    <div>
      <PageHead title={say('dev.reference')} lead={say('dev.reference_lead')} />
      <div className="dev-form">
        <label className="dev-field">
          <span>{say('dev.find')}</span>
          <input
            type="search"
            value={q}
            onChange={(event) =>
              void navigate({
                to: '/developers/reference',
                search: { op, q: event.target.value === '' ? undefined : event.target.value },
                replace: true,
              })
            }
          />
        </label>
        <a href="/v1/openapi.json" download="openapi.json">
          {say('dev.download')}
        </a>
      </div>
      <div className="dev-split">
        <Operations all={shown} op={op} q={q} />
        {chosen === undefined ? (
          <p className="muted">{say('dev.pick')}</p>
        ) : (
          <OperationView
            key={chosen.operationId}
            operation={chosen}
            document={document}
            shownKey={{ text: keyText, set: setKeyText }}
          />
        )}
      </div>
    </div>
  )
}

function Operations({
  all,
  op,
  q,
}: {
  all: readonly Operation[]
  op: string | undefined
  q: string
}) {
  const say = useSay()
  const tags = [...new Set(all.map((one) => one.tag))]
  return (
    <nav className="dev-list" aria-label={say('dev.reference')}>
      {tags.map((tag) => (
        <section key={tag}>
          <h2>{tag}</h2>
          <ul>
            {all
              .filter((one) => one.tag === tag)
              .map((one) => (
                <li key={one.operationId}>
                  <Link
                    to="/developers/reference"
                    search={{ op: one.operationId, q: q === '' ? undefined : q }}
                    resetScroll={false}
                    activeProps={{ 'aria-current': undefined }}
                    aria-current={one.operationId === op ? 'true' : undefined}
                  >
                    <span className="dev-method">{one.method}</span> {one.path}
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
