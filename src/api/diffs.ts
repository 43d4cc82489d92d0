import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import { documentInForce, portfoliosRunBy, strategyDocument } from '../store/strategy-document.ts'
import { impactOf } from '../store/strategy-impact.ts'
import { loadBook } from '../store/strategy.ts'
import { diffStrategies } from '../strategy/diff.ts'
import type { Strategy } from '../strategy/document.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { NameIn, refused, VersionIn } from './change-parts.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { LANG } from './schemas.ts'
import { RowChange } from './what-if-schemas.ts'
import { bookAsked, DOCUMENT_MAX, whatIfDesk } from './what-if.ts'
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

function readable(document: string): Strategy | undefined {
  const strategy = parseStrategy(document, 'document')
  return 'name' in strategy ? strategy : undefined
}

async function diff(
  deps: ApiDeps,
  actor: Actor,
  { body, lang }: { body: z.output<typeof DiffGiven>; lang: Language },
): Promise<DiffWire | Declined> {
  if ('document' in body)
    return (await diffOut(deps, actor, { after: body.document })) ?? refused('not_sound', lang)
  const [before, after] = await inTenant(deps.db, actor.tenantId, async (tx) => {
    const of = (version: number) =>
      strategyDocument(tx, actor.tenantId, { name: body.name, version })
    return [await of(body.before), await of(body.after)]
  })
  if (before === undefined || after === undefined) return { declined: 'not_found' }
  const found = await diffOut(deps, actor, { before: before.document, after: after.document })
  return found ?? { declined: 'not_found' }
}

type Documents = { readonly before?: string; readonly after: string }

/** Beside the version in force where no other is given; undefined where a document cannot be read. */
export async function diffOut(
  deps: ApiDeps,
  actor: Actor,
  documents: Documents,
): Promise<DiffWire | undefined> {
  const after = readable(documents.after)
  if (after === undefined) return undefined
  const { name } = after
  const inForce =
    documents.before ??
    (await inTenant(deps.db, actor.tenantId, (tx) =>
      documentInForce(tx, actor.tenantId, { name, day: deps.today() }),
    ).then((found) => found?.document))
  const before = inForce === undefined ? undefined : readable(inForce)
  if (before === undefined || inForce === undefined)
    return { name, before: null, after: after.version, changes: [], people: 0, people_changed: 0 }
  const sides = { before: inForce, after: documents.after }
  const { people, changed } =
    (await countedByKernel(deps, actor, { name, ...sides })) ??
    (await inTenant(deps.db, actor.tenantId, (tx) =>
      impactOf(tx, actor.tenantId, { before, after, today: deps.today() }),
    ))
  return {
    name,
    before: before.version,
    after: after.version,
    changes: diffStrategies(before, after),
    people,
    people_changed: changed,
  }
}

/** Over the night's snapshot, in the thread of the editors; undefined where that cannot answer now. */
async function countedByKernel(
  deps: ApiDeps,
  actor: Actor,
  of: { readonly name: string; readonly before: string; readonly after: string },
): Promise<{ readonly people: number; readonly changed: number } | undefined> {
  const { book, portfolios } = await inTenant(deps.db, actor.tenantId, async (tx) => ({
    book: await loadBook(tx, actor.tenantId),
    portfolios: await portfoliosRunBy(tx, actor.tenantId, { name: of.name, lang: 'en' }),
  }))
  if (portfolios.length === 0) return { people: 0, changed: 0 }
  const asked = bookAsked(deps, actor)
  const answer = await whatIfDesk(deps).ask({
    ...asked,
    // A reviewer's question must not end what the same person types in the editor.
    person: `${asked.person} diff`,
    document: of.after,
    before: of.before,
    codes: book,
    portfolios: portfolios.map(({ id }) => id),
    capacity: {},
  })
  if (answer.is !== 'counted' || answer.counted.peopleChanged === undefined) return undefined
  return { people: answer.counted.people, changed: answer.counted.peopleChanged }
}
