/** Problems of payment links, mandates and webhooks. */
export const PAY_PROBLEMS = {
  not_signed: {
    status: 401,
    en: 'The message is not signed by a sender that is known here',
    zh: '该消息没有已登记发送方的有效签名',
  },
  signed_too_long_ago: {
    status: 401,
    en: 'The message was signed more than five minutes ago',
    zh: '该消息的签名时间已超过五分钟',
  },
  event_differs: {
    status: 422,
    en: 'A message with this id said something else before',
    zh: '相同编号的消息此前内容不同',
  },
  card_number: {
    status: 422,
    en: 'A card number was sent. Card numbers are given on the page of the payment provider only',
    zh: '请求中含有银行卡号。卡号只能在支付机构的页面上填写',
  },
  no_portal: {
    status: 409,
    en: 'No payment page is set up here',
    zh: '此处尚未设置付款页面',
  },
  nothing_owed: {
    status: 422,
    en: 'Nothing is owed on this account',
    zh: '该账户没有欠款',
  },
  no_provider: {
    status: 409,
    en: 'No payment provider takes this currency',
    zh: '没有支付机构支持该币种',
  },
  bad_iban: {
    status: 422,
    en: 'The IBAN is not a valid one',
    zh: 'IBAN 账号无效',
  },
  mandate_exists: {
    status: 409,
    en: 'The borrower has a mandate of this reference',
    zh: '该借款人已有同一编号的扣款授权',
  },
  no_such_mandate: {
    status: 404,
    en: 'The case has no such running mandate',
    zh: '该案件没有这项有效的扣款授权',
  },
} as const
