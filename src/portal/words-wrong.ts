import type { Language } from '../store/templates.ts'

/** What the pages say on which somebody tells us that something is wrong, or how to be reached. */
export const WRONG_WORDS = {
  wrongTitle: { en: 'Something is wrong', zh: '情况有误' },
  wrongLead: {
    en: 'Tell us what it is. From that second we stop asking for this money until we have looked into it. You may still pay and ask.',
    zh: '请告诉我们。从提交那一刻起，在核实之前，我们不再就该款项联系您。您仍可还款和咨询。',
  },
  wrongWhat: { en: 'What is wrong?', zh: '哪里有误？' },
  wrong_identity: { en: 'This is not my account', zh: '这不是我的账户' },
  wrong_amount: { en: 'The amount is wrong', zh: '金额不对' },
  wrong_paid: { en: 'I paid it already', zh: '我已经还清' },
  wrong_fraud: { en: 'Somebody used my name', zh: '有人冒用我的名义' },
  wrongWords: { en: 'In your own words, if you like', zh: '您可以补充说明（选填）' },
  wrongHint: {
    en: 'What happened, when, and what you have that shows it. Not a card number, please.',
    zh: '发生了什么、何时发生、有何凭证。请勿填写银行卡号。',
  },
  wrongGo: { en: 'Put it on hold', zh: '提交并暂停' },
  wrongChoose: { en: 'Choose what is wrong.', zh: '请选择一项。' },
  wrongTooLong: {
    en: 'That is longer than {n} characters. Say the most important part here, and the rest to a person.',
    zh: '超过了 {n} 个字。请在此写明最重要的内容，其余可告诉人工客服。',
  },
  wrongDone: { en: 'It is on hold from now on.', zh: '已暂停。' },
  wrongKnown: {
    en: 'You told us this before, and it is still on hold. Your words were kept.',
    zh: '您之前已反映此事，目前仍在暂停中。您的补充内容已保存。',
  },
  wrongStops: { en: 'What stops', zh: '暂停的事项' },
  wrongBy: { en: '{what}: by {day}', zh: '{day}前：{what}' },
  wrongNext: { en: 'What happens now', zh: '接下来' },
  wrongPerson: {
    en: 'A person reads it. You need not do anything more. If you have papers, keep them: we will ask.',
    zh: '将由工作人员阅读处理，您无须再做什么。如有凭证请保留，我们会与您联系索取。',
  },
  wrongEnds: {
    en: 'It stays on hold until we show you newer papers, put it right, or you take it back.',
    zh: '在我们出示更新的凭证、予以更正，或您撤回之前，一直暂停。',
  },
  wrongOpen: { en: 'Told on {day}: {what} ({state})', zh: '{day}反映：{what}（{state}）' },
  wrongLink: { en: 'Something is wrong with it', zh: '情况有误？请告诉我们' },
  contactTitle: { en: 'How we contact you', zh: '联系方式设置' },
  contactLead: {
    en: 'Tick the ways by which we may write or call. Nothing else changes, and you may change it whenever you like.',
    zh: '请勾选允许我们联系您的方式。其他事项不受影响，您可随时更改。',
  },
  contactWays: { en: 'You may reach me by', zh: '可以通过以下方式联系我' },
  way_sms: { en: 'Text message', zh: '短信' },
  way_email: { en: 'E-mail', zh: '邮件' },
  way_call: { en: 'Phone call', zh: '电话' },
  way_letter: { en: 'Letter', zh: '信函' },
  way_visit: { en: 'Visit', zh: '上门' },
  way_message: { en: 'Message in an app or on these pages', zh: '应用内消息或本网站消息' },
  contactSave: { en: 'Save', zh: '保存' },
  contactStop: { en: 'Stop all of them', zh: '全部停止' },
  contactSaved: { en: 'Saved. It holds from this second.', zh: '已保存，立即生效。' },
  contactStopped: {
    en: 'We stop: no more messages, calls or visits about this. You may still pay and ask here. Only what law makes us send may still come.',
    zh: '我们将停止发送消息、来电和上门。您仍可在此还款和咨询。仅法律要求的通知可能继续寄送。',
  },
  contactSince: { en: 'stopped on {day}', zh: '已于{day}停止' },
  contactMore: { en: 'What else may suit you', zh: '其他设置' },
  contactHelper: { en: 'Let somebody assist you', zh: '由他人协助您' },
  contactLanguage: { en: 'Choose the language we write in', zh: '选择我们联系您的语言' },
  contactCall: { en: 'Ask for a call at your hour', zh: '约定来电时间' },
  contactCode: {
    en: 'You can stop anything here right now. To let something begin again, we first send you a code.',
    zh: '停止联系现在即可办理；重新开启前，我们会先向您发送验证码。',
  },
  contactCodeGo: { en: 'Get a code', zh: '获取验证码' },
  contactLink: { en: 'How we contact you, and how to stop it', zh: '联系方式设置与停止联系' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
