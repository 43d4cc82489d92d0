import type {
  CaseFacets,
  CaseId,
  CaseRow,
  CaseWire,
  FactsWire,
  HoldBody,
  HoldId,
  HoldWire,
  MeWire,
  Page,
  PermissionsWire,
  ProblemWire,
  ProposalOpenWire,
  ProposalWire,
  RevealAnswer,
  SignInBody,
  StaffWire,
  StrategiesWire,
  StrategyDocumentWire,
  StrategyExplainedWire,
  TimelineItem,
  TodayWire,
  TrialTermsWire,
  TrialWire,
  WhatIfBody,
  WhatIfWire,
  WhyWire,
} from '../../src/api/wire.ts'
import type { PaymentAnswer, PaymentBody } from '../../src/api/wire-pay.ts'
import type {
  ApprovalBody,
  ApprovalWire,
  CallbackBody,
  CallbackWire,
  CallStateWire,
  CallWire,
  DialWire,
  LeaseId,
  LoadWire,
  MoneyWire,
  NextBody,
  NextWire,
  OutcomeBody,
  OutcomeWire,
  ReleaseBody,
  VoiceWire,
  WorkWire,
} from '../../src/api/wire.ts'
import { openClient } from '../../src/client/client.ts'
import { MESSAGES } from './messages.ts'
import { preferences } from './preferences.ts'
import { asOfHere } from './shell/as-of.ts'
import { dropUnsent, keepUnsent } from './shell/kept.ts'

/** The server's own words for what it refused; `status` 0 where no answer came at all. */
export class ApiProblem extends Error {
  readonly status: number
  readonly problem: ProblemWire | undefined

