import { reachesNobody } from '../channels/sandbox.ts'
import { CHANNELS, type Channel } from '../core/channel.ts'
import type { Instant } from '../core/calendar.ts'
import { smsParts } from '../core/sms-text.ts'
import type { Words } from '../core/words.ts'
import type { ContactState } from '../engine/contact.ts'
import { NO_WAY_WORDS } from '../engine/app-way-words.ts'
import { sayReason } from '../guard/words.ts'
import type { Verdict } from '../guard/verdict.ts'
import { recomputePosition } from '../store/book.ts'
import { planByHand, waitsUntil, withdrawByHand } from '../store/by-hand.ts'
import { inTenant, instantText } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import type { Rendered } from '../store/render.ts'
import type { Templates } from '../store/templates.ts'
import { tenantTemplates } from '../store/tenant-templates.ts'
import { sendOne, type SentOne } from '../worker/send-one.ts'
import { collectReceipts } from '../worker/settle.ts'
import { sandboxChannels, type ChannelsOpen } from './channels-open.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { workTools, type WorkTools } from './day-work.ts'
import { messageSandbox } from './message-sandbox.ts'
import { ensureSandbox, SANDBOX_TENANT, sandboxRef } from './send-sandbox.ts'
import { EXIT, Stop } from './talk.ts'

type Options = {
  readonly to?: string
  readonly template?: string
  readonly channel?: string
  readonly language?: 'zh' | 'en'
  readonly wait?: boolean
  readonly today?: string
  readonly now?: string
}

/** What the sandbox says after a minute is its receipt. */
const RECEIPT_MS = 60_000
/** A real provider tells the server, which runs beside this; for so long that is waited for. */
const RECEIPT_WAIT_MS = 8000
const LOOK_MS = 200

/** One message by hand: the guard's verdict, the bytes, the permit, the answer and the receipt. */
export async function sendCommand(context: Context, options: Options): Promise<number> {
  const { to, template, channel } = options
  if (to === undefined || template === undefined || channel === undefined)
    throw new Stop(context.talk.word('sendNeeds'), EXIT.usage)
  let ended: number = EXIT.ok
  await withDatabase(context, async (open) => {
    const isSandbox = to === 'SANDBOX'
    const when = whenOf(open, isSandbox ? 'Asia/Shanghai' : (await tenantOf(open)).zone, options)
    const target = isSandbox ? await ensureSandbox(open, when) : open
    const ref = isSandbox ? sandboxRef(options.language ?? open.talk.language) : to
    const asked = {
      ...when,
      ref,
      template,
      channel: channelOf(channel),
      wait: options.wait === true,
    }
    // The invented person is reached by nobody, whatever is set up.
    const tools = await workTools(target, isSandbox ? await tryWays(target, asked) : undefined)
    ended = await sendTo(target, tools, asked).finally(tools.close)
  })
  return ended
}

const tryWays = (open: Open, asked: To): ChannelsOpen | Promise<ChannelsOpen> =>
  asked.channel === 'message'
    ? messageSandbox(open, asked.ref, asked)
    : sandboxChannels(open, () => asked.now)

function channelOf(given: string): Channel {
  const known = CHANNELS.find((one) => one === given)
  if (known === undefined)
    throw new Stop(`--channel: "${given}"; ${CHANNELS.join(' · ')}`, EXIT.usage)
  return known
}

type To = When & {
  readonly ref: string
  readonly template: string
  readonly channel: Channel
  readonly wait: boolean
}

async function sendTo(open: Open, tools: WorkTools, to: To): Promise<number> {
  const { talk, db, tenantId } = open
  const own = await tenantTemplates(db, tenantId, tools.templates)
  const template = templateOf(open, own, to)
  if (tools.channels[to.channel] === undefined)
    throw new Stop(talk.word('sendNoProvider', { channel: to.channel }))
  const treatment = await inTenant(db, tenantId, async (tx) => {
    const account = await findAccount(tx, tenantId, to.ref)
    if (account === undefined) throw new Stop(talk.word('noAccount', { ref: to.ref }))
    const borrower = { tenantId, borrowerId: account.borrowerId }
    await recomputePosition(tx, tenantId, account.borrowerId, to.today)
    const { accountId, zones } = account
    const treatmentId = await planByHand(tx, borrower, { ...to, accountId, template })
    return { ...borrower, treatmentId, channel: to.channel, zones }
  })
  const one = await sendOne(db, treatment, {
    ...tools,
    today: to.today,
    clock: () => to.now,
  })
  const waits = await inTenant(db, tenantId, async (tx) => {
    if (to.wait) return waitsUntil(tx, treatment, to.now)
    await withdrawByHand(tx, treatment)
    return undefined
  })
  return report(open, { one, tools, zone: treatment.zones[0] ?? 'UTC', now: to.now, waits })
}

/** As it is called, or with its words in another order. */
function templateOf({ talk }: Open, templates: Templates, to: To): string {
  const words = (name: string) => name.split('-').toSorted().join('-')
  const names = [
    ...new Set(templates.all.filter((one) => one.channel === to.channel).map((one) => one.name)),
  ]
  const found = names.find((name) => words(name) === words(to.template))
  if (found === undefined)
    throw new Stop(
      talk.word('sendNoTemplate', {
        template: to.template,
        channel: to.channel,
        known: names.join(', '),
      }),
      EXIT.usage,
    )
  return found
}

