import type { FactKind, Line } from './flow.ts'

/** What a line may name. The sender's name is the trading name, and never says that a debt is collected. */
export type LineFacts = {
  readonly sender: string
  readonly phone: string
  readonly name: string
  readonly fact: FactKind
  /** A natural person who can be called back: without one no message is left. */
  readonly person?: string | undefined
}

type Language = 'zh' | 'en'
/** Every line but the words on the debt, which are an approved template. */
export type FixedLine = Exclude<Line, 'words'>

const FACT: Readonly<Record<Language, Readonly<Record<FactKind, string>>>> = {
  en: {
    account_tail: 'the last four digits of the reference that we gave you',
    birth_day_month: 'the day and the month of your birth, two digits each',
    id_last4: 'the last four digits of your identity number',
  },
  zh: {
    account_tail: '我们给您的编号的最后四位数字',
    birth_day_month: '您的出生日期，先两位日，再两位月',
    id_last4: '您身份证件号码的最后四位数字',
  },
}

type Said = (facts: LineFacts) => string
const EN: Readonly<Record<FixedLine, Said>> = {
  notice: () => 'This call is recorded.',
  greeting: ({ sender, name, fact }) =>
    `Hello, this is an automated call from ${sender}, for ${name}. It is personal. If you are ${name}, please enter ${FACT.en[fact]}. If you are somebody else, press 0. To stop our calls and messages, press 9.`,
  again: ({ fact }) =>
    `That did not match. Please enter ${FACT.en[fact]}. If you are somebody else, press 0.`,
  menu: () =>
    'To be sent a link, press 1. To be called back, press 2. To talk to a person, press 3. To stop our calls and messages, press 9.',
  menu_again: () =>
    'Press 1 for a link, 2 to be called back, 3 to talk to a person, 9 to stop our calls and messages.',
  sorry: () => 'We are sorry to have troubled you. Goodbye.',
  goodbye: ({ phone }) => `Thank you. You can call us on ${phone}. Goodbye.`,
  stopped: () => 'We will stop. You will not hear from us this way again. Goodbye.',
  link_comes: () => 'Thank you. One of us will send you the link. Goodbye.',
  we_call_back: () => 'Thank you. One of us will call you back. Goodbye.',
  connecting: () => 'One moment, please.',
  person_calls: () => 'Thank you. Nobody is free just now. One of us will call you. Goodbye.',
  voicemail: ({ sender, phone, name, person = '' }) =>
    `Hello ${name}, this is ${person} from ${sender}. Please call me or any of us back on ${phone}.`,
}
const ZH: Readonly<Record<FixedLine, Said>> = {
  notice: () => '本次通话将被录音。',
  greeting: ({ sender, name, fact }) =>
    `您好，这里是${sender}的自动语音来电，找${name}，涉及个人事项。如果您是${name}，请输入${FACT.zh[fact]}。如果您不是本人，请按0。不想再接到我们的来电和信息，请按9。`,
  again: ({ fact }) => `输入不符，请再次输入${FACT.zh[fact]}。如果您不是本人，请按0。`,
  menu: () =>
    '需要我们发送链接，请按1。需要回电，请按2。需要人工服务，请按3。不想再接到我们的来电和信息，请按9。',
  menu_again: () => '发送链接请按1，回电请按2，人工服务请按3，停止联系请按9。',
  sorry: () => '打扰了，很抱歉。再见。',
  goodbye: ({ phone }) => `谢谢。您可以致电${phone}联系我们。再见。`,
  stopped: () => '我们将停止联系，您不会再接到这样的来电和信息。再见。',
  link_comes: () => '谢谢，我们的工作人员会把链接发给您。再见。',
  we_call_back: () => '谢谢，我们的工作人员会给您回电。再见。',
  connecting: () => '请稍候。',
  person_calls: () => '谢谢，现在没有空闲的工作人员，我们会给您回电。再见。',
  voicemail: ({ sender, phone, name, person = '' }) =>
    `${name}您好，我是${sender}的${person}，请回电${phone}，找我或任一工作人员均可。`,
}
const LINES: Readonly<Record<Language, Readonly<Record<FixedLine, Said>>>> = { en: EN, zh: ZH }

/** What is said, in the borrower's language. */
export const sayLine = (line: FixedLine, language: Language, facts: LineFacts): string =>
  LINES[language][line](facts)

/** What a key means in the person's own words, as they would have written it. */
export const KEY_WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  stop: {
    en: 'STOP. Do not call or write to me again.',
    zh: '停止联系，别再打电话、发信息给我。',
  },
  not_them: { en: 'Wrong number, I am not that person.', zh: '打错了，我不是本人。' },
  pay_link: { en: 'Please send me a link.', zh: '请发给我链接。' },
  call_back: { en: 'Please call me back.', zh: '请给我回电话。' },
  person: { en: 'I want to talk to a person.', zh: '我想和人工客服说话。' },
}
