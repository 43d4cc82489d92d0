import { currencyOf, decimalText, money } from '../core/money.ts'
import { inTenant } from '../store/db.ts'
import { fillSearch } from '../store/search-keys.ts'
import { search, type FoundCase } from '../store/search.ts'
import { withDatabase, type Context, type Open } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'

const SHOWN_MAX = 50

/** Finds cases by anything, or makes the keys by which they are found. */
export async function searchCommand(
  context: Context,
  options: { readonly keys?: boolean },
  ...words: string[]
): Promise<undefined> {
  const { talk } = context
  // All the words of the line come as one argument.
  const text = words.flat().join(' ').trim()
  if (text === '' && options.keys !== true) throw new Stop(talk.word('searchWhat'), EXIT.usage)
  await withDatabase(context, async (open) => {
    if (options.keys === true) await makeKeys(open)
    if (text === '') return
    const { found } = await inTenant(open.db, open.tenantId, (tx) =>
      search(tx, open.tenantId, { text, limit: SHOWN_MAX }),
    )
    talk.data(found.map(plainOf), () =>
      found.length === 0
        ? talk.word('searchNothing')
        : tableText(['', '', '', ''], found.map(rowOf)),
    )
  })
}

/** Says how many there were, where there were any. */
export async function makeKeys(open: Open): Promise<void> {
  const count = await fillSearch(open.db, open.tenantId)
  if (count > 0) open.talk.say('searchKeysMade', { count })
}

const amountOf = ({ arrears_minor: minor, currency: code }: FoundCase): string => {
  const currency = currencyOf(code)
  return currency === undefined
    ? `${minor} ${code}`
    : `${code} ${decimalText(money(minor, currency))}`
}

const rowOf = (one: FoundCase) => [one.ref, one.name, amountOf(one), one.hit.kind]

const plainOf = (one: FoundCase) => ({
  ref: one.ref,
  name: one.name,
  arrears: amountOf(one),
  found_by: one.hit.kind,
  matched: one.hit.matched,
})
