import { addMonths } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'
import { keptRates, PROMISE_SHAPES } from '../core/promise-stats.ts'
import { applyPromise, judgedPromises } from '../store/agree.ts'
import { findAccount } from '../store/explained.ts'
import { promiseStats } from '../store/promise-stats.ts'
import {
  acting,
  amountOf,
  bad,
  moneyText,
  needed,
  reading,
  type AgreeOptions,
} from './agree-tools.ts'
import { dayOption, type Context } from './context.ts'
import { Stop, tableText } from './talk.ts'

/** `make ACCOUNT AMOUNT DAY`, `amend ACCOUNT AMOUNT DAY --why`, `list ACCOUNT`, `stats`. */
export async function promiseCommand(
  context: Context,
  options: AgreeOptions,
  what?: string,
  ...args: string[]
): Promise<undefined> {
  const [ref, amount, on] = args.filter((arg) => arg !== undefined)
  if (what === 'stats') return stats(context, options)
  if (what === 'list') return list(context, options, needed(context, 'ACCOUNT', ref))
  if (what !== 'make' && what !== 'amend') throw bad(context, 'promise', what ?? '')
  const given = amountOf(context, 'promise', needed(context, 'AMOUNT', amount))
  const dueOn = dayOption(context.talk, 'DAY', needed(context, 'DAY', on))
  const made = await acting(context, options, {
    ref: needed(context, 'ACCOUNT', ref),
    work: async (tx, of) => {
      const open = (await judgedPromises(tx, context.tenantId, of, of.today)).find(
        (one) => one.state === 'open',
      )
      if (what === 'amend' && open === undefined) return { declined: 'no_open_promise' as const }
      return applyPromise(
        tx,
        context.tenantId,
        {
          ...of,
          amountMinor: given.minor,
          dueOn,
          channel: CHANNELS.find((one) => one === options.channel),
          supersedesId: what === 'amend' ? open?.promise.id : undefined,
          reason: what === 'amend' ? options.why : undefined,
          source: options.why ?? 'command line',
          by: options.by,
        },
        of,
      )
    },
  })
  const { talk } = context
  talk.data(made, () =>
    talk.word('promiseMade', {
      id: String(made.promiseId),
      amount: moneyText(given.minor, given.currency),
      day: dueOn,
      until: made.untilOn,
      state: talk.word(`state_${made.state}`),
    }),
  )
  return undefined
}

async function list(context: Context, options: AgreeOptions, ref: string): Promise<undefined> {
  const { talk, tenantId } = context
  return reading(context, options, async (tx, { today }) => {
    const found = await findAccount(tx, tenantId, ref)
    if (found === undefined) throw new Stop(talk.word('agreeNoAccount', { ref }))
    const promises = await judgedPromises(tx, tenantId, found, today)
    talk.data(promises, () =>
      promises.length === 0
        ? talk.word('promiseNone')
        : tableText(
            [
              talk.word('colId'),
              talk.word('colAmount'),
              talk.word('colDay'),
              talk.word('colPaid'),
              talk.word('colState'),
              talk.word('colChain'),
              talk.word('colReason'),
            ],
            promises.map(({ promise, paidMinor, state }) => [
              String(promise.id),
              String(promise.amountMinor),
              promise.dueOn,
              String(paidMinor),
              talk.word(`state_${state}`),
              promise.supersedesId === undefined ? '' : String(promise.supersedesId),
              promise.reason ?? '',
            ]),
          ),
    )
  })
}

async function stats(context: Context, options: AgreeOptions): Promise<undefined> {
  const { talk, tenantId } = context
  const by = PROMISE_SHAPES.find((one) => one === (options.kind ?? 'amount'))
  if (by === undefined) throw bad(context, 'promise', options.kind ?? '')
  const currency = needed(context, '--currency', options.currency)
  return reading(context, options, async (tx, { today }) => {
    const from =
      options.from === undefined ? addMonths(today, -3) : dayOption(talk, '--from', options.from)
    const until = options.until === undefined ? today : dayOption(talk, '--until', options.until)
    const rows = await promiseStats(tx, tenantId, { by, currency, from, until, today })
    const said = rows.map((row) => ({ ...row, ...keptRates(row) }))
    talk.data({ by, currency, from, until, rows: said }, () =>
      [
        talk.word('promiseStatsHead', { by, currency, from, until }),
        tableText(
          [
            talk.word('statBand'),
            talk.word('statDue'),
            talk.word('statKept'),
            talk.word('statPartial'),
            talk.word('statBroken'),
            talk.word('statByCount'),
            talk.word('statByAmount'),
          ],
          said.map((row) => [
            row.band,
            String(row.fallenDue),
            String(row.kept),
            String(row.partial),
            String(row.broken),
            percent(row.byCountBps),
            percent(row.byAmountBps),
          ]),
        ),
      ].join('\n'),
    )
  })
}

const percent = (bps: number | null): string => (bps === null ? '-' : `${(bps / 100).toFixed(2)}%`)
