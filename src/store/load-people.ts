import type { Base } from './portfolio-base.ts'

/** Agreed calls are work too, whoever makes them. */
export const CALLBACKS = 'callbacks'

/** A treatment `t` that people can lawfully do between two moments. */
export const WORKABLE = (
  from: string,
  until: string,
) => `(t.state = 'listed' and coalesce(t.lawful_until, 'infinity') > ${from}
      or t.state = 'deferred' and t.not_before < ${until})`

/** A call `k` that was agreed on before a moment and still stands. */
export const AGREED = (until: string) => `k.ends_callback_id is null and k.due_at < ${until}
    and not exists (select from callback e
      where e.tenant_id = k.tenant_id and e.borrower_id = k.borrower_id and e.ends_callback_id = k.callback_id)`

/** What a number of the load is of, as it stands in an address: a list between two moments. */
export type LoadKey = { readonly worklist: string; readonly from: string; readonly until: string }

const AT = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z'
const KEY = new RegExp(`^([a-z0-9_-]{1,80})~(${AT})~(${AT})$`)

export const loadKeyText = ({ worklist, from, until }: LoadKey): string =>
  `${worklist}~${from}~${until}`

export function parseLoadKey(text: string): LoadKey | undefined {
  const [, worklist, from, until] = KEY.exec(text) ?? []
  if (worklist === undefined || from === undefined || until === undefined) return undefined
  const isDay = [from, until].every((at) => !Number.isNaN(Date.parse(at)))
  return isDay ? { worklist, from, until } : undefined
}

/** The people behind that number, by the conditions that counted it. */
export function loadPeople({ worklist, from, until }: LoadKey): Base {
  if (worklist === CALLBACKS)
    return (put) =>
      `select k.borrower_id from callback k where k.tenant_id = $1 and ${AGREED(put(until))}`
  return (put) => `select t.borrower_id from treatment t
    where t.tenant_id = $1 and t.worklist = ${put(worklist)} and ${WORKABLE(put(from), put(until))}`
}
