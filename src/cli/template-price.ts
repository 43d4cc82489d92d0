import { CHANNELS, type Channel } from '../core/channel.ts'
import { currencyOf, decimalText, minorDigits, money, parseMinor } from '../core/money.ts'
import { messagePrices, setMessagePrice } from '../store/message-price.ts'
import { dayOption } from './context.ts'
import { tableText } from './talk.ts'
import { bad, inBook, whoOf, wholeOf, type Asked } from './template-book.ts'

/** What parts of messages cost by country: without words the list, with channel and amount a new price. */
export async function priceCommand(asked: Asked): Promise<undefined> {
  const { talk } = asked.context
  const given = asked.which === '' ? undefined : priceOf(asked)
  const rows = await inBook(asked, async (tx, tenantId, { when }) => {
    const { from } = asked.options
    const fromOn = from === undefined ? when.today : dayOption(talk, '--from', from)
    if (given !== undefined) await setMessagePrice(tx, tenantId, { ...given, fromOn })
    return messagePrices(tx, tenantId, when.today)
  })
  const head = [
    talk.word('templateChannel'),
    talk.word('templateCountry'),
    talk.word('templatePrice'),
    talk.word('templatePer'),
    talk.word('templateAt'),
  ]
  talk.data(rows, () =>
    tableText(
      head,
      rows.map((row) => {
        const currency = currencyOf(row.currency)
        const amount = currency ? decimalText(money(row.minor, currency)) : String(row.minor)
        return [row.channel, row.country, `${row.currency} ${amount}`, String(row.per), row.fromOn]
      }),
    ),
  )
}

/** 'sms' and 'USD 0.75' with --country US --per 100: three quarters of a cent a segment. */
function priceOf(asked: Asked) {
  const { context, options, which, more = '' } = asked
  const channel = CHANNELS.find((one): one is Channel => one === which && one !== 'call')
  const [code = '', digits = ''] = more.split(' ')
  const currency = currencyOf(code)
  const minor = currency && parseMinor(digits, minorDigits(currency))
  const country = options.country?.toUpperCase() ?? ''
  const per = options.per === undefined ? 1 : wholeOf(asked, options.per)
  const isUnclear =
    channel === undefined || minor === undefined || minor < 0n || !/^[A-Z]{2}$/.test(country)
  if (isUnclear || currency === undefined || per > 1_000_000)
    throw bad(context, [which, more, options.country].join(' ').trim())
  return { channel, country, currency, minor, per, by: whoOf(asked, 'price', 'by') }
}
