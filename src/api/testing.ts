import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import type { MessageSettings } from '../channels/message-hook.ts'
import { webhookKeys } from '../channels/webhook-keys.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import type { Typesetter } from '../channels/letter/typeset.ts'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import { day, type Day, type Instant } from '../core/calendar.ts'
import { newSealPem, sealKeyOf } from '../evidence/seal.ts'
import { inTenant, type Db, type Tx } from '../store/db.ts'
import { loadLaw } from '../store/law.ts'
import { loadTemplates } from '../store/templates.ts'
import { publishFolder } from '../store/strategy.ts'
import type { StaffRole } from '../store/staff.ts'
import type { TraceSource } from '../store/trace-ask.ts'
import { buildApp } from './app.ts'
import { ensureDemoStaff } from './demo-staff.ts'
import { openSignIn, type SignIn } from './sign-in.ts'
import { quietDesk } from './testing-gateway.ts'

/** For tests: the API over a real database, with one person for each role signed in. */
export type World = Fresh & {
  readonly app: ReturnType<typeof buildApp>
  readonly signIn: SignIn
  readonly cookies: Readonly<Record<StaffRole, string>>
  readonly passwords: Readonly<Record<StaffRole, string>>
  readonly today: Day
  now: Instant
  readonly log: string[]
  /** Where recordings, letters and archives lie. */
  readonly home: string
  ask(path: string, options?: Ask): Promise<Answer>
  stop(): Promise<void>
}

export type Ask = {
  readonly as?: StaffRole | undefined
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

// eslint-disable-next-line typescript/no-explicit-any
export type Answer = { readonly status: number; readonly json: any; readonly headers: Headers }

export const TODAY = day('2026-11-20')
/** A Friday, 10:00 in London and 18:00 in Shanghai. */
const NOON = Date.parse('2026-11-20T10:00:00Z') as Instant

const PASSWORDS: Readonly<Record<StaffRole, string>> = {
  collector: 'collector-password',
  manager: 'manager-password',
  compliance: 'compliance-password',
  admin: 'admin-password-x',
}

const KNOWS_NOBODY: TraceSource = {
  name: 'records',
  purpose: 'to reach the borrower',
  ground: 'contract',
  find: () => Promise.resolve({ is: 'found', found: [] }),
}

export async function openWorld(
  more: {
    readonly pay?: PaySettings
    readonly messages?: MessageSettings
    readonly capKey?: Buffer
    readonly typesetter?: Typesetter | undefined
    readonly gateways?: (db: Db) => readonly VoiceDesk[]
    readonly traces?: readonly TraceSource[]
  } = {},
): Promise<World> {
  const fresh = await freshDatabase()
  const home = await mkdtemp(join(tmpdir(), 'forbear-api-'))
  const log: string[] = []
  const signIn = openSignIn({
    adminUrl: fresh.adminUrl,
    secret: 'a secret of a test that is long enough',
    say: (words) => log.push(words.en),
    triesPerMinute: 1000,
  })
  const staffed = { signIn, home, tenantId: 1n, now: NOON, passwords: PASSWORDS }
  await ensureDemoStaff({ db: fresh.db, ...staffed })
  const law = loadLaw(folder('law'))
  const world = { ...fresh, signIn, today: TODAY, now: NOON, log, passwords: PASSWORDS }
  const app = buildApp({
    db: fresh.db,
    signIn,
    law,
    now: () => world.now,
    today: () => TODAY,
    clock: 'movable',
    seal: sealKeyOf(newSealPem()),
    deskFolder: undefined,
    home,
    sources: new Map([[1n, more.traces ?? [KNOWS_NOBODY]]]),
    voice: more.gateways?.(fresh.db) ?? [quietDesk(fresh.db)],
    webhooks: { keys: webhookKeys(Buffer.alloc(32, 3)), sandbox: true },
    shipped: (await loadTemplates(folder('templates'))).shipped,
    ...more,
    log: (line) => log.push(line),
  })
  const cookies = {} as Record<StaffRole, string>
  for (const role of Object.keys(PASSWORDS) as StaffRole[])
    cookies[role] = await signInAs(app, role)
  return Object.assign(world, {
    app,
    home,
    cookies,
    ask: (path: string, options: Ask = {}) => ask(app, cookies, path, options),
    stop: async () => {
      await signIn.stop()
      await fresh.drop()
      await rm(home, { recursive: true, force: true })
    },
  })
}

async function signInAs(app: World['app'], role: StaffRole): Promise<string> {
  const response = await app.request('/v1/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${role}@demo.forbear.test`, password: PASSWORDS[role] }),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (response.status !== 200 || cookie === undefined) {
    throw new Error(`sign-in as ${role} answered ${response.status}: ${await response.text()}`)
  }
  return cookie
}

async function ask(
  app: World['app'],
  cookies: World['cookies'],
  path: string,
  options: Ask,
): Promise<Answer> {
  const headers: Record<string, string> = { ...options.headers }
  if (options.as !== undefined) headers['Cookie'] = cookies[options.as]
  if (options.body !== undefined) headers['Content-Type'] ??= 'application/json'
  const response = await app.request(path, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers,
    ...(options.body !== undefined && {
      body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body),
    }),
  })
  const text = await response.text()
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json')
  return {
    status: response.status,
    json: isJson ? JSON.parse(text) : text,
    headers: response.headers,
  }
}

