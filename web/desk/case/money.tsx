import type { AccountWire, CaseWire, MoneyWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import type { Say } from '../say.tsx'
import { useSay } from '../say.tsx'

type Line = { id: string; on: string; what: string; amount: MoneyWire | null; isAhead: boolean }

/** Every line of every account: what fell due, what came in, what was undone. */
export function MoneyLines({ found }: { found: CaseWire }) {
  const say = useSay()
  return (
    <section id="money" aria-labelledby="money-title" className="sheet">
      <h2 id="money-title">{say('case.money')}</h2>
      {found.accounts.map((account) => (
        <AccountLines key={account.id} account={account} />
      ))}
    </section>
  )
}

function linesOf(account: AccountWire, say: Say, language: 'zh' | 'en'): Line[] {
  const { instalments, payments, snapshots } = account.made_up_of
  const today = account.position?.as_of ?? ''
  const due = instalments.map((line) => ({
    id: `due-${line.instalment_no}`,
    on: line.due_on,
    what: say('money.instalment', { no: line.instalment_no }),
    amount: line.amount,
    isAhead: today !== '' && line.due_on >= today,
  }))
  const paid = payments.map((line) => {
    const kind =
      line.reverses !== null ? 'reversal' : line.reversed ? 'payment_reversed' : 'payment'
    const sign = line.reverses === null ? '-' : ''
    const amount = { ...line.amount, minor: `${sign}${line.amount.minor}` }
    return {
      id: line.id,
      on: line.effective_on,
      what: say(`money.${kind}`, { ref: line.ref }),
      amount,
      isAhead: false,
    }
  })
  const reported = snapshots.map((line) => ({
    id: `snapshot-${line.effective_on}`,
    on: line.effective_on,
    what: say('money.snapshot', { amount: moneyText(line.outstanding, language) }),
    amount: line.arrears,
    isAhead: false,
  }))
  return [...due, ...paid, ...reported].toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
}

function AccountLines({ account }: { account: AccountWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const all = linesOf(account, say, language)
  // Of what is not due yet the next one is shown; the rest is one sentence.
  const ahead = all.filter((line) => line.isAhead).slice(0, -1)
  const lines = all.slice(ahead.length)
  if (lines.length === 0) return <p className="muted">{say('money.none')}</p>
  return (
    <div className="wide" role="region" aria-label={account.ref} tabIndex={0}>
      <table className="lines">
        <caption>
          {say('account.title', { ref: account.ref })} · {say('money.lines')}
        </caption>
        <thead>
          <tr>
            <th scope="col">{say('money.day')}</th>
            <th scope="col">{say('money.what')}</th>
            <th scope="col" className="figure">
              {say('money.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>{dayText(line.on, language)}</td>
              <td>
                {line.what}
                {line.isAhead && <small>{say('money.not_due')}</small>}
              </td>
              <td className="figure">
                {line.amount === null ? '–' : moneyText(line.amount, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ahead[0] !== undefined && (
        <p className="muted">
          {say('money.ahead', { count: ahead.length, day: dayText(ahead[0].on, language) })}
        </p>
      )}
    </div>
  )
}
