import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import type { Say } from '../core/words.ts'
import type { AppTold } from '../engine/app-told.ts'
import type { Db } from '../store/db.ts'
import type { TraceSource } from '../store/trace-ask.ts'
import { smsPartsIn } from '../store/sms-part-in.ts'
import { openSmsParts } from '../store/sms-parts.ts'
import type { Channels, Provider } from './channel.ts'
import {
  CHANNELS_MADE,
  type ChannelFile,
  type SmsGiven,
  type SmtpGiven,
  type TenantGiven,
  type VoiceGiven,
} from './channel-file.ts'
import { hearModel, type HearModel } from './hear-model.ts'
import { smtpProvider } from './mail/smtp.ts'
import { appHooks, openApps } from './message/configured.ts'
import type { MessageSettings } from './message-hook.ts'
import { paced, type PaceOptions } from './paced.ts'
import type { Receipt, Received } from './received.ts'
import { routed } from './route.ts'
import { aliyunGateway } from './sms/aliyun.ts'
import type { SmsGateway } from './sms/gateway.ts'
import { kannelGateway } from './sms/kannel.ts'
import { readSenderRules, type SenderRules } from './sms/senders.ts'
import { smppProvider } from './sms/smpp.ts'
import { tencentGateway } from './sms/tencent.ts'
import { twilioGateway } from './sms/twilio.ts'
import { sandboxSource, traceSource } from './trace-source.ts'
import { configuredVoice } from './voice/configured.ts'

type Env = Readonly<Record<string, string | undefined>>

export type ConfiguredOptions = {
  readonly db: Db
  readonly env: Env
  readonly clock: () => Instant
  /** Seals what names an attempt in the addresses of mails. */
  readonly mailKey: Uint8Array
  /** In [0, 1). */
  readonly random: () => number
  readonly say: Say
  readonly received: (tenantId: bigint, received: Received) => Promise<'kept'>
  readonly receipt: (tenantId: bigint, receipt: Receipt) => Promise<'kept' | 'no_such_contact'>
  /** What an app says of people and templates. */
  readonly told: (tenantId: bigint, told: AppTold) => Promise<unknown>
}

export type Configured = {
  readonly channels: Channels
  readonly hooks: MessageSettings['hooks']
  /** In order: what comes in first, then what goes out. */
  close(): Promise<void>
}

/** A name that the file gives for a secret, and nothing stands behind it. */
export type NoSecret = { readonly field: string; readonly env: string }

/** Every secret of a tenant that its file names and the environment does not have. */
export function secretsMissing(file: ChannelFile, tenantId: bigint, env: Env): NoSecret[] {
  const given = file.tenants[String(tenantId)]
  return given === undefined ? [] : namesIn(given, `tenants.${tenantId}`, env)
}

function namesIn(given: object, at: string, env: Env): NoSecret[] {
  return Object.entries(given).flatMap(([key, value]: [string, unknown]) => {
    const field = Array.isArray(given) ? `${at}[${key}]` : `${at}.${key}`
    if (typeof value === 'object' && value !== null) return namesIn(value, field, env)
    const isName = key.endsWith('Env') && typeof value === 'string'
    return isName && (env[value] ?? '') === '' ? [{ field, env: value }] : []
  })
}

type Made = { readonly provider: Provider; close?(): void | Promise<void> }

/**
 * A tenant's ways out and in. Sessions are opened here and come back by themselves: a provider that is
 * not there now holds up nobody. A channel that the file leaves out has no automatic provider.
 */
