import type { ReactNode } from 'react'
import type { AccountWire, CaseWire, MoneyWire, PositionWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import { madeUpOf } from './sum.ts'

/** Where they stand: each account, the leading one first, and how its amount is made up. */
export function Summary({ found }: { found: CaseWire }) {
  const say = useSay()
  return (
    <section id="summary" aria-labelledby="summary-title" className="sheet">
      <h2 id="summary-title">{say('case.summary')}</h2>
      {found.accounts
        .toSorted((a, b) => Number(b.lead) - Number(a.lead))
        .map((account) => (
          <AccountCard key={account.id} account={account} />
        ))}
    </section>
  )
}

function AccountCard({ account }: { account: AccountWire }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <article className="account">
      <h3>
        {say('account.title', { ref: account.ref })}
        {account.lead && <span className="mark accent">{say('account.lead')}</span>}
        {account.closed_on !== null && (
          <span className="mark good">
            {say('account.closed', { on: dayText(account.closed_on, language) })}
          </span>
        )}
      </h3>
      {account.position === null ? (
        <p className="muted">{say('account.no_position')}</p>
      ) : (
        <div className="account-parts">
          <MadeUpOf account={account} position={account.position} />
          <Facts account={account} position={account.position} />
        </div>
      )}
    </article>
  )
}

type Standing = { account: AccountWire; position: PositionWire }

function Facts({ account, position }: Standing) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const day = (on: string | null) => (on === null ? say('app.none') : dayText(on, language))
  const amount = (of: MoneyWire | null) => (of === null ? say('app.none') : moneyText(of, language))
  const facts: readonly (readonly [string, ReactNode])[] = [
    [say('account.creditor'), account.portfolio.creditor],
    [say('account.portfolio'), account.portfolio.name],
    [say('account.product'), wordOf('product', account.product)],
    [say('account.outstanding'), amount(position.outstanding)],
    [say('account.principal'), amount(account.principal)],
    [say('account.bucket'), position.bucket],
    [say('account.missed'), position.instalments_missed],
    [say('account.oldest'), day(position.oldest_unpaid_due_on)],
    [say('account.since'), day(position.delinquent_since)],
    [say('account.times'), position.times_delinquent],
    [say('account.next_due'), `${day(position.next_due_on)} · ${amount(position.next_due)}`],
    [
      say('account.last_payment'),
      `${day(position.last_payment_on)} · ${amount(position.last_payment)}`,
    ],
    [say('account.opened'), day(account.opened_on)],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function MadeUpOf({ account, position }: Standing) {
  const say = useSay()
  const { language } = usePreferences()
  const madeUp = madeUpOf(account)
  const asOf = dayText(position.as_of, language)
  const newest = account.made_up_of.snapshots.at(-1)
  const line = (name: string, amount: MoneyWire, className?: string) => (
    <tr className={className}>
      <th scope="row">{name}</th>
      <td className="figure">{moneyText(amount, language)}</td>
    </tr>
  )
  return (
    <div className="made-up">
      <table>
        <caption>{say('made.title')}</caption>
        <tbody>
          {madeUp !== undefined && (
            <>
              {line(say('made.due', { count: madeUp.due.count, day: asOf }), madeUp.due.amount)}
              {line(say('made.paid', { count: madeUp.paid.count }), madeUp.paid.amount)}
              {madeUp.other.minor !== '0' && line(say('made.other'), madeUp.other)}
            </>
          )}
          {madeUp === undefined &&
            newest !== undefined &&
            newest.arrears !== null &&
            line(
              say('made.snapshot', { day: dayText(newest.effective_on, language) }),
              newest.arrears,
            )}
          {line(say('made.arrears'), position.arrears, 'total')}
        </tbody>
      </table>
      {account.made_up_of.shortened && <p className="muted">{say('made.shortened')}</p>}
      <p className="muted">{say('account.as_of', { day: asOf })}</p>
    </div>
  )
}
