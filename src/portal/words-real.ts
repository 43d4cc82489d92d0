import type { Language } from '../store/templates.ts'

/** What the page says on which anybody checks who wrote, called or came. It speaks of nobody's money. */
export const REAL_WORDS = {
  realTitle: { en: 'Is this really {name}?', zh: '这真的是{name}吗？' },
  realCheckTitle: { en: 'Check a caller, a letter or a message', zh: '核实来电、信函或消息' },
  realCheckLabel: {
    en: 'Type what you see: a number, an address, a code, or the id of the person',
    zh: '请输入您看到的号码、地址、编码或工作人员工号',
  },
  realCheckHint: {
    en: 'A phone number. The name on a text. An e-mail or web address. The code on a letter. A staff id. A bank account. The number in a register, or of a closing paper from us.',
    zh: '来电号码、短信签名、邮箱或网址均可；也可输入信函上的编码或编号、结清证明编号、工号、收款账户或登记编号',
  },
  realForWhom: { en: 'Whom do they say they act for?', zh: '对方自称代表哪家机构？' },
  realNotSaid: { en: 'They did not say', zh: '对方没有说明' },
  realCheckGo: { en: 'Check', zh: '核实' },
  realNotKept: {
    en: 'We do not keep what you type. You need not say who you are.',
    zh: '我们不保存您输入的内容，您也无须说明身份。',
  },
  real_phone: {
    en: 'Yes, {shown} is our number. But a number can be faked: if something feels wrong, end the call and ring {phone} yourself.',
    zh: '是的，{shown} 是我们的号码。但号码可能被伪造：如有疑问，请挂断后自行拨打 {phone}。',
  },
  real_sender: {
    en: 'Yes, we send messages under the name {shown}. A name can be faked: if something feels wrong, ring {phone} yourself.',
    zh: '是的，我们以“{shown}”的名义发送消息。名称可能被冒用：如有疑问，请自行拨打 {phone}。',
  },
  real_email: {
    en: 'Yes, we write from {shown}. A sender can be faked: if something feels wrong, ring {phone} yourself.',
    zh: '是的，我们使用 {shown} 发送邮件。发件人可能被冒用：如有疑问，请自行拨打 {phone}。',
  },
  real_website: { en: 'Yes, {shown} is our website.', zh: '是的，{shown} 是我们的网站。' },
  real_bank_account: {
    en: 'Yes, {shown} is an account into which money for {creditors} may be paid.',
    zh: '是的，{shown} 是{creditors}的收款账户。',
  },
  real_staff: {
    en: 'Yes, {shown} is {about}, who may act for {creditors} today. If something feels wrong, ring {phone} and ask for this person.',
    zh: '是的，工号 {shown} 为{about}，今日可代表{creditors}。如有疑问，请拨打 {phone} 找此人核实。',
  },
  real_register: {
    en: 'Yes, {shown} is our number in this register: {about}.',
    zh: '是的，{shown} 是我们在{about}的登记编号。',
  },
  realForOne: { en: 'It is for {creditors} only.', zh: '仅用于{creditors}。' },
  realLetter: {
    en: 'Yes, we made a letter with this code on {day}. If something in it feels wrong, ring {phone} yourself.',
    zh: '是的，带有此编码或编号的信函由我们于{day}制作。如内容可疑，请自行拨打 {phone}。',
  },
  realPayPage: {
    en: 'Yes, payments to us can be made on {shown}. Others use it too: go there only from our own page.',
    zh: '是的，可以在 {shown} 向我们付款。其他机构也使用该页面：请只从我们的页面进入。',
  },
  real_other_creditor: {
    en: 'Careful: {shown} is ours, but may not act for {creditor} today. Do not pay because of it. Ring {phone} yourself.',
    zh: '请注意：{shown} 属于我们，但今日不能代表{creditor}。请勿因此付款，请自行拨打 {phone}。',
  },
  real_not_yet: {
    en: 'Careful: {shown} is not ours before {day}. Do not pay because of it. Ring {phone} yourself.',
    zh: '请注意：{shown} 在{day}之前不属于我们。请勿因此付款，请自行拨打 {phone}。',
  },
  real_ended: {
    en: 'Careful: {shown} has not been ours since {day}. Do not pay because of it. Ring {phone} yourself.',
    zh: '请注意：自{day}起，{shown} 已不属于我们。请勿因此付款，请自行拨打 {phone}。',
  },
  real_left: {
    en: 'Careful: {shown} was the id of a person who does not work here any more. Do not pay because of it. Ring {phone} yourself.',
    zh: '请注意：工号 {shown} 的工作人员已离职。请勿因此付款，请自行拨打 {phone}。',
  },
  realUnknown: {
    en: 'We do not know it. Look whether it is typed right. If it is, do not pay and give nothing away because of it. Ring {phone} yourself and ask us.',
    zh: '我们没有这条记录。请检查输入是否正确；若无误，请勿因此付款或提供任何信息，并自行拨打 {phone} 向我们核实。',
  },
  realTooMany: {
    en: 'There were many questions from your network. Try again in an hour, or ring {phone} and we will look it up for you.',
    zh: '您所在网络的查询次数过多。请一小时后再试，或拨打 {phone} 由我们为您核实。',
  },
  realWho: { en: 'Who we are', zh: '我们是谁' },
  realName: { en: 'Name', zh: '名称' },
  realActsFor: { en: 'We act for', zh: '我们代表' },
  realLookItUp: { en: 'Look it up: {name}', zh: '前往查询：{name}' },
  realPhone: { en: 'Phone', zh: '电话' },
  realSite: { en: 'Website', zh: '网站' },
  realFaked: {
    en: 'A number on a display can be faked. You may end any call and ring {phone} yourself: we will not mind.',
    zh: '来电显示可能被伪造。您可以随时挂断，并自行拨打 {phone}，我们完全理解。',
  },
  realMoneyTitle: { en: 'Where money for us goes', zh: '我们的收款方式' },
  realMoneyHere: {
    en: 'On these pages, after a link or a code from us',
    zh: '本网站页面（通过我们的链接或编码进入）',
  },
  realMoneyHost: {
    en: 'On {host}, when our page leads you there',
    zh: '{host}（由我们的页面跳转）',
  },
  realMoneyAccount: {
    en: 'Into the account {shown}, for {creditors}',
    zh: '账户 {shown}（{creditors}）',
  },
  realMoneyNever: {
    en: 'Never to a person. Never to a private account. Never by a code that you are shown on a phone.',
    zh: '切勿转账给个人或私人账户，也不要扫描他人出示的收款码。',
  },
  realNeverTitle: { en: 'What we never ask', zh: '我们绝不会' },
  realNever1: {
    en: 'A password, a PIN, a card number, or, on the phone or in a message, a code',
    zh: '索要密码、银行卡号，或通过电话、消息索要验证码',
  },
  realNever2: {
    en: 'To install an app, or to let us see your screen',
    zh: '要求您安装应用或共享屏幕',
  },
  realNever3: {
    en: 'Gift cards, coins, or cash handed to a person',
    zh: '要求以购物卡、虚拟货币或现金当面支付',
  },
  realNever4: {
    en: 'To keep a call secret, or to act before you have time to think',
    zh: '要求您对来电保密，或不给您考虑时间',
  },
  realReportTitle: { en: 'If it was not us', zh: '如果不是我们' },
  realReportUs: {
    en: 'Ring {phone} and tell us: you help others too.',
    zh: '请拨打 {phone} 告诉我们，这也会帮助其他人。',
  },
  realReport_cn: {
    en: 'In China: ring 96110 about fraud, or report a call or a text to 12321. If you lost money, ring 110.',
    zh: '反诈专线 96110；举报骚扰电话和短信：12321。如已受骗，请立即拨打 110。',
  },
  realReport_uk: {
    en: 'In the United Kingdom: forward a text to 7726, free of charge. If you paid, ring your bank at once: most answer to 159.',
    zh: '英国：可将可疑短信免费转发至 7726。如已付款，请立即联系银行（多数银行可拨 159）。',
  },
  realReport_us: {
    en: 'In the United States: reportfraud.ftc.gov, or consumerfinance.gov/complaint',
    zh: '美国：reportfraud.ftc.gov 或 consumerfinance.gov/complaint',
  },
  realLink: {
    en: 'Is this real? Check us before you go on',
    zh: '这是真的吗？继续之前可先核实我们',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
