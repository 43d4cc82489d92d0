import { useQuery, useSuspenseQuery, type QueryClient, type QueryKey } from '@tanstack/react-query'
import type { CaseId, TimelineKind } from '../../../src/api/wire.ts'
import { agreementsQuery, budgetQuery } from '../agree/queries.ts'
import { caseCareQuery, furnishedQuery, limitationQuery } from '../care/queries.ts'
import { caseQuery, permissionsQuery, timelineQuery, whyQuery } from '../queries.ts'

type Looking = { readonly kind?: TimelineKind | undefined; readonly at?: string | undefined }

/** What stands on the screen first: who it is, what is allowed, and where they stand. */
export const readFirstView = (queries: QueryClient, id: CaseId, { at }: Looking) =>
  Promise.all([
    queries.ensureQueryData(caseQuery(id, at)),
    queries.ensureQueryData(permissionsQuery(id)),
  ])

/** Everything below it: asked at the same time, so that no part waits for the one above. */
export const readTheRest = (queries: QueryClient, id: CaseId, { kind, at }: Looking) =>
  Promise.all([
    queries.ensureQueryData(agreementsQuery(id, at)),
    queries.ensureInfiniteQueryData(timelineQuery(id, kind, at)),
    queries.ensureQueryData(caseCareQuery(id)),
    queries.ensureQueryData(limitationQuery(id)),
    queries.ensureQueryData(budgetQuery(id)),
    queries.ensureQueryData(furnishedQuery(id)),
    queries.ensureQueryData(whyQuery(id, at)),
  ])

/** The time of what was read ahead: none, so that it is old wherever it is shown. */
export const UNJUDGED = 0

/** What the next key will show. Nothing fails with it: whoever opens the case asks again. */
export function readAhead(queries: QueryClient, id: CaseId): void {
  const [whole, allowed] = [caseQuery(id), permissionsQuery(id)]
  void keptUnjudged(queries, whole.queryKey, queries.prefetchQuery(whole))
  void keptUnjudged(queries, allowed.queryKey, queries.prefetchQuery(allowed))
  void queries.prefetchQuery(agreementsQuery(id))
  void queries.prefetchInfiniteQuery(timelineQuery(id, undefined))
}

async function keptUnjudged(
  queries: QueryClient,
  queryKey: QueryKey,
  read: Promise<void>,
): Promise<void> {
  await read
  queries.setQueryData(queryKey, (found: unknown) => found, { updatedAt: UNJUDGED })
  // Where it is on the screen already it is asked once more now; otherwise as it is shown.
  await queries.invalidateQueries({ queryKey, exact: true })
}

/** Whether the case, or what is allowed, stands as it was read ahead: nobody acts on that. */
export function useIsUnjudged(id: CaseId, at: string | undefined): boolean {
  const { dataUpdatedAt: readAt } = useSuspenseQuery(caseQuery(id, at))
  const { dataUpdatedAt: judgedAt } = useQuery({
    ...permissionsQuery(id),
    enabled: at === undefined,
    refetchInterval: false,
  })
  return readAt === UNJUDGED || (at === undefined && judgedAt === UNJUDGED)
}
