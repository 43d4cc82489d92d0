/** The sentences of the command about what attempts cost, in both languages. */
export const COST_WORDS = {
  helpCost: {
    en: 'what one attempt on a channel costs: the list, or CHANNEL "CUR amount" for a new cost',
    zh: '各渠道单次触达的成本：列出，或以 渠道 "币种 金额" 设定新成本',
  },
  optCostFrom: { en: 'the first day of the new cost (today)', zh: '新成本的起始日（默认今天）' },
  costBad: {
    en: '"{text}" is not a channel and an amount. Write for example: forbear cost sms "CNY 0.05"',
    zh: '“{text}”不是渠道加金额。例如：forbear cost sms "CNY 0.05"',
  },
  costChannel: { en: 'channel', zh: '渠道' },
  costAmount: { en: 'one attempt', zh: '单次' },
  costFrom: { en: 'from', zh: '起始日' },
} as const
