import type { Language } from '../store/templates.ts'

/** What stands around every page, on the first one after the fact, and on the pages about us. */
export const SHELL_WORDS = {
  person: { en: 'Talk to a person: {phone}', zh: '人工客服：{phone}' },
  other: { en: '中文', zh: 'English' },
  larger: { en: 'Larger text', zh: '放大文字' },
  smaller: { en: 'Normal text', zh: '正常文字' },
  around: { en: 'Language and text size', zh: '语言与文字大小' },
  about: { en: 'About us and your rights', zh: '关于我们与您的权利' },
  skip: { en: 'Go to the text', zh: '跳到正文' },
  leave: { en: 'Leave this page now', zh: '立即离开此页' },
  hours: { en: 'Somebody answers: {hours}', zh: '接听时间：{hours}' },
  toHome: { en: 'All you can do here', zh: '全部事项' },
  homeTitle: { en: 'What would you like to do?', zh: '您想办理什么？' },
  homeOf: { en: 'Account ending {tail} with {creditor}', zh: '{creditor}，尾号 {tail} 的账户' },
  homeFact: {
    en: 'You can stop our messages or tell us that something is wrong right now. For what is owed, and to change anything, we first send you a code.',
    zh: '停止联系、反映有误，现在即可办理。查看欠款或办理变更前，我们会先向您发送验证码。',
  },
  homeMore: { en: 'More that you can do here', zh: '其他事项' },
  homeCode: { en: 'We send you a code first', zh: '将先向您发送验证码' },
  homePay: { en: 'Pay', zh: '还款' },
  homePayAbout: {
    en: 'All of it or any part, with a receipt at once',
    zh: '全额或部分均可，立即出具收据',
  },
  homePlan: { en: 'Make a plan', zh: '制定还款计划' },
  homePlanAbout: { en: 'Smaller amounts on days that suit you', zh: '按您方便的日期分次还款' },
  homeHelp: { en: 'I cannot pay', zh: '我无力支付' },
  homeHelpAbout: {
    en: 'Tell us what comes in and goes out; we agree on no more than that allows',
    zh: '填写收支情况，约定金额不会超出您的承受能力',
  },
  homeWrong: { en: 'Something is wrong', zh: '情况有误' },
  homeWrongAbout: {
    en: 'Not mine, a wrong amount, paid already, fraud: on hold from that second',
    zh: '不是我的、金额不对、已还清、被冒名：提交即暂停',
  },
  homeContact: { en: 'How we contact you', zh: '联系方式设置' },
  homeContactAbout: { en: 'Choose the ways, or stop all of them', zh: '选择联系方式，或全部停止' },
  homeMessages: { en: 'Messages and documents', zh: '消息与文件' },
  homeMessagesAbout: {
    en: 'What we wrote to each other, letters and receipts',
    zh: '往来消息、信函与收据',
  },
  complaintsTitle: { en: 'If you want to complain', zh: '如需投诉' },
  complaintsLead: {
    en: 'Anything that we or somebody who works for us did or left undone. It costs nothing, and nothing gets worse for you because you complain.',
    zh: '您可就我们或受我们委托者的任何行为提出投诉。投诉不收费，也不会因此对您有任何不利。',
  },
  complaintsHow: { en: 'How', zh: '投诉方式' },
  complaintsCall: {
    en: 'Call {phone} and say: this is a complaint.',
    zh: '拨打 {phone}，说明您要投诉。',
  },
  complaintsWrite: {
    en: 'Answer any message of ours, or write to us at the address on {url}.',
    zh: '直接回复我们的任何消息，或按 {url} 上的地址来函。',
  },
  complaintsWhen: { en: 'By when we answer', zh: '答复期限' },
  complaintsBy: {
    en: 'For a complaint made today: {what}, by {day}',
    zh: '今天提出的投诉：{day}前{what}',
  },
  clock_acknowledge: { en: 'We tell you that we have it', zh: '我们确认已收到' },
  clock_answer: { en: 'We give you our answer', zh: '我们给出答复' },
  complaintsElse: { en: 'Who else can help', zh: '其他途径' },
  complaintsRegister: {
    en: 'The registers in which we stand, and where to report us, are listed here.',
    zh: '我们的登记信息及举报渠道见此处。',
  },
  privacyTitle: { en: 'What these pages know of you', zh: '本网站如何处理您的信息' },
  privacyOpen: {
    en: 'Opening a link tells us nothing and changes nothing. A program that looks at links finds no name and no amount.',
    zh: '仅打开链接不会产生任何记录或变化。自动预览程序看不到姓名和金额。',
  },
  privacySession: {
    en: 'After you answered our question, a cookie of these pages keeps them open for twenty minutes and no longer. Language and text size are kept until you close the browser.',
    zh: '您回答问题后，本网站的一个 Cookie 使页面保持打开二十分钟，到时失效。语言与文字大小在关闭浏览器后即清除。',
  },
  privacyNetwork: {
    en: 'Of where you connect from we keep a scrambled value, only to count wrong tries.',
    zh: '对您的网络地址，我们只保存加密后的值，仅用于统计错误次数。',
  },
  privacyOthers: {
    en: 'The pages load nothing from anybody else: no counters, no adverts, no maps. Your card number goes to the page where you pay, and not to us.',
    zh: '本网站不加载任何第三方内容：无统计、无广告、无地图。银行卡信息只提供给支付机构。',
  },
  privacyKept: {
    en: 'We keep what you tell us here, with the day and the hour. So we can prove what you said.',
    zh: '您在此告知的内容连同时间会与账户一并保存，以便证明您所说的话。',
  },
  privacyRights: {
    en: 'You may ask what we hold about you, have it put right, and object. Call {phone}, or see {url}.',
    zh: '您可查询、更正您的个人信息或提出异议。请拨打 {phone}，或查看 {url}。',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
