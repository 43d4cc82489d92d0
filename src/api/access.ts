import type { Action, Language, Role } from './wire.ts'
import { ROLE_NAMES } from './words.ts'

const EVERYBODY: readonly Role[] = ['collector', 'manager', 'compliance', 'admin']
const WORKING: readonly Role[] = ['collector', 'manager', 'compliance']

/**
 * Role x route, the whole of it. A route that is not here does not compile, and an application with
 * a route that is not here does not start. 'anyone' needs no session and shows nothing of the book.
 * An administrator runs the system and sees no borrower.
 */
export const ACCESS = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'POST /v1/sign-in': 'anyone',
  'POST /v1/sign-out': EVERYBODY,
  'GET /v1/openapi.json': EVERYBODY,
  'GET /v1/me': EVERYBODY,
  'GET /v1/today': EVERYBODY,
  'GET /v1/rules': EVERYBODY,
  'GET /v1/rules/changes': EVERYBODY,
  'GET /v1/rules/{id}': EVERYBODY,
  'GET /v1/strategies': ['manager', 'compliance', 'admin'],
  'POST /v1/strategies/checks': ['manager', 'compliance', 'admin'],
  'POST /v1/strategies/what-if': ['manager', 'compliance', 'admin'],
  'POST /v1/strategies/explanations': ['manager', 'compliance'],
  'GET /v1/strategies/{name}': ['manager', 'compliance', 'admin'],
  'GET /v1/staff': ['manager', 'compliance', 'admin'],
  'GET /v1/facts': ['manager', 'compliance', 'admin'],
  'POST /v1/diffs': ['manager', 'compliance', 'admin'],
  'GET /v1/proposals': ['manager', 'compliance', 'admin'],
  'POST /v1/proposals': ['manager', 'admin'],
  'GET /v1/proposals/{id}': ['manager', 'compliance', 'admin'],
  'POST /v1/proposals/{id}/answers': ['manager', 'compliance', 'admin'],
  'GET /v1/templates': ['manager', 'compliance', 'admin'],
  'GET /v1/templates/{channel}/{name}': ['manager', 'compliance', 'admin'],
  'POST /v1/templates/checks': ['manager', 'compliance', 'admin'],
  'POST /v1/templates/proposals': ['manager', 'admin'],
  'POST /v1/cases/{id}/template-previews': ['manager', 'compliance'],
  'GET /v1/trials': ['manager', 'compliance', 'admin'],
  'POST /v1/trials/{name}/stops': ['manager', 'compliance', 'admin'],
  'GET /v1/rewards': ['manager', 'compliance'],
  'POST /v1/rewards/{id}/answers': ['manager', 'compliance'],
  'POST /v1/rewards/{id}/results': ['manager', 'compliance'],
  'GET /v1/care': WORKING,
  'GET /v1/cases/{id}/care': WORKING,
  'POST /v1/cases/{id}/care': WORKING,
  'POST /v1/cases/{id}/care/{care_id}/acts': WORKING,
  'POST /v1/cases/{id}/care/{care_id}/evidence': WORKING,
  'POST /v1/cases/{id}/care/{care_id}/reads': ['manager', 'compliance'],
  'POST /v1/cases/{id}/restructures': ['manager'],
  'GET /v1/cases/{id}/limitation': WORKING,
  'POST /v1/cases/{id}/limitation/facts': ['manager', 'compliance'],
  'POST /v1/cases/{id}/limitation/consents': ['manager', 'compliance'],
  'GET /v1/cases/{id}/rewards': WORKING,
  'GET /v1/cases/{id}/furnished': WORKING,
  'POST /v1/cases/{id}/credit-notices': ['manager', 'compliance'],
  'GET /v1/cases': WORKING,
  'GET /v1/cases/facets': WORKING,
  'GET /v1/cases/{id}': WORKING,
  'GET /v1/cases/{id}/timeline': WORKING,
  'GET /v1/cases/{id}/permissions': WORKING,
  'GET /v1/cases/{id}/why': WORKING,
  'POST /v1/cases/{id}/holds': WORKING,
  'POST /v1/cases/{id}/promises': ['collector', 'manager'],
  'POST /v1/cases/{id}/plans': ['collector', 'manager'],
  'GET /v1/cases/{id}/agreements': WORKING,
  'POST /v1/cases/{id}/plans/{plan_id}/events': ['collector', 'manager'],
  'POST /v1/cases/{id}/offers/options': ['collector', 'manager'],
  'POST /v1/cases/{id}/offers': ['collector', 'manager'],
  'POST /v1/cases/{id}/offers/{offer_id}/answers': ['collector', 'manager'],
  'GET /v1/cases/{id}/budget': WORKING,
  'POST /v1/cases/{id}/budget': ['collector', 'manager'],
  'GET /v1/promises/statistics': ['manager', 'compliance'],
  'POST /v1/cases/{id}/inbound': WORKING,
  'POST /v1/cases/{id}/pauses': ['manager', 'compliance'],
  'POST /v1/cases/{id}/circumstances': WORKING,
  'POST /v1/cases/{id}/overrides': ['manager', 'compliance'],
  'POST /v1/cases/{id}/addresses/{address_id}/reveal': ['collector', 'compliance'],
  'POST /v1/payments': ['collector', 'manager'],
  'GET /v1/cases/{id}/accounts/{account_id}/statement': WORKING,
  'POST /v1/cases/{id}/entries': ['collector', 'manager'],
  'POST /v1/cases/{id}/reversals': ['manager'],
  'GET /v1/suspense': WORKING,
  'GET /v1/remittances': ['manager', 'compliance', 'admin'],
  'POST /v1/remittances': ['manager', 'admin'],
  'POST /v1/remittances/{number}/approvals': ['manager', 'admin'],
  'GET /v1/work': WORKING,
  'POST /v1/work/next': ['collector', 'manager'],
  'POST /v1/work/{id}/stay': ['collector', 'manager'],
  'POST /v1/work/{id}/release': ['collector', 'manager'],
  'GET /v1/work/load': ['manager', 'compliance'],
  'POST /v1/cases/{id}/calls': ['collector', 'manager'],
  'POST /v1/contacts/{id}/outcome': ['collector', 'manager'],
  'POST /v1/lint': WORKING,
  'GET /v1/voice': WORKING,
  'POST /v1/voice/phone': ['collector', 'manager'],
  'GET /v1/voice/counts': ['manager', 'compliance'],
  'POST /v1/cases/{id}/dials': ['collector', 'manager'],
  'GET /v1/contacts/{id}/call': WORKING,
  'GET /v1/callbacks': WORKING,
  'POST /v1/cases/{id}/callbacks': ['collector', 'manager'],
  'POST /v1/callbacks/{id}/cancel': ['collector', 'manager'],
  'POST /v1/cases/{id}/payment-links': ['collector', 'manager'],
  'GET /v1/cases/{id}/mandates': WORKING,
  'POST /v1/cases/{id}/mandates': ['collector', 'manager'],
  'POST /v1/cases/{id}/mandates/{number}/end': ['collector', 'manager'],
  'GET /v1/inbox': WORKING,
  'GET /v1/inbox/unmatched': WORKING,
  'POST /v1/inbox/unmatched/{id}/attach': WORKING,
  'POST /v1/inbox/unmatched/{id}/close': WORKING,
  'GET /v1/cases/{id}/thread': WORKING,
  'POST /v1/cases/{id}/inbox/steps': WORKING,
  'POST /v1/cases/{id}/answers': ['collector', 'manager'],
  'POST /v1/cases/{id}/answers/{answer_id}/undo': ['collector', 'manager'],
  'POST /v1/cases/{id}/messages/{message_id}/meanings': WORKING,
  'GET /v1/cases/{id}/addresses': WORKING,
  'POST /v1/cases/{id}/addresses': ['manager', 'compliance'],
  'POST /v1/cases/{id}/addresses/{address_id}/standings': WORKING,
  'GET /v1/cases/{id}/third-persons': WORKING,
  'POST /v1/cases/{id}/third-persons': ['manager', 'compliance'],
  'POST /v1/cases/{id}/third-persons/{person_id}/calls': ['collector', 'manager'],
  'POST /v1/cases/{id}/third-persons/{person_id}/answers': WORKING,
  'GET /v1/contacts/{id}/script': ['collector', 'manager'],
  'POST /v1/contacts/{id}/script/answers': ['collector', 'manager'],
  'POST /v1/contacts/{id}/transcripts': ['manager', 'compliance'],
  'GET /v1/quality': ['manager', 'compliance'],
  'GET /v1/quality/precision': ['manager', 'compliance'],
  'GET /v1/quality/{id}': ['manager', 'compliance'],
  'POST /v1/quality/{id}/reviews': ['manager', 'compliance'],
  'POST /v1/quality/samples': ['manager', 'compliance'],
  'POST /v1/webhooks/messages': 'signed',
  'POST /v1/webhooks/messages/{provider}': 'signed',
  'GET /v1/webhooks/messages/{provider}': 'signed',
  'POST /v1/webhooks/payments': 'signed',
  'POST /v1/webhooks/voice/{provider}': 'signed',
  'POST /v1/webhooks/voice/{provider}/recordings': 'signed',
  'POST /v1/webhooks/pay/{provider}': 'signed',
  'GET /v1/bank-files': WORKING,
  'POST /v1/bank-files': ['manager'],
  'GET /v1/money/unmatched': WORKING,
  'GET /v1/money/{id}': WORKING,
  'GET /v1/payment-words': WORKING,
  'POST /v1/payment-words/tries': ['collector', 'manager'],
  'POST /v1/payment-words/notes': ['collector', 'manager'],
  'POST /v1/money/{id}/matches': ['collector', 'manager'],
  'POST /v1/money/{id}/set-asides': ['collector', 'manager'],
  'POST /v1/money/{id}/undos': ['collector', 'manager'],
  'POST /v1/money/{id}/returns': ['collector', 'manager'],
  'GET /v1/approvals': ['manager', 'compliance'],
  'POST /v1/approvals/{id}': ['manager', 'compliance'],
  'GET /v1/requests': WORKING,
  'POST /v1/requests/{id}/answers': ['manager', 'compliance'],
} as const satisfies Record<string, Access>

