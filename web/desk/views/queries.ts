import { queryOptions } from '@tanstack/react-query'
import type { AlertBody, AlertWire, ViewBody, ViewWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: () => ask<{ items: readonly ViewWire[] }>({ method: 'GET', path: '/v1/views' }),
  staleTime: 60_000,
})

export const keepView = (body: ViewBody) =>
  ask<ViewWire>({ method: 'POST', path: '/v1/views', body })

export const endView = (number: string) =>
  ask<{ ended: boolean }>({ method: 'POST', path: `/v1/views/${number}/ends`, body: {} })

export const keepAlert = (body: AlertBody) =>
  ask<AlertWire>({ method: 'POST', path: '/v1/alerts', body })

export const endAlert = (number: string) =>
  ask<{ ended: boolean }>({ method: 'POST', path: `/v1/alerts/${number}/ends`, body: {} })
