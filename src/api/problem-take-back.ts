/** Why what a person recorded is not taken back by them. */
export const TAKE_BACK_PROBLEMS = {
  no_such_act: { status: 404, en: 'There is no such record', zh: '没有这条记录' },
  not_your_act: {
    status: 403,
    en: 'It is taken back by whoever recorded it',
    zh: '只能由登记人本人撤销',
  },
  borrower_was_told: {
    status: 409,
    en: 'The borrower was told of it already: record a promise in its place',
    zh: '已告知借款人：请登记新的承诺取代它',
  },
  too_late_to_take_back: {
    status: 409,
    en: 'It has stood too long to be a slip: whoever answers for it changes it',
    zh: '登记已有一段时间，不能再撤销：请由负责人更改',
  },
} as const