export const inBook = <T>(world: Fresh, work: (tx: Tx) => Promise<T>) =>
  inTenant(world.db, 1n, work)

/** The starter strategies, as the start of the program publishes them. */
export const publishStarters = (world: Fresh) =>
  publishFolder(world.db, 1n, folder('strategies'), folder('templates'))

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

/** One portfolio and one product of the United Kingdom, and one of China. */
export async function addPortfolios(tx: Tx): Promise<void> {
  await tx.query(
    `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
     values (1, 1, 'uk-cards', '英国信用卡', 'UK cards', 'host', 'Demo Bank', 'creditor', '{uk}', 'bank'),
            (1, 2, 'cn-loans', '中国消费贷', 'China loans', 'host', 'Demo Bank', 'creditor', '{cn}', 'online-lender')`,
  )
  await tx.query(
    `insert into product (tenant_id, product_id, code, shape, delinquency) values
       (1, 1, 'card', 'revolving', '{}'), (1, 2, 'graced', 'instalment', '{"graceDays": 5}')`,
  )
}

/** Where law makes some of its caps rebuttable. */
export async function addUsPortfolio(tx: Tx): Promise<void> {
  await tx.query(
    `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
     values (1, 3, 'us-loans', '美国贷款', 'US loans', 'host', 'Demo Bank', 'agency', '{us}', 'bank')`,
  )
}

export type Person = {
  readonly id: bigint
  readonly name?: string
  readonly language?: 'zh' | 'en'
  readonly late?: number
  readonly arrears?: bigint
  readonly priority?: number
  readonly product?: number
  readonly portfolio?: number
  readonly zone?: string
  readonly state?: string
}

/** A borrower with one account (the same number), one mobile, one e-mail, a position and a case. */
export async function addPerson(tx: Tx, person: Person): Promise<void> {
  const {
    id,
    name = `Person ${id}`,
    language = 'en',
    late = 10,
    arrears = 5000n,
    priority = 0,
  } = person
  const { product = 1, portfolio = 1, zone = 'Europe/London', state = 'open' } = person
  const currency = portfolio === 1 ? 'GBP' : 'CNY'
  await tx.query(
    `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
     values (1, $1::bigint, 'test', 'B' || $1::bigint, $2, $3, array[$4])`,
    [id, name, language, zone],
  )
  await tx.query(
    `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency, opened_on, principal_minor)
     values (1, $1::bigint, $1::bigint, 'test', 'A' || $1::bigint, $2, $3, $4, '2026-01-15', 100000)`,
    [id, portfolio, product, currency],
  )
  await tx.query(
    `insert into address (tenant_id, borrower_id, address_id, kind, value, standing) values
       (1, $1::bigint, 1, 'mobile', '+44770090' || lpad($1::bigint::text, 4, '0'), 'works'),
       (1, $1::bigint, 2, 'email', 'person' || $1::bigint || '@example.test', 'works')`,
    [id],
  )
  await tx.query(
    `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
     values (1, $1, $1, 1, 1, $2::date - $3::int, $4, '2026-01-15')`,
    [id, TODAY, late, arrears],
  )
  await tx.query(
    `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
       outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, as_of)
     values (1, $1, $1, $2, $3, $4, $5, $6, $6, 1, $7::date - $8::int, $7)`,
    [id, portfolio, product, currency, language, arrears, TODAY, late],
  )
  await tx.query(
    `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone,
       next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, closed_on, decided_on)
     values (1, $1, $1, $2, $3, 'early', 'warm', 'message', $4, $5, $6, $7::date - $8::int, $7,
       case when $3 = 'closed' then $7::date end, $7)`,
    [id, portfolio, state, priority, arrears, currency, TODAY, late],
  )
}
