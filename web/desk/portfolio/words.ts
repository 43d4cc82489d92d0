/** The portfolio's figures; what each one is comes from the server, with its numbers. */
export const PORTFOLIO_WORDS = {
  'rail.portfolio': { en: 'Portfolio', zh: '组合' },
  'command.portfolio.open': { en: 'Open the portfolio', zh: '打开组合分析' },
  'portfolio.closed': {
    en: 'Only managers and compliance officers read the portfolio.',
    zh: '仅经理与合规人员可查看组合分析。',
  },
  'portfolio.title': { en: 'Portfolio', zh: '组合分析' },
  'portfolio.figures': { en: 'Figures', zh: '指标' },
  'portfolio.figure.rolls': { en: 'Roll rates', zh: '迁徙率' },
  'portfolio.figure.cures': { en: 'Cures', zh: '治愈率' },
  'portfolio.figure.vintages': { en: 'Vintages', zh: '账龄' },
  'portfolio.figure.promises': { en: 'Promises', zh: '承诺兑现' },
  'portfolio.figure.funnel': { en: 'Contact funnel', zh: '联系漏斗' },
  'portfolio.figure.cost': { en: 'Cost to collect', zh: '催收成本' },
  'portfolio.figure.liquidation': { en: 'Liquidation', zh: '回收曲线' },
  'portfolio.month': { en: 'Month', zh: '月份' },
  'portfolio.portfolio': { en: 'Portfolio', zh: '组合' },
  'portfolio.currency': { en: 'Currency', zh: '币种' },
  'portfolio.every': { en: 'All portfolios', zh: '全部组合' },
  'portfolio.known': {
    en: 'As the facts were known on {at}.',
    zh: '按 {at} 时已知的事实。',
  },
  'portfolio.not_kept': {
    en: 'This month is not worked out yet. The night does it; or run: forbear portfolio months',
    zh: '该月尚未推算。夜间批次会完成；也可运行：forbear portfolio months',
  },
  'portfolio.nothing': {
    en: 'There is nothing to show for this choice.',
    zh: '该条件下没有数据。',
  },
  'portfolio.table': { en: '{title}, as a table', zh: '{title}（表格）' },
  'portfolio.chart': {
    en: '{title}, as a chart. The table below says the same.',
    zh: '{title}（图表）。下表内容相同。',
  },
  'portfolio.opens': {
    en: '{cases, plural, one {# case} other {# cases}}',
    zh: '{cases} 个案件',
  },
  'portfolio.opens_long': {
    en: '{row}, {column}: open {cases, plural, one {# case} other {# cases}}',
    zh: '{row}，{column}：打开 {cases} 个案件',
  },
  'portfolio.keep_cell': {
    en: '{row}, {column}: keep as a view, or watch it',
    zh: '{row}，{column}：存为视图或设预警',
  },
  'portfolio.cases_why': {
    en: 'The number under each rate is counted as said above. The link opens the people of that cell who have a case: whoever never fell behind has none, and one person may have several accounts.',
    zh: '各比率下的数量按上述口径统计。链接打开该格中有案件的借款人：从未逾期者没有案件，一人也可能有多个账户。',
  },
  'portfolio.of': { en: '{count} of {of}', zh: '{count} / {of}' },
  'portfolio.copy': { en: 'Copy as CSV', zh: '复制为 CSV' },
  'portfolio.copied': { en: 'Copied', zh: '已复制' },
  'portfolio.cell.count': { en: 'count', zh: '数量' },
  'portfolio.cell.of': { en: 'of', zh: '分母' },
  'portfolio.cell.share': { en: 'share', zh: '占比' },
  'portfolio.cell.amount': { en: 'amount', zh: '金额' },
  'portfolio.cell.cases': { en: 'cases', zh: '案件' },
  'portfolio.next_month': { en: 'now', zh: '本月末' },
} as const
