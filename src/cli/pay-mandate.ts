import { inTenant } from '../store/db.ts'
import { addMandate, endMandate, readMandates } from '../store/mandate.ts'
import { findAccount } from '../store/explained.ts'
import { dayOption } from './context.ts'
import type { PayAsked } from './pay-options.ts'
import { EXIT, Stop, tableText } from './talk.ts'

const NOTICE_DAYS = 14

/** `pay mandate add ACCOUNT`, `list [ACCOUNT]`, `end ACCOUNT`. */
export async function mandateCommand(asked: PayAsked): Promise<void> {
  const [what, ref] = asked.rest
  if (what === 'list') return list(asked, ref)
  if (ref !== undefined && what === 'add') return add(asked, ref)
  if (ref !== undefined && what === 'end') return end(asked, ref)
  const text = ['mandate', ...asked.rest].join(' ')
  throw new Stop(asked.open.talk.word('payBad', { text }), EXIT.usage)
}

function needed({ open, options }: PayAsked, key: 'ref' | 'holder' | 'iban' | 'on'): string {
  const value = options[key]
  if (value !== undefined && value !== '') return value
  throw new Stop(open.talk.word('payNeeds', { key: `--${key}` }), EXIT.usage)
}

async function accountIn(asked: PayAsked, ref: string) {
  const { open } = asked
  const found = await inTenant(open.db, open.tenantId, (tx) => findAccount(tx, open.tenantId, ref))
  if (found === undefined) throw new Stop(open.talk.word('payNoAccount', { ref }))
  return found
}

async function add(asked: PayAsked, accountRef: string): Promise<void> {
  const { open, options } = asked
  const { talk, tenantId } = open
  const { borrowerId, accountId } = await accountIn(asked, accountRef)
  const noticeDays = Number(options.notice ?? NOTICE_DAYS)
  if (!Number.isInteger(noticeDays) || noticeDays < 1 || noticeDays > 60)
    throw new Stop(talk.word('payNeeds', { key: '--notice 1..60' }), EXIT.usage)
  const mandateRef = needed(asked, 'ref')
  // The letters that every bank of the scheme takes in a reference (EPC217-08).
  if (!/^[A-Za-z0-9/?:().,+ -]{1,35}$/.test(mandateRef))
    throw new Stop(
      talk.word('payNeeds', { key: '--ref A-Z a-z 0-9 / - ? : ( ) . , + (1..35)' }),
      EXIT.usage,
    )
  const mandate = {
    borrowerId,
    accountId,
    ref: mandateRef,
    holder: needed(asked, 'holder'),
    iban: needed(asked, 'iban').replaceAll(' ', '').toUpperCase(),
    bic: options.bic,
    signedOn: dayOption(talk, '--on', needed(asked, 'on')),
    noticeDays,
    by: options.by ?? 'cli',
  }
  const made = await inTenant(open.db, tenantId, (tx) => addMandate(tx, tenantId, mandate))
  if ('declined' in made) throw new Stop(talk.word(`pay_${made.declined}`))
  talk.data({ number: made.mandateNo, ref: mandate.ref }, () =>
    talk.word('payMandateAdded', { ref: mandate.ref, n: String(made.mandateNo) }),
  )
}

async function list(asked: PayAsked, ref: string | undefined): Promise<void> {
  const { open } = asked
  const { talk, tenantId } = open
  const of = ref === undefined ? {} : { borrowerId: (await accountIn(asked, ref)).borrowerId }
  const found = await inTenant(open.db, tenantId, (tx) => readMandates(tx, tenantId, of))
  const rows = found.map((one) => [
    one.ref,
    `…${one.iban.slice(-4)}`,
    one.signedOn,
    one.endedOn ?? '-',
  ])
  const head = [talk.word('payHeadRef'), 'IBAN', talk.word('costFrom'), talk.word('payHeadState')]
  talk.data(
    found.map((one) => ({
      number: one.mandateNo,
      ref: one.ref,
      iban_tail: one.iban.slice(-4),
      signed_on: one.signedOn,
      ended_on: one.endedOn ?? null,
    })),
    () => (rows.length === 0 ? talk.word('payNone') : tableText(head, rows)),
  )
}

async function end(asked: PayAsked, accountRef: string): Promise<void> {
  const { open, options, when } = asked
  const { talk, tenantId } = open
  const ref = needed(asked, 'ref')
  const { borrowerId } = await accountIn(asked, accountRef)
  const ended = await inTenant(open.db, tenantId, async (tx) => {
    const found = await readMandates(tx, tenantId, { borrowerId })
    const mandate = found.find((one) => one.ref === ref && one.endedOn === undefined)
    if (mandate === undefined) return false
    const of = { why: options.why ?? 'asked for', by: options.by ?? 'cli', on: when.today }
    return endMandate(tx, tenantId, { ...mandate, ...of })
  })
  if (!ended) throw new Stop(talk.word('payNoMandate'))
  talk.data({ ref, ended_on: when.today }, () => talk.word('payMandateEnded', { ref }))
}
