import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import type { RemittancesMadeWire } from '../../../src/api/wire-remit.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { MAY_WRITE } from '../strategy/propose.tsx'
import { RemittanceTable } from './table.tsx'
import { runRemittance, tryRun } from './queries.ts'

type Props = {
  readonly portfolios: readonly { readonly code: string; readonly creditor: string }[]
  readonly portfolio: string | undefined
}

/** First it is only tried; what is then handed on is what the preview showed, or more if more came in. */
export function Run({ portfolios, portfolio }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  const [chosen, setChosen] = useState<string>()
  const [until, setUntil] = useState(me.today)
  const preview = useMutation({ mutationFn: tryRun })
  const run = useMutation({
    mutationFn: runRemittance,
    onSuccess: async ({ items }) => {
      preview.reset()
      void message.success(say('remit.made', { count: items.length }))
      await queries.invalidateQueries()
    },
  })
  const body = { portfolio: chosen ?? portfolio ?? portfolios[0]?.code ?? '', until }
  const change = () => {
    preview.reset()
    run.reset()
  }
  if (portfolios.length === 0) return <p role="status">{say('remit.no_portfolio')}</p>
  const mayNot = MAY_WRITE.includes(me.role) ? undefined : say('remit.not_remitter')
  const error = preview.error ?? run.error
  return (
    <section className="sheet" aria-labelledby="remit-run">
      <h2 id="remit-run">{say('remit.run_title')}</h2>
      <RunForm
        portfolios={portfolios}
        body={body}
        mayNot={mayNot}
        isPending={preview.isPending}
        onPortfolio={(code) => {
          change()
          setChosen(code)
        }}
        onUntil={(day) => {
          change()
          setUntil(day)
        }}
        onPreview={() => {
          change()
          preview.mutate(body)
        }}
      />
      {error !== null && <Alert type="error" role="alert" title={problemText(error)} />}
      {preview.data !== undefined && (
        <Preview
          tried={preview.data}
          until={until}
          isPending={run.isPending}
          onRun={() => run.mutate(body)}
        />
      )}
    </section>
  )
}

type FormProps = Pick<Props, 'portfolios'> & {
  readonly body: { readonly portfolio: string; readonly until: string }
  readonly mayNot: string | undefined
  readonly isPending: boolean
  readonly onPortfolio: (code: string) => void
  readonly onUntil: (day: string) => void
  readonly onPreview: () => void
}

function RunForm({ portfolios, body, mayNot, isPending, ...on }: FormProps) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <form
      className="watch-filter"
      onSubmit={(event) => {
        event.preventDefault()
        on.onPreview()
      }}
    >
      <label className="watch-field">
        <span>{say('remit.portfolio')}</span>
        <select
          value={body.portfolio}
          onChange={(event) => on.onPortfolio(event.currentTarget.value)}
        >
          {portfolios.map(({ code, creditor }) => (
            <option key={code} value={code}>
              {code} · {creditor}
            </option>
          ))}
        </select>
      </label>
      <label className="watch-field">
        <span>{say('remit.until')}</span>
        <input
          type="date"
          required
          max={me.today}
          value={body.until}
          onChange={(event) => on.onUntil(event.currentTarget.value)}
        />
      </label>
      <Button htmlType="submit" disabled={mayNot !== undefined} loading={isPending}>
        {say('remit.preview')}
      </Button>
      {mayNot !== undefined && <span className="muted">{mayNot}</span>}
    </form>
  )
}

type PreviewProps = {
  readonly tried: RemittancesMadeWire
  readonly until: string
  readonly isPending: boolean
  readonly onRun: () => void
}

function Preview({ tried, until, isPending, onRun }: PreviewProps) {
  const say = useSay()
  const { language } = usePreferences()
  const { items, nameless } = tried
  return (
    <div role="status" className="remit-preview">
      {nameless > 0 && <p>{say('remit.nameless', { count: nameless })}</p>}
      {items.length === 0 && <p>{say('remit.nothing', { until: dayText(until, language) })}</p>}
      {items.length > 0 && (
        <>
          <p className="muted">{say('remit.preview_says')}</p>
          <RemittanceTable label={say('remit.preview')} items={items} isTried />
          <p>
            <Button type="primary" loading={isPending} onClick={onRun}>
              {say('remit.run')}
            </Button>
          </p>
        </>
      )}
    </div>
  )
}
