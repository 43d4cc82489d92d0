import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Typography } from 'antd'
import type { CaseId, ExplainWire, ExportWire } from '../../../src/api/wire.ts'
import { meQuery } from '../queries.ts'
import { sizeText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useAsOf } from '../shell/as-of.ts'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { PageHead } from './parts.tsx'
import { complianceApi, explainQuery } from './queries.ts'

/** Why a person was contacted on the day that is looked at, and everything about them to hand out. */
export function PersonPage() {
  const say = useSay()
  const { id } = useParams({ from: '/desk/compliance/people/$id' })
  const { data } = useSuspenseQuery(explainQuery(id as CaseId, useAsOf()))
  const title = say('why_day.title', { name: data.name })
  useTitle(title)
  return (
    <div>
      <PageHead title={title} lead={say('why_day.lead')} />
      <Answer day={data} />
      <TakeOut id={id as CaseId} account={data.accounts[0]?.ref ?? id} />
    </div>
  )
}

function Answer({ day }: { day: ExplainWire }) {
  const say = useSay()
  return (
    <section className="sheet watch-day" aria-labelledby="answer-title">
      <h2 id="answer-title">
        {say('why_day.answer')} · <time dateTime={day.at}>{day.at}</time>
      </h2>
      <pre tabIndex={0}>{day.text.join('\n')}</pre>
      <Copy text={`forbear explain ${day.accounts[0]?.ref ?? day.case_id} --on ${day.at}`} />
      {day.decisions.length > 0 && (
        <p>
          {say('why_day.decisions')}:{' '}
          {day.decisions.map((decision, n) => (
            <span key={decision}>
              {n > 0 && ', '}
              <Link to="/compliance/decisions" search={{ case_id: day.case_id, id: decision }}>
                {n + 1}
              </Link>
            </span>
          ))}
          {' · '}
          <Link to="/cases/$id" params={{ id: day.case_id }}>
            {say('watch.open_case')}
          </Link>
        </p>
      )}
      {day.accounts.length > 0 && <h3>{say('why_day.stood')}</h3>}
      {day.accounts.map((account) => (
        <details key={account.account_id}>
          <summary>
            {account.ref} · {account.strategy} {account.strategy_version}
          </summary>
          <pre tabIndex={0}>{account.text.join('\n')}</pre>
        </details>
      ))}
    </section>
  )
}

function Copy({ text }: { text: string }) {
  const say = useSay()
  return (
    <p>
      <Typography.Text code copyable={{ tooltips: [say('why.copy'), say('why.copied')] }}>
        {text}
      </Typography.Text>
    </p>
  )
}

/** Sealed by the server; this browser only puts the archive where downloads go. */
function TakeOut({ id, account }: { id: CaseId; account: string }) {
  const say = useSay()
  const problemText = useProblemText()
  const { data: me } = useSuspenseQuery(meQuery)
  const at = useAsOf()
  const made = useMutation({
    mutationFn: (why: string) => complianceApi.takeOut(id, why),
    onSuccess: (taken) => download(taken),
  })
  const kept = useKept(`export ${id}`, { reason: '' }, made)
  const { reason } = kept.values
  const closed =
    me.role === 'compliance'
      ? at === undefined
        ? undefined
        : say('as_of.no_acting')
      : say('watch.closed_officer')
  return (
    <section className="sheet" aria-labelledby="export-title">
      <h2 id="export-title">{say('export.title')}</h2>
      <p className="muted">{say('export.lead')}</p>
      <form
        className="watch-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (closed === undefined && reason.trim() !== '') made.mutate(reason.trim())
        }}
      >
        <Restored {...kept} />
        <label className="watch-field">
          <span>{say('export.reason')}</span>
          <input
            value={reason}
            maxLength={500}
            required
            onChange={(event) => kept.change({ reason: event.target.value })}
          />
        </label>
        <Button
          type="primary"
          htmlType="submit"
          loading={made.isPending}
          disabled={closed !== undefined || reason.trim() === ''}
        >
          {say('export.go')}
        </Button>
      </form>
      {(closed !== undefined || reason.trim() === '') && (
        <p className="muted">{closed ?? say('address.needs_reason')}</p>
      )}
      {made.isError && <Alert type="error" role="alert" title={problemText(made.error)} />}
      {made.data !== undefined && <Taken taken={made.data} />}
      <p className="muted">
        <code>{`forbear export person ${account} --out DIR --reason "…"`}</code>
      </p>
    </section>
  )
}

function Taken({ taken }: { taken: ExportWire }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <div role="status">
      <p>
        {say('export.done', { n: taken.files.length, size: sizeText(taken.bytes, language) })}{' '}
        <a href={taken.url} download={taken.file_name}>
          {say('export.again')}
        </a>
      </p>
      <p>{say('export.key')}</p>
      <p className="watch-key">{taken.public_key}</p>
      <p>{say('export.verify')}</p>
      <Copy text={`forbear verify ${taken.file_name} --key ${taken.public_key}`} />
    </div>
  )
}

/** The browser fetches it by itself: a download that broke off goes on where it stopped. */
function download({ url, file_name: name }: ExportWire): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
