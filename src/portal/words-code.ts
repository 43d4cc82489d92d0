import type { Language } from '../store/templates.ts'

/** What the pages say on which somebody asks for a code and types it. Nothing here speaks of money. */
export const CODE_WORDS = {
  ownTitle: { en: 'One more step: a code', zh: '还需一步：验证码' },
  ownWhy: {
    en: 'The next page shows what only you should see. So we send a code to an address of yours that we have already.',
    zh: '下一页的内容只应由您本人看到，因此我们会向您已登记的联系方式发送验证码。',
  },
  ownWhere: { en: 'Where shall we send it?', zh: '发送到哪里？' },
  ownWay_sms: { en: 'Text message to {to}', zh: '短信发送至 {to}' },
  ownWay_email: { en: 'E-mail to {to}', zh: '邮件发送至 {to}' },
  ownStopped: {
    en: 'You stopped messages here. We send this one code, and everything else stays stopped.',
    zh: '您已停止我们通过此方式联系您。我们只发送这一条验证码，其他消息仍然停止。',
  },
  ownLost: {
    en: 'Is none of these yours any more, or can you not open them now?',
    zh: '以上都已不再使用，或现在无法查收？',
  },
  ownSend: { en: 'Send the code', zh: '发送验证码' },
  ownNever: {
    en: 'Type it here and tell it to nobody. Nobody of ours will ever ask for it.',
    zh: '请仅在此处输入，不要告诉任何人。我们的工作人员绝不会向您索要。',
  },
  ownSentTitle: { en: 'Type the code', zh: '输入验证码' },
  ownSent: {
    en: 'A code with six figures is on its way. It works for ten minutes, and you have three tries.',
    zh: '六位数字验证码已发出，十分钟内有效，共有三次机会。',
  },
  ownSentTo: {
    en: 'A code with six figures is on its way to {to}. It works for ten minutes, and you have three tries.',
    zh: '六位数字验证码已发送至 {to}，十分钟内有效，共有三次机会。',
  },
  ownLabel: { en: 'The code', zh: '验证码' },
  ownHint: { en: 'Six figures. You may paste it.', zh: '六位数字，可直接粘贴。' },
  ownWrong: {
    en: 'This code does not open the page: it is wrong, too old or used. Look at the newest message, or ask for another code.',
    zh: '验证码不正确、已过期或已使用。请查看最新消息，或重新获取验证码。',
  },
  ownAnother: {
    en: 'Nothing came, or not your address? Choose where we send it',
    zh: '没有收到，或不是您的联系方式？重新选择',
  },
  ownMany: {
    en: 'Too many codes were asked for. Please wait an hour, or talk to a person.',
    zh: '获取验证码次数过多。请一小时后再试，或联系人工客服。',
  },
  ownNotNow: {
    en: 'At this hour we may not send to that address. Choose another one, or try again in the daytime.',
    zh: '目前时段不能向该联系方式发送。请选择其他方式，或在白天再试。',
  },
  ownNotThisWay: {
    en: 'The law does not let us use that address now. Choose another one, or call us.',
    zh: '依法目前不能使用该联系方式。请选择其他方式，或致电我们。',
  },
  ownNotTaken: {
    en: 'The code could not be sent now. Please try again in a minute, or choose another address.',
    zh: '验证码暂时无法发送。请稍后再试，或选择其他方式。',
  },
  ownNone: {
    en: 'We have no address of yours that can take a code, so this page stays closed here.',
    zh: '我们没有可接收验证码的联系方式，因此无法在此打开该页。',
  },
  ownNoneCall: {
    en: 'Call {phone}. A person checks who you are another way. They do it with you, or send the papers by post.',
    zh: '请致电 {phone}，工作人员将以其他方式核实您的身份，为您办理，或将文件邮寄给您。',
  },
  ownMeanwhile: { en: 'What you can do without a code', zh: '无需验证码即可办理' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
