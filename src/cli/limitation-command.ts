import { limitationMark, LIMITATION_KIND_WORDS, stepWords } from '../core/limitation-words.ts'
import { findAccount } from '../store/explained.ts'
import { inTenant } from '../store/db.ts'
import { readLimitations, refreshBook, type AccountLimitation } from '../store/limitation.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

type Options = { readonly all?: boolean; readonly today?: string; readonly now?: string }

/** When a debt is out of time and why; with --all every position is derived with it. */
export async function limitationCommand(
  context: Context,
  options: Options,
  ref?: string,
): Promise<undefined> {
  const { talk } = context
  if ((ref === undefined) !== (options.all === true))
    throw new Stop(talk.word('careNeeds', { key: 'ACCOUNT | --all' }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const { db, tenantId } = open
    const tenant = await tenantOf(open)
    const { today } = whenOf(open, tenant.zone, options)
    if (ref === undefined) {
      const done = await refreshBook(db, tenantId, today)
      talk.data(done, () => talk.word('limitationAll', done))
      return
    }
    const found = await inTenant(db, tenantId, async (tx) => {
      const account = await findAccount(tx, tenantId, ref)
      if (account === undefined) return undefined
      const all = await readLimitations(tx, tenantId, [account.borrowerId], today)
      return all.find((one) => one.accountId === account.accountId)
    })
    if (found === undefined) throw new Stop(talk.word('noAccount', { ref }))
    talk.data(found, () => limitationText(talk, found))
  })
}

function limitationText(talk: Talk, one: AccountLimitation): string {
  const { language } = talk
  const { found, lenderSays } = one
  const lender = lenderSays === undefined ? [] : [talk.word('limitationLender', { on: lenderSays })]
  if (found === undefined)
    return [talk.word('limitationNone', { account: one.accountRef }), ...lender].join('\n')
  const lead = talk.word(one.barredOn === undefined ? 'limitationOpen' : 'limitationLead', {
    account: one.accountRef,
    on: one.barredOn ?? '',
    law: found.law.title[language],
    mark: limitationMark(found.law.mark)[language],
  })
  const steps = found.steps.map((step) => {
    const kind = LIMITATION_KIND_WORDS[step.kind][language]
    const what = step.what === '' || step.what === step.kind ? '' : ` (${step.what})`
    return `${step.on}  ${kind}${what}: ${stepWords(step, found)[language]}`
  })
  return [lead, ...lender, ...steps, found.law.note[language]].join('\n')
}
