import { OpenAPIHono, type Hook } from '@hono/zod-openapi'
import type { ErrorHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { assert } from '../core/assert.ts'
import { isRetryable } from '../store/db.ts'
import { ROUTE_NAMES } from './access.ts'
import { addAddresses } from './addresses.ts'
import { addAgreements } from './agreements.ts'
import { addApprovals } from './approvals.ts'
import { addArrangements } from './arrangements.ts'
import { addBudget } from './budget.ts'
import { addApps } from './apps.ts'
import { addBankFiles, FILE_BYTES_MAX, FILES_PATH } from './bank-files.ts'
import { addBulk } from './bulk.ts'
import { addJobs } from './jobs.ts'
import { addCallbacks } from './callbacks.ts'
import { addCalls } from './calls.ts'
import { addDials } from './dials.ts'
import { addVoice } from './voice.ts'
import { addVoiceWebhooks, UPLOAD_PATH } from './voice-webhooks.ts'
import { refuseCards } from './cards.ts'
import { addCare } from './care.ts'
import { addCareRecords } from './care-records.ts'
import { addCase } from './case.ts'
import { addCompliance } from './compliance.ts'
import { addCases } from './cases.ts'
import { addDesk } from './desk.ts'
import type { ApiDeps, ApiEnv } from './env.ts'
import { addEvents } from './events.ts'
import { addHealth } from './health.ts'
import { addHolds } from './holds.ts'
import { addTakeBacks } from './take-backs.ts'
import { addInbox } from './inbox.ts'
import { addQuality } from './quality.ts'
import { addScripts } from './scripts.ts'
import { addKeys } from './keys.ts'
import { knowActor } from './know-actor.ts'
import { addLetters } from './letters.ts'
import { addLimitation } from './limitation.ts'
import { addLint } from './lint.ts'
import { addMessageWebhooks } from './message-webhooks.ts'
import { addMoney } from './money.ts'
import { addMyDay } from './my-day.ts'
import { addPaymentWords } from './payment-words.ts'
import { addOffers } from './offers.ts'
import { addOfficial } from './official.ts'
import { addMandates } from './mandates.ts'
import { addOverrides } from './overrides.ts'
import { addLedger } from './ledger.ts'
import { addRemittance } from './remittance-open.ts'
import { addRemittances } from './remittances.ts'
import { addPayments } from './payments.ts'
import { addPayLinks } from './pay-links.ts'
import { addPermissions } from './permissions.ts'
import { addAlerts } from './alerts.ts'
import { addViews } from './views.ts'
import { addPortfolio } from './portfolio.ts'
import { problem, type ProblemCode } from './problem.ts'
import { addPromiseChecks } from './promise-checks.ts'
import { addPromiseStats } from './promise-stats.ts'
import { addProviderTemplates } from './provider-templates.ts'
import { addReveal } from './reveal.ts'
import type { Api } from './route.ts'
import { addRules } from './rules.ts'
import { addSearch } from './search.ts'
import { everyRequest, ownSiteOnly } from './security.ts'
import { addSession } from './session.ts'
import { addDocument } from './document.ts'
import { addDiffs } from './diffs.ts'
import { addProposals } from './proposals.ts'
import { addRecordings } from './recordings.ts'
import { addRegisters } from './registers.ts'
import { addRequests } from './requests.ts'
import { addRewards } from './rewards.ts'
import { addTraces } from './traces.ts'
import { addTrials } from './trials.ts'
import { addStaff } from './staff.ts'
import { addStrategies } from './strategies.ts'
import { addStrategyOpen } from './strategy-open.ts'
import { addMessagePrices } from './message-prices.ts'
import { addTemplateChecks } from './template-checks.ts'
import { addTemplatePages } from './template-pages.ts'
import { addTemplates } from './templates.ts'
import { addSpared } from './spared.ts'
import { addTold } from './told.ts'
import { addThirdPersons } from './third-persons.ts'
import { addThread } from './thread.ts'
import { addTimeline } from './timeline.ts'
import { addToday } from './today.ts'
import { addWebhooks } from './webhooks.ts'
import { addWebhookDeliveries } from './webhook-deliveries.ts'
import { addWebhookEndpoints } from './webhook-endpoints.ts'
import { addWhatIf } from './what-if.ts'
import { addWhy } from './why.ts'
import { addWorkLoad } from './work-load.ts'
import { addWork } from './work.ts'
import type { Language } from './wire.ts'

const BODY_BYTES_MAX = 64 * 1024

/** The whole API, without a socket: `app.fetch(request)` answers, in a test as in the server. */
export function buildApp(deps: ApiDeps): Api {
  const api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseMalformed })
  api.use('*', everyRequest)
  api.use('*', ownSiteOnly)
  const [small, file] = [BODY_BYTES_MAX, FILE_BYTES_MAX].map((maxSize) =>
    bodyLimit({ maxSize, onError: (c) => problem(c, 'too_large') }),
  )
  const isFile = (path: string) => path === FILES_PATH || UPLOAD_PATH.test(path)
  api.use('/v1/*', (c, next) => (isFile(c.req.path) ? file : small)?.(c, next) ?? next())
  api.use('/v1/*', refuseCards)
  addHealth(api, deps)
  api.use('/v1/*', knowActor(deps))
  for (const add of [addSession, addToday, addCases, addCase, addTimeline, addPermissions])
    add(api, deps)
  for (const add of [addWhy, addHolds, addOverrides, addPayments, addReveal, addRules])
    add(api, deps)
  for (const add of [addAgreements, addTold]) add(api, deps)
  for (const add of [addSearch, addMyDay, addPromiseChecks]) add(api, deps)
  addStrategies(api, deps)
  for (const add of [addWhatIf, addStrategyOpen, addStaff]) add(api, deps)
  for (const add of [addProposals, addDiffs, addTrials, addRewards]) add(api, deps)
  for (const add of [addTemplates, addTemplateChecks, addTemplatePages, addMessagePrices])
    add(api, deps)
  for (const add of [
    addWork,
    addWorkLoad,
    addCalls,
    addDials,
    addVoice,
    addRecordings,
    addCallbacks,
    addApprovals,
  ])
    add(api, deps)
  for (const add of [addRequests, addLint, addTakeBacks]) add(api, deps)
  for (const add of [addArrangements, addOffers, addBudget, addPromiseStats]) add(api, deps)
  for (const add of [addCare, addCareRecords, addRegisters, addLimitation]) add(api, deps)
  for (const add of [addBulk, addJobs]) add(api, deps)
  for (const add of [addKeys, addEvents, addWebhookEndpoints, addWebhookDeliveries]) add(api, deps)
  addLedger(api, deps)
  for (const add of [addPortfolio, addViews, addAlerts]) add(api, deps)
  addRemittances(api, deps)
  addRemittance(api, deps)
  for (const add of [addBankFiles, addMoney, addPaymentWords]) add(api, deps)
  for (const add of [addPayLinks, addMandates, addWebhooks]) add(api, deps)
  for (const add of [addInbox, addThread, addAddresses, addSpared, addThirdPersons]) add(api, deps)
  for (const add of [addTraces, addLetters]) add(api, deps)
  for (const add of [addScripts, addQuality, addApps, addProviderTemplates, addOfficial])
    add(api, deps)
  addCompliance(api, deps)
  addMessageWebhooks(api, deps)
  addVoiceWebhooks(api, deps)
  addDocument(api)
  api.all('/v1/*', (c) => problem(c, c.get('actor') === undefined ? 'not_signed_in' : 'not_found'))
  addDesk(api, deps)
  api.notFound((c) => problem(c, 'not_found'))
  api.onError(answerError(deps))
  checkDeclared(api)
  return api
}

