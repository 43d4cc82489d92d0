/** The sentences of the command about remittances, in both languages. */
export const REMIT_WORDS = {
  helpRemit: {
    en: 'hand on to a creditor what came in: terms PORTFOLIO, limit "CUR AMOUNT", run PORTFOLIO, approve N, refuse N, list, show N',
    zh: '向委托债权人划转回款：terms 组合 佣金条款、limit "币种 金额" 复核限额、run 组合 结算、approve 编号 复核、refuse 编号 拒绝、list 列表、show 编号 明细',
  },
  optRemitCommission: {
    en: 'share of what is collected, such as 12.5%',
    zh: '按回款计提的比例，如 12.5%',
  },
  optRemitMinimum: {
    en: 'the least commission of a remittance, such as "CNY 500.00"',
    zh: '每次结算的最低佣金，如 "CNY 500.00"',
  },
  optRemitFrom: { en: 'the first day of these terms', zh: '条款起始日' },
  optRemitUntil: { en: 'the last day whose money goes along', zh: '结算截止日' },
  optRemitCsv: { en: 'write the lines to this file, too', zh: '同时把明细写入该文件' },
  remitWhat: {
    en: '"{text}" is no command about remittances. Right would be: terms PORTFOLIO, limit "CUR AMOUNT", run PORTFOLIO, approve N, refuse N, list, show N.',
    zh: '“{text}”不是结算命令。应为：terms 组合、limit "币种 金额"、run 组合、approve 编号、refuse 编号、list、show 编号。',
  },
  remitPercent: {
    en: '"{text}" is no share between 0% and 100%. Write for example --commission 12.5%.',
    zh: '“{text}”不是 0% 至 100% 之间的比例。例如 --commission 12.5%。',
  },
  remitTermsSet: {
    en: 'From {from} on {percent} of what is collected in {portfolio} is commission. What was handed on stays as it was.',
    zh: '自 {from} 起，{portfolio} 的回款按 {percent} 计提佣金。已结算的不变。',
  },
  remitNothing: {
    en: 'Nothing to hand on in {portfolio} up to {until}.',
    zh: '{portfolio} 截至 {until} 没有可结算的款项。',
  },
  remitNone: { en: 'There is no remittance yet.', zh: '尚无结算。' },
  remitLimitSet: {
    en: 'From {amount} on a remittance waits for a second person. Those that are made keep the limit of their day.',
    zh: '自 {amount} 起，结算须经第二人复核。已生成的结算按当时的限额。',
  },
  remitWaits: { en: 'waits for a second person', zh: '待第二人复核' },
  remitToApprove: {
    en: 'Not to be paid yet: another manager or administrator has to look at it. They write: forbear remit approve {id} --by STAFF',
    zh: '尚不得付款：须由另一名经理或管理员复核。请其执行：forbear remit approve {id} --by 员工',
  },
  remitApproved: { en: 'Approved by {by}.', zh: '复核人：{by}。' },
  remitNoFileYet: {
    en: 'Remittance {text} waits for a second person, so no file for the creditor is written. They write: forbear remit approve {text} --by STAFF',
    zh: '结算 {text} 待第二人复核，暂不生成给债权人的文件。请其执行：forbear remit approve {text} --by 员工',
  },
  remitRefused: {
    en: 'Refused by {by}: {why}. Nothing of it is paid; the next run takes its lines.',
    zh: '已被 {by} 拒绝：{why}。不予付款，明细由下一次结算重新纳入。',
  },
  remitWasRefused: { en: 'refused', zh: '已拒绝' },
  remitNoFileEver: {
    en: 'Remittance {text} was refused, so there is no file for the creditor.',
    zh: '结算 {text} 已被拒绝，不生成给债权人的文件。',
  },
  remit_one_waits: {
    en: 'A remittance of {portfolio} waits for a second person. It is approved or refused first: forbear remit list --portfolio {portfolio}',
    zh: '{portfolio} 有结算待第二人复核，请先批准或拒绝：forbear remit list --portfolio {portfolio}',
  },
  remit_later_made: {
    en: 'A later remittance has counted on remittance {text}, so it can no longer be refused. What is wrong in it is put right by a reversal or a refund.',
    zh: '其后已有结算以结算 {text} 为基础，无法再拒绝。如有错误请以冲正或退款更正。',
  },
  remit_needs_no_second: {
    en: 'Remittance {text} needs no second person.',
    zh: '结算 {text} 无需第二人复核。',
  },
  remit_already_answered: {
    en: 'Remittance {text} is answered already.',
    zh: '结算 {text} 已有答复。',
  },
  remit_same_person: {
    en: '{by} made remittance {text}. Another manager or administrator answers for it.',
    zh: '结算 {text} 由 {by} 经办，须由另一名经理或管理员复核。',
  },
  remit_no_such_remittance: {
    en: 'No remittance {text} here. The numbers stand in: forbear remit list',
    zh: '没有结算 {text}。编号见：forbear remit list',
  },
  remitNameless: {
    en: '{count} payments name no debt, and their borrowers have debts in several portfolios. They wait until they name one.',
    zh: '有 {count} 笔还款未指明债务，而借款人在多个组合中有债务。指明之前暂不结算。',
  },
  remit_no_such_portfolio: {
    en: 'No portfolio {portfolio} here. There are: {some}.',
    zh: '没有组合 {portfolio}。现有：{some}。',
  },
  remit_not_collected_for_another: {
    en: '{portfolio} is not collected for another creditor, so there is nobody to hand money on to.',
    zh: '{portfolio} 不是受托催收的组合，没有可划转的债权人。',
  },
  remit_day_in_future: {
    en: 'The last day lies in the future. Write --until with a day that has come.',
    zh: '截止日不能晚于今天。请用 --until 指定已到的日期。',
  },
  remit_role_may_not_remit: {
    en: '"{by}" is no manager or administrator here. Write --by with one of: {some}.',
    zh: '“{by}”不是本机构的经理或管理员。请用 --by 指定：{some}。',
  },
  remit_no_terms: {
    en: 'Money of {on} came in before any terms of {portfolio}. Write: forbear remit terms {portfolio} --commission PERCENT --from DAY --by STAFF',
    zh: '{on} 的款项早于 {portfolio} 的任何佣金条款。请先执行：forbear remit terms {portfolio} --commission 比例 --from 日期 --by 员工',
  },
  remitTitle: {
    en: 'Remittance {id} of {portfolio} to {creditor}, up to {until}, made by {by}',
    zh: '结算单 {id}：{portfolio}，付予 {creditor}，截至 {until}，经办 {by}',
  },
  remitCollected: { en: 'collected', zh: '回款' },
  remitTakenBack: { en: 'undone or given back since', zh: '此后冲正或退款' },
  remitCommission: { en: 'commission', zh: '佣金' },
  remitToppedUp: { en: 'up to the least commission', zh: '最低佣金补足' },
  remitCarried: { en: 'carried over from before', zh: '上期结转' },
  remitDue: { en: 'sum', zh: '合计' },
  remitPaid: { en: 'to be paid', zh: '应付' },
  remitNext: {
    en: '{amount} is carried over to the next remittance.',
    zh: '{amount} 结转至下一次结算。',
  },
  remitHeadPortfolio: { en: 'portfolio', zh: '组合' },
  remitHeadUntil: { en: 'up to', zh: '截至' },
  remitHeadNet: { en: 'net', zh: '净回款' },
  remitHeadCommission: { en: 'commission', zh: '佣金' },
  remitHeadDue: { en: 'sum', zh: '合计' },
  remitHeadDay: { en: 'day', zh: '日期' },
  remitHeadKind: { en: 'what', zh: '事项' },
  remitHeadAccount: { en: 'account', zh: '账户' },
  remitHeadItem: { en: 'item', zh: '款项编号' },
  remitHeadRate: { en: 'rate', zh: '比例' },
  remitKind_payment: { en: 'payment', zh: '还款' },
  remitKind_reversal: { en: 'reversal', zh: '冲正' },
  remitKind_refund: { en: 'refund', zh: '退款' },
} as const
