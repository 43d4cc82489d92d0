/** Why a ledger does not take what was asked, as problems: `ledger_` and the ledger's own word. */
export const LEDGER_PROBLEMS = {
  no_such_payment: { status: 404, en: 'The case has no such payment', zh: '该案件没有这笔还款' },
  no_such_portfolio: { status: 404, en: 'There is no such portfolio', zh: '没有这个组合' },
  not_collected_for_another: {
    status: 409,
    en: 'The portfolio is not collected for another creditor',
    zh: '该组合不是受托催收的组合',
  },
  no_commission: {
    status: 409,
    en: 'Money came in before any commission was agreed for the portfolio',
    zh: '有款项早于该组合的佣金条款',
  },
  ledger_unknown_account: {
    status: 422,
    en: 'The ledger has no such debt in this currency',
    zh: '账上没有这个币种的该笔债务',
  },
  ledger_not_positive: {
    status: 422,
    en: 'The amount must be above zero',
    zh: '金额必须大于零',
  },
  ledger_future_day: { status: 422, en: 'The day lies in the future', zh: '日期不能晚于今天' },
  ledger_same_id: { status: 409, en: 'This was posted already', zh: '该事项已入账' },
  ledger_before_the_debt: {
    status: 422,
    en: 'The day is before the debt began in this book',
    zh: '日期早于该笔债务入账日',
  },
  ledger_after_transfer: {
    status: 409,
    en: 'The debt has left this book',
    zh: '该笔债务已转出本账簿',
  },
  ledger_no_charges_now: {
    status: 409,
    en: 'Nothing may be charged to this debt on that day',
    zh: '该日不得对这笔债务计收费用',
  },
  ledger_more_than_owed: {
    status: 422,
    en: 'The amount is more than is owed of this part on that day',
    zh: '金额超过该日该部分的欠款',
  },
  ledger_more_than_suspense: {
    status: 422,
    en: 'The amount is more than waits unallocated on that day',
    zh: '金额超过该日待分配款项',
  },
  ledger_no_such_payment: {
    status: 404,
    en: 'The ledger has no such payment',
    zh: '账上没有这笔还款',
  },
  ledger_before_the_payment: {
    status: 422,
    en: 'A reversal cannot be dated before its payment',
    zh: '冲正日期不能早于还款日期',
  },
  ledger_already_reversed: {
    status: 409,
    en: 'The payment was undone already',
    zh: '该笔还款已被冲正',
  },
  ledger_already_charged_off: {
    status: 409,
    en: 'The debt was charged off already',
    zh: '该笔债务已核销',
  },
} as const
