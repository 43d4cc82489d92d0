import { queryOptions, useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import type { AccountId, CaseId, CaseWire, PromiseCheckWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { currencyOf } from '../case/account-amount.tsx'
import { minorOf } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useRested } from '../search/queries.ts'
import { typedDay } from './typed-day.ts'

const checkQuery = (id: CaseId, body: object | undefined) =>
  queryOptions({
    queryKey: ['case', id, 'promise check', body],
    queryFn: ({ signal }) =>
      ask<PromiseCheckWire>({
        method: 'POST',
        path: `/v1/cases/${encodeURIComponent(id)}/promises/checks`,
        body,
        signal,
      }),
    enabled: body !== undefined,
    retry: false,
    staleTime: 30_000,
  })

type Props = { found: CaseWire; today: string; supersedes: string | undefined }

/** What the guard rails say of it while it is typed, and how promises like it were kept. */
export function PromiseCheck({ found, today, supersedes }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  const body = useBody({ found, today, supersedes })
  const { data } = useQuery(checkQuery(found.id, body))
  if (body === undefined || data === undefined) return null
  const percent = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { style: 'percent' })
  return (
    <div className="promise-check" role="status">
      <p className={data.refused === null ? 'work-lawful' : 'promise-refused'}>
        {data.refused?.sentence ?? say('quick.fits')}
      </p>
      {data.kept.map(({ by, fallen_due: count, kept_bps: bps }) => (
        <p key={by} className="muted">
          {say(`quick.kept.${by}`, { rate: percent.format(bps / 10_000), count })}
        </p>
      ))}
    </div>
  )
}

/** What is asked about it; undefined while amount or day cannot be read. */
function useBody({ found, today, supersedes }: Props): object | undefined {
  const account = Form.useWatch<AccountId | undefined>('account')
  const amount = useRested(Form.useWatch<string | undefined>('amount') ?? '')
  const on = typedDay(useRested(Form.useWatch<string | undefined>('on') ?? ''), today)
  const currency = currencyOf(found, account)
  const minor = minorOf(amount, currency)
  if (account === undefined || minor === undefined || on === undefined) return undefined
  return {
    account_id: account,
    amount: { minor, currency },
    due_on: on,
    ...(supersedes === undefined ? {} : { supersedes }),
  }
}
