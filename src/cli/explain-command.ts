import { join } from 'node:path'
import { parseId } from '../api/ids.ts'
import { CHANNELS } from '../core/channel.ts'
import { whyDayLines } from '../engine/why-day-words.ts'
import { sayReason } from '../guard/words.ts'
import { recomputePosition } from '../store/book.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { explainBorrower, findAccount } from '../store/explained.ts'
import { loadLaw } from '../store/law.ts'
import { judgeChannels, type ChannelNow } from '../store/permissions.ts'
import { readWhyDay } from '../store/why-day.ts'
import { explainLines } from '../strategy/explain-words.ts'
import {
  dayOption,
  ROOT,
  tenantOf,
  whenOf,
  withDatabase,
  type Context,
  type Open,
  type When,
} from './context.ts'
import { publishStrategies } from './day-work.ts'
import { Stop } from './talk.ts'

/** Says why an account stands where it stands on a day, and what the guard says of each channel. */
export async function explainCommand(
  context: Context,
  options: { today?: string; now?: string; on?: string },
  ref?: string,
): Promise<undefined> {
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const when = whenOf(open, tenant.zone, options)
    if (options.on !== undefined) return whyOn(open, ref ?? '', options.on)
    await publishStrategies(open)
    const found = await lookedAt(open, ref ?? '', when)
    if (found === undefined) throw new Stop(open.talk.word('noAccount', { ref: ref ?? '' }))
    const asked = { today: when.today, now: instantText(when.now) }
    open.talk.data({ account: ref, ...asked, ...found.data }, () => found.lines.join('\n'))
  })
}

/** The words that the desk and the API give for the same day. */
async function whyOn(open: Open, ref: string, text: string): Promise<void> {
  const on = dayOption(open.talk, '--on', text)
  const day = await inTenant(open.db, open.tenantId, async (tx) => {
    const borrowerId =
      parseId('case', ref) ?? (await findAccount(tx, open.tenantId, ref))?.borrowerId
    return borrowerId === undefined
      ? undefined
      : readWhyDay(tx, { tenantId: open.tenantId, borrowerId }, on)
  })
  if (day === undefined) throw new Stop(open.talk.word('noAccount', { ref }))
  const lines = whyDayLines(day, open.talk.language)
  open.talk.data({ account: ref, at: on, text: lines }, () => lines.join('\n'))
}

type Found = { readonly data: object; readonly lines: string[] }

/** Derives the position for the day asked about, looks, and undoes it: explaining changes nothing. */
async function lookedAt(open: Open, ref: string, when: When): Promise<Found | undefined> {
  let found: Found | undefined
  const undo = new Error('undone on purpose')
  await inTenant(open.db, open.tenantId, async (tx) => {
    const account = await findAccount(tx, open.tenantId, ref)
    if (account !== undefined) found = await look(tx, open, { ...account, ...when })
    throw undo
  }).catch((error: unknown) => {
    if (error !== undo) throw error
  })
  return found
}

type At = When & {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly zones: readonly string[]
}

async function look(tx: Tx, open: Open, at: At): Promise<Found> {
  await recomputePosition(tx, open.tenantId, at.borrowerId, at.today)
  const explained = await explainBorrower(tx, open.tenantId, at.borrowerId, at.today)
  const own = explained.filter((account) => account.accountId === at.accountId)
  const channels = await judgeChannels(tx, {
    ...at,
    tenantId: open.tenantId,
    channels: CHANNELS,
    law: loadLaw(join(ROOT, 'law'), join(open.home, 'law')),
  })
  const lines = own.flatMap(({ explanation, arm }) =>
    explainLines(explanation, open.talk.language, arm),
  )
  return {
    data: { explained: own, channels },
    lines: [...lines, '', ...channels.flatMap((each) => channelLines(open, each, at))],
  }
}

function channelLines(open: Open, channel: ChannelNow, at: At): string[] {
  const zone = at.zones[0] ?? 'UTC'
  const { language } = open.talk
  if (channel.verdict === undefined) return [`${channel.channel}: ${open.talk.word('noAddress')}`]
  const { verdict } = channel
  return [
    `${channel.channel}: ${open.talk.word(verdict.decision)}`,
    ...verdict.reasons.map((reason) => `  ${reason.rule}: ${sayReason(reason, language, zone)}`),
  ]
}
