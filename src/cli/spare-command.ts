import { parseDay, type Day } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { lockBorrower, type BorrowerRef } from '../store/guard-facts.ts'
import { endSpared, readSpared, spare, type SparedKept, type SparedWish } from '../store/spare.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'
import type { WordKey } from './words.ts'

export type SpareOptions = {
  readonly from?: string
  readonly until?: string
  readonly days?: string
  readonly place?: 'home' | 'work'
  readonly channel?: string
  readonly untilOn?: string
  readonly end?: string
  readonly words?: string
  readonly by?: string
  readonly now?: string
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const DAY = 1440

/** What a borrower asked to be spared: told by a person, with their words. */
export async function spareCommand(
  context: Context,
  options: SpareOptions,
  account = '',
): Promise<undefined> {
  const { talk } = context
  const stands = wishOf(talk, options)
  const wish = stands && { ...stands, untilOn: untilOf(talk, options) }
  const isChange = wish !== undefined || options.end !== undefined
  const { by, words } = options
  if (isChange && (by === undefined || words === undefined))
    throw new Stop(talk.word('spareNeeds'), EXIT.usage)
  await withDatabase(context, async (open) => {
    const { now, today } = whenOf(open, (await tenantOf(open)).zone, options)
    await inTenant(open.db, open.tenantId, async (tx) => {
      const found = await findAccount(tx, open.tenantId, account)
      if (found === undefined) throw new Stop(talk.word('noAccount', { ref: account }))
      const ref = { tenantId: open.tenantId, borrowerId: found.borrowerId }
      await lockBorrower(tx, ref)
      const told = { words, source: 'cli', by }
      if (wish !== undefined) {
        if (wish.untilOn !== undefined && wish.untilOn <= today) throw bad(talk, wish.untilOn)
        await spare(tx, ref, { wishes: [wish], ...told }, now)
        talk.say('spareKept')
      }
      if (options.end !== undefined) {
        const wishId = /^[1-9][0-9]{0,17}$/.test(options.end) ? BigInt(options.end) : 0n
        if (!(await endSpared(tx, ref, { wishId, ...told }, now))) throw bad(talk, options.end)
        talk.say('spareEnded', { n: options.end })
      }
      await list(talk, tx, ref)
    })
  })
}

const bad = (talk: Talk, text: string) => new Stop(talk.word('spareBad', { text }), EXIT.usage)

function wishOf(talk: Talk, options: SpareOptions): SparedWish | undefined {
  const { from, until, days, place } = options
  const channel = CHANNELS.find((one) => one === options.channel)
  if (options.channel !== undefined && channel === undefined) throw bad(talk, options.channel)
  if (place !== undefined) return { kind: 'inconvenient_place', place, channel }
  if (from === undefined && until === undefined && days === undefined) return undefined
  const on = days?.split(',').map((one) => DAYS.indexOf(one.trim().toLowerCase()))
  if (on?.includes(-1)) throw bad(talk, days ?? '')
  const [begin, end] = [minuteOf(from), minuteOf(until)]
  const isHalf = (begin === undefined) !== (end === undefined)
  if (isHalf || (begin !== undefined && begin === end) || begin === DAY || end === 0)
    throw bad(talk, `${from ?? ''}-${until ?? ''}`)
  if ((from ?? until) !== undefined && begin === undefined) throw bad(talk, from ?? until ?? '')
  return { kind: 'inconvenient_time', from: begin, until: end, days: on, channel }
}

/** The first day on which it stands no more; a day that has come already would spare them nothing. */
function untilOf(talk: Talk, { untilOn }: SpareOptions): Day | undefined {
  if (untilOn === undefined) return undefined
  const on = parseDay(untilOn)
  if (on === undefined) throw bad(talk, untilOn)
  return on
}

function minuteOf(text: string | undefined): number | undefined {
  const found = /^([01]?[0-9]|2[0-4]):([0-5][0-9])$/.exec(text ?? '')
  const minutes = Number(found?.[1]) * 60 + Number(found?.[2])
  return found === null || minutes > DAY ? undefined : minutes
}

async function list(talk: Talk, tx: Tx, ref: BorrowerRef): Promise<void> {
  const kept = await readSpared(tx, ref)
  const head = (
    ['spareNumber', 'spareWhen', 'spareChannel', 'spareSaid', 'spareState', 'spareWords'] as const
  ).map((key) => talk.word(key))
  talk.data(kept, () =>
    kept.length === 0
      ? talk.word('spareNone')
      : tableText(
          head,
          kept.map((one) => [
            String(one.wishId),
            whatText(talk, one),
            one.channel ?? talk.word('spareAny'),
            instantText(one.saidAt),
            talk.word(one.ended === undefined ? 'spareStands' : 'spareOver'),
            one.words ?? '',
          ]),
        ),
  )
}

function whatText(talk: Talk, { place, days, from, until, untilOn }: SparedKept): string {
  const end = untilOn === undefined ? '' : talk.word('spareUntilOn', { on: untilOn })
  if (place !== undefined) return [talk.word(`sparePlace_${place}`), end].join(' ').trim()
  const on = (days ?? []).map((each) => talk.word(`spareDay_${each}` as WordKey)).join(' ')
  const hours = from === undefined ? '' : `${clock(from)}-${clock(until ?? DAY)}`
  return [on, hours, end].filter((part) => part !== '').join(' ')
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
