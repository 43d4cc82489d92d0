/** The sentences of the command about ledgers, in both languages. */
export const LEDGER_WORDS = {
  helpLedger: {
    en: 'the ledger of own books: statement, balance, pay, post, reverse, suspense, close, check',
    zh: '自有账簿总账：statement 对账单、balance 余额、pay 收款、post 入账、reverse 冲正、suspense 待分配、close 结账、check 核对',
  },
  optLedgerFrom: { en: 'first day of the statement', zh: '对账单起始日' },
  optLedgerTo: { en: 'last day of the statement', zh: '对账单截止日' },
  optLedgerAsOf: {
    en: 'the end of this day (today)',
    zh: '截至该日终（默认今天）',
  },
  optLedgerKnownAt: { en: 'as it was known at this moment', zh: '以该时刻已知为准' },
  optLedgerOn: { en: 'the day for which it counts (today)', zh: '生效日（默认今天）' },
  optLedgerRef: {
    en: "the payer's or the bank's reference: the same reference is the same payment for ever",
    zh: '付款人或银行流水号：同一流水号永远是同一笔还款',
  },
  optLedgerPart: {
    en: 'cost, fee, late_interest, interest or principal',
    zh: 'cost 费用支出、fee 费用、late_interest 罚息、interest 利息、principal 本金',
  },
  optLedgerPortfolio: { en: 'the portfolio, by its code', zh: '组合代码' },
  optLedgerOlder: {
    en: 'only money that waits at least so many days',
    zh: '仅列出等待至少若干天的款项',
  },
  optLedgerChargeback: { en: 'the bank called it back', zh: '银行退回' },
  optLedgerKey: {
    en: 'a word of yours: the same key is the same entry, however often it is sent',
    zh: '自定幂等键：同一键无论提交多少次都是同一笔分录',
  },
  ledgerWhat: {
    en: '"{text}" is no ledger command. Right would be: statement ACCOUNT, balance ACCOUNT, pay ACCOUNT "CUR amount", post KIND ACCOUNT ["CUR amount"], reverse PAYMENT_REF, suspense, close, check.',
    zh: '“{text}”不是总账命令。应为：statement 账户、balance 账户、pay 账户 "币种 金额"、post 类型 账户 ["币种 金额"]、reverse 还款流水号、suspense、close、check。',
  },
  ledgerKind: {
    en: '"{text}" cannot be posted. Right would be: {kinds}.',
    zh: '不能入账“{text}”。应为：{kinds}。',
  },
  ledgerPart: {
    en: '"{text}" is no part of a debt. Write --part with one of: {parts}.',
    zh: '“{text}”不是债务的组成部分。请用 --part 指定：{parts}。',
  },
  ledgerAmount: {
    en: '"{text}" is no amount. Write for example "CNY 120.50".',
    zh: '“{text}”不是金额。例如 "CNY 120.50"。',
  },
  ledgerCurrency: {
    en: 'The account is in {currency}, the amount in {given}.',
    zh: '账户币种为 {currency}，金额币种为 {given}。',
  },
  ledgerTwoDays: {
    en: '--to and --as-of are the same thing, the last day; write one of them.',
    zh: '--to 与 --as-of 含义相同，均为截止日，请只写一个。',
  },
  ledgerNumber: {
    en: '"{text}" is no number of days. Write for example --older-than 30.',
    zh: '“{text}”不是天数。例如 --older-than 30。',
  },
  ledgerNeeds: { en: 'Write {option} too.', zh: '还需提供 {option}。' },
  ledgerNoAccount: {
    en: 'No account {ref} here. Account references come from the loaded file.',
    zh: '没有账户 {ref}。账户编号来自导入的文件。',
  },
  ledgerTwoAccounts: {
    en: 'Two sources have an account {ref}. Write the source before it: {wants}.',
    zh: '有两个来源包含账户 {ref}。请在前面写明来源：{wants}。',
  },
  ledgerHost: {
    en: "Account {ref} has no ledger here: the lender's own system keeps its balance. A ledger is kept of books of our own, such as debts that were bought.",
    zh: '账户 {ref} 在此没有分户账：余额由放款机构系统管理。只有自有账簿（例如买入的债权）才在此记账。',
  },
  ledgerNoPayment: {
    en: 'No payment {ref} here. The references of payments stand in: forbear ledger statement ACCOUNT --json',
    zh: '没有还款 {ref}。还款流水号见：forbear ledger statement 账户 --json',
  },
  ledgerTwoPayments: {
    en: 'Several payments have the reference {ref}; write --account too.',
    zh: '有多笔还款的流水号为 {ref}，请再指定 --account。',
  },
  optLedgerAccount: { en: 'the account that the payment named', zh: '还款所指明的账户' },
  ledgerUsedRef: {
    en: 'The reference {ref} is another payment already: {why}.',
    zh: '流水号 {ref} 已是另一笔还款：{why}。',
  },
  ledgerOtherBody: { en: 'amount, day or account differ', zh: '金额、日期或账户不同' },
  ledgerReversedOtherwise: {
    en: 'The payment was undone already, for another day.',
    zh: '该笔还款已在另一日期冲正。',
  },
  ledgerKeyUsed: {
    en: 'The key was used for another entry.',
    zh: '该幂等键已用于另一笔分录。',
  },
  ledgerNotStaff: {
    en: '"{by}" is no staff id of this tenant. Write --by with one of: {some}.',
    zh: '“{by}”不是本机构的员工编号。请用 --by 指定：{some}。',
  },
  ledgerMost: { en: 'There is {amount}.', zh: '最多 {amount}。' },
  ledgerPaid: {
    en: 'Payment {ref} of {amount} is in the ledger. Owed now: {balance}. Permits taken back: {withdrawn}.',
    zh: '还款 {ref}（{amount}）已入账。目前欠款：{balance}。撤回许可：{withdrawn}。',
  },
  ledgerPaidAgain: {
    en: 'Payment {ref} of {amount} was in the ledger already. Owed now: {balance}.',
    zh: '还款 {ref}（{amount}）此前已入账。目前欠款：{balance}。',
  },
  ledgerReversed: {
    en: 'Payment {ref} is undone from {on} on. Owed now: {balance}.',
    zh: '还款 {ref} 自 {on} 起冲正。目前欠款：{balance}。',
  },
  ledgerPosted: {
    en: 'Entry {entry} is posted. Owed now: {balance}.',
    zh: '分录 {entry} 已入账。目前欠款：{balance}。',
  },
  ledgerAsked: {
    en: 'This is above what {by} may post alone. A second person is asked: request {request}.',
    zh: '超出 {by} 可单独入账的权限，已提交第二人复核：申请 {request}。',
  },
  ledgerClosed: {
    en: '{portfolio} is closed up to {on}. What takes effect on or before it is posted on the day after it.',
    zh: '{portfolio} 已结账至 {on}。此后生效日在该日或之前的事项，记在次日。',
  },
  ledgerClose_no_such_portfolio: {
    en: 'No portfolio {portfolio} here. There are: {some}.',
    zh: '没有组合 {portfolio}。现有：{some}。',
  },
  ledgerClose_not_an_own_book: {
    en: "{portfolio} is kept by the lender's own system; only a book of our own is closed here.",
    zh: '{portfolio} 由放款机构系统记账；此处只对自有账簿结账。',
  },
  ledgerClose_day_not_over: {
    en: '{on} is not over. Close a day that has passed.',
    zh: '{on} 尚未结束。只能对已过去的日期结账。',
  },
  ledgerClose_closed_already: {
    en: '{portfolio} is closed up to {last} already.',
    zh: '{portfolio} 此前已结账至 {last}。',
  },
  ledgerCheckGood: {
    en: 'All well: {entries} entries of {borrowers} borrowers sum to zero, and the facts replayed give what is posted.',
    zh: '核对无误：{borrowers} 位借款人的 {entries} 笔分录合计为零，重算结果与入账一致。',
  },
  ledgerCheckBad: {
    en: '{count} faults in {entries} entries of {borrowers} borrowers.',
    zh: '{borrowers} 位借款人的 {entries} 笔分录中有 {count} 处错误。',
  },
  ledgerFault_entry_unbalanced: {
    en: 'Borrower {borrower}: entry {entry} does not sum to zero.',
    zh: '借款人 {borrower}：分录 {entry} 借贷不平。',
  },
  ledgerFault_replay_differs: {
    en: 'Borrower {borrower}, account {account}, {part}: posted {posted}, replayed {replayed} (minor units).',
    zh: '借款人 {borrower}，账户 {account}，{part}：入账 {posted}，重算 {replayed}（最小单位）。',
  },
  ledgerNoSuspense: { en: 'No money waits.', zh: '没有待分配款项。' },
  ledgerWaits: {
    en: '{count} borrowers have money that waits; the oldest for {days} days. Money is never guessed onto a debt.',
    zh: '{count} 位借款人有待分配款项，最久已等待 {days} 天。款项不会被猜测入账。',
  },
  ledgerHeadBorrower: { en: 'borrower', zh: '借款人' },
  ledgerHeadName: { en: 'name', zh: '姓名' },
  ledgerHeadAmount: { en: 'amount', zh: '金额' },
  ledgerHeadSince: { en: 'since', zh: '自' },
  ledgerHeadDays: { en: 'days', zh: '天数' },
  ledgerHeadDay: { en: 'day', zh: '日期' },
  ledgerHeadKind: { en: 'what', zh: '事项' },
  ledgerHeadOwed: { en: 'owed', zh: '欠款' },
  ledgerStatement: {
    en: 'Statement of {account}, {from} to {until}',
    zh: '账户 {account} 对账单，{from} 至 {until}',
  },
  ledgerKnownAt: { en: 'as it was known at {at}', zh: '以 {at} 已知为准' },
  ledgerBought: {
    en: 'Taken over on {on} from {seller}; the original creditor is {original}.',
    zh: '{on} 自 {seller} 受让；原债权人：{original}。',
  },
  ledgerOpening: { en: 'Owed before {from}: {amount}', zh: '{from} 之前欠款：{amount}' },
  ledgerClosing: { en: 'Owed at the end of {until}: {amount}', zh: '{until} 日终欠款：{amount}' },
  ledgerOf: { en: 'of which {parts}', zh: '其中 {parts}' },
  ledgerSums: { en: 'Sums:', zh: '合计：' },
  ledgerNotPosted: { en: ' (reckoned, not yet posted)', zh: '（已计算，尚未入账）' },
  ledgerSuspense: {
    en: '{amount} waits for you until you say what it is for.',
    zh: '{amount} 为您保留，待指明用途。',
  },
} as const
