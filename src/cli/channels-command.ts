import { CHANNELS_MADE, type ChannelFile, type ProviderGiven } from '../channels/channel-file.ts'
import { hookUrlOf } from '../channels/configured.ts'
import { probe, type Probed } from '../channels/probe.ts'
import { isWell, probeIn, type ProbedIn } from '../channels/probe-in.ts'
import { voiceUrlOf } from '../channels/voice/configured.ts'
import { kannelReplyUrl } from '../channels/sms/kannel.ts'
import type { Instant } from '../core/calendar.ts'
import { inTenant, instantText } from '../store/db.ts'
import { readProviderStates, type ProviderState } from '../store/provider-state.ts'
import { channelFileOf, readChannels, secretLines } from './channels-open.ts'
import { nowOf } from './clock.ts'
import { withDatabase, type Context } from './context.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

type Run = (context: Context, file: ChannelFile) => Promise<number | undefined>
const WHAT: Readonly<Record<string, Run>> = { check, list }

/** Who sends and hears on which channel. */
export async function channelsCommand(
  context: Context,
  _options: unknown,
  what = '',
): Promise<number | undefined> {
  const { talk, home } = context
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(talk.word('channelsBad', { text: what }), EXIT.usage)
  const file = await readChannels(context)
  if (file !== undefined) return run(context, file)
  talk.data({ file: null }, () => talk.word('channelsNone', { file: channelFileOf(home) }))
  return undefined
}

type One = {
  readonly tenant: string
  readonly channel: (typeof CHANNELS_MADE)[number]
  readonly given: ProviderGiven
}

const allOf = (file: ChannelFile): readonly One[] =>
  Object.entries(file.tenants).flatMap(([tenant, given]) =>
    CHANNELS_MADE.flatMap((channel) =>
      (given[channel] ?? []).map((one) => ({ tenant, channel, given: one })),
    ),
  )

async function check(context: Context, file: ChannelFile): Promise<number | undefined> {
  const { talk, home } = context
  const all = allOf(file)
  const missing = Object.keys(file.tenants).flatMap((tenant) =>
    secretLines(context, file, BigInt(tenant)),
  )
  for (const line of missing) talk.line({ en: line, zh: line })
  if (missing.length > 0) return EXIT.refused
  const [probed, ways] = await Promise.all([
    Promise.all(all.map(({ given }) => probe(given, process.env))),
    probeIn(file, process.env),
  ])
  const reached = probed.filter(({ is }) => is !== 'not_reached').length
  const data = all.map(({ tenant, channel, given }, i) => ({
    tenant,
    channel,
    provider: given.name,
    kind: given.kind,
    where: whereOf(given),
    pace: given.pace,
    ...probed[i],
  }))
  talk.data({ file: channelFileOf(home), providers: data, in: ways }, () =>
    [
      tableText(
        headOf(talk, ['Tenant', 'Channel', 'Name', 'Where', 'Pace', 'State']),
        all.map(({ tenant, channel, given }, i) => [
          tenant,
          channel,
          `${given.name} (${given.kind})`,
          whereOf(given),
          paceText(talk, given.pace),
          probedText(talk, probed[i] ?? { is: 'not_reached', why: '' }),
        ]),
      ),
      ...all.flatMap(({ given }) => hookLines(talk, file, given)),
      ...ways.map((way) => wayInText(talk, way)),
      talk.word('channelsSound', { file: channelFileOf(home), providers: all.length, reached }),
    ].join('\n'),
  )
  return reached === all.length && ways.every(isWell) ? undefined : EXIT.refused
}

/** What is right with a way in, or what is wrong and who mends it. */
function wayInText(talk: Talk, way: ProbedIn): string {
  const { where } = way
  if (way.is === 'opens') return talk.word('channelsDoorOpens', { where })
  if (way.is === 'answers')
    return way.of === 'hear'
      ? talk.word('channelsHearAnswers', { tenant: way.tenant, where, model: way.model })
      : talk.word('channelsTraceAnswers', { tenant: way.tenant, where })
  if (way.is === 'silent') {
    const word = way.of === 'hear' ? 'channelsHearSilent' : 'channelsTraceSilent'
    return talk.word(word, { tenant: way.tenant, where, why: way.why })
  }
  const word = way.is === 'not_listening' ? 'channelsDoorShut' : 'channelsDoorOther'
  return talk.word(word, { where, why: way.why })
}

type Head = 'Tenant' | 'Channel' | 'Name' | 'Where' | 'Pace' | 'State' | 'Trouble'
const headOf = (talk: Talk, names: readonly Head[]) =>
  names.map((name) => talk.word(`channels${name}Head`))

