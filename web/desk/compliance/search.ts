/** What the URL of each page of the officer holds: a link shows another person the same. */

export type DecisionsSearch = {
  readonly person?: string | undefined
  readonly case_id?: string | undefined
  readonly rule?: string | undefined
  readonly channel?: string | undefined
  readonly decision?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** The decision that is open. */
  readonly id?: string | undefined
}

export const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A day and nothing else: a link that was typed wrong shows today. */
export const dayOfSearch = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined

export const decisionsSearchOf = (search: Record<string, unknown>): DecisionsSearch => ({
  person: wordOf(search['person']),
  case_id: wordOf(search['case_id']),
  rule: wordOf(search['rule']),
  channel: wordOf(search['channel']),
  decision: wordOf(search['decision']),
  from: dayOfSearch(search['from']),
  to: dayOfSearch(search['to']),
  id: wordOf(search['id']),
})
