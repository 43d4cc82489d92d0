import { z } from '@hono/zod-openapi'
import { STANDING_WORDS } from '../engine/app-way-words.ts'
import { linkAppIn, withdrawAppIn } from '../store/app-link.ts'
import { readApps, type AppAccount, type AppWord } from '../store/app-read.ts'
import { borrowerNames } from '../store/borrower-names.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import type { Actor, ApiDeps } from './env.ts'
import { addressIdText } from './ids.ts'
import { maskAddress } from './mask.ts'
import { oncePerBorrower } from './once-per-borrower.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, idIn, idOut, InstantOut, words } from './schemas.ts'
import type { AppAccountWire, AppsWire, AppWordWire } from './wire-apps.ts'
import type { Language } from './wire.ts'

/** The name of a provider as channels.yaml writes it. */
export const ProviderIn = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)

const Word: z.ZodType<AppWordWire> = z
  .object({ at: InstantOut, by: z.string().nullable(), words: z.string().nullable() })
  .openapi('AppWord')
const Account: z.ZodType<AppAccountWire> = z
  .object({
    provider: z.string(),
    address_id: idOut('adr'),
    masked: z.string(),
    state: z.enum(['blocked', 'not_linked', 'open', 'templates_only']),
    state_name: z.string(),
    window_until: InstantOut.nullable(),
    window_left: z.int().nullable(),
    consents: z.array(z.object({ template: z.string(), left: z.int().nullable() })),
    linked: Word.nullable(),
    blocked: Word.nullable(),
    opt_in: z
      .object({
        at: InstantOut,
        by: z.string().nullable(),
        words: z.string().nullable(),
        given: z.boolean(),
      })
      .nullable(),
  })
  .openapi('AppAccount')
const Out: z.ZodType<AppsWire> = z
  .object({ items: z.array(Account), providers: z.array(z.string()) })
  .openapi('Apps')

const LinkGiven = z
  .strictObject({
    provider: ProviderIn,
    name: words(200),
    evidence: words(500),
    opt_in: z.boolean(),
  })
  .openapi('AppLinkGiven')
const EndGiven = z
  .strictObject({ provider: ProviderIn, address_id: idIn('adr'), reason: words(300) })
  .openapi('AppWithdrawGiven')

/** Where messages in apps may reach a borrower: which accounts, until when, with whose yes. */
export function addApps(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/apps',
    summary:
      'The borrower’s accounts at apps: open windows, consents left, and the yes with its evidence',
    params: CaseParams,
    status: 200,
    answer: Out,
    problems: ['no_such_case'],
    handle: ({ actor, params, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        if (!(await borrowerNames(tx, actor.tenantId, [params.id])).has(params.id))
          return { declined: 'no_such_case' as const }
        return read(tx, { deps, actor, borrowerId: params.id, lang })
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/apps',
    summary:
      'Ties their name at an app to the borrower, with what shows it; needs an Idempotency-Key',
    params: CaseParams,
    body: LinkGiven,
    status: 201,
    answer: Out,
    problems: ['no_such_case', 'app_of_other', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) => oncePerBorrower(asked, 'app link', (tx) => link(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/apps/withdrawals',
    summary: 'Nothing leaves by this app for them any more; needs an Idempotency-Key',
    params: CaseParams,
    body: EndGiven,
    status: 201,
    answer: Out,
    problems: ['no_such_case', 'no_such_app', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) => {
      // No bigint goes through the hash of the request as it does through the schema.
      const body = { ...asked.body, address_id: addressIdText(asked.body.address_id) }
      return oncePerBorrower({ ...asked, body }, 'app withdrawal', (tx) => withdraw(tx, asked))
    },
  })
}

type Params = z.output<typeof CaseParams>
type Done = Promise<{ readonly done: AppsWire } | Declined>

async function link(
  tx: Tx,
  { deps, actor, params, body, lang }: Asked<Params, undefined, z.output<typeof LinkGiven>>,
): Done {
  const { provider, name, evidence, opt_in: optIn } = body
  const of = { tenantId: actor.tenantId, borrowerId: params.id, by: actor.userId }
  const tick = { now: deps.now(), today: deps.today() }
  const made = await linkAppIn(tx, { ...of, provider, name, evidence, optIn }, tick)
  if ('declined' in made)
    return {
      declined: made.declined === 'of_somebody_else' ? 'app_of_other' : 'no_such_case',
    }
  return { done: await read(tx, { deps, actor, borrowerId: params.id, lang }) }
}

async function withdraw(
  tx: Tx,
  { deps, actor, params, body, lang }: Asked<Params, undefined, z.output<typeof EndGiven>>,
): Done {
  const { provider, address_id: addressId, reason } = body
  const of = { tenantId: actor.tenantId, borrowerId: params.id, by: actor.userId }
  const tick = { now: deps.now(), today: deps.today() }
  if (!(await withdrawAppIn(tx, { ...of, provider, addressId, reason }, tick)))
    return { declined: 'no_such_app' }
  return { done: await read(tx, { deps, actor, borrowerId: params.id, lang }) }
}

type Reading = {
  readonly deps: ApiDeps
  readonly actor: Actor
  readonly borrowerId: bigint
  readonly lang: Language
}

async function read(tx: Tx, { deps, actor, borrowerId, lang }: Reading): Promise<AppsWire> {
  const { tenantId } = actor
  const rows = await readApps(tx, { tenantId, borrowerId }, deps.now())
  return { items: rows.map((row) => accountOut(row, lang)), providers: providersOf(deps, actor) }
}

/** Of whom this tenant hears, by the names on what is sent. */
export const providersOf = (deps: ApiDeps, { tenantId }: Actor): string[] =>
  (deps.messages?.hooks ?? [])
    .filter((one) => one.tenantId === tenantId)
    .map(({ hook }) => hook.name)

const wordOut = (word: AppWord | undefined): AppWordWire | null =>
  word === undefined ? null : { at: instantText(word.at), by: word.by, words: word.words }

const accountOut = (row: AppAccount, lang: Language): AppAccountWire => ({
  provider: row.provider,
  address_id: addressIdText(row.addressId),
  masked: maskAddress(row.kind, row.value),
  state: row.state,
  state_name: STANDING_WORDS[row.state][lang],
  window_until: row.windowUntil === undefined ? null : instantText(row.windowUntil),
  window_left: row.windowLeft ?? null,
  consents: row.consents.map(({ template, left }) => ({ template, left: left ?? null })),
  linked: wordOut(row.linked),
  blocked: row.state === 'blocked' ? wordOut(row.blocked) : null,
  opt_in:
    row.optIn === undefined
      ? null
      : {
          at: instantText(row.optIn.at),
          by: row.optIn.by,
          words: row.optIn.words,
          given: row.optIn.given,
        },
})
