import { queryOptions } from '@tanstack/react-query'
import type {
  AgreementsWire,
  BudgetWire,
  CaseId,
  OfferAnswer,
  OfferWire,
  OptionsWire,
  PlanEventAnswer,
  RequestAnswer,
  RequestBody,
  RequestWire,
} from '../../../src/api/wire.ts'
import type { PromiseAnswer, PromiseId } from '../../../src/api/wire-agreements.ts'
import { ask } from '../api.ts'

const at = (id: CaseId, what: string) => `/v1/cases/${encodeURIComponent(id)}/${what}`

/** `day`: as they stood on a day that is over; without it as they stand. */
export const agreementsQuery = (id: CaseId, day?: string) =>
  queryOptions({
    queryKey: ['case', id, 'agreements', ...(day === undefined ? [] : [day])],
    queryFn: () =>
      ask<AgreementsWire>({ method: 'GET', path: at(id, 'agreements'), query: { at: day } }),
  })

export const budgetQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'budget'],
    queryFn: () => ask<BudgetWire>({ method: 'GET', path: at(id, 'budget') }),
  })

/** Asked anew for every change of the form: the preview is the server's own schedule. */
export const optionsQuery = (id: CaseId, body: object) =>
  queryOptions({
    queryKey: ['case', id, 'options', body],
    queryFn: ({ signal }) =>
      ask<OptionsWire>({ method: 'POST', path: at(id, 'offers/options'), body, signal }),
    retry: false,
    staleTime: 60_000,
  })

export const requestsQuery = queryOptions({
  queryKey: ['requests'],
  queryFn: () => ask<{ items: readonly RequestWire[] }>({ method: 'GET', path: '/v1/requests' }),
})

export const agreeApi = {
  promise: (id: CaseId, body: object, key: string) =>
    ask<PromiseAnswer>({ method: 'POST', path: at(id, 'promises'), body, key }),
  takeBackPromise: (id: CaseId, promise: PromiseId) =>
    ask<unknown>({ method: 'POST', path: at(id, `promises/${promise}/undo`) }),
  offer: (id: CaseId, body: object, key: string) =>
    ask<OfferWire>({ method: 'POST', path: at(id, 'offers'), body, key }),
  answerOffer: (id: CaseId, offer: string, body: object, key: string) =>
    ask<OfferAnswer>({ method: 'POST', path: at(id, `offers/${offer}/answers`), body, key }),
  planEvent: (id: CaseId, plan: string, body: object, key: string) =>
    ask<PlanEventAnswer>({ method: 'POST', path: at(id, `plans/${plan}/events`), body, key }),
  saveBudget: (id: CaseId, body: object, key: string) =>
    ask<BudgetWire>({ method: 'POST', path: at(id, 'budget'), body, key }),
  answerRequest: (id: string, body: RequestBody) =>
    ask<RequestAnswer>({ method: 'POST', path: `/v1/requests/${id}/answers`, body }),
}
