import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  BankFileWire,
  MatchBody,
  MoneyDone,
  MoneyId,
  MoneyPage,
  MoneyWholeWire,
  PaymentWordsTried,
  PaymentWordsWire,
  PaymentWordWire,
} from '../../../src/api/wire.ts'
import { ApiProblem, ask } from '../api.ts'
import { preferences } from '../preferences.ts'

const MONEY_A_PAGE = 100

const act = (id: MoneyId, what: string, body: unknown, key: string) =>
  ask<MoneyDone>({ method: 'POST', path: `/v1/money/${id}/${what}`, body, key })

export const moneyApi = {
  match: (id: MoneyId, body: MatchBody, key: string) => act(id, 'matches', body, key),
  setAside: (id: MoneyId, why: string, key: string) => act(id, 'set-asides', { why }, key),
  undo: (id: MoneyId, why: string, key: string) => act(id, 'undos', { why }, key),
  returns: (id: MoneyId, body: { original: MoneyId; why: string }, key: string) =>
    act(id, 'returns', body, key),
  /** The bytes as they are: nothing of a bank's file is read here. */
  async upload(file: File): Promise<BankFileWire> {
    const query = new URLSearchParams({ name: file.name })
    const answer = await fetch(`/v1/bank-files?${query.toString()}`, {
      method: 'POST',
      body: file,
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/octet-stream',
        'accept-language': preferences().language,
      },
    }).catch(() => Promise.reject(new ApiProblem(0, undefined)))
    if (!answer.ok) throw new ApiProblem(answer.status, await answer.json().catch(() => undefined))
    return (await answer.json()) as BankFileWire
  },
}

export const unplacedApi = {
  tryAgain: () =>
    ask<PaymentWordsTried>({ method: 'POST', path: '/v1/payment-words/tries', body: {} }),
  note: ({ provider, id }: PaymentWordWire, why: string) =>
    ask<PaymentWordsTried>({
      method: 'POST',
      path: '/v1/payment-words/notes',
      body: { provider, id, why },
    }),
}

export const paymentWordsQuery = queryOptions({
  queryKey: ['money', 'words'],
  queryFn: () => ask<PaymentWordsWire>({ method: 'GET', path: '/v1/payment-words' }),
})

export const waitingQuery = infiniteQueryOptions({
  queryKey: ['money', 'waiting'],
  queryFn: ({ pageParam }) =>
    ask<MoneyPage>({
      method: 'GET',
      path: '/v1/money/unmatched',
      query: {
        cursor: pageParam,
        limit: MONEY_A_PAGE,
        totals: pageParam === undefined ? 'true' : undefined,
      },
    }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

export const moneyQuery = (id: MoneyId) =>
  queryOptions({
    queryKey: ['money', 'item', id],
    queryFn: () => ask<MoneyWholeWire>({ method: 'GET', path: `/v1/money/${id}` }),
  })
