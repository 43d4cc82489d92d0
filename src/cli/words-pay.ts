/** The sentences of the command about payment links, mandates and collections, in both languages. */
export const PAY_WORDS = {
  helpPay: {
    en: 'money in: link · mandate add|list|end · collect · settle · returns · status · replay',
    zh: '收款：link · mandate add|list|end · collect · settle · returns · status · replay',
  },
  payBad: {
    en: 'pay: "{text}" is not understood. Use: link ACCOUNT · mandate add|list|end ACCOUNT · collect · settle FILE_REF · returns FILE · status [ACCOUNT] · replay',
    zh: 'pay：不理解“{text}”。用法：link 账户 · mandate add|list|end 账户 · collect · settle 文件编号 · returns 文件 · status [账户] · replay',
  },
  optPayAmount: {
    en: 'an amount, such as 25.00; without it the borrower says how much',
    zh: '金额，如 25.00；不填则由借款人填写',
  },
  optPayDays: { en: 'how many days the link lives (7)', zh: '链接有效天数（默认 7）' },
  optPayOn: { en: 'the day, as YYYY-MM-DD', zh: '日期，格式 YYYY-MM-DD' },
  optPayOut: { en: 'the file to write', zh: '要写入的文件' },
  optPayRef: { en: 'the reference of the mandate', zh: '授权编号' },
  optPayHolder: { en: 'the holder of the bank account', zh: '银行账户持有人' },
  optPayIban: { en: 'the bank account', zh: '银行账户（IBAN）' },
  optPayBic: { en: 'the bank', zh: '银行代码（BIC）' },
  optPayNotice: {
    en: 'days between notice and collection (14)',
    zh: '通知与扣款之间的天数（默认 14）',
  },
  payNeeds: { en: 'This needs {key}.', zh: '需要 {key}。' },
  payNoAccount: { en: 'There is no account {ref}.', zh: '没有账户 {ref}。' },
  payBadAmount: {
    en: '{text} is no amount in {currency}.',
    zh: '{text} 不是有效的 {currency} 金额。',
  },
  payNothing: { en: 'Nothing is owed on this account.', zh: '该账户没有欠款。' },
  payTooMuch: { en: 'That is more than is owed.', zh: '超过欠款金额。' },
  payLink: { en: '{url}\nIt lives until {until}.', zh: '{url}\n有效期至 {until}。' },
  payNoCreditor: {
    en: 'No creditor for direct debits is set up: add one to pay.json (see docs/payments.md).',
    zh: '尚未设置扣款收款方：请在 pay.json 中添加（见 docs/payments.md）。',
  },
  payNotWorkday: {
    en: '{on} is no day on which banks work; the next one is {next}.',
    zh: '{on} 不是银行工作日；下一个工作日是 {next}。',
  },
  payCollected: {
    en: '{file}: {n} collections, EUR {total}, in {out}',
    zh: '{file}：{n} 笔扣款，共 EUR {total}，已写入 {out}',
  },
  payCollectNone: { en: 'Nothing is collected on {on}.', zh: '{on} 没有可扣款项。' },
  payPassed: { en: 'not collected: {ref} ({why})', zh: '未扣款：{ref}（{why}）' },
  payFileFault: {
    en: 'The file is not sound ({why}), so it was not written.',
    zh: '文件不正确（{why}），未写入。',
  },
  paySettled: { en: '{file}: {n} payments, EUR {total}', zh: '{file}：{n} 笔入账，共 EUR {total}' },
  payUntaken: {
    en: '{ref}: its account does not take the payment; look at it by hand',
    zh: '{ref}：账户未接受该笔款项，请人工处理',
  },
  payReturns: {
    en: '{rejected} rejected, {returned} returned, {again} known already, {refused} that could not be undone, {unknown} not ours',
    zh: '{rejected} 笔被拒，{returned} 笔退回，{again} 笔已知，{refused} 笔无法冲回，{unknown} 笔不属于我们',
  },
  payNotReport: {
    en: '{file} is no status report (pain.002).',
    zh: '{file} 不是状态报告（pain.002）。',
  },
  payMandateAdded: { en: 'Mandate {ref} is number {n}.', zh: '授权 {ref} 的序号为 {n}。' },
  payMandateEnded: { en: 'Mandate {ref} ended.', zh: '授权 {ref} 已终止。' },
  payNoMandate: { en: 'There is no such running mandate.', zh: '没有这项有效授权。' },
  payNone: { en: 'None.', zh: '无。' },
  payReplayed: {
    en: '{asked} asked, {told} words heard, {n} changed something, {placed} placed that had no place',
    zh: '已询问 {asked} 笔，得到 {told} 条消息，{n} 条有变化，{placed} 条重新归属成功',
  },
  payNoProviders: {
    en: 'No payment provider is set up (pay.json).',
    zh: '尚未设置支付机构（pay.json）。',
  },
  payOpenTries: { en: 'visits that wait for a word: {n}', zh: '等待结果的付款：{n}' },
  payUnmatched: { en: 'words that nobody could place: {n}', zh: '无法归属的消息：{n}' },
  payHeadRef: { en: 'reference', zh: '编号' },
  payHeadState: { en: 'state', zh: '状态' },
  payHeadAmount: { en: 'amount', zh: '金额' },
  payHeadBy: { en: 'by', zh: '方式' },
  pay_bad_iban: { en: 'The IBAN is not a valid one.', zh: 'IBAN 账号无效。' },
  pay_no_such_account: { en: 'There is no such account.', zh: '没有这个账户。' },
  pay_wrong_currency: {
    en: 'Direct debits are for accounts in EUR.',
    zh: '扣款仅适用于欧元账户。',
  },
  pay_mandate_exists: {
    en: 'The borrower has a mandate of this reference.',
    zh: '该借款人已有同一编号的授权。',
  },
} as const