function whereOf(one: ProviderGiven): string {
  if (one.kind === 'sandbox') return one.app
  if (one.kind === 'voice-gateway') return one.url
  if (one.kind === 'smpp') return `${one.tls ? 'smpps' : 'smpp'}://${one.host}:${one.port}`
  if (one.kind === 'smtp') return `${one.secure ? 'smtps' : 'smtp'}://${one.host}:${one.port}`
  return one.kind === 'kannel' ? one.sendUrl : (one.api ?? one.kind)
}

const startOf = ({ perSecond, startPerSecond }: ProviderGiven['pace']): number =>
  startPerSecond ?? Math.min(1, perSecond)

const paceText = (talk: Talk, pace: ProviderGiven['pace']): string =>
  talk.word('channelsPace', {
    rate: pace.perSecond,
    start: startOf(pace),
    minutes: pace.doubleEveryMinutes,
    burst: pace.burst,
  })

const probedText = (talk: Talk, probed: Probed): string =>
  talk.word(`channels_${probed.is}`, { why: probed.is === 'not_reached' ? probed.why : '' })

/** What the gateway is to be told about us. No secret is shown: the name of one stands for it. */
function hookLines(talk: Talk, file: ChannelFile, one: ProviderGiven): string[] {
  if (one.kind === 'smpp' || one.kind === 'smtp' || one.kind === 'sandbox') return []
  if (one.kind === 'voice-gateway')
    return [talk.word('channelsHook', { name: one.name, url: voiceUrlOf(file, one) })]
  const { name } = one
  const url = hookUrlOf(file, one)
  const signs = ['twilio', 'wechat', 'wecom', 'whatsapp']
  if (signs.includes(one.kind) || !('secretEnv' in one))
    return [talk.word('channelsHook', { name, url })]
  const env = one.secretEnv
  if (one.kind !== 'kannel') return [talk.word('channelsHookSecret', { name, url, env })]
  const get = kannelReplyUrl({ callbackUrl: url, secret: env })
  return [talk.word('channelsKannel', { env, url: get })]
}

async function list(context: Context, file: ChannelFile): Promise<undefined> {
  const { talk, home, tenantId } = context
  const mine = allOf(file).filter(({ tenant }) => tenant === String(tenantId))
  if (mine.length === 0) {
    talk.data([], () =>
      talk.word('channelsNoTenant', { tenant: String(tenantId), file: channelFileOf(home) }),
    )
    return
  }
  const now = nowOf(home)
  const providers = mine.map(({ given }) => given.name)
  await withDatabase(context, async ({ db }) => {
    const states = await inTenant(db, tenantId, (tx) =>
      readProviderStates(tx, tenantId, { providers, now }),
    )
    const rows = mine.map(({ channel, given }) => rowOf(channel, given, states, now))
    talk.data(rows, () =>
      tableText(
        headOf(talk, ['Channel', 'Name', 'State', 'Pace', 'Trouble']),
        rows.map((row) => [
          row.channel,
          `${row.provider} (${row.kind})`,
          stateText(talk, row),
          talk.word('channelsRate', { now: row.perSecondNow, rate: row.perSecond }),
          row.trouble === undefined
            ? ''
            : talk.word('channelsTrouble', { at: instantText(row.trouble.at), ...why(row) }),
        ]),
      ),
    )
  })
}

const why = ({ trouble }: Row) => ({ why: trouble?.why ?? '' })

type Row = ReturnType<typeof rowOf>

function rowOf(
  channel: string,
  { name, kind, pace }: ProviderGiven,
  states: ReadonlyMap<string, ProviderState>,
  now: Instant,
) {
  const state = states.get(name)
  const isClosed = state?.closedUntil !== undefined && state.closedUntil > now
  const doubled = (now - (state?.rampFrom ?? now)) / (pace.doubleEveryMinutes * 60_000)
  const rate = Math.min(pace.perSecond, startOf(pace) * 2 ** Math.min(30, Math.max(0, doubled)))
  return {
    channel,
    provider: name,
    kind,
    state: state === undefined ? 'not_asked' : isClosed ? 'closed' : 'open',
    until: isClosed ? instantText(state.closedUntil) : undefined,
    closedTimes: state?.closedTimes ?? 0,
    perSecondNow: Math.round(rate * 10) / 10,
    perSecond: pace.perSecond,
    trouble: state?.trouble,
  } as const
}

function stateText(talk: Talk, { state, until, closedTimes }: Row): string {
  if (state === 'not_asked') return talk.word('channelsNeverAsked')
  return state === 'open'
    ? talk.word('channelsOpen')
    : talk.word('channelsClosed', { until: until ?? '', times: closedTimes })
}