export async function openConfigured(
  file: ChannelFile,
  tenantId: bigint,
  options: ConfiguredOptions,
): Promise<Configured> {
  const given = file.tenants[String(tenantId)]
  const tools = { file, tenantId, options, rules: await readSenderRules() }
  const made: (Made & { readonly channel: (typeof CHANNELS_MADE)[number] })[] = []
  for (const channel of ['sms', 'email', 'call'] as const) {
    for (const one of given?.[channel] ?? []) {
      const raw = await makeOne({ ...tools, tenant: given ?? NOBODY }, one)
      const provider = paced(options.db, raw.provider, paceOf(one.pace))
      made.push({ ...raw, provider, channel })
    }
  }
  const channels = CHANNELS_MADE.flatMap((channel): [string, Provider][] => {
    const [first, ...more] = made.filter((one) => one.channel === channel)
    if (first === undefined) return []
    const all = [first, ...more].map((one) => one.provider)
    return [[channel, more.length === 0 ? first.provider : routed(all)]]
  })
  const apps = await openApps(given?.message ?? [], {
    ...options,
    pace: (one, provider) => paced(options.db, provider, paceOf(one.pace)),
    received: (received) => options.received(tenantId, received),
    receipt: (receipt) => options.receipt(tenantId, receipt),
    told: (told) => options.told(tenantId, told),
  })
  return {
    channels: { ...Object.fromEntries(channels), ...(apps && { message: apps.provider }) },
    hooks: await hooksOf(file, tenantId, options),
    close: async () => {
      for (const one of [...made, ...(apps === undefined ? [] : [apps])]) await one.close?.()
    },
  }
}

const NOBODY: TenantGiven = { senders: {} }

/** What gateways tell a tenant by HTTP. Making them opens nothing. */
export async function hooksOf(
  file: ChannelFile,
  tenantId: bigint,
  options: Pick<ConfiguredOptions, 'env'>,
): Promise<MessageSettings['hooks']> {
  const tenant = file.tenants[String(tenantId)]
  const rules = await readSenderRules()
  const sms = (tenant?.sms ?? []).flatMap((one) =>
    one.kind === 'smpp'
      ? []
      : [gatewayOf({ file, rules, tenant: tenant ?? NOBODY, env: options.env }, one).hook],
  )
  const all = [...sms, ...appHooks(tenant?.message ?? [], options.env)]
  return all.map((hook) => ({ tenantId, hook }))
}

/** The models that listen beside the rules, by tenant, where their secrets are here. */
export function modelsOf(file: ChannelFile, env: Env): ReadonlyMap<bigint, HearModel> {
  const models = new Map<bigint, HearModel>()
  for (const [tenant, { hear }] of Object.entries(file.tenants)) {
    const reached = hear && reachedOf(hear, env)
    if (reached !== undefined) models.set(BigInt(tenant), hearModel(reached))
  }
  return models
}

/** Where borrowers who are lost may be looked for, by tenant, where the sources' secrets are here. */
export function sourcesOf(
  file: ChannelFile,
  env: Env,
): ReadonlyMap<bigint, readonly TraceSource[]> {
  return new Map(
    Object.entries(file.tenants).map(([tenant, { trace = [] }]) => [
      BigInt(tenant),
      trace.flatMap((one) => {
        if (one.kind === 'sandbox') return [sandboxSource(one)]
        const reached = reachedOf(one, env)
        return reached === undefined ? [] : [traceSource(one, reached)]
      }),
    ]),
  )
}

type Asked = {
  readonly url: string
  readonly secretEnv?: string | undefined
  readonly timeoutSeconds: number
}

/** Where something of the tenant's own is asked; undefined: its secret is not here. */
export function reachedOf({ url, secretEnv, timeoutSeconds }: Asked, env: Env) {
  const secret = secretEnv === undefined ? undefined : env[secretEnv]
  if (secretEnv !== undefined && (secret ?? '') === '') return undefined
  return { url, secret, timeoutMs: timeoutSeconds * 1000 }
}

const MINUTE_MS = 60_000

const paceOf = (pace: SmsGiven['pace']): PaceOptions => ({
  perSecond: pace.perSecond,
  burst: pace.burst,
  startPerSecond: pace.startPerSecond ?? Math.min(1, pace.perSecond),
  doubleEveryMs: pace.doubleEveryMinutes * MINUTE_MS,
})

type Tools = {
  readonly file: ChannelFile
  readonly rules: SenderRules
  readonly tenant: TenantGiven
  readonly tenantId: bigint
  readonly options: ConfiguredOptions
}

async function makeOne(tools: Tools, one: SmsGiven | SmtpGiven | VoiceGiven): Promise<Made> {
  const { env } = tools.options
  if (one.kind === 'voice-gateway')
    return { provider: configuredVoice(tools.file, tools.tenantId, one, tools.options) }
  if (one.kind === 'smtp') {
    const provider = smtpProvider(smtpOptions(one, tools.file, tools.options))
    return { provider, close: () => provider.close() }
  }
  if (one.kind === 'smpp') return makeSmpp(tools, one)
  return { provider: gatewayOf({ ...tools, env }, one) }
}