/** Schema failures in the form of every other problem: where, which, and in the reader's language. */
const refuseMalformed: Hook<unknown, ApiEnv, string, unknown> = (result, c) => {
  if (result.success) return undefined
  const lang = c.get('lang')
  const errors = result.error.issues.slice(0, 20).map((issue) => ({
    pointer: `/${result.target}${issue.path.map((part) => `/${String(part)}`).join('')}`,
    code: issue.code,
    message: sayIssue(issue, lang),
  }))
  return problem(c, 'malformed', { errors })
}

const LOCALES: Readonly<Record<Language, ReturnType<typeof z.locales.en>>> = {
  en: z.locales.en(),
  zh: z.locales.zhCN(),
}

function sayIssue(issue: z.core.$ZodIssue, lang: Language): string {
  const said = LOCALES[lang].localeError(issue as never)
  return (typeof said === 'string' ? said : said?.message) ?? issue.message
}

const HTTP_PROBLEMS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed',
  413: 'too_large',
  415: 'not_json',
}

/** What is thrown is a bug or a lost database; the person gets a problem, the log gets the trace. */
function answerError(deps: ApiDeps): ErrorHandler<ApiEnv> {
  return (error, c) => {
    const known = error instanceof HTTPException ? HTTP_PROBLEMS[error.status] : undefined
    if (known !== undefined) return problem(c, known)
    deps.log(
      `${c.get('traceId')} ${c.req.method} ${c.req.routePath}: ${error.stack ?? error.message}`,
    )
    if (isRetryable(error)) return problem(c, 'not_ready', { retryAfterSeconds: 1 })
    return problem(c, 'broken')
  }
}

/** An application with a route that the access table does not name, or without one it names, does not start. */
export function checkDeclared(api: Api): void {
  const made = new Set<string>()
  for (const route of api.routes) {
    if (route.method === 'ALL')
      assert(route.path === '/*' || route.path === '/v1/*', `${route.path} takes every method`)
    else made.add(`${route.method} ${route.path.replaceAll(/:([a-z_]+)/g, '{$1}')}`)
  }
  const declared = new Set<string>([...ROUTE_NAMES, DESK_ROUTE])
  const undeclared = [...made].filter((name) => !declared.has(name))
  const missing = ROUTE_NAMES.filter((name) => !made.has(name))
  assert(undeclared.length === 0, `the access table does not name ${undeclared.join(', ')}`)
  assert(missing.length === 0, `no route was made for ${missing.join(', ')}`)
}

/** The built desk's files: open to anyone, because they hold nothing of the book. */
const DESK_ROUTE = 'GET /*'
