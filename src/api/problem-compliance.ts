/** Why what a compliance officer asks is not done. */
export const COMPLIANCE_PROBLEMS = {
  no_seal: {
    status: 503,
    en: 'No key is set up here that could seal an export',
    zh: '此处尚未设置可为导出签名的密钥',
  },
  month_not_over: {
    status: 409,
    en: 'That month is not over yet: go through it when it is',
    zh: '该月尚未结束：请在月底之后查阅',
  },
  already_reviewed: {
    status: 409,
    en: 'Somebody has done that already',
    zh: '已有人完成此项',
  },
  own_access_review: {
    status: 422,
    en: 'Whoever went through the month does not sign it: another person does',
    zh: '查阅该月的人不得自行签字：须由另一人签字',
  },
  no_access_review: {
    status: 404,
    en: 'Nobody has gone through that month yet',
    zh: '尚无人查阅该月',
  },
} as const
