import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CaseId, CaseWire, ContactId, LeaseWire, WorkWire } from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { workQuery } from './queries.ts'

/** A call, whoever dials it: once under its key, and at once the page knows that it is on. */
export function useCalling<Made extends { readonly id: ContactId }>(
  found: CaseWire,
  lease: LeaseWire,
  make: (id: CaseId, key: string) => Promise<Made>,
) {
  const queries = useQueryClient()
  const key = useActKey()
  return useMutation({
    mutationFn: () => make(found.id, key.present()),
    onError: (error) => key.settle(error),
    onSuccess: async (made) => {
      key.settle()
      queries.setQueryData<WorkWire>(workQuery.queryKey, (before) =>
        before?.lease?.id === lease.id
          ? { ...before, lease: { ...before.lease, worked: true }, open_call: made.id }
          : before,
      )
      await queries.invalidateQueries({ queryKey: ['case', found.id] })
    },
  })
}
