import { currencyOf, decimalText, minorDigits, money, parseMinor } from '../core/money.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { PlanWish } from '../core/plan-schedule.ts'
import { PROBLEMS } from '../api/problem.ts'
import { inEvent, inTenant, type Tx } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import type { OptionWish } from '../store/offer-options.ts'
import { dayOption, tenantOf, whenOf, withDatabase, type Context, type Open } from './context.ts'
import { EXIT, Stop } from './talk.ts'

export type AgreeOptions = {
  readonly by?: string
  readonly why?: string
  readonly today?: string
  readonly count?: string
  readonly every?: string
  readonly monthly?: string
  readonly weekday?: string
  readonly after?: string
  readonly shape?: string
  readonly kind?: string
  readonly pay?: string
  readonly first?: string
  readonly balloon?: string
  readonly step?: string
  readonly option?: string
  readonly to?: string
  readonly instalment?: string
  readonly channel?: string
  readonly from?: string
  readonly until?: string
  readonly currency?: string
}

export type At = { readonly now: Instant; readonly today: Day }
export type OfAccount = { readonly borrowerId: bigint; readonly accountId: bigint }

/** Reads something of the tenant as of the business day. */
export async function reading(
  context: Context,
  options: AgreeOptions,
  work: (tx: Tx, at: At & { readonly open: Open }) => Promise<void>,
): Promise<undefined> {
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const at = whenOf(context, zone, { today: options.today })
    await inTenant(open.db, open.tenantId, (tx) => work(tx, { ...at, open }))
  })
}

/** Acts on one account under its borrower's lock: what is refused is said in the API's words. */
export async function acting<Made extends object>(
  context: Context,
  options: AgreeOptions,
  { ref, work }: { ref: string; work: (tx: Tx, of: OfAccount & At) => Promise<Made> },
): Promise<Exclude<Made, { readonly declined: string }>> {
  let made: Made | undefined
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const at = whenOf(context, zone, { today: options.today })
    const found = await accountOf(context, (tx) => findAccount(tx, open.tenantId, ref), open, ref)
    made = await inEvent(open.db, open.tenantId, async (tx) => {
      await lockBorrower(tx, { tenantId: open.tenantId, borrowerId: found.borrowerId })
      return work(tx, { ...found, ...at })
    })
  })
  return granted(context, made)
}

async function accountOf(
  context: Context,
  find: (tx: Tx) => Promise<OfAccount | undefined>,
  open: Open,
  ref: string,
): Promise<OfAccount> {
  const found = await inTenant(open.db, open.tenantId, find)
  if (found === undefined) throw new Stop(context.talk.word('agreeNoAccount', { ref }))
  return { borrowerId: found.borrowerId, accountId: found.accountId }
}

/** What was refused ends the command, in words and with its code. */
export function granted<Made extends object>(
  { talk }: Context,
  made: Made | undefined,
): Exclude<Made, { readonly declined: string }> {
  if (made === undefined) throw new Error('bug: nothing was done')
  if ('declined' in made && typeof made.declined === 'string') {
    const words = PROBLEMS[made.declined as keyof typeof PROBLEMS]
    const why = 'why' in made && typeof made.why === 'string' ? ` (${made.why})` : ''
    throw new Stop(`${words?.[talk.language] ?? made.declined}${why}`, EXIT.refused)
  }
  return made as Exclude<Made, { readonly declined: string }>
}

export function needed(context: Context, key: string, text: string | undefined): string {
  if (text === undefined || text === '')
    throw new Stop(context.talk.word('agreeNeeds', { key }), EXIT.usage)
  return text
}

export const bad = (context: Context, command: string, text: string): Stop =>
  new Stop(context.talk.word('agreeBad', { command, text }), EXIT.usage)

/** 'GBP 30.00'. */
export function amountOf(
  context: Context,
  command: string,
  text: string,
): { readonly minor: bigint; readonly currency: string } {
  const [code = '', digits = ''] = text.trim().split(/\s+/)
  const currency = currencyOf(code)
  const minor = currency && parseMinor(digits, minorDigits(currency))
  if (currency === undefined || minor === undefined || minor <= 0n)
    throw new Stop(context.talk.word('agreeBadAmount', { command, text }), EXIT.usage)
  return { minor, currency }
}

export function moneyText(minor: bigint, currency: string): string {
  const known = currencyOf(currency)
  return known === undefined
    ? `${minor} ${currency}`
    : `${currency} ${decimalText(money(minor, known))}`
}

export function numberOf(context: Context, command: string, text: string): number {
  if (!/^[0-9]{1,4}$/.test(text)) throw bad(context, command, text)
  return Number(text)
}

/** The options of a plan or settlement as they are asked of the store. */
export function wishFrom(
  context: Context,
  options: AgreeOptions,
  { today, command }: { readonly today: Day; readonly command: string },
): OptionWish {
  const minorOf = (text: string | undefined) =>
    text === undefined ? undefined : amountOf(context, command, text).minor
  const shape = options.shape ?? 'equal'
  const isShape = ['equal', 'stepped', 'interest_free', 'balloon'].includes(shape)
  if (!isShape) throw bad(context, command, shape)
  if (options.kind !== undefined && options.kind !== 'plan' && options.kind !== 'settlement')
    throw bad(context, command, options.kind)
  return {
    kind: options.kind ?? 'plan',
    shape: shape as PlanWish['shape'],
    count: numberOf(context, command, options.count ?? '1'),
    rule: ruleFrom(context, options, { today, command }),
    from: options.from === undefined ? today : dayOption(context.talk, '--from', options.from),
    payMinor: minorOf(options.pay),
    firstMinor: minorOf(options.first),
    balloonMinor: minorOf(options.balloon),
    steps: options.step?.split(',').map((text) => {
      const [times = '', amount = ''] = text.trim().split(/x\s*/)
      return {
        count: numberOf(context, command, times),
        amountMinor: amountOf(context, command, amount).minor,
      }
    }),
  }
}

function ruleFrom(
  context: Context,
  options: AgreeOptions,
  { today, command }: { readonly today: Day; readonly command: string },
): PlanWish['rule'] {
  const daysAfter = numberOf(context, command, options.after ?? '0')
  const every = options.every ?? 'month'
  if (every === 'month_last_workday') return { every, daysAfter }
  if (every === 'week' || every === 'fortnight')
    return { every, weekday: numberOf(context, command, options.weekday ?? '5'), daysAfter }
  if (every !== 'month') throw bad(context, command, every)
  const dayOfMonth = numberOf(
    context,
    command,
    options.monthly ?? String(Number(today.slice(8, 10))),
  )
  return { every, dayOfMonth, daysAfter }
}
