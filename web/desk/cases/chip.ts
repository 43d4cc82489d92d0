import type { CaseFacets } from '../../../src/api/wire.ts'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'
import type { CaseFilter, FilterKey } from './filter.ts'
import { FILTER_KEYS } from './filter.ts'

/** How a filter's value is shown: words of the catalogue, a day, or the text as it is. */
const SHOWN_AS: Record<FilterKey, string> = {
  q: 'text',
  state: 'state',
  stage: 'stage',
  tone: 'tone',
  portfolio: 'portfolio',
  language: 'language',
  min_days_past_due: 'text',
  max_days_past_due: 'text',
  treatment: 'treatment-name',
  treatment_state: 'treatment',
  verdict: 'verdict',
  rule: 'text',
  contact_state: 'contact',
  on: 'day',
  opened_on: 'day',
  closed_on: 'day',
  paid_since: 'day',
  figure: 'text',
  load: 'text',
  promise: 'promise-end',
  promise_since: 'day',
}

export type Chip = { readonly key: FilterKey; readonly name: string; readonly value: string }

/** The filter as chips, each of which can be taken away alone. */
export function useChips(filter: CaseFilter, facets: CaseFacets | undefined): Chip[] {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  const shown = (key: FilterKey, value: string): string => {
    const as = SHOWN_AS[key]
    if (as === 'text') return value
    if (as === 'day') return dayText(value, language)
    if (as !== 'portfolio') return wordOf(as, value)
    return facets?.portfolios.find((portfolio) => portfolio.code === value)?.name ?? value
  }
  return FILTER_KEYS.flatMap((key) => {
    const value = filter[key]
    if (value === undefined) return []
    return [{ key, name: say(`filter.${key}`), value: shown(key, value) }]
  })
}