const patienceOf = ({ patienceSeconds }: { readonly patienceSeconds?: number | undefined }) =>
  patienceSeconds === undefined ? {} : { patienceMs: patienceSeconds * 1000 }

type SmtpOptions = Parameters<typeof smtpProvider>[0]

/** What the file leaves out is absent, so that the adaptor's own value stands. */
function smtpOptions(
  one: SmtpGiven,
  { publicUrl }: ChannelFile,
  { env, mailKey }: Pick<ConfiguredOptions, 'env' | 'mailKey'>,
): SmtpOptions {
  const { user, passwordEnv, dkim, connections, ...given } = one
  const password = passwordEnv === undefined ? undefined : secretOf(env, passwordEnv)
  return {
    ...given,
    ...patienceOf(one),
    secret: mailKey,
    stopUrl: one.stopUrl ?? (publicUrl.startsWith('https:') ? publicUrl : undefined),
    connectionsMax: connections,
    auth: user === undefined || password === undefined ? undefined : { user, pass: password },
    dkim: dkim && { ...dkim, privateKey: secretOf(env, dkim.privateKeyEnv) },
  }
}

type SmppGiven = Extract<SmsGiven, { kind: 'smpp' }>

async function makeSmpp(tools: Tools, one: SmppGiven): Promise<Made> {
  const { options, tenantId } = tools
  const { clock, random, say, db, env } = options
  // Before anybody connects: receipts of an earlier process name a part and nothing of ours.
  const parts = await openSmsParts(db, tenantId, { provider: one.name, now: clock() })
  const provider = smppProvider({
    ...one,
    ...patienceOf(one),
    ...sendersOf(tools, one),
    password: secretOf(env, one.passwordEnv),
    clock,
    random,
    say,
    recall: (id) => Promise.resolve(parts.get(id)),
    parts: smsPartsIn(db, tenantId, one.name),
    received: (received) => options.received(tenantId, received),
    receipt: (receipt) => options.receipt(tenantId, receipt),
  })
  return { provider, close: () => provider.close() }
}

type Gateways = Pick<Tools, 'file' | 'rules' | 'tenant'> & { readonly env: Env }

/** Where a gateway calls us. */
export const hookUrlOf = (file: ChannelFile, one: { name: string; hookUrl?: string | undefined }) =>
  one.hookUrl ?? `${file.publicUrl.replace(/\/+$/, '')}/v1/webhooks/messages/${one.name}`

function gatewayOf(tools: Gateways, one: Exclude<SmsGiven, SmppGiven>): SmsGateway {
  const { file, env } = tools
  const callbackUrl = hookUrlOf(file, one)
  const every = { ...one, ...patienceOf(one), ...sendersOf(tools, one) }
  if (one.kind === 'twilio')
    return twilioGateway({
      ...every,
      accountSid: one.accountSid,
      authToken: secretOf(env, one.authTokenEnv),
      callbackUrl,
    })
  const secret = secretOf(env, one.secretEnv)
  if (one.kind === 'kannel') {
    const { sendUrl, username } = one
    const password = secretOf(env, one.passwordEnv)
    return kannelGateway({ ...every, sendUrl, username, password, callbackUrl, secret })
  }
  const { approved, tailMinutes } = one
  const cloud = {
    ...every,
    key: { id: one.keyId, secret: secretOf(env, one.keySecretEnv) },
    approved,
    secret,
    tailMs: tailMinutes === undefined ? undefined : tailMinutes * MINUTE_MS,
  }
  return one.kind === 'aliyun'
    ? aliyunGateway(cloud)
    : tencentGateway({ ...cloud, appId: one.appId, region: one.region })
}

const sendersOf = (
  { rules, tenant }: Pick<Tools, 'rules' | 'tenant'>,
  one: { readonly senders?: TenantGiven['senders'] | undefined },
) => ({ rules, senders: one.senders ?? tenant.senders, home: tenant.home })

function secretOf(env: Env, name: string): string {
  const secret = env[name] ?? ''
  assert(secret !== '', `${name} was looked for before anything was made`)
  return secret
}
