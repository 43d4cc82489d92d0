import type { CaseQuery, CaseSort } from '../../../src/api/wire.ts'

/** Every way to narrow the list: the names are those of GET /v1/cases, so a link fits both. */
export const FILTER_KEYS = [
  'q',
  'state',
  'stage',
  'tone',
  'portfolio',
  'language',
  'min_days_past_due',
  'max_days_past_due',
  'treatment',
  'treatment_state',
  'verdict',
  'rule',
  'contact_state',
  'on',
  'opened_on',
  'closed_on',
  'paid_since',
  'figure',
  'load',
  'promise',
  'promise_since',
] as const satisfies readonly (keyof CaseQuery)[]
export type FilterKey = (typeof FILTER_KEYS)[number]

export const SORTS = ['priority', 'arrears', 'days_past_due'] as const satisfies readonly CaseSort[]

export type CaseFilter = Readonly<Partial<Record<FilterKey, string>>> & {
  readonly sort?: CaseSort | undefined
}

const isSort = (text: unknown): text is CaseSort => SORTS.some((sort) => sort === text)

/** Reads the URL's query; what is not a filter is left out, so the API is asked only what it knows. */
export function filterOf(search: Readonly<Record<string, unknown>>): CaseFilter {
  const filter: Partial<Record<FilterKey, string>> = {}
  for (const key of FILTER_KEYS) {
    const value = search[key]
    if (typeof value === 'string' && value !== '') filter[key] = value
  }
  return isSort(search['sort']) && search['sort'] !== 'priority'
    ? { ...filter, sort: search['sort'] }
    : filter
}

/** The filter as the text of a link. */
export const filterText = (filter: CaseFilter): string =>
  new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined)).toString()

export const filterFromText = (text: string): CaseFilter =>
  filterOf(Object.fromEntries(new URLSearchParams(text)))
