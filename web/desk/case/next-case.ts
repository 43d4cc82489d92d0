import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { CaseId, CaseRow } from '../../../src/api/wire.ts'
import type { CaseFilter } from '../cases/filter.ts'
import { filterText } from '../cases/filter.ts'
import { casesQuery } from '../queries.ts'
import { readAhead } from './reads.ts'

/** The row after `id` in the order of the list; the first where the list does not hold it. */
export function rowAfter(rows: readonly CaseRow[], id: CaseId | undefined): CaseRow | undefined {
  const at = rows.findIndex((row) => row.id === id)
  return rows[at + 1]
}

type Place = { filter: CaseFilter; after?: CaseId | undefined }

/** Opens the next case of a list, and reads the one after it, so that the next key finds it here. */
export function useNextCase(): (place: Place) => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async ({ filter, after }) => {
    const list = await queries.ensureInfiniteQueryData(casesQuery(filter))
    const rows = list.pages.flatMap((page) => page.items)
    const next = rowAfter(rows, after) ?? rows[0]
    const from = filterText(filter)
    if (next === undefined) {
      await navigate({ to: '/cases', search: filter })
      return
    }
    await navigate({
      to: '/cases/$id',
      params: { id: next.id },
      search: from === '' ? {} : { from },
    })
    const following = rowAfter(rows, next.id)
    if (following !== undefined) readAhead(queries, following.id)
  }
}
