import { sayer } from './sayer.ts'
import type { Language } from '../store/templates.ts'
import { CODE_WORDS } from './words-code.ts'
import { DOING_WORDS } from './words-do.ts'
import { DONE_WORDS } from './words-done.ts'
import { FOLDER_WORDS } from './words-folder.ts'
import { REAL_WORDS } from './words-real.ts'
import { SHELL_WORDS } from './words-shell.ts'
import { STAND_WORDS } from './words-stand.ts'
import { TIMES_WORDS } from './words-times.ts'
import { WECHAT_WORDS } from './words-wechat.ts'
import { WRONG_WORDS } from './words-wrong.ts'

/** Everything the pages say, in both languages. Before the fact is given nothing speaks of money. */
export const WORDS = {
  checkTitle: { en: 'Is this really you?', zh: '请确认是您本人' },
  checkFrom: {
    en: 'You have a message from {name}. Only you should see it, so we ask one thing first.',
    zh: '您有一条来自{name}的消息。为了只让您本人看到，请先回答一个问题。',
  },
  checkHow: { en: 'How to check that this is us', zh: '如何核实我们的身份' },
  checkCall: {
    en: 'Call us on {phone}, or type {url} into your browser yourself.',
    zh: '可拨打 {phone}，或在浏览器中自行输入 {url} 核实。',
  },
  checkNever: {
    en: 'Nobody of ours ever asks for a password, a PIN, a card number or a code. A code of ours is typed on these pages, and told to nobody.',
    zh: '我们的工作人员绝不会向您索要密码、银行卡号或验证码。我们的验证码只在本网站输入，请勿告诉任何人。',
  },
  factLabel: {
    en: 'Last 4 characters of your account number, or of your own phone number',
    zh: '您的账户编号后四位，或您本人手机号后四位',
  },
  factHint: {
    en: 'The account number is on letters and statements. You have 3 tries in all.',
    zh: '账户编号见信函或账单。共有 3 次机会。',
  },
  factThenCode: {
    en: 'When you press the button, we send a code to your own phone or e-mail, as we have it.',
    zh: '点击按钮后，我们会向您已登记的手机或邮箱发送验证码。',
  },
  go: { en: 'Continue', zh: '继续' },
  factWrong: {
    en: 'That does not match. Look at a letter from us and try again.',
    zh: '信息不符。请查看我们的信函后再试一次。',
  },
  lockedTitle: { en: 'This link is locked', zh: '此链接已锁定' },
  locked: {
    en: 'There were too many tries. Nothing was shown to anybody. Call {phone} and we will help.',
    zh: '尝试次数过多，未向任何人显示任何内容。请致电 {phone}，我们会协助您。',
  },
  goneTitle: { en: 'This page is not here any more', zh: '此页面已失效' },
  gone: {
    en: 'The link is over, or the time on this page ran out. Open the link again, or ask us for a new one.',
    zh: '链接已失效，或页面停留时间过长。请重新打开链接，或向我们索取新链接。',
  },
  cardTitle: { en: 'Please do not give a card number here', zh: '请勿在此填写银行卡号' },
  card: {
    en: 'We did not keep it. Card details go on the page of the payment provider only.',
    zh: '我们没有保存该号码。银行卡信息只需在支付机构的页面上填写。',
  },
  budget: {
    en: 'Tell us what you can pay: a short form, saved as you go',
    zh: '告诉我们您能还多少：填写简短收支表，随填随存',
  },
  payTitle: { en: 'Pay your account', zh: '支付您的账户' },
  payFor: {
    en: 'Account ending {tail} with {creditor}, on {day}',
    zh: '{creditor}，尾号 {tail} 的账户，截至{day}',
  },
  madeUp: { en: 'How it is made up', zh: '金额构成' },
  late: { en: 'Late now', zh: '当前逾期' },
  lateAbout: { en: 'Late now, at most', zh: '当前逾期（至多）' },
  lateSince: { en: 'The oldest part was due on {day}', zh: '最早一笔应于{day}支付' },
  next: { en: 'Next, due on {day}', zh: '下一期，{day}应付' },
  rest: { en: 'Not due yet', zh: '尚未到期' },
  whole: { en: 'All that is owed', zh: '全部欠款' },
  part_cost: { en: 'Costs', zh: '费用支出' },
  part_fee: { en: 'Fees', zh: '手续费' },
  part_late_interest: { en: 'Late interest', zh: '逾期利息' },
  part_interest: { en: 'Interest', zh: '利息' },
  part_principal: { en: 'Principal', zh: '本金' },
  howMuch: { en: 'How much would you like to pay?', zh: '您想支付多少？' },
  payLate: { en: 'What is late: {amount}', zh: '逾期部分：{amount}' },
  payWhole: { en: 'All of it: {amount}', zh: '全部：{amount}' },
  payOther: { en: 'Another amount', zh: '其他金额' },
  otherLabel: { en: 'The other amount, in {currency}', zh: '其他金额（{currency}）' },
  otherHint: { en: 'Any amount helps. For example 25.00', zh: '多少均可，例如 25.00' },
  payThis: { en: 'Amount: {amount}', zh: '金额：{amount}' },
  howPay: { en: 'How would you like to pay?', zh: '您想如何支付？' },
  by_stripe: {
    en: 'Card or bank, on the page of {name}',
    zh: '银行卡或银行账户，在 {name} 的页面',
  },
  by_wechat: { en: 'WeChat Pay', zh: '微信支付' },
  by_alipay: { en: 'Alipay', zh: '支付宝' },
  goPay: { en: 'Go to the payment page', zh: '前往支付页面' },
  leavesUs: {
    en: 'You leave our page. The provider takes the payment; we never see your card.',
    zh: '您将离开本页面，由支付机构收款；我们看不到您的银行卡信息。',
  },
  badAmount: {
    en: 'Write an amount such as 25.00, at most {amount}.',
    zh: '请填写金额，例如 25.00，最多 {amount}。',
  },
  noAnswer: {
    en: 'The provider does not answer now. Nothing was taken. Please try again in a minute.',
    zh: '支付机构暂无响应，未扣款。请稍后再试。',
  },
  nothing: { en: 'Nothing is owed on this account. Thank you.', zh: '该账户没有欠款。谢谢。' },
  noWay: {
    en: 'This account cannot be paid here. Call {phone} and we will help.',
    zh: '该账户无法在此支付。请致电 {phone}，我们会协助您。',
  },
  cannotPay: {
    en: 'Cannot pay this now? Call {phone}. There are other ways, and asking costs nothing.',
    zh: '暂时无力支付？请致电 {phone}。还有其他办法，咨询不收费。',
  },
  scanTitle: { en: 'Scan with WeChat', zh: '用微信扫码支付' },
  scan: {
    en: 'Scan this code with WeChat on your phone. Or open our link there.',
    zh: '请用手机微信扫描此二维码，或在手机上打开我们的链接。',
  },
  backTitle: { en: 'Your payment', zh: '您的付款' },
  waiting: {
    en: 'We have not heard from the provider yet. That can take a minute. Nothing is lost.',
    zh: '尚未收到支付机构的结果，可能需要一分钟。款项不会丢失。',
  },
  again: { en: 'Look again', zh: '再次查看' },
  paid: { en: 'We received {amount}. Thank you.', zh: '我们已收到 {amount}。谢谢。' },
  failed: { en: 'Nothing was paid, and nothing was taken.', zh: '本次未完成支付，未扣款。' },
  wentBack: { en: '{amount} came in and went back.', zh: '{amount} 到账后已退回。' },
  toReceipt: { en: 'See the receipt', zh: '查看收据' },
  toPay: { en: 'Back to your account', zh: '返回您的账户' },
  receiptTitle: { en: 'Receipt', zh: '收据' },
  receiptOf: { en: 'Receipt number', zh: '收据编号' },
  receiptAmount: { en: 'Amount received', zh: '收到金额' },
  receiptOn: { en: 'On', zh: '日期' },
  receiptFor: { en: 'For the account ending', zh: '账户尾号' },
  receiptBy: { en: 'Received by', zh: '收款方' },
  receiptBack: { en: 'Went back, all or part of it, on', zh: '全部或部分退回于' },
  receiptsTitle: { en: 'Your receipts', zh: '您的收据' },
  stopTitle: { en: 'No more e-mails', zh: '不再接收邮件' },
  stopAsk: {
    en: 'Press the button, and no more e-mails come to you from the sender of that message.',
    zh: '点击下方按钮后，该邮件的发件方将不再向您发送邮件。',
  },
  stopGo: { en: 'Stop the e-mails', zh: '停止发送邮件' },
  stopDone: {
    en: 'If this address came from an e-mail to you, no more will be sent. Nothing else is changed.',
    zh: '如果此链接来自发给您的邮件，我们不会再发送邮件。其他事项不受影响。',
  },
  ...CODE_WORDS,
  ...DOING_WORDS,
  ...DONE_WORDS,
  ...FOLDER_WORDS,
  ...REAL_WORDS,
  ...SHELL_WORDS,
  ...STAND_WORDS,
  ...WECHAT_WORDS,
  ...WRONG_WORDS,
  ...TIMES_WORDS,
} as const satisfies Record<string, Readonly<Record<Language, string>>>

export type PortalWord = keyof typeof WORDS

export const say = sayer(WORDS)
