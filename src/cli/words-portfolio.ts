/** The sentences of the command about the portfolio, in both languages. */
export const PORTFOLIO_WORDS = {
  helpPortfolio: {
    en: 'months: work out month-ends; alerts: look at every alert now; hour "CUR amount": what an hour of work costs',
    zh: 'months：推算月末；alerts：立即检查全部预警；hour "币种 金额"：每小时人工成本',
  },
  optPortfolioFrom: {
    en: 'months: work out again from this month on; hour: the first day of the price',
    zh: 'months：自该月起重新推算；hour：价格起始日',
  },
  portfolioBad: {
    en: '"{text}" is not one of months, alerts, hour.',
    zh: '“{text}”不是 months、alerts、hour 之一。',
  },
  portfolioKept: {
    en: '{months} month-ends worked out for {accounts} accounts.',
    zh: '已推算 {months} 个月末，共 {accounts} 个账户。',
  },
  portfolioHourBad: {
    en: '"{text}" is not an amount. Write for example: forbear portfolio hour "CNY 60.00"',
    zh: '“{text}”不是金额。例如：forbear portfolio hour "CNY 60.00"',
  },
  portfolioHour: {
    en: 'From {day} an hour costs {amount}.',
    zh: '自 {day} 起每小时成本为 {amount}。',
  },
  alertName: { en: 'alert', zh: '预警' },
  alertValue: { en: 'now', zh: '现值' },
  alertLine: { en: 'line', zh: '阈值' },
  alertTipped: { en: 'tipped by', zh: '触发案件' },
  monthsKept: {
    en: 'Month-ends kept: {months}, the last one {last}.',
    zh: '已留存 {months} 个月末，最近为 {last}。',
  },
  alertFailed: {
    en: 'The alert “{name}” could not be looked at: {why}',
    zh: '预警“{name}”无法检查：{why}',
  },
  alertPassed: {
    en: 'Alert "{name}": {value} passed {threshold}.',
    zh: '预警“{name}”：{value} 越过 {threshold}。',
  },
  alertBack: {
    en: 'Alert "{name}": back at {value} (line {threshold}).',
    zh: '预警“{name}”：已恢复至 {value}（阈值 {threshold}）。',
  },
} as const
