import { useSuspenseQuery } from '@tanstack/react-query'
import { Typography } from 'antd'
import type { CaseId, WhyAccount } from '../../../src/api/wire.ts'
import { whyQuery } from '../queries.ts'
import { useSay } from '../say.tsx'

/** Why this, today: the same lines that `forbear explain` prints. */
export function Why({ id }: { id: CaseId }) {
  const say = useSay()
  const { data } = useSuspenseQuery(whyQuery(id))
  return (
    <section id="why" aria-labelledby="why-title" className="sheet">
      <h2 id="why-title">{say('case.why')}</h2>
      {data.accounts.length === 0 && <p className="muted">{say('why.none')}</p>}
      {data.accounts.map((account) => (
        <WhyOne key={account.account_id} account={account} />
      ))}
    </section>
  )
}

function WhyOne({ account }: { account: WhyAccount }) {
  const say = useSay()
  return (
    <article className="why">
      <h3>
        {say('account.title', { ref: account.ref })}
        <small>
          {say('why.lead', { strategy: account.strategy, version: account.strategy_version })}
        </small>
      </h3>
      <pre tabIndex={0}>{account.text.join('\n')}</pre>
      <p className="muted">
        {say('why.cli')}{' '}
        <Typography.Text code copyable={{ tooltips: [say('why.copy'), say('why.copied')] }}>
          {`forbear explain ${account.ref}`}
        </Typography.Text>
      </p>
    </article>
  )
}
