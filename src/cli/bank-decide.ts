import { decimalText, minorDigits, money, parseMinor, type Currency } from '../core/money.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { pointAlias } from '../store/money-alias.ts'
import { matchItem } from '../store/money-decide.ts'
import { setMatchLimit } from '../store/money-limit.ts'
import { findTarget, suggestFor } from '../store/money-targets.ts'
import { setAside, undoDecision } from '../store/money-undo.ts'
import { MONEY_DECLINED, type MoneyDeclined } from '../store/money-words.ts'
import { listWaiting, readItem, type MoneyItem, type MoneyKey } from '../store/money.ts'
import type { AskedBank } from './bank-options.ts'
import { tenantOf, whenOf, withDatabase, type Open } from './context.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

const LISTED = 200

/** What waits, with the likeliest account of each and why. */
export async function unmatchedCommand({ context }: AskedBank): Promise<undefined> {
  const { talk } = context
  await withDatabase(context, async (open) => {
    await tenantOf(open)
    const found = await inTenant(open.db, open.tenantId, async (tx) => {
      const items = await listWaiting(tx, open.tenantId, { after: undefined, limit: LISTED })
      return { items, suggestions: await suggestFor(tx, open.tenantId, items) }
    })
    const rows = found.items.map((item, i) => ({
      ...item,
      suggestions: found.suggestions[i] ?? [],
    }))
    talk.data(
      rows.map((row) => ({
        ...row,
        item: itemText(row),
        suggestions: row.suggestions.map(({ target, rule, score, odd, reason }) => ({
          account: target.ref,
          rule,
          score,
          odd,
          reason: reason[talk.language],
        })),
      })),
      () =>
        rows.length === 0
          ? talk.word('bankNothing')
          : tableText(
              ['bankItem', 'bankBooked', 'bankLeft', 'bankPayer', 'bankText', 'bankSuggests'].map(
                (key) => talk.word(key as 'bankItem'),
              ),
              rows.map((row) => [
                itemText(row),
                row.bookedOn,
                amountText(row.leftMinor, row.currency),
                row.payerName ?? '',
                (row.reference ?? row.remittance ?? '').slice(0, 40),
                row.suggestions[0]?.reason[talk.language] ?? '',
              ]),
            ),
    )
  })
}

const itemText = ({ itemKey, itemNo }: MoneyKey): string => `${itemKey}.${itemNo}`

const amountText = (minor: bigint, currency: string): string =>
  `${decimalText(money(minor, currency as Currency))} ${currency}`

function itemGiven({ context, rest, what }: AskedBank): MoneyKey {
  const match = /^([0-9]{1,19})\.([0-9]{7,12})$/.exec(rest[0] ?? '')
  if (match === null)
    throw new Stop(context.talk.word('bankBad', { text: [what, ...rest].join(' ') }), EXIT.usage)
  return { itemKey: BigInt(match[1] ?? 0), itemNo: BigInt(match[2] ?? 0) }
}

function needed(asked: AskedBank, option: 'why' | 'account' | 'by'): string {
  const { context, options, what } = asked
  const given = options[option]
  if (given === undefined || given.trim() === '')
    throw new Stop(context.talk.word('bankNeeds', { what, option: `--${option}` }), EXIT.usage)
  return given
}

/** match, set-aside and undo: one item, one decision, said in words. */
export async function decideCommand(asked: AskedBank): Promise<undefined> {
  const { context, options, what } = asked
  const { talk } = context
  const key = itemGiven(asked)
  const by = options.by ?? 'cli'
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const tick = whenOf(open, tenant.zone, options)
    const { tenantId } = open
    const made = await inTenant(open.db, tenantId, async (tx) => {
      if (what === 'set-aside')
        return setAside(tx, tenantId, { ...key, by, why: needed(asked, 'why') })
      if (what === 'undo') {
        const decisionNo = options.decision === undefined ? undefined : Number(options.decision)
        return undoDecision(
          tx,
          tenantId,
          { ...key, decisionNo, by, why: needed(asked, 'why') },
          tick,
        )
      }
      const account = { ref: needed(asked, 'account') }
      const amountMinor = await amountGiven(tx, open, { asked, key })
      return matchItem(tx, tenantId, { ...key, account, amountMinor, by, why: options.why }, tick)
    })
    if ('declined' in made) throw new Stop(declinedText(talk, made.declined), EXIT.refused)
    const item = await inTenant(open.db, tenantId, (tx) => readItem(tx, tenantId, key))
    talk.data(made, () => doneText(talk, made.done, item))
  })
}

