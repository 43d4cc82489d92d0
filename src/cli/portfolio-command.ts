import { currencyOf, minorDigits, parseMinor } from '../core/money.ts'
import { checkAlerts, listAlerts } from '../store/alert.ts'
import { inTenant } from '../store/db.ts'
import { setHourCost } from '../store/hour-cost.ts'
import { keepMonthEnds } from '../store/month-end.ts'
import { dayOption, tenantOf, whenOf, withDatabase, type Context, type Open } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'

export type PortfolioOptions = {
  readonly from?: string
  readonly today?: string
  readonly now?: string
}

type Act = (open: Open, options: PortfolioOptions, word: string | undefined) => Promise<void>

/** Month-ends, alerts and the price of an hour. */
export async function portfolioCommand(
  context: Context,
  options: PortfolioOptions,
  what?: string,
  word?: string,
): Promise<undefined> {
  const act = ACTS[what ?? '']
  if (act === undefined)
    throw new Stop(context.talk.word('portfolioBad', { text: what ?? '' }), EXIT.usage)
  await withDatabase(context, (open) => act(open, options, word))
}

const ACTS: Readonly<Record<string, Act>> = { months, alerts, hour }

async function months(open: Open, options: PortfolioOptions): Promise<void> {
  const { today } = whenOf(open, (await tenantOf(open)).zone, options)
  const from = options.from === undefined ? undefined : dayOption(open.talk, '--from', options.from)
  const kept = await keepMonthEnds(open.db, open.tenantId, { today, from, signal: open.signal })
  open.talk.data(kept, () =>
    open.talk.word('portfolioKept', { months: kept.months.length, accounts: kept.accounts }),
  )
}

async function alerts(open: Open, options: PortfolioOptions): Promise<void> {
  const at = whenOf(open, (await tenantOf(open)).zone, options)
  const all = await inTenant(open.db, open.tenantId, async (tx) => {
    const { failed } = await checkAlerts(tx, open.tenantId, at)
    for (const one of failed) open.talk.say('alertFailed', one)
    return listAlerts(tx, open.tenantId)
  })
  const rows = all.map((one) => ({
    name: one.name,
    value: String(one.value ?? ''),
    threshold: `${one.above ? '>' : '<'} ${one.threshold}`,
    holds: one.holds === true,
    tippedBy: one.tippedBy.map((person) => person.name),
  }))
  const { talk } = open
  talk.data(rows, () =>
    tableText(
      [
        talk.word('alertName'),
        talk.word('alertValue'),
        talk.word('alertLine'),
        talk.word('alertTipped'),
      ],
      rows.map((row) => [
        `${row.holds ? '! ' : ''}${row.name}`,
        row.value,
        row.threshold,
        row.tippedBy.join(', '),
      ]),
    ),
  )
}

async function hour(open: Open, options: PortfolioOptions, word?: string): Promise<void> {
  const [code = '', digits = ''] = (word ?? '').split(' ')
  const currency = currencyOf(code)
  const minor = currency && parseMinor(digits, minorDigits(currency))
  if (currency === undefined || minor === undefined || minor < 0n)
    throw new Stop(open.talk.word('portfolioHourBad', { text: word ?? '' }), EXIT.usage)
  const { today } = whenOf(open, (await tenantOf(open)).zone, options)
  const effectiveOn =
    options.from === undefined ? today : dayOption(open.talk, '--from', options.from)
  await inTenant(open.db, open.tenantId, (tx) =>
    setHourCost(tx, open.tenantId, { currency, effectiveOn, minor }),
  )
  open.talk.data({ currency, effectiveOn, minor: String(minor) }, () =>
    open.talk.word('portfolioHour', { amount: word ?? '', day: effectiveOn }),
  )
}
