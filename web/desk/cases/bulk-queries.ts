import { queryOptions } from '@tanstack/react-query'
import type { BulkPreviewWire, JobRowWire, JobWire } from '../../../src/api/wire-jobs.ts'
import type { HoldReason, Page } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import type { CaseFilter } from './filter.ts'

/** Ticked rows, or whatever the list's filter matches. */
export type Chosen =
  | { readonly case_ids: readonly string[] }
  | { readonly query: Readonly<Record<string, string>> }

export type BulkKind = 'hold' | 'release'

export type BulkBody = {
  readonly select: Chosen
  readonly reason: HoldReason
  readonly source: string
  readonly until_on?: string
}

/** An order chooses nobody. */
export const chosenByFilter = (filter: CaseFilter): Chosen => ({
  query: Object.fromEntries(
    Object.entries(filter).filter(
      (pair): pair is [string, string] => pair[0] !== 'sort' && pair[1] !== undefined,
    ),
  ),
})

const PATHS: Readonly<Record<BulkKind, string>> = {
  hold: '/v1/bulk/holds',
  release: '/v1/bulk/releases',
}

export const bulkApi = {
  preview: (kind: BulkKind, body: BulkBody) =>
    ask<BulkPreviewWire>({
      method: 'POST',
      path: PATHS[kind],
      query: { dry_run: 'true' },
      body,
    }),
  start: (kind: BulkKind, body: BulkBody, key: string) =>
    ask<JobWire>({ method: 'POST', path: PATHS[kind], body, key }),
  undo: (id: string, key: string) =>
    ask<JobWire>({ method: 'POST', path: `/v1/jobs/${id}/undo`, body: {}, key }),
}

const LOOK_MS = 1000

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: () => ask<JobWire>({ method: 'GET', path: `/v1/jobs/${id}` }),
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : LOOK_MS),
  })

export const jobRowsQuery = (id: string) =>
  queryOptions({
    queryKey: ['job', id, 'rows'],
    queryFn: () =>
      ask<Page<JobRowWire>>({ method: 'GET', path: `/v1/jobs/${id}/rows`, query: { limit: 100 } }),
  })