type Sight = {
  readonly one: SentOne
  readonly tools: WorkTools
  readonly zone: string
  readonly now: Instant
  /** When what did not leave is asked again. */
  readonly waits: Instant | undefined
}

async function report(open: Open, sight: Sight): Promise<number> {
  const { talk } = open
  const { one, zone } = sight
  if (one.is !== 'sent') return notSent(open, sight)
  const { verdict } = one.permit
  const state = await receiptOf(open, sight, one)
  const provider = String(one.sent.told.detail['provider'] ?? one.by.name)
  const message = one.permit.rendered
  const data = {
    sent: true,
    verdict: verdictData(verdict),
    rendered: { text: message.whole, hash: message.hash },
    permit: { key: one.permit.attemptKey, until: new Date(one.permit.expiresAt).toISOString() },
    provider,
    answer: one.sent.answer,
    receipt: state,
  }
  talk.data(data, () =>
    [
      ...verdictLines(open, verdict, zone),
      '',
      ...renderedLines(open, message, one.permit.channel),
      '',
      talk.word('sendPermit', data.permit),
      talk.word('sendAnswer', { provider, said: talk.word(`said_${one.sent.answer}`) }),
      talk.word('sendReceipt', { state: talk.word(`state_${state}`) }),
      ...waitLines(open, sight, false),
    ].join('\n'),
  )
  return EXIT.ok
}

function notSent(open: Open, sight: Sight): number {
  const { talk } = open
  const { one, zone, waits } = sight
  if (one.is === 'sent') return EXIT.ok
  const waits_until = waits === undefined ? null : instantText(waits)
  if (one.is === 'judged') {
    const { verdict } = one
    talk.data({ sent: false, verdict: verdictData(verdict), waits_until }, () =>
      [
        ...verdictLines(open, verdict, zone),
        ...waitLines(open, sight, verdict.decision === 'defer'),
      ].join('\n'),
    )
    return EXIT.refused
  }
  const why = one.is === 'unasked' ? one.why : one.is
  talk.data({ sent: false, why, waits_until }, () =>
    [
      one.is === 'stopped'
        ? talk.word('sendStopped')
        : talk.word('sendUnasked', { why: noWay.get(why)?.[talk.language] ?? why }),
      ...waitLines(open, sight, one.is === 'stopped'),
    ].join('\n'),
  )
  return EXIT.refused
}

const noWay = new Map<string, Words>(Object.entries(NO_WAY_WORDS))

const waitLines = ({ talk }: Open, { waits }: Sight, couldWait: boolean): string[] => {
  if (waits !== undefined) return [talk.word('sendWaits', { at: instantText(waits) })]
  return couldWait ? [talk.word('sendWithdrawn')] : []
}

const verdictData = ({ decision, reasons }: Verdict) => ({
  decision,
  reasons: reasons.map((reason) => ({ rule: reason.rule, says: reason.says })),
})

const verdictLines = ({ talk }: Open, verdict: Verdict, zone: string): string[] => [
  talk.word('sendVerdict', { decision: talk.word(verdict.decision) }),
  ...verdict.reasons.map((reason) => `  ${reason.rule}: ${sayReason(reason, talk.language, zone)}`),
]

function renderedLines({ talk }: Open, message: Rendered, channel: Channel): string[] {
  const bytes = Buffer.from(message.whole, 'utf8')
  const cost = channel === 'sms' ? smsParts(message.whole) : undefined
  const segments =
    cost === undefined || cost === 'too_long'
      ? ''
      : talk.word('sendSegments', { n: cost.parts.length, coding: cost.alphabet.toUpperCase() })
  return [
    talk.word('sendRendered', { bytes: bytes.length, hash: message.hash, segments }),
    ...message.whole.split('\n').map((line) => `  ${line}`),
    ...hexLines(bytes),
  ]
}

const HEX_WIDTH = 32
const HEX_LINES_MAX = 40

/** The bytes as they left, for whoever compares them with what arrived. */
function hexLines(bytes: Buffer): string[] {
  const lines: string[] = []
  for (let at = 0; at < bytes.length && lines.length < HEX_LINES_MAX; at += HEX_WIDTH)
    lines.push(
      `  ${at.toString(16).padStart(4, '0')}  ${bytes.subarray(at, at + HEX_WIDTH).toString('hex')}`,
    )
  return lines
}

async function receiptOf(
  open: Open,
  sight: Sight,
  { by, permit, sent }: Extract<SentOne, { is: 'sent' }>,
) {
  const { db, tenantId } = open
  const { borrowerId } = sent.ref
  const isTried = tenantId === SANDBOX_TENANT || reachesNobody(by)
  const at = isTried ? ((sight.now + RECEIPT_MS) as Instant) : sight.now
  await collectReceipts(db, tenantId, {
    channels: sight.tools.channels,
    clock: () => at,
    say: open.talk.line,
    bucket: { from: borrowerId, until: borrowerId + 1n },
  })
  const until = Date.now() + (by.absenceIsProof ? 0 : RECEIPT_WAIT_MS)
  for (;;) {
    const state = await stateOf(open, permit.contactId)
    if (state !== 'accepted' || Date.now() >= until || open.signal.aborted) return state
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

async function stateOf({ db, tenantId }: Open, contactId: bigint): Promise<ContactState> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ state: ContactState }>(
      'select state from contact where tenant_id = $1 and contact_id = $2',
      [tenantId, contactId],
    ),
  )
  return found.rows[0]?.state ?? 'unknown'
}
