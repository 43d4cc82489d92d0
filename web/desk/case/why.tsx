import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Typography } from 'antd'
import type { CaseId, WhyAccount } from '../../../src/api/wire.ts'
import { meQuery, whyQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { READS_STRATEGIES } from '../session.ts'
import { useAsOf } from '../shell/as-of.ts'

/** Why this, today: the same lines that `forbear explain` prints. */
export function Why({ id }: { id: CaseId }) {
  const say = useSay()
  const { data } = useSuspenseQuery(whyQuery(id, useAsOf()))
  return (
    <section id="why" aria-labelledby="why-title" className="sheet">
      <h2 id="why-title">{say('case.why')}</h2>
      {data.accounts.length === 0 && <p className="muted">{say('why.none')}</p>}
      <p>
        <Link to="/compliance/people/$id" params={{ id }}>
          {say('why_day.open')}
        </Link>
      </p>
      {data.accounts.map((account) => (
        <WhyOne key={account.account_id} account={account} id={id} />
      ))}
    </section>
  )
}

function WhyOne({ account, id }: { account: WhyAccount; id: CaseId }) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <article className="why">
      <h3>
        {say('account.title', { ref: account.ref })}
        <small>
          {say('why.lead', { strategy: account.strategy, version: account.strategy_version })}
        </small>
      </h3>
      <pre tabIndex={0}>{account.text.join('\n')}</pre>
      {READS_STRATEGIES[me.role] && (
        <p>
          <Link
            to="/strategies/$name"
            params={{ name: account.strategy }}
            search={{ version: account.strategy_version, case: id }}
          >
            {say('ladder.open_here')}
          </Link>
        </p>
      )}
      <p className="muted">
        {say('why.cli')}{' '}
        <Typography.Text code copyable={{ tooltips: [say('why.copy'), say('why.copied')] }}>
          {`forbear explain ${account.ref}`}
        </Typography.Text>
      </p>
    </article>
  )
}
