import { infiniteQueryOptions } from '@tanstack/react-query'
import type {
  LetterBatchWire,
  LetterManifestWire,
  LetterPdfWire,
  LetterReturnBody,
  LetterWire,
  Page,
} from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

export const batchesQuery = infiniteQueryOptions({
  queryKey: ['letters', 'batches'],
  queryFn: ({ pageParam }) =>
    ask<Page<LetterBatchWire>>({
      method: 'GET',
      path: '/v1/letter-batches',
      query: { cursor: pageParam },
    }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

export const lettersQuery = (batch: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['letters', 'of', batch ?? 'all'],
    queryFn: ({ pageParam }) =>
      ask<Page<LetterWire>>({
        method: 'GET',
        path: '/v1/letters',
        query: { batch, cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export const lettersApi = {
  manifest: (number: string) =>
    ask<LetterManifestWire>({ method: 'GET', path: `/v1/letter-batches/${number}/manifest` }),
  read: ({ key, reason }: { readonly key: string; readonly reason: string }) =>
    ask<LetterPdfWire>({ method: 'POST', path: `/v1/letters/${key}/looks`, body: { reason } }),
  cameBack: ({ key, ...body }: LetterReturnBody & { readonly key: string }) =>
    ask<LetterWire>({ method: 'POST', path: `/v1/letters/${key}/returns`, body }),
}
