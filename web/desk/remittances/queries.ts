import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  RemittanceFileWire,
  RemittanceOpenWire,
  RemittancesMadeWire,
  RemittancesWire,
  RemittanceWire,
} from '../../../src/api/wire-remit.ts'
import { ask } from '../api.ts'

/** What is looked at is the URL's. */
export type RemittancesSearch = {
  readonly portfolio?: string | undefined
  readonly number?: string | undefined
}

const fits = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined

export const remittancesSearchOf = (search: Record<string, unknown>): RemittancesSearch => ({
  portfolio: fits(search['portfolio'], /^[a-z0-9-]{1,40}$/),
  number: fits(search['number'], /^[1-9][0-9]{0,17}$/),
})

export const remittancesQuery = (portfolio: string | undefined) =>
  queryOptions({
    queryKey: ['remittances', 'list', portfolio],
    queryFn: () =>
      ask<RemittancesWire>({ method: 'GET', path: '/v1/remittances', query: { portfolio } }),
  })

export const remittanceQuery = (number: string) =>
  infiniteQueryOptions({
    queryKey: ['remittances', 'one', number],
    queryFn: ({ pageParam }) =>
      ask<RemittanceOpenWire>({
        method: 'GET',
        path: `/v1/remittances/${number}`,
        query: { cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

type RunBody = { readonly portfolio: string; readonly until: string }

/** Tried: reckoned by the same way, and kept nowhere. */
export const tryRun = (body: RunBody) =>
  ask<RemittancesMadeWire>({
    method: 'POST',
    path: '/v1/remittances',
    query: { dry_run: 'true' },
    body,
  })

export const runRemittance = (body: RunBody) =>
  ask<RemittancesMadeWire>({ method: 'POST', path: '/v1/remittances', body })

export const approveRemittance = (number: string) =>
  ask<RemittanceWire>({ method: 'POST', path: `/v1/remittances/${number}/approvals`, body: {} })

export const refuseRemittance = (number: string, because: string) =>
  ask<RemittanceWire>({
    method: 'POST',
    path: `/v1/remittances/${number}/refusals`,
    body: { because },
  })

export const remittanceFile = (number: string) =>
  ask<RemittanceFileWire>({ method: 'GET', path: `/v1/remittances/${number}/file` })
