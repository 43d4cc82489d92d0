import { currencyOf, minorDigits, parseMinor, type Currency } from '../core/money.ts'
import { inTenant } from '../store/db.ts'
import { findAccounts, type FoundAccount } from '../store/ledger-find.ts'
import type { Open, When } from './context.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

export type LedgerOptions = {
  readonly from?: string
  readonly to?: string
  readonly asOf?: string
  readonly knownAt?: string
  readonly on?: string
  readonly ref?: string
  readonly part?: string
  readonly portfolio?: string
  readonly olderThan?: string
  readonly account?: string
  readonly chargeback?: boolean
  readonly key?: string
  readonly by?: string
  readonly why?: string
  readonly today?: string
  readonly now?: string
}

/** What was asked, with the moment and the database. */
export type LedgerAsk = Open &
  When & { readonly options: LedgerOptions; readonly words: readonly string[] }

export function needed(talk: Talk, option: string, text: string | undefined): string {
  if (text === undefined) throw new Stop(talk.word('ledgerNeeds', { option }), EXIT.usage)
  return text
}

/** The account that the first word names, in a book of kind own. */
export async function accountOf(ask: LedgerAsk, place = 0): Promise<FoundAccount> {
  const { talk } = ask
  const found = await accountNamed(ask, needed(talk, 'ACCOUNT', ask.words[place]))
  if (found.kind !== 'own') throw new Stop(talk.word('ledgerHost', { ref: found.ref }))
  return found
}

/** By its reference, or SOURCE/REFERENCE where two sources use the same one. */
export async function accountNamed(
  { db, tenantId, talk }: LedgerAsk,
  name: string,
): Promise<FoundAccount> {
  const slash = name.indexOf('/')
  const all = await inTenant(db, tenantId, async (tx) => {
    const plain = await findAccounts(tx, tenantId, name)
    if (plain.length > 0 || slash < 0) return plain
    const ofSource = await findAccounts(tx, tenantId, name.slice(slash + 1))
    return ofSource.filter((one) => one.source === name.slice(0, slash))
  })
  const [first] = all
  if (first === undefined) throw new Stop(talk.word('ledgerNoAccount', { ref: name }))
  if (all.length > 1) {
    const wants = all.map((one) => `${one.source}/${one.ref}`).join(', ')
    throw new Stop(talk.word('ledgerTwoAccounts', { ref: name, wants }))
  }
  return first
}

/** 'CNY 120.50', in the account's own currency. */
export function amountOf(
  talk: Talk,
  account: FoundAccount,
  text: string | undefined,
): { readonly minor: bigint; readonly currency: Currency } {
  const [code = '', digits = ''] = (text ?? '').split(' ')
  const currency = currencyOf(code)
  const minor = currency && parseMinor(digits, minorDigits(currency))
  if (currency === undefined || minor === undefined)
    throw new Stop(talk.word('ledgerAmount', { text: text ?? '' }), EXIT.usage)
  if (currency !== account.currency) {
    const values = { currency: account.currency, given: currency }
    throw new Stop(talk.word('ledgerCurrency', values), EXIT.usage)
  }
  return { minor, currency }
}
