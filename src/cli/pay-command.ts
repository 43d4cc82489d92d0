import { minorDigits, parseMinor, type Currency } from '../core/money.ts'
import { readPayConfig } from '../channels/pay/config.ts'
import { inTenant } from '../store/db.ts'
import { makeLink } from '../store/pay-link.ts'
import { mostOwed, readOwed } from '../store/pay-owed.ts'
import { collectCommand, returnsCommand, settleCommand } from './pay-collect.ts'
import { mandateCommand } from './pay-mandate.ts'
import { accountOf, type PayAsked, type PayOptions } from './pay-options.ts'
import { replayCommand, statusCommand } from './pay-status.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { readDeskUrl } from './desk-url.ts'
import { EXIT, Stop } from './talk.ts'

const COMMANDS: Readonly<Record<string, (asked: PayAsked) => Promise<void>>> = {
  link: linkCommand,
  mandate: mandateCommand,
  collect: collectCommand,
  settle: settleCommand,
  returns: returnsCommand,
  status: statusCommand,
  replay: replayCommand,
}

const COUNT: Readonly<Record<string, readonly [least: number, most: number]>> = {
  link: [1, 1],
  mandate: [1, 2],
  collect: [0, 0],
  settle: [1, 1],
  returns: [1, 1],
  status: [0, 1],
  replay: [0, 0],
}

/** Links, mandates, collections: money that comes in because somebody pays, or agreed that we fetch it. */
export async function payCommand(
  context: Context,
  options: PayOptions,
  what?: string,
  ...given: (string | readonly string[])[]
): Promise<undefined> {
  const rest = given.flat()
  const command = COMMANDS[what ?? '']
  const [least, most] = COUNT[what ?? ''] ?? [0, 0]
  if (command === undefined || rest.length < least || rest.length > most) {
    const text = [what ?? '', ...rest].join(' ').trim()
    throw new Stop(context.talk.word('payBad', { text }), EXIT.usage)
  }
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const when = whenOf(context, zone, options)
    await command({ open, options, rest, when })
  })
}

const LINK_DAYS = 7
const LINK_DAYS_MAX = 30
const HERE = 'http://localhost:8080'

async function linkCommand({ open, options, rest, when }: PayAsked): Promise<void> {
  const { talk, tenantId } = open
  const days = Number(options.days ?? LINK_DAYS)
  if (!Number.isInteger(days) || days < 1 || days > LINK_DAYS_MAX)
    throw new Stop(talk.word('payNeeds', { key: `--days 1..${LINK_DAYS_MAX}` }), EXIT.usage)
  const pay = await readPayConfig(open.home)
  const made = await inTenant(open.db, tenantId, async (tx) => {
    const account = await accountOf(tx, { open, rest })
    const owed = await readOwed(tx, tenantId, account)
    if (owed === undefined || mostOwed(owed) <= 0n) throw new Stop(talk.word('payNothing'))
    const { currency } = owed
    const minor =
      options.amount === undefined ? undefined : amountOf(open, options.amount, currency)
    if (minor !== undefined && minor > mostOwed(owed)) throw new Stop(talk.word('payTooMuch'))
    const amount = minor === undefined ? undefined : { minor, currency }
    const link = { ...account, amount, currency, days, by: options.by ?? 'cli' }
    return makeLink(tx, tenantId, link, when.now)
  })
  const portal = pay?.portalUrl ?? (await readDeskUrl(open.home)) ?? HERE
  const url = `${portal}/p/${made.token}`
  const expires = new Date(made.expiresAt).toISOString()
  const until = `${expires.slice(0, 16).replace('T', ' ')} UTC`
  talk.data({ url, expires_at: expires }, () => talk.word('payLink', { url, until }))
}

function amountOf({ talk }: PayAsked['open'], text: string, currency: Currency): bigint {
  const minor = parseMinor(text, minorDigits(currency))
  if (minor === undefined || minor <= 0n)
    throw new Stop(talk.word('payBadAmount', { text, currency }), EXIT.usage)
  return minor
}
