import { CHANNELS } from '../core/channel.ts'
import { currencyOf, decimalText, minorDigits, money, parseMinor } from '../core/money.ts'
import { channelCosts, setChannelCost, type ChannelCost } from '../store/channel-cost.ts'
import { inTenant } from '../store/db.ts'
import { dayOption, tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'

type Options = { readonly from?: string }

/** What one attempt on a channel costs: without words the list, with channel and amount a new cost. */
export async function costCommand(
  context: Context,
  options: Options,
  channel?: string,
  amount?: string,
): Promise<undefined> {
  const { talk } = context
  const given = channel === undefined ? undefined : readCost(context, channel, amount)
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    if (given !== undefined) {
      const { today } = whenOf(context, tenant.zone, {})
      const effectiveOn =
        options.from === undefined ? today : dayOption(talk, '--from', options.from)
      await inTenant(open.db, open.tenantId, (tx) =>
        setChannelCost(tx, open.tenantId, { ...given, effectiveOn }),
      )
    }
    const costs = await inTenant(open.db, open.tenantId, (tx) => channelCosts(tx, open.tenantId))
    talk.data(costs.map(plain), () =>
      tableText(
        [talk.word('costChannel'), talk.word('costAmount'), talk.word('costFrom')],
        costs.map((cost) => [cost.channel, textOf(cost), cost.effectiveOn]),
      ),
    )
  })
}

/** 'sms' and 'CNY 0.05'. */
function readCost(
  { talk }: Context,
  channel: string,
  amount: string | undefined,
): Omit<ChannelCost, 'effectiveOn'> {
  const known = CHANNELS.find((one) => one === channel)
  const [code = '', digits = ''] = (amount ?? '').split(' ')
  const currency = currencyOf(code)
  const minor = currency && parseMinor(digits, minorDigits(currency))
  if (known === undefined || currency === undefined || minor === undefined || minor < 0n)
    throw new Stop(talk.word('costBad', { text: [channel, amount].join(' ').trim() }), EXIT.usage)
  return { channel: known, currency, minor }
}

function textOf({ minor, currency }: ChannelCost): string {
  const known = currencyOf(currency)
  return known === undefined
    ? `${minor} ${currency}`
    : `${currency} ${decimalText(money(minor, known))}`
}

const plain = (cost: ChannelCost) => ({ ...cost, minor: String(cost.minor) })