const declinedText = (talk: Talk, declined: MoneyDeclined): string =>
  MONEY_DECLINED[declined][talk.language]

async function amountGiven(
  tx: Tx,
  { tenantId, talk }: Open,
  { asked, key }: { readonly asked: AskedBank; readonly key: MoneyKey },
): Promise<bigint | undefined> {
  const text = asked.options.amount
  if (text === undefined) return undefined
  const item = await readItem(tx, tenantId, key)
  const minor =
    item === undefined ? undefined : parseMinor(text, minorDigits(item.currency as Currency))
  if (minor === undefined)
    throw new Stop(talk.word('bankBad', { text: `--amount ${text}` }), EXIT.usage)
  return minor
}

function doneText(
  talk: Talk,
  done: 'matched' | 'asked' | 'set_aside' | 'undone',
  item: MoneyItem | undefined,
): string {
  const left = item === undefined ? '' : amountText(item.leftMinor, item.currency)
  if (done === 'matched') return talk.word('bankMatched', { left })
  if (done === 'asked') return talk.word('bankAsked')
  return done === 'undone' ? talk.word('bankUndone', { left }) : talk.word('bankSetAside')
}

/** A virtual account number, or an issued reference, becomes one account's. */
export async function pointCommand(asked: AskedBank): Promise<undefined> {
  const { context, options, rest, what } = asked
  const { talk } = context
  const ref = rest[0]
  const value = options.virtual ?? options.reference
  if (ref === undefined || value === undefined)
    throw new Stop(talk.word('bankNeeds', { what, option: '--virtual / --reference' }), EXIT.usage)
  await withDatabase(context, async (open) => {
    await tenantOf(open)
    const found = await inTenant(open.db, open.tenantId, async (tx) => {
      const target = await findTarget(tx, open.tenantId, { ref })
      if (typeof target !== 'string')
        await pointAlias(tx, open.tenantId, {
          kind: options.virtual === undefined ? 'reference' : 'virtual',
          value: value.replaceAll(/\s+/g, options.virtual === undefined ? ' ' : '').toUpperCase(),
          borrowerId: target.borrowerId,
          accountId: target.accountId,
        })
      return target
    })
    if (typeof found === 'string') throw new Stop(declinedText(talk, found), EXIT.refused)
    talk.data({ value, account: found.ref }, () =>
      talk.word('bankPointed', { value, account: found.ref }),
    )
  })
}

/** From which amount on a match by hand needs a second person. */
export async function limitCommand(asked: AskedBank): Promise<undefined> {
  const { context, rest } = asked
  const { talk } = context
  const [currency = '', amount = ''] = rest.join(' ').split(' ')
  const minor = parseMinor(amount, minorDigits(currency as Currency))
  if (!/^[A-Z]{3}$/.test(currency) || minor === undefined || minor <= 0n)
    throw new Stop(talk.word('bankBad', { text: `limit ${rest.join(' ')}` }), EXIT.usage)
  const by = needed(asked, 'by')
  await withDatabase(context, async (open) => {
    await tenantOf(open)
    await inTenant(open.db, open.tenantId, (tx) =>
      setMatchLimit(tx, open.tenantId, { amountMinor: minor, currency, by }),
    )
    talk.data({ currency, minor }, () => talk.word('bankLimit', { amount, currency }))
  })
}
