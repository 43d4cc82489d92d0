import { assert } from '../../core/assert.ts'
import type { Instant } from '../../core/calendar.ts'
import type { AppTold } from '../../engine/app-told.ts'
import type { Db } from '../../store/db.ts'
import type { Provider } from '../channel.ts'
import type { MessageHook } from '../message-hook.ts'
import type { Receipt, Received } from '../received.ts'
import type { AppProvider } from './app.ts'
import type { MessageGiven } from './given.ts'
import { appRoute } from './route.ts'
import { openAppSandbox, type AppSandbox } from './sandbox.ts'
import type { AppPush } from './sandbox-parts.ts'
import { wechatApp } from './wechat.ts'
import { wecomApp } from './wecom.ts'
import { whatsappApp } from './whatsapp.ts'

type Env = Readonly<Record<string, string | undefined>>
type Real = Exclude<MessageGiven, { kind: 'sandbox' }>
type Played = Extract<MessageGiven, { kind: 'sandbox' }>

export type AppsOptions = {
  readonly db: Db
  readonly env: Env
  readonly clock: () => Instant
  readonly pace: (one: MessageGiven, provider: Provider) => Provider
  readonly received: (received: Received) => Promise<unknown>
  readonly receipt: (receipt: Receipt) => Promise<unknown>
  readonly told: (told: AppTold) => Promise<unknown>
}

export type AppsOpen = { readonly provider: Provider; readonly close: () => Promise<void> }

/** A tenant's apps as one provider; undefined: it has none. */
export async function openApps(
  given: readonly MessageGiven[],
  options: AppsOptions,
): Promise<AppsOpen | undefined> {
  if (given.length === 0) return undefined
  const sandboxes: AppSandbox[] = []
  const apps: AppProvider[] = []
  for (const one of given) {
    if (one.kind !== 'sandbox') {
      apps.push(appOf(one, options.env))
      continue
    }
    const { app, sandbox } = await play(one, options)
    sandboxes.push(sandbox)
    apps.push(app)
  }
  const paced = apps.map(({ way, provider }, i) => {
    const one = given[i]
    assert(one !== undefined, 'an app is of what is given')
    return { way, provider: options.pace(one, provider) }
  })
  return {
    provider: appRoute(options.db, paced),
    close: async () => {
      for (const sandbox of sandboxes) await sandbox.stop()
    },
  }
}

/** Where apps call us. The double of one tells by itself. */
export const appHooks = (given: readonly MessageGiven[], env: Env): readonly MessageHook[] =>
  given.flatMap((one) => (one.kind === 'sandbox' ? [] : [appOf(one, env).hook]))

function appOf(one: Real, env: Env): AppProvider {
  const every = {
    name: one.name,
    api: one.api,
    patienceMs: one.patienceSeconds === undefined ? undefined : one.patienceSeconds * 1000,
  }
  if (one.kind === 'whatsapp')
    return whatsappApp({
      ...every,
      phoneNumberId: one.phoneNumberId,
      version: one.version,
      templates: one.templates,
      accessToken: secretOf(env, one.accessTokenEnv),
      appSecret: secretOf(env, one.appSecretEnv),
      verifyToken: secretOf(env, one.verifyTokenEnv),
    })
  const aesKey = secretOf(env, one.aesKeyEnv)
  if (!/^[A-Za-z0-9]{43}$/.test(aesKey))
    throw new Error(`${one.aesKeyEnv}: an EncodingAESKey has 43 letters and digits.`)
  const token = secretOf(env, one.tokenEnv)
  if (one.kind === 'wecom')
    return wecomApp({
      ...every,
      corpId: one.corpId,
      corpSecret: secretOf(env, one.corpSecretEnv),
      openKfid: one.openKfid,
      keys: { token, aesKey, receiver: one.corpId },
    })
  return wechatApp({
    ...every,
    appId: one.appId,
    appSecret: secretOf(env, one.appSecretEnv),
    keys: { token, aesKey, receiver: one.appId },
    templates: one.templates,
  })
}

/** What the double tells goes through the app's own hook, signature and all, as if it had come by HTTP. */
async function play(
  one: Played,
  options: AppsOptions,
): Promise<{ readonly app: AppProvider; readonly sandbox: AppSandbox }> {
  const carrying: { app?: AppProvider } = {}
  const sandbox = await openAppSandbox({
    names: { [one.app]: one.name },
    templates: one.templates,
    everybody: true,
    now: options.clock,
    push: (_name, push) => {
      if (carrying.app !== undefined)
        void carry(carrying.app.hook, push, options).catch(() => undefined)
    },
  })
  const app = sandbox.apps.get(one.name)
  assert(app !== undefined, 'the double plays the app that it was opened for')
  carrying.app = app
  return { app, sandbox }
}

async function carry(hook: MessageHook, push: AppPush, options: AppsOptions): Promise<void> {
  const heard = hook.hear(
    {
      method: push.method,
      url: `http://127.0.0.1/?${push.query}`,
      header: (name) => push.headers[name.toLowerCase()],
      body: Buffer.from(push.body),
    },
    options.clock(),
  )
  assert(heard.is === 'heard', 'the double of an app signs as the app does')
  for (const news of [heard, ...((await heard.fetch?.()) ?? [])]) {
    for (const received of news.received) await options.received(received)
    for (const receipt of news.receipts) await options.receipt(receipt)
    for (const told of news.told ?? []) await options.told(told)
  }
}

function secretOf(env: Env, name: string): string {
  const secret = env[name] ?? ''
  assert(secret !== '', `${name} was looked for before anything was made`)
  return secret
}
