import { parseMinor, decimalText, money } from '../core/money.ts'
import { inTenant } from '../store/db.ts'
import {
  delinquencyReport,
  rollRates,
  rollRatesCsv,
  type AccountDelinquency,
  type Subset,
} from '../store/report.ts'
import {
  dayOption,
  instantOption,
  tenantOf,
  whenOf,
  withDatabase,
  type Context,
  type Open,
} from './context.ts'
import { EXIT, Stop } from './talk.ts'

type Options = {
  asOf?: string
  portfolio?: string
  subset?: string
  knownAt?: string
  tolerance?: string
}

/** Prints a report as CSV, or as JSON. */
export async function reportCommand(
  context: Context,
  options: Options,
  name?: string,
): Promise<undefined> {
  const run = REPORTS[name ?? '']
  if (run === undefined)
    throw new Stop(context.talk.word('reportBad', { text: name ?? '' }), EXIT.usage)
  await withDatabase(context, async (open) => run(open, options))
}

const REPORTS: Readonly<Record<string, (open: Open, options: Options) => Promise<void>>> = {
  'roll-rates': rollRatesReport,
  delinquency: delinquency,
}

async function rollRatesReport(open: Open, options: Options): Promise<void> {
  await tenantOf(open)
  const subset = options.subset === undefined ? undefined : subsetOf(open, options.subset)
  const knownAt =
    options.knownAt === undefined
      ? undefined
      : instantOption(open.talk, '--known-at', options.knownAt)
  const rates = await inTenant(open.db, open.tenantId, (tx) =>
    rollRates(tx, open.tenantId, { portfolio: options.portfolio, subset, knownAt }),
  )
  open.talk.data(rates, () => rollRatesCsv(options.subset ?? 'all', rates))
}

/** '5:0' are the references that leave 0 when divided by 5, '5:!0' the others. */
function subsetOf(open: Open, text: string): Subset {
  const match = /^([1-9][0-9]{0,3}):(!?)([0-9]{1,4})$/.exec(text)
  if (match === null) throw new Stop(open.talk.word('badSubset', { text }), EXIT.usage)
  return { modulo: Number(match[1]), others: match[2] === '!', remainder: Number(match[3]) }
}

async function delinquency(open: Open, options: Options): Promise<void> {
  const tenant = await tenantOf(open)
  const asOf =
    options.asOf === undefined
      ? whenOf(open, tenant.zone, {}).today
      : dayOption(open.talk, '--as-of', options.asOf)
  const knownAt =
    options.knownAt === undefined
      ? undefined
      : instantOption(open.talk, '--known-at', options.knownAt)
  const toleranceMinor =
    options.tolerance === undefined ? undefined : toleranceOf(open, options.tolerance)
  const rows: AccountDelinquency[] = []
  await inTenant(open.db, open.tenantId, async (tx) => {
    for await (const row of delinquencyReport(tx, open.tenantId, {
      asOf,
      knownAt,
      toleranceMinor,
      portfolio: options.portfolio,
    })) {
      if (row.delinquency.daysPastDue > 0) rows.push(row)
    }
  })
  rows.sort(
    (a, b) => b.delinquency.daysPastDue - a.delinquency.daysPastDue || (a.ref < b.ref ? -1 : 1),
  )
  open.talk.data(rows, () => [DELINQUENCY_HEAD, ...rows.map(delinquencyLine)].join('\n'))
}

function toleranceOf(open: Open, text: string): bigint {
  const minor = parseMinor(text, 2)
  if (minor === undefined || minor < 0n)
    throw new Stop(open.talk.word('badTolerance', { text }), EXIT.usage)
  return minor
}

const DELINQUENCY_HEAD =
  'account,days_past_due,bucket,oldest_unpaid_due_on,instalments_missed,arrears,currency'

function delinquencyLine(row: AccountDelinquency): string {
  const { delinquency: late } = row
  const arrears =
    late.arrearsMinor === undefined ? '' : decimalText(money(late.arrearsMinor, row.currency))
  return [
    row.ref,
    late.daysPastDue,
    late.bucket,
    late.oldestUnpaidDueOn ?? '',
    late.instalmentsMissed,
    arrears,
    row.currency,
  ].join(',')
}