/** 'signed' is for programs whose messages carry a signature: the route itself asks for it. */
type Access = 'anyone' | 'signed' | readonly Role[]

export type RouteName = keyof typeof ACCESS

/** Every route name, for the check at the start and the test of the matrix. */
export const ROUTE_NAMES = Object.keys(ACCESS) as RouteName[]

export function mayUse(route: RouteName, role: Role | undefined): boolean {
  const access: Access = ACCESS[route]
  return typeof access === 'string' || (role !== undefined && access.includes(role))
}

/** Each action stands for one route: the desk and the API can never disagree. */
export const ACTION_ROUTES: Readonly<Record<Action, RouteName>> = {
  'hold.place': 'POST /v1/cases/{id}/holds',
  'payment.record': 'POST /v1/payments',
  'address.reveal': 'POST /v1/cases/{id}/addresses/{address_id}/reveal',
  'call.make': 'POST /v1/cases/{id}/calls',
  'callback.agree': 'POST /v1/cases/{id}/callbacks',
  'work.next': 'POST /v1/work/next',
  'work.load': 'GET /v1/work/load',
  'approval.give': 'POST /v1/approvals/{id}',
  'promise.make': 'POST /v1/cases/{id}/promises',
  'offer.make': 'POST /v1/cases/{id}/offers',
  'budget.write': 'POST /v1/cases/{id}/budget',
  'limitation.record': 'POST /v1/cases/{id}/limitation/facts',
  'register.record': 'POST /v1/cases/{id}/credit-notices',
  'money.match': 'POST /v1/money/{id}/matches',
  'money.load': 'POST /v1/bank-files',
}

/** Why a role may not act, in words: who may. */
export function whyNot(action: Action, lang: Language): string {
  const access: Access = ACCESS[ACTION_ROUTES[action]]
  const roles = typeof access === 'string' ? EVERYBODY : access
  const names = roles.map((role) => ROLE_NAMES[role][lang])
  return lang === 'zh' ? `仅限${names.join('、')}操作` : `Only ${names.join(' and ')} may do this`
}
