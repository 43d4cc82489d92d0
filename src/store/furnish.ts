import { createHash } from 'node:crypto'
import { type Day, day, monthEnd } from '../core/calendar.ts'
import type { CreditRecord } from '../core/credit-record.ts'
import { metroBase, metroFile } from '../core/metro2.ts'
import { csvOf } from './furnish-csv.ts'
import { readFurnishAccounts, type FurnishAccount } from './furnish-facts.ts'
import { judgeFurnish, type FurnishVerdict, type FurnishWhy } from './furnish-judge.ts'
import { keepFurnished, openCorrections } from './furnished.ts'
import type { Correction, FurnishAsked, FurnishLine } from './furnish-line.ts'
import { inTenant, type Db } from './db.ts'

export type Furnished = {
  readonly file: string
  readonly sha256: string
  readonly told: number
  readonly disputed: number
  readonly corrections: number
  readonly already: number
  readonly withheld: readonly {
    readonly accountRef: string
    readonly why: FurnishWhy
    readonly rules: readonly string[]
  }[]
}

const PAGE = 500

/** The file of one portfolio and month: only what may be told, marked where disputed, corrections first. */
export async function furnish(
  db: Db,
  tenantId: bigint,
  asked: FurnishAsked,
): Promise<Furnished | { readonly declined: 'month_not_begun' }> {
  const end = monthEnd(asked.month)
  if (asked.month > asked.today) return { declined: 'month_not_begun' }
  const asOf = end < asked.today ? end : asked.today
  const lines = await readLines(db, tenantId, asked, asOf)
  const fresh = lines.all.filter((line) => line.verdict.says === 'furnish')
  // A correction goes before what is told anew, so that the register never holds two words at once.
  const told = [...fresh.filter(isCorrection), ...fresh.filter((line) => !isCorrection(line))]
  const file = fileOf(told, asked, asOf)
  const sha256 = createHash('sha256').update(file).digest('hex')
  if (!asked.dryRun) {
    await inTenant(db, tenantId, (tx) => keepFurnished(tx, tenantId, told, { ...asked, sha256 }))
  }
  return {
    file,
    sha256,
    told: told.length,
    disputed: told.filter((line) => line.record.disputed === 'open').length,
    corrections: told.filter(isCorrection).length,
    already: lines.already,
    withheld: lines.all.flatMap(({ account, verdict }) =>
      verdict.why === undefined
        ? []
        : [
            {
              accountRef: account.record.accountRef,
              why: verdict.why,
              rules: verdict.rules.filter(({ says }) => says !== 'allow').map(({ rule }) => rule),
            },
          ],
    ),
  }
}

const isCorrection = ({ corrects }: FurnishLine): boolean => corrects !== undefined

async function readLines(
  db: Db,
  tenantId: bigint,
  asked: FurnishAsked,
  asOf: Day,
): Promise<{ readonly all: readonly FurnishLine[]; readonly already: number }> {
  const all: FurnishLine[] = []
  let after: readonly [bigint, bigint] = [-1n, -1n]
  let already = 0
  for (;;) {
    const of = { portfolio: asked.portfolio, asOf, after, limit: PAGE }
    const page = await inTenant(db, tenantId, async (tx) => {
      const accounts = await readFurnishAccounts(tx, tenantId, of)
      const owed = await openCorrections(tx, tenantId, accounts, asked)
      return { accounts, owed }
    })
    for (const account of page.accounts) {
      const verdict = judgeFurnish(account, { ...asked, tenantId })
      const corrections = page.owed.corrections.get(account.accountId) ?? []
      for (const corrects of corrections) all.push(correctionOf(account, corrects))
      if (page.owed.already.has(account.accountId)) already += 1
      else
        all.push({ account, record: marked(account.record, verdict), verdict, corrects: undefined })
    }
    const last = page.accounts.at(-1)
    if (last === undefined || page.accounts.length < PAGE) return { all, already }
    after = [last.borrowerId, last.accountId]
  }
}

const marked = (record: CreditRecord, verdict: FurnishVerdict): CreditRecord => ({
  ...record,
  disputed: verdict.disputed ? 'open' : 'no',
})

/** To put right what was told needs no new notice: it can only help. */
const correctionOf = (account: FurnishAccount, corrects: Correction): FurnishLine => ({
  account,
  record: { ...account.record, disputed: 'resolved', deletes: corrects.deletes },
  verdict: { says: 'furnish', disputed: false, why: undefined, rules: [] },
  corrects,
})

function fileOf(lines: readonly FurnishLine[], asked: FurnishAsked, asOf: Day): string {
  if (asked.layout === 'csv')
    return csvOf(
      lines.map(({ record, corrects }) => ({ record, corrects: corrects !== undefined })),
    )
  const bases = lines.map(({ record }) => metroBase(record, { furnisher: asked.reporter }))
  return metroFile(bases, { on: asOf, createdOn: asked.today, reporter: asked.reporter })
}

export const monthOf = (text: string): Day | undefined =>
  /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? day(`${text}-01`) : undefined
