import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channels } from '../channels/channel.ts'
import { CHANNELS_MADE, readChannelFile, type ChannelFile } from '../channels/channel-file.ts'
import {
  hooksOf,
  modelsOf,
  openConfigured,
  secretsMissing,
  sourcesOf,
  type ConfiguredOptions,
} from '../channels/configured.ts'
import type { MessageSettings } from '../channels/message-hook.ts'
import { probe } from '../channels/probe.ts'
import { sandboxProvider } from '../channels/sandbox.ts'
import { sandboxSource } from '../channels/trace-source.ts'
import { receiveMessage, type AfterKept } from '../store/message-in.ts'
import { receiveAppTold } from '../store/app-told.ts'
import { receiveReceipt } from '../store/receipt-in.ts'
import type { TraceSource } from '../store/trace-ask.ts'
import { openSecondEar, type SecondEar } from '../worker/second-ear.ts'
import { capKey } from './cap-key.ts'
import { dayIn, nowOf } from './clock.ts'
import { tenantOf, type Context, type Open } from './context.ts'
import { mailKey } from './mail-key.ts'
import { Stop } from './talk.ts'
import { sandboxDesk } from './voice-sandbox.ts'

const SANDBOX_SEED = 7

export type ChannelsOpen = {
  readonly channels: Channels
  /** Told of every message that was kept, whatever brought it. */
  readonly after?: AfterKept | undefined
  readonly close: () => Promise<void>
}

export const channelFileOf = (home: string): string => join(home, 'channels.yaml')

/** undefined: there is no such file. A file with a fault ends the command, with every fault of it. */
export async function readChannels({ home, talk }: Context): Promise<ChannelFile | undefined> {
  const path = channelFileOf(home)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new Stop(talk.word('channelsNoRead', { file: path, why: error.message }))
  })
  if (text === undefined) return undefined
  const found = readChannelFile(text)
  if ('read' in found) return found.read
  const faults = found.faults.map(({ line, field, words }) =>
    talk.word('channelsFault', { file: path, line, field, why: words[talk.language] }),
  )
  throw new Stop(faults.join('\n'))
}

/** What the tenant's providers of the file are; those that reach nobody, where there is no file. */
export async function openChannels(open: Open): Promise<ChannelsOpen> {
  const file = await readChannels(open)
  return file === undefined ? sandboxChannels(open) : openOf(open, file)
}

/** They reach nobody: for the demo, the invented person, and before anybody has set up anything. */
export function sandboxChannels(open: Open, clock = () => nowOf(open.home)): ChannelsOpen {
  const { db } = open
  const voice = sandboxDesk(open, { clock })
  return {
    channels: {
      sms: sandboxProvider(db, { channel: 'sms', seed: SANDBOX_SEED }),
      email: sandboxProvider(db, { channel: 'email', seed: SANDBOX_SEED }),
      call: voice.provider,
    },
    close: () => voice.close(),
  }
}

async function openOf(open: Open, file: ChannelFile): Promise<ChannelsOpen> {
  const { tenantId, home, talk, db } = open
  const lines = secretLines(open, file, tenantId)
  if (lines.length > 0) throw new Stop(lines.join('\n'))
  const { zone } = await tenantOf(open)
  const personKey = await capKey(home)
  const clock = () => nowOf(home)
  const ear = openSecondEar(db, modelsOf(file, process.env), talk.line)
  const { after } = ear
  const options: ConfiguredOptions = {
    db,
    env: process.env,
    mailKey: await mailKey(home),
    clock,
    random: Math.random,
    say: talk.line,
    received: (tenant, received) => {
      const now = clock()
      const tick = { now, today: dayIn(zone, now), personKey, after }
      return receiveMessage(db, tenant, received, tick)
    },
    receipt: (tenant, receipt) => receiveReceipt(db, tenant, receipt),
    told: (tenant, told) => {
      const now = clock()
      return receiveAppTold(db, tenant, told, { now, today: dayIn(zone, now) })
    },
  }
  const opened = await openConfigured(file, tenantId, options)
  const close = async () => {
    await opened.close()
    await ear.close()
  }
  return { channels: opened.channels, after, close }
}

/** Of a command that takes one message: the models of the home's file, where it names any. */
export async function earOf(open: Open): Promise<SecondEar> {
  const file = await readChannels(open)
  const models = file === undefined ? new Map() : modelsOf(file, process.env)
  return openSecondEar(open.db, models, open.talk.line)
}

/** Where borrowers who are lost may be looked for; in the demo a double that asks nobody. */
export async function openSources(
  context: Context,
  demo: boolean,
): Promise<ReadonlyMap<bigint, readonly TraceSource[]>> {
  if (demo) return new Map([[context.tenantId, [sandboxSource(DEMO_SOURCE)]]])
  const file = await readChannels(context)
  return file === undefined ? new Map() : sourcesOf(file, process.env)
}

const DEMO_SOURCE = {
  name: 'lender-records',
  purpose: 'to reach the borrower',
  ground: 'contract',
} as const

export function secretLines({ talk, home }: Context, file: ChannelFile, tenantId: bigint) {
  return secretsMissing(file, tenantId, process.env).map(({ field, env }) =>
    talk.word('channelsNoSecret', { file: channelFileOf(home), field, env }),
  )
}

/** What gateways of every tenant may tell this server; a tenant without its secrets is told nothing. */
export async function openHooks(context: Context): Promise<MessageSettings | undefined> {
  const file = await readChannels(context)
  if (file === undefined) return undefined
  const hooks: MessageSettings['hooks'][number][] = []
  for (const tenant of Object.keys(file.tenants)) {
    const lines = secretLines(context, file, BigInt(tenant))
    for (const line of lines) context.talk.line({ en: line, zh: line })
    if (lines.length > 0) continue
    hooks.push(...(await hooksOf(file, BigInt(tenant), { env: process.env })))
  }
  return { hooks, systems: [] }
}

/** Says which providers do not answer now; they are tried again with what is to be sent. */
export async function sayUnreached(context: Context): Promise<void> {
  const file = await readChannels(context)
  const given = file?.tenants[String(context.tenantId)]
  for (const channel of CHANNELS_MADE) {
    for (const one of given?.[channel] ?? []) {
      // A session says by itself that it has no connection.
      if (one.kind === 'smpp') continue
      const probed = await probe(one, process.env)
      if (probed.is === 'not_reached')
        context.talk.say('channelsUnreached', { name: one.name, why: probed.why })
    }
  }
}
