import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { CaseId, RowHitsWire, StrategyExplainedWire } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'

type SamplesProps = {
  readonly title: string
  readonly hits: RowHitsWire | undefined
  readonly onExplain: (id: CaseId) => void
}

/** A few of the accounts that a row speaks for. */
export function Samples({ title, hits, onExplain }: SamplesProps) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <section className="sheet" aria-labelledby="samples-title">
      <h2 id="samples-title">{title}</h2>
      {hits === undefined || hits.samples.length === 0 ? (
        <p className="muted">{say(hits?.hits ? 'ladder.no_samples' : 'ladder.nobody')}</p>
      ) : (
        <ul className="samples">
          {hits.samples.map((sample) => (
            <li key={sample.account_id}>
              <Link to="/cases/$id" params={{ id: sample.case_id }}>
                <code>{sample.account_id}</code>
              </Link>
              <small>
                {say('case.days', { days: sample.days_past_due })} ·{' '}
                {moneyText(sample.arrears, language)}
              </small>
              <Button size="small" onClick={() => onExplain(sample.case_id)}>
                {say('ladder.explain')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** How this text would decide one case: the lines of `forbear explain`. */
export function useExplained(document: string, id: string | undefined) {
  const { language } = usePreferences()
  return useQuery({
    queryKey: ['explain-draft', language, id, document],
    queryFn: ({ signal }) => api.explainDraft(document, id as CaseId, signal),
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  })
}

type ExplainedProps = {
  readonly explained: StrategyExplainedWire | undefined
  readonly error: Error | null
  readonly id: string | undefined
  readonly onOpen: (id: CaseId | undefined) => void
}

export function Explained({ explained, error, id, onOpen }: ExplainedProps) {
  const say = useSay()
  const problemText = useProblemText()
  return (
    <section className="sheet" aria-labelledby="explained-title">
      <h2 id="explained-title">{say('ladder.account')}</h2>
      <Find onOpen={onOpen} />
      {error !== null && <p role="alert">{problemText(error)}</p>}
      {id !== undefined &&
        explained?.accounts.map((account) => (
          <article key={account.account_id} className="why">
            <h3>{say('account.title', { ref: account.ref })}</h3>
            <pre tabIndex={0}>{account.text.join('\n')}</pre>
          </article>
        ))}
      {id !== undefined && (
        <Button size="small" onClick={() => onOpen(undefined)}>
          {say('ladder.account_close')}
        </Button>
      )}
    </section>
  )
}

const FOUND_MAX = 5

function Find({ onOpen }: Pick<ExplainedProps, 'onOpen'>) {
  const say = useSay()
  const [sought, setSought] = useState('')
  const { data } = useQuery({
    queryKey: ['cases', 'for the editor', sought],
    queryFn: () => api.cases({ q: sought, limit: FOUND_MAX }),
    enabled: sought !== '',
    retry: false,
  })
  return (
    <>
      <Input.Search
        size="small"
        aria-label={say('ladder.account_find')}
        placeholder={say('top.search')}
        onSearch={(text) => setSought(text.trim())}
      />
      {data !== undefined && sought !== '' && (
        <ul className="samples">
          {data.items.length === 0 && <li className="muted">{say('cases.none')}</li>}
          {data.items.map((found) => (
            <li key={found.id}>
              <span>{found.name}</span>
              <small>{found.ref}</small>
              <Button size="small" onClick={() => onOpen(found.id)}>
                {say('ladder.explain')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
