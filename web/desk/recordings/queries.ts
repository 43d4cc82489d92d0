import { queryOptions } from '@tanstack/react-query'
import type { CaseId, ListeningWire, RecordingsWire, RecordingWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const recordingsQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'recordings'],
    queryFn: () => ask<RecordingsWire>({ method: 'GET', path: `/v1/cases/${id}/recordings` }),
  })

export const listenTo = (id: RecordingWire['id'], reason: string) =>
  ask<ListeningWire>({ method: 'POST', path: `/v1/recordings/${id}/listens`, body: { reason } })
