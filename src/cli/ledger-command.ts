import { totalOf } from '../core/ledger.ts'
import { checkLedger, type LedgerFault } from '../store/ledger-check.ts'
import { closeDay } from '../store/ledger-close.ts'
import { readStatement } from '../store/ledger-statement.ts'
import { readSuspense } from '../store/ledger-suspense.ts'
import { inTenant } from '../store/db.ts'
import { portfolioCodes } from '../store/load.ts'
import { currencyOf } from '../core/money.ts'
import {
  dayOption,
  instantOption,
  tenantOf,
  whenOf,
  withDatabase,
  type Context,
} from './context.ts'
import { accountOf, needed, type LedgerAsk, type LedgerOptions } from './ledger-ask.ts'
import { payCommand, postCommand, reverseCommand } from './ledger-post-command.ts'
import { amountText, statementText } from './ledger-text.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

const WHAT: Readonly<Record<string, (ask: LedgerAsk) => Promise<number | undefined>>> = {
  statement,
  balance,
  pay: payCommand,
  post: postCommand,
  reverse: reverseCommand,
  suspense,
  close,
  check,
}

/** The ledger of books of kind own, at the terminal. */
export async function ledgerCommand(
  context: Context,
  options: LedgerOptions,
  what = '',
  ...words: (string | undefined)[]
): Promise<number | undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('ledgerWhat', { text: what }), EXIT.usage)
  return withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const when = whenOf(open, tenant.zone, options)
    return run({ ...open, ...when, options, words: words.filter((word) => word !== undefined) })
  })
}

async function statement(ask: LedgerAsk): Promise<undefined> {
  const { talk } = ask
  const told = await readTold(ask)
  talk.data(told, () => statementText(talk, told))
}

async function readTold(ask: LedgerAsk) {
  const { db, tenantId, talk, options, today } = ask
  const account = await accountOf(ask)
  const { to, asOf, from, knownAt } = options
  if (to !== undefined && asOf !== undefined && to !== asOf)
    throw new Stop(talk.word('ledgerTwoDays'), EXIT.usage)
  const until = to ?? asOf
  const told = await inTenant(db, tenantId, (tx) =>
    readStatement(
      tx,
      { tenantId, borrowerId: account.borrowerId },
      {
        accountId: account.accountId,
        from: from === undefined ? undefined : dayOption(talk, '--from', from),
        until:
          until === undefined
            ? today
            : dayOption(talk, to === undefined ? '--as-of' : '--to', until),
        knownAt: knownAt === undefined ? undefined : instantOption(talk, '--known-at', knownAt),
      },
    ),
  )
  if (told === undefined) throw new Stop(talk.word('ledgerHost', { ref: account.ref }))
  return told
}

async function balance(ask: LedgerAsk): Promise<undefined> {
  const { talk } = ask
  const { statement: told, currency, debt, suspenseMinor } = await readTold(ask)
  const owed = {
    account: debt.ref,
    currency,
    asOf: told.until,
    parts: told.closing,
    owedMinor: totalOf(told.closing),
    suspenseMinor,
  }
  talk.data(owed, () =>
    tableText(
      ['', ''],
      [
        ...Object.entries(told.closing).map(([part, minor]) => [part, amountText(minor, currency)]),
        ['=', amountText(owed.owedMinor, currency)],
        ...(suspenseMinor > 0n ? [['suspense', amountText(suspenseMinor, currency)]] : []),
      ],
    ).trimStart(),
  )
}

/** Money that waits too long is an alarm: with --older-than the command ends with 3 where there is any. */
async function suspense({ db, tenantId, talk, options, today }: LedgerAsk): Promise<number> {
  const text = options.olderThan ?? '0'
  if (!/^[0-9]{1,4}$/.test(text)) throw new Stop(talk.word('ledgerNumber', { text }), EXIT.usage)
  const waiting = await inTenant(db, tenantId, (tx) =>
    readSuspense(tx, tenantId, { today, olderThan: Number(text) }),
  )
  const [oldest] = waiting
  talk.data(waiting, () =>
    oldest === undefined
      ? talk.word('ledgerNoSuspense')
      : tableText(
          [
            talk.word('ledgerHeadBorrower'),
            talk.word('ledgerHeadName'),
            talk.word('ledgerHeadAmount'),
            talk.word('ledgerHeadSince'),
            talk.word('ledgerHeadDays'),
          ],
          waiting.map((one) => {
            const currency = currencyOf(one.currency)
            const amount = currency === undefined ? '' : amountText(one.minor, currency)
            return [one.borrowerRef, one.name, amount, one.since, String(one.days)]
          }),
        ),
  )
  if (oldest === undefined) return EXIT.ok
  talk.say('ledgerWaits', { count: waiting.length, days: oldest.days })
  return options.olderThan === undefined ? EXIT.ok : EXIT.refused
}

async function close(ask: LedgerAsk): Promise<undefined> {
  const { db, tenantId, talk, options, now, today } = ask
  const portfolio = needed(talk, '--portfolio', options.portfolio)
  const on = dayOption(talk, '--on', needed(talk, '--on', options.on))
  const by = options.by ?? 'cli'
  const done = await inTenant(db, tenantId, async (tx) => ({
    made: await closeDay(tx, tenantId, { portfolio, on, by }, { now, today }),
    codes: [...(await portfolioCodes(tx, tenantId)).keys()],
  }))
  if ('declined' in done.made) {
    const values = { portfolio, on, last: done.made.closedOn ?? '', some: done.codes.join(', ') }
    throw new Stop(talk.word(`ledgerClose_${done.made.declined}`, values))
  }
  talk.data({ portfolio, closedOn: on }, () => talk.word('ledgerClosed', { portfolio, on }))
}

async function check({ db, tenantId, talk, today }: LedgerAsk): Promise<number> {
  const found = await checkLedger(db, tenantId, { today })
  const { borrowers, entries, faults } = found
  const values = { borrowers, entries, count: faults.length }
  talk.data(found, () =>
    faults.length === 0
      ? talk.word('ledgerCheckGood', values)
      : [talk.word('ledgerCheckBad', values), ...faults.map((one) => faultText(talk, one))].join(
          '\n',
        ),
  )
  return faults.length === 0 ? EXIT.ok : EXIT.refused
}

function faultText(talk: Talk, fault: LedgerFault): string {
  const borrower = String(fault.borrowerId)
  if (fault.fault === 'entry_unbalanced')
    return talk.word('ledgerFault_entry_unbalanced', { borrower, entry: String(fault.entryId) })
  return talk.word('ledgerFault_replay_differs', {
    borrower,
    account: String(fault.accountId),
    part: fault.part,
    posted: String(fault.postedMinor),
    replayed: String(fault.replayedMinor),
  })
}
