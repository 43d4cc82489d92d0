import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { type ReactNode, useDeferredValue } from 'react'
import type { CaseWire, OptionWire } from '../../../src/api/wire.ts'
import { currencyOf } from '../case/account-amount.tsx'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { optionsQuery } from './queries.ts'
import { Schedule } from './schedule.tsx'
import { wishOf, type WishValues } from './wish.ts'

type Asked = { readonly option: OptionWire; readonly wish: object }
type Props = {
  found: CaseWire
  values: WishValues
  /** What may be done with what is previewed. */
  children?: (asked: Asked) => ReactNode
}

/** The server's own schedule for what is typed, and what one would put unasked. */
export function PlanPreview({ found, values, children }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const wish = wishOf(values, currencyOf(found, values.account))
  const body = useDeferredValue({
    account_id: values.account,
    wishes: wish === undefined ? [] : [wish],
  })
  const asked = useQuery({ ...optionsQuery(found.id, body), enabled: body.wishes.length > 0 })
  const usual = useQuery(optionsQuery(found.id, { account_id: values.account }))
  const [option] = asked.data?.options ?? []
  const [sent] = body.wishes
  return (
    <div className="plan-preview" aria-live="polite">
      <h3>{say('plan.preview')}</h3>
      {asked.isError && <Alert type="error" role="alert" title={problemText(asked.error)} />}
      {!asked.isError && option !== undefined && sent !== undefined && wish !== undefined && (
        <>
          <p>
            <OptionLine option={option} />
          </p>
          <p className="muted">{option.sentence}</p>
          <Schedule rows={option.instalments} />
          {children?.({ option, wish: sent })}
        </>
      )}
      {usual.data !== undefined && (
        <>
          <h3>{say('plan.usual')}</h3>
          <p className="muted">{usual.data.waiting.sentence}</p>
          <ul className="plan-options">
            {usual.data.options.map((one) => (
              <li key={`${one.kind} ${one.instalments.length}`}>
                <OptionLine option={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function OptionLine({ option }: { option: OptionWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const parts = [
    say('agree.option', {
      pay: moneyText(option.pay, language),
      count: option.instalments.length,
    }),
    say('plan.monthly', { amount: moneyText(option.monthly, language) }),
    say(`plan.fits.${option.fits}`),
    say('plan.worth', { amount: moneyText(option.value, language) }),
    say(`plan.needs.${option.needs}`),
  ]
  return (
    <>
      <b>{say(`plan.kind.${option.kind}`)}</b> {parts.join(' · ')}
      {option.forgives.minor !== '0' && (
        <span> · {say('agree.forgives', { amount: moneyText(option.forgives, language) })}</span>
      )}
    </>
  )
}
