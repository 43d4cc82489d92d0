import { sayer } from './sayer.ts'

/** What the pages say to whoever cannot pay. */
export const sayHelp = sayer({
  title: { en: 'I cannot pay', zh: '我无力支付' },
  lead: {
    en: 'Thank you for telling us. You are not the only one, and asking costs nothing. Once you ask below, we stop asking for money.',
    zh: '谢谢您告诉我们。遇到困难的不只您一个人，咨询不收任何费用。您在下方提出后，我们会立即停止催款。',
  },
  advice: { en: 'Free advice from others', zh: '免费的外部咨询' },
  adviceLead: {
    en: 'They are not part of us and look at all your debts. You need not pay anybody for advice.',
    zh: '以下机构与我们无关，可以帮您通盘考虑所有债务。您无需为咨询付费。',
  },
  adviceUnsure: {
    en: 'We could not check this ourselves: look it up first.',
    zh: '我们未能核实此信息，请先自行查证。',
  },
  adviceNone: {
    en: 'We know of no free adviser where you live. Ask your town hall or a charity near you.',
    zh: '我们暂不掌握您所在地的免费咨询机构，可向当地政府部门或公益组织咨询。',
  },
  call: { en: 'Call {phone}', zh: '电话 {phone}' },
  what: { en: 'What would help now?', zh: '现在什么对您有帮助？' },
  doAdvice: { en: 'I am getting debt advice', zh: '我正在接受债务咨询' },
  doAdviceAbout: {
    en: 'We stop for {days, plural, one {1 day} other {# days}}, at once',
    zh: '我们立即暂停 {days} 天',
  },
  doTell: { en: 'Tell us what happened', zh: '告诉我们发生了什么' },
  doTellAbout: {
    en: 'We stop until we have answered you',
    zh: '在答复您之前，我们暂停催款',
  },
  doBudget: { en: 'Work out what you can pay', zh: '算一算您能还多少' },
  doBudgetAbout: {
    en: 'Short questions, kept as you go. You see the answer at once.',
    zh: '简短问题，随填随存，立即得出结果。',
  },
  doTalk: { en: 'Talk to a person', zh: '联系人工' },
  doTalkAbout: { en: 'A call when it suits you, or a message', zh: '约定来电时间，或给我们留言' },
  state_on: {
    en: 'On hold. Nobody writes to you about this before {day}.',
    zh: '已暂停。{day}之前我们不会为此联系您。',
  },
  state_told: {
    en: 'Told on {day}. On hold until we have answered.',
    zh: '已于{day}告知，在答复前暂停催款。',
  },
  state_begun: { en: 'Begun', zh: '已开始' },
  state_done: { en: 'Done', zh: '已完成' },
  answerSome: {
    en: 'By your answers you could pay {amount} a month and keep something for yourself.',
    zh: '按您的答案，每月可还 {amount}，并为自己留有余地。',
  },
  answerPlan: {
    en: 'See what a plan of {amount} a month looks like',
    zh: '查看每月 {amount} 的还款计划',
  },
  answerNone: {
    en: 'By your answers nothing is left to pay with. We do not ask you to pay now. Tell us what happened, and get free advice.',
    zh: '按您的答案，目前没有余钱还款。我们现在不要求您还款。请告诉我们发生了什么，并寻求免费咨询。',
  },
  adviceTitle: { en: 'I am getting debt advice', zh: '我正在接受债务咨询' },
  adviceAsk: {
    en: 'Press the button and we stop asking for money for {days, plural, one {1 day} other {# days}}, so that you have time. We take your word for it.',
    zh: '点击按钮后，我们将暂停催款 {days} 天，让您有时间安排。我们相信您的说明。',
  },
  adviceWho: { en: 'Who advises you? You need not say.', zh: '由谁为您提供咨询？可以不填。' },
  adviceWhoWhy: {
    en: 'We ask so that we know their letter when it comes.',
    zh: '我们这样问，是为了在收到对方来信时能够识别。',
  },
  adviceGo: { en: 'Stop for {days, plural, one {1 day} other {# days}}', zh: '暂停 {days} 天' },
  adviceDone: {
    en: 'It is on hold. Nobody asks you for this money before {day}.',
    zh: '已暂停。{day}之前不会有人向您催收此款。',
  },
  // No word of these is heard as a lawyer's or as a stop: what was chosen has stopped already.
  adviceWords: {
    en: 'Chosen on our pages: the thirty days for free help with money. {who}',
    zh: '已在网页选择三十天安排时间。{who}',
  },
  fault_advice_already: {
    en: 'It is on hold already, because you told us that you are being advised.',
    zh: '您已告知正在接受咨询，目前处于暂停中。',
  },
  fault_advice_too_often: {
    en: 'You have had this twice within half a year. A person can give you more time: tell us what happened, or call {phone}.',
    zh: '半年内您已使用两次。如需更多时间，请告诉我们发生了什么，或致电 {phone}，由工作人员处理。',
  },
  tellTitle: { en: 'What happened?', zh: '发生了什么？' },
  tellWhy: {
    en: 'We ask so that we can offer what fits. Choose what comes nearest.',
    zh: '我们这样问，是为了提供合适的帮助。请选择最接近的一项。',
  },
  unsure: { en: 'I am not sure, or would rather not say', zh: '不确定，或不便说明' },
  next: { en: 'Continue', zh: '继续' },
  choose: { en: 'Choose one of them.', zh: '请选择一项。' },
  checkTitle: { en: 'Check before you send it', zh: '提交前请核对' },
  checkWhat: { en: 'What happened', zh: '发生的情况' },
  change: { en: 'Change', zh: '修改' },
  words: {
    en: 'Anything else that we should know? You need not write anything.',
    zh: '还有什么需要我们了解的吗？可以不填。',
  },
  wordsHint: {
    en: 'Since when, and what would help. Not a card number, please.',
    zh: '例如从何时开始、需要怎样的帮助。请勿填写银行卡号。',
  },
  tooLong: { en: 'That is longer than {n} characters.', zh: '超过了 {n} 个字。' },
  stops: { en: 'What stops when you press the button', zh: '点击后将暂停的事项' },
  stopped: { en: 'What has stopped', zh: '已暂停的事项' },
  until: {
    en: 'Until we have answered you, by {day} at the latest.',
    zh: '直到我们答复您为止，最迟{day}答复。',
  },
  untilOpen: { en: 'Until we have answered you.', zh: '直到我们答复您为止。' },
  mayPay: { en: 'You may still pay and ask at any time.', zh: '您仍可随时还款和咨询。' },
  tellGo: { en: 'Stop asking me, and look at it', zh: '停止催款并处理' },
  tellDone: {
    en: 'We have stopped. Thank you for telling us.',
    zh: '我们已停止催款。谢谢您告诉我们。',
  },
  tellKnown: {
    en: 'You told us before, and it is still on hold. Your words were kept.',
    zh: '您之前已告知，目前仍在暂停中。您的补充内容已保存。',
  },
  tellWords: { en: 'I cannot pay. {sort}', zh: '我无力支付。{sort}' },
  next2: { en: 'What happens now', zh: '接下来' },
  nextPerson: {
    en: 'A person looks at it and answers with reasons. You need not do anything more.',
    zh: '将由工作人员审核并说明理由答复您，您无需再做什么。',
  },
  nextBudget: {
    en: 'If you fill in the short budget, they can answer sooner.',
    zh: '填写简短的收支表，可以更快得到答复。',
  },
  back: { en: 'Back to “I cannot pay”', zh: '返回“我无力支付”' },
  fault: {
    en: 'That could not be done here. Nothing has changed. Call {phone} and we will help.',
    zh: '此处无法完成，未作任何更改。请致电 {phone}，我们会协助您。',
  },
})
