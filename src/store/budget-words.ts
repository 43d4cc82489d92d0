import { currencyOf, decimalText, money } from '../core/money.ts'
import type { BudgetLook } from '../core/budget.ts'
import { BUDGET_FORM, questionOf } from '../core/budget-form.ts'

type Language = 'zh' | 'en'

/** What a budget lacks and what looks off, as sentences: the same on the desk, the portal and the command line. */

export function sayMissing(id: string, lang: Language): string {
  const words = questionOf(id)?.words[lang] ?? id
  return lang === 'zh' ? `还没有回答：${words}` : `Not answered yet: ${words}`
}

export function sayUnsure(id: string, lang: Language): string {
  const words = questionOf(id)?.words[lang] ?? id
  return lang === 'zh' ? `本人不确定：${words}` : `Not sure of: ${words}`
}

export function sayBudgetLook(look: BudgetLook, currency: string, lang: Language): string {
  const named = BUDGET_FORM.filter((one) => one.guideline === look.group).map(
    (one) => one.words[lang],
  )
  const amount = (minor: bigint) => {
    const code = currencyOf(currency)
    return code === undefined ? String(minor) : `${currency} ${decimalText(money(minor, code))}`
  }
  const [said, guide] = [amount(look.saidMinor), amount(look.guidelineMinor)]
  if (lang === 'zh') {
    return look.looks === 'above'
      ? `${named.join('、')}：每月 ${said}，高于参考值 ${guide}。请问明原因。`
      : `${named.join('、')}：每月 ${said}，远低于参考值 ${guide}。可能漏填。`
  }
  return look.looks === 'above'
    ? `${named.join(', ')}: ${said} a month, above the guideline of ${guide}. Ask why.`
    : `${named.join(', ')}: ${said} a month, far below the guideline of ${guide}. Something may be missing.`
}
