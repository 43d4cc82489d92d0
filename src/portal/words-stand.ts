import type { Language } from '../store/templates.ts'

/** What the page says on which one debt stands, in the order of CFPB Form B-1. */
export const STAND_WORDS = {
  standTitle: { en: 'Where you stand', zh: '您的账户情况' },
  standAbout: {
    en: 'How much it is, how it is made up, how much time there is, and your rights',
    zh: '金额、构成、时间以及您的权利',
  },
  standLate: { en: 'Late now', zh: '当前逾期' },
  standNow: { en: 'Owed now', zh: '当前欠款' },
  standNothing: { en: 'Nothing is owed on this account. Thank you.', zh: '该账户没有欠款。谢谢。' },
  standSince: { en: 'The oldest part was due on {day}.', zh: '最早一笔应于{day}支付。' },
  standNext: { en: 'Next: {amount}, due on {day}.', zh: '下一期：{amount}，{day}应付。' },
  standToday: { en: 'On {day}, as our books stand.', zh: '截至{day}账面记载。' },
  standPay: { en: 'Pay', zh: '还款' },
  standPlan: { en: 'Make a plan', zh: '制定还款计划' },
  standWrong: { en: 'Something is wrong', zh: '情况有误' },
  standHelp: { en: 'I cannot pay', zh: '我无力支付' },
  standWho: { en: 'Who we are', zh: '我们是谁' },
  standWho_creditor: {
    en: 'We are {name}. This is about the account ending {tail} with {creditor}.',
    zh: '我们是{name}。此页涉及{creditor}尾号 {tail} 的账户。',
  },
  standWho_agency: {
    en: 'We are {name}, a debt collector. We are trying to collect a debt that you owe to {creditor}, account ending {tail}. What you tell us will be used for that.',
    zh: '我们是{name}，受托催收机构。我们就您在{creditor}尾号 {tail} 账户的欠款与您联系。您提供的信息将用于此目的。',
  },
  standReach: {
    en: 'Call {phone}. Our address is on {url}.',
    zh: '电话：{phone}。地址见 {url}。',
  },
  standOriginal: { en: 'It began with {creditor}.', zh: '该债务最初由{creditor}发放。' },
  standItems: { en: 'The debt and how it is made up', zh: '欠款及其构成' },
  standItems_charged_off: { en: 'On {day}, when it was charged off', zh: '核销日（{day}）金额' },
  standItems_bought: { en: 'On {day}, when it was bought', zh: '受让日（{day}）金额' },
  standItems_began: { en: 'On {day}, when it began in our books', zh: '起始日（{day}）金额' },
  standInterest: { en: 'Interest since then', zh: '此后利息' },
  standFees: { en: 'Fees and costs since then', zh: '此后费用' },
  standOther: { en: 'Lent or moved since then', zh: '此后发放或调整' },
  standPayments: { en: 'Payments since then', zh: '此后还款' },
  standCredits: { en: 'Taken off since then', zh: '此后减免' },
  standSum: { en: 'Owed now', zh: '当前欠款' },
  standHost: {
    en: 'The lender keeps the books of this account. This is all that they told us. Ask us, and we get you the rest.',
    zh: '该账户由出借机构记账，以上为其提供给我们的全部信息。如需更多明细，请告诉我们，我们会代为索取。',
  },
  standPaid: { en: 'Payments that we know of', zh: '我们已知的还款' },
  standRights: { en: 'If you think that it is wrong', zh: '如您认为有误' },
  standRight_any: {
    en: 'You may dispute all or a part of it at any time, here or with a person. It is on hold from that second until we have looked into it and told you what we found.',
    zh: '您可随时在此或向人工客服对全部或部分金额提出异议。自提交那一刻起暂停，直至我们核实并告知结果。',
  },
  standRight_us: {
    en: 'If you write to us within 30 days of getting our first notice, we must stop collecting what you dispute until we send you what shows that you owe it. Writing to us here counts.',
    zh: '如您在收到首次通知后 30 日内书面提出异议，在向您寄送证明之前，我们须停止就争议部分催收。在此填写即为书面。',
  },
  standRight_cn: {
    en: 'You may ask for the contract, the statement and the proof of who may collect.',
    zh: '您可要求提供合同、对账单以及委托催收的证明。',
  },
  standRight_uk: {
    en: 'You may ask us for a copy of the contract. You may also ask for a list of all that was paid.',
    zh: '您可要求提供合同副本和账户对账单。',
  },
  standRight_au: {
    en: 'You may ask for a copy of the contract and a list of what was paid. Until you have them, we must not go on as if all were clear.',
    zh: '您可要求提供合同副本和对账单，其间我们不得视为无争议继续催收。',
  },
  standElse: { en: 'What else you can do', zh: '您还可以' },
  standElse_us: {
    en: 'Ask us for the name and address of the original creditor. Your rights under federal law stand on www.cfpb.gov/debt-collection.',
    zh: '可要求我们提供原债权人的名称和地址。您依联邦法律享有的权利见 www.cfpb.gov/debt-collection。',
  },
  standElse_uk: {
    en: 'Free debt advice: StepChange, National Debtline, MoneyHelper. An adviser can ask for breathing space: sixty days in which nobody may chase you. If our answer to a complaint does not help: the Financial Ombudsman Service, free of charge.',
    zh: '免费债务咨询：StepChange、National Debtline、MoneyHelper。顾问可为您申请六十天的喘息期，其间任何人不得追讨。对投诉答复不满意的，可免费向 Financial Ombudsman Service 申诉。',
  },
  standElse_au: {
    en: 'Free help: the National Debt Helpline. You may give us a hardship notice here. If our answer to a complaint does not help: AFCA, free of charge.',
    zh: '免费帮助：National Debt Helpline。您可在此提交困难申请。对投诉答复不满意的，可免费向 AFCA 申诉。',
  },
  standElse_cn: {
    en: 'Ask for a plan of your own. If our answer to a complaint does not help: the hotline 12378 of the financial regulator.',
    zh: '可申请个性化分期还款协议。对投诉答复不满意的，可拨打金融监管总局消费者投诉维权热线 12378。',
  },
  standElse_any: {
    en: 'Talk to a person, ask for a plan, or say how we may reach you. Asking costs nothing.',
    zh: '可联系人工客服、申请还款计划，或设置联系方式。咨询不收费。',
  },
  standAnswer: { en: 'Your answer', zh: '您的答复' },
  standOld: {
    en: 'The time in which a court could be asked for this debt was over on {day}.',
    zh: '就该债务向法院请求保护的期间已于{day}届满。',
  },
  standEnded: {
    en: 'By the law of this place the debt has ended. Nothing is asked of you.',
    zh: '依当地法律，该债务已消灭，不要求您支付任何款项。',
  },
  standOthers: { en: 'Your other accounts', zh: '您的其他账户' },
  standOpen: {
    en: 'Open the account ending {tail} with {creditor}',
    zh: '查看{creditor}尾号 {tail} 的账户',
  },
  standPrint: {
    en: 'You can print this page: only what matters is printed.',
    zh: '您可打印本页，仅打印正文。',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
