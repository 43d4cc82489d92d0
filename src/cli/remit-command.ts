import { writeFileSync } from 'node:fs'
import { currencyOf, minorDigits, parseMinor } from '../core/money.ts'
import { basisPointsOf } from '../core/remittance.ts'
import { inTenant } from '../store/db.ts'
import { portfolioCodes } from '../store/load.ts'
import { remittanceCsv } from '../store/remittance-csv.ts'
import {
  approveRemittance,
  refuseRemittance,
  type AnswerDeclined,
} from '../store/remittance-answer.ts'
import { setRemittanceLimit } from '../store/remittance-limit.ts'
import {
  listRemittances,
  readRemittanceLines,
  readRemittances,
  waitsForSecond,
  type RemittanceRow,
} from '../store/remittance-read.ts'
import { runRemittance, type RemittanceDeclined } from '../store/remittance.ts'
import { setRemittanceTerms, type RemittanceTerms } from '../store/remittance-terms.ts'
import { listStaff } from '../store/staff.ts'
import { moneyText } from './agree-tools.ts'
import {
  dayOption,
  tenantOf,
  whenOf,
  withDatabase,
  type Context,
  type Open,
  type When,
} from './context.ts'
import { needed } from './ledger-ask.ts'
import { remittanceText } from './remit-text.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

export type RemitOptions = {
  readonly commission?: string
  readonly minimum?: string
  readonly from?: string
  readonly until?: string
  readonly portfolio?: string
  readonly csv?: string
  readonly by?: string
  readonly why?: string
  readonly today?: string
  readonly now?: string
}

type Ask = Open & When & { readonly options: RemitOptions; readonly which: string | undefined }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<undefined>>> = {
  terms,
  limit,
  run,
  approve,
  refuse,
  list,
  show,
}
const LIST_MAX = 1000

/** Hands on to creditors what came in for them, less the commission. */
export async function remitCommand(
  context: Context,
  options: RemitOptions,
  what = '',
  which?: string,
): Promise<undefined> {
  const todo = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (todo === undefined) throw new Stop(context.talk.word('remitWhat', { text: what }), EXIT.usage)
  return withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    return todo({ ...open, ...whenOf(open, tenant.zone, options), options, which })
  })
}

async function terms(ask: Ask): Promise<undefined> {
  const { db, tenantId, talk, options } = ask
  const portfolio = needed(talk, 'PORTFOLIO', ask.which)
  const text = needed(talk, '--commission', options.commission)
  const basisPoints = basisPointsOf(text)
  if (basisPoints === undefined) throw new Stop(talk.word('remitPercent', { text }), EXIT.usage)
  const from = dayOption(talk, '--from', needed(talk, '--from', options.from))
  const by = needed(talk, '--by', options.by)
  const minimum = options.minimum === undefined ? undefined : amountOf(talk, options.minimum)
  const made = await inTenant(db, tenantId, (tx) =>
    setRemittanceTerms(tx, tenantId, { portfolio, from, basisPoints, minimum, by }),
  )
  if ('declined' in made) throw await refused(ask, made, { portfolio, by })
  talk.data({ portfolio, from, basisPoints, minimum }, () =>
    talk.word('remitTermsSet', { portfolio, from, percent: text }),
  )
}

function amountOf(talk: Talk, text: string): NonNullable<RemittanceTerms['minimum']> {
  const [code = '', digits = ''] = text.split(' ')
  const currency = currencyOf(code)
  const minor = currency && parseMinor(digits, minorDigits(currency))
  if (currency === undefined || minor === undefined || minor <= 0n)
    throw new Stop(talk.word('ledgerAmount', { text }), EXIT.usage)
  return { minor, currency }
}

async function limit(ask: Ask): Promise<undefined> {
  const { db, tenantId, talk, options } = ask
  const { minor, currency } = amountOf(talk, needed(talk, '"CUR AMOUNT"', ask.which))
  const by = needed(talk, '--by', options.by)
  const set = { amountMinor: minor, currency, by }
  const made = await inTenant(db, tenantId, (tx) => setRemittanceLimit(tx, tenantId, set))
  if ('declined' in made) throw await refused(ask, made, { portfolio: '', by })
  talk.data(set, () => talk.word('remitLimitSet', { amount: moneyText(minor, currency) }))
}

async function approve(ask: Ask): Promise<undefined> {
  const { db, tenantId, talk, options, now } = ask
  const remittanceId = numberOf(talk, ask.which)
  const by = needed(talk, '--by', options.by)
  const made = await inTenant(db, tenantId, (tx) =>
    approveRemittance(tx, tenantId, { remittanceId, by, now }),
  )
  return told(ask, made, { remittanceId, by })
}

async function refuse(ask: Ask): Promise<undefined> {
  const { db, tenantId, talk, options, now } = ask
  const remittanceId = numberOf(talk, ask.which)
  const by = needed(talk, '--by', options.by)
  const because = needed(talk, '--why', options.why)
  const made = await inTenant(db, tenantId, (tx) =>
    refuseRemittance(tx, tenantId, { remittanceId, by, now, because }),
  )
  return told(ask, made, { remittanceId, by })
}

