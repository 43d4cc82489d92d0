import { z } from '@hono/zod-openapi'
import { addDays, type Day } from '../core/calendar.ts'
import { bucketName, bucketOf, daysPastDue } from '../core/position.ts'
import type { ProductTerms } from '../core/product.ts'
import {
  LINES_MAX,
  readAccounts,
  readAddresses,
  readHolds,
  readInstalments,
  readNewestTreatments,
  readPayments,
  readSnapshots,
  type AccountRecord,
  type AddressRecord,
  type HoldRecord,
  type TreatmentRecord,
} from '../store/case-facts.ts'
import { readCase } from '../store/cases.ts'
import { instantText, sendTogether, type Tx } from '../store/db.ts'
import { readHeld } from '../store/held.ts'
import { readTerms } from '../store/product-terms.ts'
import { AtQuery, readAsOf } from './as-of.ts'
import { knownOn } from './case-as-of.ts'
import { CASE_ROW, caseRow, moneyOf, TREATMENT_STATES } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText, addressIdText, holdIdText, paymentIdText } from './ids.ts'
import { maskAddress } from './mask.ts'
import { addRoute, type Api } from './route.ts'
import {
  AddressOut,
  CaseParams,
  Channels,
  DayOut,
  HoldOut,
  idOut,
  InstantOut,
  MoneyOut,
} from './schemas.ts'
import type {
  AccountWire,
  AddressWire,
  CaseWire,
  HoldReason,
  HoldWire,
  Language,
  PositionWire,
  TreatmentWire,
} from './wire.ts'
import { HOLD_NAMES } from './words.ts'

const Position: z.ZodType<PositionWire> = z
  .object({
    outstanding: MoneyOut,
    arrears: MoneyOut,
    days_past_due: z.int(),
    bucket: z.string(),
    instalments_missed: z.int(),
    oldest_unpaid_due_on: DayOut.nullable(),
    next_due_on: DayOut.nullable(),
    next_due: MoneyOut,
    last_payment_on: DayOut.nullable(),
    last_payment: MoneyOut.nullable(),
    delinquent_since: DayOut.nullable(),
    cured_on: DayOut.nullable(),
    times_delinquent: z.int(),
    held_until: DayOut.nullable(),
    as_of: DayOut,
  })
  .openapi('Position')

const Account: z.ZodType<AccountWire> = z
  .object({
    id: idOut('acc'),
    ref: z.string(),
    product: z.string(),
    portfolio: z.object({ code: z.string(), name: z.string(), creditor: z.string() }),
    opened_on: DayOut.nullable(),
    closed_on: DayOut.nullable(),
    principal: MoneyOut.nullable(),
    lead: z.boolean(),
    position: Position.nullable(),
    made_up_of: z.object({
      instalments: z.array(z.object({ instalment_no: z.int(), due_on: DayOut, amount: MoneyOut })),
      payments: z.array(
        z.object({
          id: idOut('pay'),
          ref: z.string(),
          amount: MoneyOut,
          effective_on: DayOut,
          reverses: idOut('pay').nullable(),
          reversed: z.boolean(),
        }),
      ),
      snapshots: z.array(
        z.object({ effective_on: DayOut, arrears: MoneyOut.nullable(), outstanding: MoneyOut }),
      ),
      shortened: z.boolean(),
    }),
  })
  .openapi('Account')

const Treatment: z.ZodType<TreatmentWire> = z
  .object({
    account_id: idOut('acc'),
    chosen_on: DayOut,
    strategy: z.string(),
    strategy_version: z.int(),
    row_no: z.int(),
    treatment: z.string(),
    channel: Channels.nullable(),
    template: z.string().nullable(),
    worklist: z.string().nullable(),
    state: z.enum(TREATMENT_STATES),
    not_before: InstantOut.nullable(),
  })
  .openapi('Treatment')

export const CaseOut: z.ZodType<CaseWire> = z
  .object({
    ...CASE_ROW,
    zones: z.array(z.string()),
    addresses: z.array(AddressOut),
    accounts: z.array(Account),
    holds: z.array(HoldOut),
    treatments: z.array(Treatment),
    decided_on: DayOut,
    known_on: DayOut.nullable(),
  })
  .openapi('Case')

export function addCase(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}',
    summary: 'Who it is, where they stand, and how the amount is made up',
    params: CaseParams,
    query: AtQuery,
    status: 200,
    answer: CaseOut,
    problems: ['no_such_case', 'day_in_future'],
    handle: async ({ actor, params, query, lang }) => {
      const { tenantId } = actor
      const of = { actor, borrowerId: params.id, query }
      const found = await readAsOf(deps, of, async (tx, on, then) => {
        const whole = await caseWire(tx, tenantId, { borrowerId: params.id, today: on, lang })
        if (then === undefined || whole === undefined) return whole
        return knownOn(whole, { ...then, held: await readHeld(tx, tenantId, params.id) })
      })
      return found ?? { declined: 'no_such_case' }
    },
  })
}

type AskedCase = { readonly borrowerId: bigint; readonly today: Day; readonly lang: Language }

