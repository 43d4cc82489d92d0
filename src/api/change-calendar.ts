import { addDays, daysBetween, type Day } from '../core/calendar.ts'
import { diffRules } from '../guard/register.ts'
import { readChanges } from '../store/change-calendar.ts'
import { inTenant } from '../store/db.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { ChangesOut, ChangesQuery } from './watch-schemas.ts'
import type { ChangeWire } from './wire-compliance.ts'
import type { Language } from './wire.ts'

const BEFORE_DAYS = 90
const AFTER_DAYS = 365
const DAYS_MAX = 1100

export function addChangeCalendar(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/changes',
    summary:
      'What changed or will: law, strategies, templates, staff, limits, channels; who said yes',
    query: ChangesQuery,
    status: 200,
    answer: ChangesOut,
    problems: ['ends_before_it_begins', 'too_large'],
    handle: async ({ actor, query, lang }) => {
      const today = deps.today()
      const from = query.from ?? addDays(today, -BEFORE_DAYS)
      const to = query.to ?? addDays(today, AFTER_DAYS)
      if (to < from) return { declined: 'ends_before_it_begins' as const }
      if (daysBetween(from, to) > DAYS_MAX) return { declined: 'too_large' as const }
      const { kind } = query
      const law = kind === undefined || kind === 'law' ? lawChanges(deps, { from, to }, lang) : []
      const rows =
        kind === 'law'
          ? []
          : await inTenant(deps.db, actor.tenantId, (tx) =>
              readChanges(tx, actor.tenantId, { from, to, today, kind }),
            )
      const items = [
        ...law,
        ...rows.map(({ proposedBy, approvedBy, ...row }) => ({
          ...row,
          proposed_by: proposedBy,
          approved_by: approvedBy,
        })),
      ].toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
      return { from, to, today, items }
    },
  })
}

/** Law comes with a release: nobody here proposes it, counsel signs what is marked unverified. */
const lawChanges = (
  { law }: ApiDeps,
  { from, to }: { from: Day; to: Day },
  lang: Language,
): readonly ChangeWire[] =>
  diffRules(law.files, { from: addDays(from, -1), to }).map((change) => ({
    kind: 'law',
    on: change.on,
    name: `${change.id} · ${change.title[lang]}`,
    version: null,
    what: change.change,
    proposed_by: null,
    approved_by: null,
    state: 'done',
  }))
