import { budgetResult } from '../core/budget.ts'
import { BUDGET_FORM, SECTION_WORDS } from '../core/budget-form.ts'
import { readBudgets, readGuidelines } from '../store/budget.ts'
import { sayBudgetLook, sayMissing, sayUnsure } from '../store/budget-words.ts'
import { findAccount } from '../store/explained.ts'
import { bad, moneyText, needed, reading, type AgreeOptions } from './agree-tools.ts'
import type { Context } from './context.ts'
import { Stop, tableText } from './talk.ts'
import { loadTenantFile } from './tenant-file.ts'

/** `show ACCOUNT`, `form`, and the lender's own figures: `guidelines FILE`, `authority FILE`. */
export async function budgetCommand(
  context: Context,
  options: AgreeOptions,
  what?: string,
  which?: string,
): Promise<undefined> {
  if (what === 'form') return form(context)
  if (what === 'show') return show(context, options, needed(context, 'ACCOUNT', which))
  if (what === 'guidelines' || what === 'authority')
    return loadTenantFile(context, options, {
      name: what,
      file: needed(context, 'FILE', which),
    })
  throw bad(context, 'budget', what ?? '')
}

function form({ talk }: Context): undefined {
  talk.data(BUDGET_FORM, () =>
    tableText(
      [talk.word('colId'), '', ''],
      BUDGET_FORM.map((one) => [
        one.id + (one.needed ? ' *' : ''),
        SECTION_WORDS[one.section][talk.language],
        one.words[talk.language],
      ]),
    ),
  )
}

async function show(context: Context, options: AgreeOptions, ref: string): Promise<undefined> {
  const { talk, tenantId } = context
  const { language } = talk
  return reading(context, options, async (tx, { today }) => {
    const found = await findAccount(tx, tenantId, ref)
    if (found === undefined) throw new Stop(talk.word('agreeNoAccount', { ref }))
    const versions = await readBudgets(tx, tenantId, found.borrowerId)
    const [newest] = versions
    if (newest === undefined) throw new Stop(talk.word('budgetNone'))
    const { currency } = newest
    const { guidelines } = await readGuidelines(tx, tenantId, { currency, today })
    const result = budgetResult(newest.answers, guidelines)
    const money = (minor: bigint) => moneyText(minor, currency)
    const { fixed, flexible, priority, income } = result.monthly
    talk.data({ version: versions.length, isFinal: newest.isFinal, ...result }, () =>
      [
        talk.word('budgetVersion', {
          version: versions.length,
          day: newest.on,
          by: newest.writtenBy,
          via: newest.via,
          state: talk.word(newest.isFinal ? 'budgetSigned' : 'budgetDraft'),
        }),
        talk.word('budgetLine', {
          income: money(income),
          spent: money(fixed + flexible + priority),
          disposable: money(result.disposableMinor),
          sustainable: money(result.sustainableMinor),
          left: money(result.leftForPersonMinor),
          confidence: talk.word(`confidence_${result.confidence}`),
        }),
        ...result.missing.map((id) => sayMissing(id, language)),
        ...result.unsure.map((id) => sayUnsure(id, language)),
        ...result.looks.map((look) => sayBudgetLook(look, currency, language)),
      ].join('\n'),
    )
  })
}