/** All that a page of one case begins with; undefined: there is none. */
export async function caseWire(
  tx: Tx,
  tenantId: bigint,
  asked: AskedCase,
): Promise<CaseWire | undefined> {
  const { borrowerId, today, lang } = asked
  const [row, accounts, instalments, payments, snapshots, ...more] = await sendTogether(tx, [
    () => readCase(tx, tenantId, borrowerId, today),
    () => readAccounts(tx, tenantId, borrowerId, today),
    () => readInstalments(tx, tenantId, borrowerId),
    () => readPayments(tx, tenantId, borrowerId),
    () => readSnapshots(tx, tenantId, borrowerId),
    () => readTerms(tx, tenantId),
    () => readAddresses(tx, tenantId, borrowerId),
    () => readHolds(tx, tenantId, borrowerId),
    () => readNewestTreatments(tx, tenantId, borrowerId),
  ])
  if (row === undefined) return undefined
  const [terms, addresses, holds, treatments] = more
  const lines: Lines = { instalments, payments, snapshots }
  return {
    ...caseRow(row),
    zones: row.zones,
    addresses: addresses.map(addressWire),
    accounts: accounts.map((account) => ({
      ...accountWire(account, lines, { today, lang, terms }),
      lead: account.account_id === row.lead_account_id,
    })),
    holds: holds.map((hold) => holdWire(hold, today, lang)),
    treatments: treatments.map(treatmentWire),
    decided_on: row.decided_on,
    known_on: null,
  }
}

type Lines = {
  readonly instalments: Awaited<ReturnType<typeof readInstalments>>
  readonly payments: Awaited<ReturnType<typeof readPayments>>
  readonly snapshots: Awaited<ReturnType<typeof readSnapshots>>
}

type AskedAccount = Pick<AskedCase, 'today' | 'lang'> & {
  readonly terms: (productId: number) => ProductTerms
}

function accountWire(
  account: AccountRecord,
  lines: Lines,
  asked: AskedAccount,
): Omit<AccountWire, 'lead'> {
  const money = (minor: bigint) => moneyOf(minor, account.currency)
  const own = <Line extends { account_id: bigint }>(all: readonly Line[]) =>
    all.filter((line) => line.account_id === account.account_id)
  const [instalments, payments, snapshots] = [
    own(lines.instalments),
    own(lines.payments),
    own(lines.snapshots),
  ]
  return {
    id: accountIdText(account.account_id),
    ref: account.ref,
    product: account.product,
    portfolio: {
      code: account.portfolio,
      name: asked.lang === 'zh' ? account.portfolio_zh : account.portfolio_en,
      creditor: account.creditor,
    },
    opened_on: account.opened_on,
    closed_on: account.closed_on,
    principal: account.principal_minor === null ? null : money(account.principal_minor),
    position: positionWire(account, asked.terms(account.product_id), asked.today),
    made_up_of: {
      instalments: instalments.map((line) => ({
        instalment_no: line.instalment_no,
        due_on: line.due_on,
        amount: money(line.amount_minor),
      })),
      payments: payments.map((line) => ({
        id: paymentIdText(line.payment_id),
        ref: line.ref,
        amount: money(line.amount_minor),
        effective_on: line.effective_on,
        reverses: line.reverses_id === null ? null : paymentIdText(line.reverses_id),
        reversed: line.reversed,
      })),
      snapshots: snapshots.map((line) => ({
        effective_on: line.effective_on,
        arrears: line.arrears_minor === null ? null : money(line.arrears_minor),
        outstanding: money(line.balance_minor),
      })),
      shortened: [instalments, payments, snapshots].some((all) => all.length >= LINES_MAX),
    },
  }
}

function positionWire(
  account: AccountRecord,
  terms: ProductTerms,
  today: Day,
): PositionWire | null {
  const { position, currency } = account
  if (position === null) return null
  // The paused days are taken off already, so the count begins as many days later.
  const counted = { countedFrom: addDays(today, -position.unpaused_days), paused: [] }
  return {
    outstanding: moneyOf(position.outstanding_minor, currency),
    arrears: moneyOf(position.arrears_minor, currency),
    days_past_due: daysPastDue(counted, terms, today),
    bucket: bucketName(bucketOf(counted, terms, today)),
    instalments_missed: position.instalments_missed,
    oldest_unpaid_due_on: position.oldest_unpaid_due_on,
    next_due_on: position.next_due_on,
    next_due: moneyOf(position.next_due_minor, currency),
    last_payment_on: position.last_payment_on,
    last_payment:
      position.last_payment_on === null ? null : moneyOf(position.last_payment_minor, currency),
    delinquent_since: position.delinquent_since,
    cured_on: position.cured_on,
    times_delinquent: position.times_delinquent,
    held_until: position.held_until,
    as_of: position.as_of,
  }
}

export const addressWire = (address: AddressRecord): AddressWire => ({
  id: addressIdText(address.address_id),
  kind: address.kind,
  masked: maskAddress(address.kind, address.value),
  zone: address.zone,
  standing: address.standing,
})

export const holdWire = (hold: HoldRecord, today: Day, lang: Language): HoldWire => ({
  id: holdIdText(hold.hold_id),
  account_id: hold.account_id === null ? null : accountIdText(hold.account_id),
  reason: hold.reason as HoldReason,
  reason_name: HOLD_NAMES[hold.reason as HoldReason][lang],
  written: hold.written,
  from_on: hold.from_on,
  until_on: hold.until_on,
  source: hold.source,
  active: !hold.ended && hold.from_on <= today && (hold.until_on === null || today < hold.until_on),
})

const treatmentWire = (row: TreatmentRecord): TreatmentWire => ({
  ...row,
  account_id: accountIdText(row.account_id),
  not_before: row.not_before === null ? null : instantText(row.not_before),
})
