import { queryOptions } from '@tanstack/react-query'
import type { CaseId } from '../../../src/api/wire.ts'
import type {
  CareAnswer,
  CareBoard,
  CareId,
  CaseCare,
  CaseLimitation,
  FurnishedList,
  HandedInWire,
} from '../../../src/api/wire-care.ts'
import { ask } from '../api.ts'

export const caseCareQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'care'],
    queryFn: () => ask<CaseCare>({ method: 'GET', path: `/v1/cases/${id}/care` }),
  })

export const limitationQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'limitation'],
    queryFn: () => ask<CaseLimitation>({ method: 'GET', path: `/v1/cases/${id}/limitation` }),
  })

export const furnishedQuery = (id: CaseId) =>
  queryOptions({
    queryKey: ['case', id, 'furnished'],
    queryFn: () => ask<FurnishedList>({ method: 'GET', path: `/v1/cases/${id}/furnished` }),
  })

/** What is kept of one case, each under its own path. */
const keeps = (what: string) => (id: CaseId, body: object, key: string) =>
  ask<object>({ method: 'POST', path: `/v1/cases/${id}/${what}`, body, key })

export const recordFact = keeps('limitation/facts')
export const recordConsent = keeps('limitation/consents')
export const recordNotice = keeps('credit-notices')

export const careBoardQuery = (kind: string | undefined) =>
  queryOptions({
    queryKey: ['care', kind ?? 'all'],
    queryFn: () =>
      ask<CareBoard>({ method: 'GET', path: '/v1/care', query: { kind, totals: 'true' } }),
  })

export const openCare = (id: CaseId, body: object, key: string) =>
  ask<CareAnswer>({ method: 'POST', path: `/v1/cases/${id}/care`, body, key })

type OfCare = { readonly id: CaseId; readonly care: CareId; readonly key: string }

export const actOnCare = ({ id, care, key }: OfCare, body: object) =>
  ask<CareAnswer>({ method: 'POST', path: `/v1/cases/${id}/care/${care}/acts`, body, key })

type OfDocument = { readonly id: CaseId; readonly care: CareId; readonly sha256: string }

export const lookAtHandedIn = ({ id, care, sha256 }: OfDocument, reason: string) =>
  ask<HandedInWire>({
    method: 'POST',
    path: `/v1/cases/${id}/care/${care}/evidence/${sha256}/looks`,
    body: { reason },
  })

export const listDocument = ({ id, care, key }: OfCare, body: object) =>
  ask<object>({ method: 'POST', path: `/v1/cases/${id}/care/${care}/evidence`, body, key })
