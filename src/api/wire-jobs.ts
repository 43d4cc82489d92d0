import type { CaseId, InstantText } from './wire-parts.ts'

export type JobId = `job_${string}`

// POST /v1/bulk/holds, /v1/bulk/releases -> 202 JobWire; with ?dry_run=true 200 BulkPreviewWire
export type BulkPreviewWire = {
  readonly total: number
  readonly eligible: number
  /** More matched than one job takes. */
  readonly more: boolean
  readonly blocked: readonly {
    readonly code: string
    readonly reason: string
    readonly count: number
    readonly sample: readonly { readonly case_id: CaseId; readonly name: string }[]
  }[]
}

// GET /v1/jobs -> Page<JobWire>; GET /v1/jobs/{id}; POST /v1/jobs/{id}/undo -> 202 JobWire
export type JobWire = {
  readonly id: JobId
  readonly kind: 'hold' | 'release'
  readonly state: 'waiting' | 'running' | 'done'
  readonly reason: string
  readonly source: string
  readonly asked_by: string
  readonly asked_at: InstantText
  readonly ended_at: InstantText | null
  readonly counts: {
    readonly total: number
    readonly done: number
    readonly refused: number
    readonly waiting: number
  }
  readonly undoes: JobId | null
  readonly undone_by: JobId | null
}

// GET /v1/jobs/{id}/rows -> Page<JobRowWire>
export type JobRowWire = {
  readonly case_id: CaseId
  readonly name: string
  readonly result: 'waiting' | 'done' | 'refused'
  readonly code: string | null
  readonly reason: string | null
  readonly done_at: InstantText | null
}
