import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { CaseId } from '../../../src/api/wire.ts'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { budgetQuery } from './queries.ts'

/** What the borrower can pay, how sure that is, and what is still missing. */
export function BudgetSummary({ id, onOpen }: { id: CaseId; onOpen: () => void }) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: budget } = useSuspenseQuery(budgetQuery(id))
  const isTold = budget.version > 0
  return (
    <>
      <h3>{say('command.case.budget')}</h3>
      {!isTold && <p className="muted">{say('budget.none')}</p>}
      {isTold && (
        <p>
          {say('budget.sustains', {
            disposable: moneyText(budget.disposable, language),
            sustainable: moneyText(budget.sustainable, language),
            left: moneyText(budget.left_for_person, language),
          })}{' '}
          <span className="mark">{say(`budget.confidence.${budget.confidence}`)}</span>{' '}
          <small className="muted">
            {say('budget.version', {
              n: budget.version,
              state: say(budget.is_final ? 'budget.signed' : 'budget.draft'),
            })}
          </small>
        </p>
      )}
      {isTold && <Sentences all={[...budget.missing, ...budget.unsure, ...budget.looks]} />}
      <Button size="small" onClick={onOpen}>
        {say('budget.open')}
      </Button>
    </>
  )
}

export function Sentences({ all }: { all: readonly string[] }) {
  if (all.length === 0) return null
  return (
    <ul>
      {all.map((sentence) => (
        <li key={sentence} className="muted">
          {sentence}
        </li>
      ))}
    </ul>
  )
}