/** What became of the second person's word. */
async function told(
  ask: Ask,
  made: { readonly approved: true } | { readonly refused: true } | AnswerDeclined,
  { remittanceId, by }: { readonly remittanceId: bigint; readonly by: string },
): Promise<undefined> {
  const { db, tenantId, talk } = ask
  if ('declined' in made) {
    const { declined } = made
    if (declined === 'role_may_not_remit')
      throw await refused(ask, { declined }, { portfolio: '', by })
    const text = String(remittanceId)
    throw new Stop(talk.word(`remit_${declined}`, { text, by }), EXIT.refused)
  }
  const [row] = await inTenant(db, tenantId, (tx) => readRemittances(tx, tenantId, [remittanceId]))
  talk.data(row, () => (row === undefined ? '' : remittanceText(talk, row)))
}

function numberOf(talk: Talk, which: string | undefined): bigint {
  const text = needed(talk, 'N', which)
  if (!/^[1-9][0-9]{0,17}$/.test(text))
    throw new Stop(talk.word('remit_no_such_remittance', { text }), EXIT.usage)
  return BigInt(text)
}

async function run(ask: Ask): Promise<undefined> {
  const { db, tenantId, talk, options, now, today } = ask
  const portfolio = needed(talk, 'PORTFOLIO', ask.which)
  const until = dayOption(talk, '--until', needed(talk, '--until', options.until))
  const by = needed(talk, '--by', options.by)
  const made = await runRemittance(db, tenantId, { portfolio, until, by }, { now, today })
  if ('declined' in made) throw await refused(ask, made, { portfolio, by })
  const { made: rows } = made
  if (made.nameless > 0) talk.say('remitNameless', { count: made.nameless })
  talk.data({ remittances: rows, nameless: made.nameless }, () =>
    rows.length === 0
      ? talk.word('remitNothing', { portfolio, until })
      : rows.map((row) => remittanceText(talk, row)).join('\n\n'),
  )
}

async function list({ db, tenantId, talk, options }: Ask): Promise<undefined> {
  const { portfolio } = options
  const rows = await inTenant(db, tenantId, (tx) =>
    listRemittances(tx, tenantId, { portfolio, limit: LIST_MAX }),
  )
  talk.data(rows, () =>
    rows.length === 0
      ? talk.word('remitNone')
      : tableText(
          [
            talk.word('colId'),
            talk.word('remitHeadPortfolio'),
            talk.word('remitHeadUntil'),
            talk.word('remitHeadNet'),
            talk.word('remitHeadCommission'),
            talk.word('remitHeadDue'),
            '',
          ],
          rows.map((row) => [
            String(row.remittanceId),
            row.portfolio,
            row.until,
            moneyText(row.collectedMinor + row.takenBackMinor, row.currency),
            moneyText(row.commissionMinor + row.toppedUpMinor, row.currency),
            moneyText(row.dueMinor, row.currency),
            stateText(talk, row),
          ]),
        ),
  )
}

function stateText(talk: Talk, row: RemittanceRow): string {
  if (waitsForSecond(row)) return talk.word('remitWaits')
  return row.refusedBy === null ? '' : talk.word('remitWasRefused')
}

async function show({ db, tenantId, talk, options, which }: Ask): Promise<undefined> {
  const id = numberOf(talk, which)
  const found = await inTenant(db, tenantId, async (tx) => {
    const [row] = await readRemittances(tx, tenantId, [id])
    return row && { row, lines: await readRemittanceLines(tx, tenantId, id) }
  })
  if (found === undefined)
    throw new Stop(talk.word('remit_no_such_remittance', { text: String(id) }))
  const { row, lines } = found
  if (options.csv !== undefined && waitsForSecond(row))
    throw new Stop(talk.word('remitNoFileYet', { text: String(id) }), EXIT.refused)
  if (options.csv !== undefined && row.refusedBy !== null)
    throw new Stop(talk.word('remitNoFileEver', { text: String(id) }), EXIT.refused)
  if (options.csv !== undefined) writeFileSync(options.csv, remittanceCsv(row, lines))
  talk.data({ ...row, items: lines }, () => remittanceText(talk, row, lines))
}

/** Why not, with what would be right. */
async function refused(
  { db, tenantId, talk }: Ask,
  { declined, on }: RemittanceDeclined,
  of: { readonly portfolio: string; readonly by: string },
): Promise<Stop> {
  const known = await inTenant(db, tenantId, async (tx) => ({
    codes: [...(await portfolioCodes(tx, tenantId)).keys()],
    staff: await listStaff(tx, tenantId),
  }))
  const may = known.staff.filter((one) => one.role === 'manager' || one.role === 'admin')
  const some = declined === 'role_may_not_remit' ? may.map((one) => one.userId) : known.codes
  return new Stop(talk.word(`remit_${declined}`, { ...of, on: on ?? '', some: some.join(', ') }))
}
