import { queryOptions } from '@tanstack/react-query'
import type { FigureName, FigureWire, PortfolioWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const FIGURES = [
  'rolls',
  'cures',
  'vintages',
  'promises',
  'funnel',
  'cost',
  'liquidation',
] as const satisfies readonly FigureName[]

/** What is looked at is the URL's. */
export type PortfolioSearch = {
  readonly figure?: FigureName | undefined
  readonly month?: string | undefined
  readonly portfolio?: string | undefined
  readonly currency?: string | undefined
}

const fits = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined

export const portfolioSearchOf = (search: Record<string, unknown>): PortfolioSearch => ({
  figure: FIGURES.find((figure) => figure === search['figure']),
  month: fits(search['month'], /^\d{4}-(0[1-9]|1[0-2])$/),
  portfolio: fits(search['portfolio'], /^[a-z0-9-]{1,40}$/),
  currency: fits(search['currency'], /^[A-Z]{3}$/),
})

export const portfolioQuery = queryOptions({
  queryKey: ['portfolio'],
  queryFn: () => ask<PortfolioWire>({ method: 'GET', path: '/v1/portfolio' }),
})

export const figureQuery = (
  figure: FigureName,
  query: {
    readonly month?: string | undefined
    readonly portfolio?: string | undefined
    readonly currency: string
  },
) =>
  queryOptions({
    queryKey: ['portfolio', figure, query],
    queryFn: () => ask<FigureWire>({ method: 'GET', path: `/v1/portfolio/${figure}`, query }),
    staleTime: 60_000,
  })
