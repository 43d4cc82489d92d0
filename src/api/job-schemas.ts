import { z } from '@hono/zod-openapi'
import type { Job, JobCode, JobRow } from '../store/job.ts'
import { caseIdText, jobIdText } from './ids.ts'
import { HOLD_REASONS, idOut, InstantOut } from './schemas.ts'
import type { BulkPreviewWire, JobRowWire, JobWire } from './wire-jobs.ts'
import type { Language } from './wire.ts'

export const JobOut: z.ZodType<JobWire> = z
  .object({
    id: idOut('job'),
    kind: z.enum(['hold', 'release']),
    state: z.enum(['waiting', 'running', 'done']),
    reason: z.enum(HOLD_REASONS),
    source: z.string(),
    asked_by: z.string(),
    asked_at: InstantOut,
    ended_at: InstantOut.nullable(),
    counts: z.object({ total: z.int(), done: z.int(), refused: z.int(), waiting: z.int() }),
    undoes: idOut('job').nullable(),
    undone_by: idOut('job').nullable(),
  })
  .openapi('Job') as never

export const JobRowOut: z.ZodType<JobRowWire> = z
  .object({
    case_id: idOut('case'),
    name: z.string(),
    result: z.enum(['waiting', 'done', 'refused']),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    done_at: InstantOut.nullable(),
  })
  .openapi('JobRow')

export const PreviewOut: z.ZodType<BulkPreviewWire> = z
  .object({
    total: z.int(),
    eligible: z.int(),
    more: z.boolean(),
    blocked: z.array(
      z.object({
        code: z.string(),
        reason: z.string(),
        count: z.int(),
        sample: z.array(z.object({ case_id: idOut('case'), name: z.string() })),
      }),
    ),
  })
  .openapi('BulkPreview')

const CODE_WORDS: Readonly<Record<JobCode, Readonly<Record<Language, string>>>> = {
  no_such_case: { en: 'There is no such case', zh: '没有这个案件' },
  case_closed: { en: 'The case is closed', zh: '案件已结案' },
  already_held: { en: 'It is held for this reason already', zh: '已因该原因暂停' },
  hold_of_care: {
    en: 'A dispute, complaint or care keeps this hold: it ends there',
    zh: '该暂停由异议、投诉或关怀事项维持，须在该事项中解除',
  },
  nothing_to_lift: { en: 'It is not held for this reason', zh: '未因该原因暂停' },
  refused: { en: 'It could not be done', zh: '无法办理' },
}

export const codeWords = (code: string, lang: Language): string => CODE_WORDS[code as JobCode][lang]

export function jobWire(job: Job): JobWire {
  const [total, done, refused] = [job.total, job.done, job.refused].map(Number) as [
    number,
    number,
    number,
  ]
  return {
    id: jobIdText(job.jobId),
    kind: job.kind,
    state: job.state,
    reason: job.reason,
    source: job.source,
    asked_by: job.askedBy,
    asked_at: new Date(job.askedAt).toISOString(),
    ended_at: job.endedAt === null ? null : new Date(job.endedAt).toISOString(),
    counts: { total, done, refused, waiting: total - done - refused },
    undoes: job.undoesId === null ? null : jobIdText(job.undoesId),
    undone_by: job.undoneBy === null ? null : jobIdText(job.undoneBy),
  }
}

export const jobRowWire = (row: JobRow, lang: Language): JobRowWire => ({
  case_id: caseIdText(row.borrowerId),
  name: row.name,
  result: row.state,
  code: row.code,
  reason: row.code === null ? null : codeWords(row.code, lang),
  done_at: row.doneAt === null ? null : new Date(row.doneAt).toISOString(),
})
