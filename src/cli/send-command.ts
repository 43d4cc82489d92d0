import { CHANNELS, type Channel } from '../core/channel.ts'
import type { Instant } from '../core/calendar.ts'
import { smsParts } from '../core/sms-text.ts'
import { sayReason } from '../guard/words.ts'
import type { Verdict } from '../guard/verdict.ts'
import { recomputePosition } from '../store/book.ts'
import { planByHand } from '../store/by-hand.ts'
import { inTenant } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import type { Rendered } from '../store/render.ts'
import type { Templates } from '../store/templates.ts'
import { sendOne, type SentOne } from '../worker/send-one.ts'
import { collectReceipts } from '../worker/settle.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { workTools, type WorkTools } from './day-work.ts'
import { ensureSandbox, sandboxRef } from './send-sandbox.ts'
import { EXIT, Stop } from './talk.ts'

type Options = {
  readonly to?: string
  readonly template?: string
  readonly channel?: string
  readonly language?: 'zh' | 'en'
  readonly today?: string
  readonly now?: string
}

/** What the sandbox says after a minute is its receipt; a real provider's comes when it comes. */
const RECEIPT_MS = 60_000

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
    ended = await sendTo(target, { ...when, ref, template, channel: channelOf(channel) })
  })
  return ended
}

function channelOf(given: string): Channel {
  const known = CHANNELS.find((one) => one === given)
  if (known === undefined)
    throw new Stop(`--channel: "${given}" ≠ ${CHANNELS.join(' · ')}`, EXIT.usage)
  return known
}

type To = When & { readonly ref: string; readonly template: string; readonly channel: Channel }

async function sendTo(open: Open, to: To): Promise<number> {
  const { talk, db, tenantId } = open
  const tools = await workTools(open)
  const template = templateOf(open, tools.templates, to)
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
  return report(open, { one, tools, zone: treatment.zones[0] ?? 'UTC', now: to.now })
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
}

async function report(open: Open, sight: Sight): Promise<number> {
  const { talk } = open
  const { one, zone } = sight
  if (one.is === 'gone' || one.is === 'unasked') {
    const why = one.is === 'gone' ? one.is : one.why
    talk.data({ sent: false, why }, () => talk.word('sendUnasked', { why }))
    return EXIT.refused
  }
  if (one.is === 'stopped') {
    talk.data({ sent: false, why: 'stopped' }, () => talk.word('sendStopped'))
    return EXIT.refused
  }
  const verdict = one.is === 'judged' ? one.verdict : one.permit.verdict
  if (one.is === 'judged') {
    talk.data({ sent: false, verdict: verdictData(verdict) }, () =>
      verdictLines(open, verdict, zone).join('\n'),
    )
    return EXIT.refused
  }
  const state = await receiptOf(open, sight, one.permit.contactId)
  const message = one.permit.rendered
  const data = {
    sent: true,
    verdict: verdictData(verdict),
    rendered: { text: message.whole, hash: message.hash },
    permit: { key: one.permit.attemptKey, until: new Date(one.permit.expiresAt).toISOString() },
    provider: one.by.name,
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
      talk.word('sendAnswer', {
        provider: one.by.name,
        said: talk.word(`said_${one.sent.answer}`),
      }),
      talk.word('sendReceipt', { state: talk.word(`state_${state}`) }),
    ].join('\n'),
  )
  return EXIT.ok
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

async function receiptOf(open: Open, sight: Sight, contactId: bigint) {
  const { db, tenantId } = open
  const later = (sight.now + RECEIPT_MS) as Instant
  const { channels } = sight.tools
  await collectReceipts(db, tenantId, { channels, clock: () => later, say: open.talk.line })
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{
      state: 'permitted' | 'sending' | 'accepted' | 'delivered' | 'failed' | 'unknown' | 'withdrawn'
    }>('select state from contact where tenant_id = $1 and contact_id = $2', [tenantId, contactId]),
  )
  return found.rows[0]?.state ?? 'unknown'
}
