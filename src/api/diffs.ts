import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { impactOf } from '../store/strategy-impact.ts'
import { strategyOn, strategyVersion } from '../store/strategy.ts'
import { diffStrategies } from '../strategy/diff.ts'
import type { Strategy } from '../strategy/document.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { NameIn, refused, VersionIn } from './change-parts.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { LANG } from './schemas.ts'
import { RowChange } from './what-if-schemas.ts'
import { DOCUMENT_MAX } from './what-if.ts'
import type { DiffWire, Language } from './wire.ts'

const DiffGiven = z
  .union([
    z.strictObject({ document: z.string().min(1).max(DOCUMENT_MAX) }),
    z.strictObject({ name: NameIn, before: VersionIn, after: VersionIn }),
  ])
  .openapi('DiffGiven')

export const Diff: z.ZodType<DiffWire> = z
  .object({
    name: z.string(),
    before: z.int().nullable(),
    after: z.int(),
    changes: z.array(RowChange),
    people: z.int(),
    people_changed: z.int(),
  })
  .openapi('StrategyDiff')

/** Two versions of a strategy as a table of what differs, and how many people that reaches. */
export function addDiffs(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/diffs',
    summary: 'A document beside the version in force, or two versions: rows, and people changed',
    query: z.strictObject(LANG),
    body: DiffGiven,
    status: 200,
    answer: Diff,
    problems: ['not_found', 'change_refused'],
    handle: ({ actor, body, lang }) => diff(deps, actor, { body, lang }),
  })
}

export function readable(document: string): { readonly strategy: Strategy } | undefined {
  const strategy = parseStrategy(document, 'document')
  return 'name' in strategy ? { strategy } : undefined
}

async function diff(
  deps: ApiDeps,
  actor: Actor,
  { body, lang }: { body: z.output<typeof DiffGiven>; lang: Language },
): Promise<DiffWire | Declined> {
  const { tenantId } = actor
  return inTenant(deps.db, tenantId, async (tx) => {
    const today = deps.today()
    if ('document' in body) {
      const after = readable(body.document)
      if (after === undefined) return refused('not_sound', lang)
      return diffOut(tx, tenantId, { after: after.strategy, today })
    }
    const [before, after] = [
      await strategyVersion(tx, tenantId, { name: body.name, version: body.before }),
      await strategyVersion(tx, tenantId, { name: body.name, version: body.after }),
    ]
    if (before === undefined || after === undefined) return { declined: 'not_found' as const }
    return diffOut(tx, tenantId, { before: before.strategy, after: after.strategy, today })
  })
}

export async function diffOut(
  tx: Tx,
  tenantId: bigint,
  of: { readonly before?: Strategy; readonly after: Strategy; readonly today: Day },
): Promise<DiffWire> {
  const { after, today } = of
  const { name } = after
  const before = of.before ?? (await strategyOn(tx, tenantId, { name, day: today }))?.strategy
  if (before === undefined)
    return { name, before: null, after: after.version, changes: [], people: 0, people_changed: 0 }
  const impact = await impactOf(tx, tenantId, { before, after, today })
  return {
    name,
    before: before.version,
    after: after.version,
    changes: diffStrategies(before, after),
    people: impact.people,
    people_changed: impact.changed,
  }
}