  constructor(status: number, problem: ProblemWire | undefined) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`)
    this.status = status
    this.problem = problem
  }
}

type Query = Readonly<Record<string, string | number | undefined>>
type Ask = {
  method: 'GET' | 'POST'
  path: string
  query?: Query
  body?: unknown
  key?: string
  /** Given up by whoever asked, as soon as he asks something newer. */
  signal?: AbortSignal
}

function address(path: string, query: Query): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? path : `${path}?${text}`
}

const client = openClient()

/** A question that needs a body, or leaving: what changes nothing is open on every day that is looked at. */
const onlyReads = (path: string): boolean =>
  /^\/v1\/(sign-(in|out)|lint|diffs|strategies\/.*|templates\/(checks|pages)|cases\/[^/]+\/(template-.*|presence|promises\/checks))$/.test(
    path,
  )

/** A button that forgot to be disabled does nothing to the present from a page that shows the past. */
function lookingAtThePast(): ApiProblem {
  const title = MESSAGES['as_of.no_acting'][preferences().language]
  return new ApiProblem(409, {
    type: 'about:blank',
    title,
    status: 409,
    code: 'as_of_the_past',
    trace_id: '',
  })
}

export async function ask<T>({ method, path, query = {}, body, key, signal }: Ask): Promise<T> {
  if (method === 'POST' && !onlyReads(path) && asOfHere() !== undefined) throw lookingAtThePast()
  const headers = {
    'accept-language': preferences().language,
    ...(key !== undefined && { 'idempotency-key': key }),
  }
  const init = {
    headers,
    parseAs: 'stream',
    ...(signal && { signal }),
    ...(body !== undefined && { body }),
  }
  const sent = client.request(
    method === 'GET' ? 'get' : 'post',
    address(path, query) as never,
    init as never,
  )
  const { response: answer, error } = await sent.catch(() => {
    if (key !== undefined) keepUnsent({ path: address(path, query), body, key })
    return Promise.reject(new ApiProblem(0, undefined))
  })
  // A gateway in between may have lost the answer: as good as none.
  if (key !== undefined && answer.status < 500) dropUnsent(key)
  if (!answer.ok) throw new ApiProblem(answer.status, error as ProblemWire | undefined)
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

/** What one person proposes and another answers. */
export type ProposalBody =
  | {
      readonly kind: 'publish'
      readonly document: string
      readonly effective_on: string
      readonly words?: string
    }
  | {
      readonly kind: 'rollback'
      readonly name: string
      readonly version: number
      readonly effective_on: string
      readonly words?: string
    }
  | ({ readonly kind: 'trial'; readonly words?: string } & TrialTermsWire)

const caseAt = (id: CaseId) => `/v1/cases/${encodeURIComponent(id)}`

export const api = {
  signIn: (body: SignInBody) => ask<MeWire>({ method: 'POST', path: '/v1/sign-in', body }),
  signOut: () => ask<void>({ method: 'POST', path: '/v1/sign-out' }),
  me: () => ask<MeWire>({ method: 'GET', path: '/v1/me' }),
  today: () => ask<TodayWire>({ method: 'GET', path: '/v1/today' }),
  cases: (query: Query) => ask<Page<CaseRow>>({ method: 'GET', path: '/v1/cases', query }),
  facets: () => ask<CaseFacets>({ method: 'GET', path: '/v1/cases/facets' }),
  case: (id: CaseId, query: Query) => ask<CaseWire>({ method: 'GET', path: caseAt(id), query }),
  timeline: (id: CaseId, query: Query) =>
    ask<Page<TimelineItem>>({ method: 'GET', path: `${caseAt(id)}/timeline`, query }),
  permissions: (id: CaseId) =>
    ask<PermissionsWire>({ method: 'GET', path: `${caseAt(id)}/permissions` }),
  why: (id: CaseId) => ask<Pick<WhyWire, 'accounts'>>({ method: 'GET', path: `${caseAt(id)}/why` }),
  explain: (id: CaseId, query: Query) =>
    ask<Pick<WhyWire, 'accounts'>>({ method: 'GET', path: `${caseAt(id)}/explain`, query }),
  placeHold: (id: CaseId, body: HoldBody, key: string) =>
    ask<HoldWire>({ method: 'POST', path: `${caseAt(id)}/holds`, body, key }),
  takeBackHold: (id: CaseId, hold: HoldId) =>
    ask<unknown>({ method: 'POST', path: `${caseAt(id)}/holds/${hold}/undo` }),
  recordPayment: (body: PaymentBody, key: string) =>
    ask<PaymentAnswer>({ method: 'POST', path: '/v1/payments', body, key }),
  strategies: (query: Query = {}) =>
    ask<StrategiesWire>({ method: 'GET', path: '/v1/strategies', query }),
  strategy: (name: string, query: Query) =>
    ask<StrategyDocumentWire>({
      method: 'GET',
      path: `/v1/strategies/${encodeURIComponent(name)}`,
      query,
    }),
  staff: () => ask<StaffWire>({ method: 'GET', path: '/v1/staff' }),
  trials: () => ask<{ items: readonly TrialWire[] }>({ method: 'GET', path: '/v1/trials' }),
  proposals: () =>
    ask<{ items: readonly ProposalWire[] }>({
      method: 'GET',
      path: '/v1/proposals',
      query: { open: 'true' },
    }),
  proposal: (id: string) =>
    ask<ProposalOpenWire>({ method: 'GET', path: `/v1/proposals/${encodeURIComponent(id)}` }),
  propose: (body: ProposalBody) =>
    ask<ProposalWire>({ method: 'POST', path: '/v1/proposals', body }),
  answerProposal: (id: string, body: { answer: string; words?: string }) =>
    ask<ProposalWire>({
      method: 'POST',
      path: `/v1/proposals/${encodeURIComponent(id)}/answers`,
      body,
    }),
  facts: () => ask<FactsWire>({ method: 'GET', path: '/v1/facts' }),
  whatIf: (body: WhatIfBody, signal: AbortSignal) =>
    ask<WhatIfWire>({ method: 'POST', path: '/v1/strategies/what-if', body, signal }),
  explainDraft: (document: string, caseId: CaseId, signal: AbortSignal) =>
    ask<StrategyExplainedWire>({
      method: 'POST',
      path: '/v1/strategies/explanations',
      body: { document, case_id: caseId },
      signal,
    }),
  reveal: (id: CaseId, addressId: string, reason: string) =>
    ask<RevealAnswer>({
      method: 'POST',
      path: `${caseAt(id)}/addresses/${encodeURIComponent(addressId)}/reveal`,
      body: { reason },
    }),
  work: () => ask<WorkWire>({ method: 'GET', path: '/v1/work' }),
  nextCase: (body: NextBody) => ask<NextWire>({ method: 'POST', path: '/v1/work/next', body }),
  stay: (id: LeaseId) =>
    ask<{ expires_at: string }>({ method: 'POST', path: `/v1/work/${id}/stay`, body: {} }),
  release: (id: LeaseId, body: ReleaseBody) =>
    ask<{ ended: string }>({ method: 'POST', path: `/v1/work/${id}/release`, body }),
  call: (id: CaseId, key: string) =>
    ask<CallWire>({ method: 'POST', path: `${caseAt(id)}/calls`, body: {}, key }),
  voice: () => ask<VoiceWire>({ method: 'GET', path: '/v1/voice' }),
  setPhone: (phone: string) =>
    ask<VoiceWire>({ method: 'POST', path: '/v1/voice/phone', body: { phone } }),
  dial: (id: CaseId, key: string) =>
    ask<DialWire>({ method: 'POST', path: `${caseAt(id)}/dials`, body: {}, key }),
  callState: (id: string) => ask<CallStateWire>({ method: 'GET', path: `/v1/contacts/${id}/call` }),
  outcome: (id: string, body: OutcomeBody, key: string) =>
    ask<OutcomeWire>({ method: 'POST', path: `/v1/contacts/${id}/outcome`, body, key }),
  promise: (
    id: CaseId,
    body: {
      account_id: string
      amount: MoneyWire
      due_on: string
      source: string
      channel: 'call'
    },
    key: string,
  ) => ask<unknown>({ method: 'POST', path: `${caseAt(id)}/promises`, body, key }),
  callbacks: (query: Query) =>
    ask<{ items: readonly CallbackWire[] }>({ method: 'GET', path: '/v1/callbacks', query }),
  agreeCallback: (id: CaseId, body: CallbackBody, key: string) =>
    ask<CallbackWire>({ method: 'POST', path: `${caseAt(id)}/callbacks`, body, key }),
  cancelCallback: (id: string) =>
    ask<{ cancelled: boolean }>({ method: 'POST', path: `/v1/callbacks/${id}/cancel`, body: {} }),
  load: () => ask<LoadWire>({ method: 'GET', path: '/v1/work/load' }),
  approvals: () =>
    ask<{ items: readonly ApprovalWire[] }>({ method: 'GET', path: '/v1/approvals' }),
  approve: (id: string, body: ApprovalBody) =>
    ask<{ state: string }>({ method: 'POST', path: `/v1/approvals/${id}`, body }),
}

/**
 * One key an opened form: sending the same form twice is one act. Made from random bytes, because
 * `randomUUID` does not exist on a page that came over plain HTTP from another machine.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
