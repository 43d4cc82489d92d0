import type { z } from '@hono/zod-openapi'
import { addDays, addMonths, monthEnd, type Day } from '../core/calendar.ts'
import { inTenant, instantText } from '../store/db.ts'
import { countRoleChanges } from '../store/staff-role.ts'
import {
  countLooks,
  keepAccessReview,
  readAccessReviews,
  readLooks,
  signAccessReview,
  type LookKey,
} from '../store/looks.ts'
import { cursorText, isInstant, MICROSECONDS, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import type { ProblemCode } from './problem.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import {
  LooksOut,
  LooksQuery,
  MonthOut,
  ReviewGiven,
  ReviewsOut,
  SignGiven,
} from './watch-schemas.ts'
import type { LooksPage } from './wire-compliance.ts'

export function addLooks(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/looks',
    summary: 'Who looked at what is kept apart, or took it out, and why; the newest first',
    query: LooksQuery,
    status: 200,
    answer: LooksOut,
    problems: ['bad_cursor'],
    handle: list,
  })
  addRoute(api, deps, {
    route: 'GET /v1/access-reviews',
    summary:
      'Who looked how often in the last month that is over, and which months were gone through',
    status: 200,
    answer: ReviewsOut,
    problems: [],
    handle: ({ actor }) => {
      const month = lastMonth(deps.today())
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const days = { from: month, to: monthEnd(month) }
        const people = await countLooks(tx, actor.tenantId, days)
        return {
          month,
          role_changes: await countRoleChanges(tx, actor.tenantId, days),
          people: people.map(({ withoutReason, ...row }) => ({
            ...row,
            without_reason: withoutReason,
          })),
          reviews: (await readAccessReviews(tx, actor.tenantId)).map((row) => ({
            month: row.month,
            looks: row.looks,
            role_changes: row.roleChanges,
            words: row.words,
            reviewed_by: row.reviewedBy,
            reviewed_at: instantText(row.reviewedAt),
            signed_by: row.signedBy,
            signed_at: row.signedAt === null ? null : instantText(row.signedAt),
            is_own: row.reviewedId === actor.userId,
          })),
        }
      })
    },
  })
  addActs(api, deps)
}

function addActs(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/access-reviews',
    summary: 'One person went through the looks of a month that is over',
    body: ReviewGiven,
    status: 201,
    answer: MonthOut,
    problems: ['month_not_over', 'already_reviewed'],
    handle: ({ actor, body }) => {
      const { month } = body
      if (monthEnd(month) >= deps.today())
        return Promise.resolve({ declined: 'month_not_over' as const })
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const days = { from: month, to: monthEnd(month) }
        const counts = await countLooks(tx, actor.tenantId, days)
        const looks = counts.reduce((sum, one) => sum + one.looks, 0)
        const roleChanges = await countRoleChanges(tx, actor.tenantId, days)
        const review = { month, looks, roleChanges, words: body.words, by: actor.userId }
        const fault = await keepAccessReview(tx, actor.tenantId, review)
        return fault === undefined ? { month } : { declined: 'already_reviewed' as const }
      })
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/access-reviews/signs',
    summary: 'Another person signs it',
    body: SignGiven,
    status: 201,
    answer: MonthOut,
    problems: ['no_access_review', 'own_access_review', 'already_reviewed'],
    handle: ({ actor, body: { month } }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const fault = await signAccessReview(tx, actor.tenantId, { month, by: actor.userId })
        return fault === undefined ? { month } : { declined: FAULTS[fault.declined] }
      }),
  })
}

const FAULTS = {
  already_answered: 'already_reviewed',
  own_review: 'own_access_review',
  no_such_review: 'no_access_review',
} as const satisfies Record<string, ProblemCode>

/** The first day of the newest month that is over. */
const lastMonth = (today: Day): Day => {
  const first = `${today.slice(0, 7)}-01` as Day
  return addMonths(first, -1)
}

const LIST = 'looks'
async function list(
  asked: Asked<undefined, z.output<typeof LooksQuery>, undefined>,
): Promise<LooksPage | Declined> {
  const { deps, actor, query } = asked
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor)
  if (after === 'bad') return { declined: 'bad_cursor' }
  const { rows, next } = await inTenant(deps.db, actor.tenantId, (tx) =>
    readLooks(tx, actor.tenantId, {
      borrowerId: query.case_id,
      from: query.from ?? addDays(deps.today(), -92),
      to: query.to,
      kind: query.kind,
      after,
      limit: query.limit ?? 50,
    }),
  )
  return {
    items: rows.map(({ borrowerId, at, ...row }) => ({
      ...row,
      at: instantText(at),
      case_id: caseIdText(borrowerId),
    })),
    next_cursor: next === undefined ? null : cursorText(LIST, [next.at, next.id]),
  }
}

function keyOf(cursor: string): LookKey | 'bad' {
  const [at, id] = parseCursor(LIST, cursor, [MICROSECONDS, /^[a-z]{4,20}:[0-9:]{1,80}$/]) ?? []
  return at !== undefined && isInstant(at) && id !== undefined ? { at, id } : 'bad'
}
