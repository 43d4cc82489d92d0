import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHANNELS } from '../core/channel.ts'
import { recordCreditNotice } from '../store/credit-notice.ts'
import { inTenant } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { furnish, monthOf } from '../store/furnish.ts'
import { LAYOUTS } from '../store/furnish-line.ts'
import { loadLaw } from '../store/law.ts'
import { dayOption, ROOT, tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

type Options = {
  readonly channel?: string
  readonly on?: string
  readonly returned?: string
  readonly source?: string
  readonly portfolio?: string
  readonly month?: string
  readonly out?: string
  readonly layout?: string
  readonly reporter?: string
  readonly dryRun?: boolean
  readonly today?: string
  readonly now?: string
}

/** Writes the file for a register and keeps what was told; what may not be told is listed with its reason. */
export async function furnishCommand(
  context: Context,
  options: Options,
  what?: string,
  account?: string,
): Promise<undefined> {
  const { talk } = context
  if (what === 'notice') return keepNotice(context, options, account)
  if (what !== undefined) throw new Stop(talk.word('furnishBadWhat', { what }), EXIT.usage)
  const portfolio = needed(talk, '--portfolio', options.portfolio)
  const text = needed(talk, '--month', options.month)
  const out = options.dryRun === true ? undefined : needed(talk, '--out', options.out)
  const month = monthOf(text)
  if (month === undefined) throw new Stop(talk.word('furnishBadMonth', { text }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const when = whenOf(open, tenant.zone, options)
    const made = await furnish(open.db, open.tenantId, {
      ...when,
      portfolio,
      month,
      layout: LAYOUTS.find((one) => one === options.layout) ?? 'csv',
      reporter: options.reporter ?? tenant.name,
      law: loadLaw(join(ROOT, 'law'), join(open.home, 'law')),
      dryRun: options.dryRun === true,
    })
    if ('declined' in made) throw new Stop(talk.word('furnishEarly'))
    if (out !== undefined) writeFileSync(out, made.file)
    const { file: _, ...told } = made
    talk.data(told, () =>
      [
        talk.word('furnishDone', { ...made, withheld: made.withheld.length, sha: made.sha256 }),
        ...made.withheld.map(({ accountRef, why, rules }) =>
          [accountRef, talk.word(`furnishWhy_${why}`), rules.join(', ')].join('  ').trimEnd(),
        ),
      ].join('\n'),
    )
  })
}

/** Keeps that the borrower was told by the lender itself, before a register is. */
async function keepNotice(
  context: Context,
  options: Options,
  account?: string,
): Promise<undefined> {
  const { talk } = context
  const ref = needed(talk, 'ACCOUNT', account)
  const channel = CHANNELS.find((one) => one === options.channel)
  if (channel === undefined)
    throw new Stop(talk.word('careNeeds', { key: '--channel' }), EXIT.usage)
  const on = dayOption(talk, '--on', needed(talk, '--on', options.on))
  const back = options.returned
  const returnedOn = back === undefined ? undefined : dayOption(talk, '--returned', back)
  const source = needed(talk, '--source', options.source)
  await withDatabase(context, async (open) => {
    const { today } = whenOf(open, (await tenantOf(open)).zone, options)
    const made = await inTenant(open.db, open.tenantId, async (tx) => {
      const found = await findAccount(tx, open.tenantId, ref)
      if (found === undefined) return { declined: 'no_such_account' as const }
      const given = { ...found, channel, on, returnedOn, source }
      return recordCreditNotice(tx, open.tenantId, given, today)
    })
    if ('declined' in made) throw new Stop(talk.word(`furnishNotice_${made.declined}`))
    talk.data(made, () => talk.word('furnishNoticeKept', { account: ref, on }))
  })
}

function needed(talk: Talk, key: string, value: string | undefined): string {
  if (value === undefined) throw new Stop(talk.word('careNeeds', { key }), EXIT.usage)
  return value
}
