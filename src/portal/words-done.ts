import type { Language } from '../store/templates.ts'

/** What the page of the end says, and the certificate itself. */
export const DONE_WORDS = {
  doneTitle: { en: 'Closure certificate', zh: '结清证明' },
  doneClosed: { en: 'Your account is closed', zh: '账户关闭证明' },
  doneSoldTitle: { en: 'What this does not say', zh: '本证明未说明的事项' },
  doneSold: {
    en: '{creditor} told us that the account is closed, not why: it may have been paid, let go, written off, or sold to somebody else.',
    zh: '{creditor}只告知账户已关闭，未说明原因：可能是已还清、已免除、已核销，或已转让给他人。',
  },
  doneSoldWho: {
    en: 'Does somebody else ask you for this debt? Pay nothing yet. Call us on {phone}: we ask {creditor} who owns it now and since when. Then ask the new owner for the written notice of the sale.',
    zh: '如有他人向您追讨这笔欠款，请先不要付款。请致电 {phone}，我们会向{creditor}核实现在的债权人及转让日期；您也可要求对方出示书面的债权转让通知。',
  },
  doneSoldHead: { en: 'This debt was sold', zh: '债权已转让' },
  doneSoldOn: {
    en: 'Since {day} somebody else owns this debt. We collect nothing on it any more, and pay nothing to us. Call {phone}: we tell you who owns it now. Then ask the new owner for the written notice of the sale before you pay.',
    zh: '自{day}起，这笔债权已转让给他人，我们不再就此收款，请不要向我们付款。请致电 {phone}，我们会告知现在的债权人；付款前请要求对方出示书面的债权转让通知。',
  },
  doneAbout: {
    en: 'Proof that the account is closed and nothing is owed on it',
    zh: '证明账户已关闭、无欠款',
  },
  doneNotYet: {
    en: 'The book does not say yet that this account is closed and that nothing is owed on it. When it does, the certificate is here.',
    zh: '账面尚未记载该账户已关闭且无欠款。一旦记载，您可在此获取结清证明。',
  },
  doneOwn: {
    en: 'That takes up to 14 days after the last payment. Until then a payment can still go back.',
    zh: '末笔还款后最多需 14 天，因为在此期间款项可能被退回。',
  },
  doneNoSetter: {
    en: 'The certificate cannot be made here now. Call {phone}: we send it to you.',
    zh: '目前无法在此生成证明。请致电 {phone}，我们会寄送给您。',
  },
  doneIs: {
    en: 'On {closed} the account ending {tail} was closed in the books of {creditor}. Nothing is owed on it to {creditor}.',
    zh: '{creditor}账面记载，尾号 {tail} 的账户已于{closed}关闭。该账户对{creditor}无任何欠款。',
  },
  doneNumber: { en: 'Number', zh: '编号' },
  doneIssued: { en: 'Made on', zh: '出具日期' },
  doneHash: { en: 'SHA-256 of the file', zh: '文件 SHA-256' },
  doneGet: { en: 'Download as PDF', zh: '下载 PDF' },
  doneGet_en: { en: 'In English (PDF)', zh: '英文版（PDF）' },
  doneGet_zh: { en: 'In Chinese (PDF)', zh: '中文版（PDF）' },
  doneCheck: {
    en: 'Anybody to whom you show it can check it under “Is this real?” by its number.',
    zh: '您向任何人出示后，对方可在“这是真的吗”页面凭编号核实。',
  },
  doneLetter: {
    en: '{sender}\n{day}\n\nTo {name}\n\nOn {closed} your account ending {tail} was closed in the books of {creditor}. You owe nothing on it to {creditor}.\n\nKeep this certificate. It is your proof.\n\nIts number is {number}. Anybody may check the number on {url} under “Is this real?”, or by calling {phone}.',
    zh: '{sender}\n{day}\n\n{name}：\n\n{creditor}账面记载，您尾号{tail}的账户已于{closed}关闭。该账户您对{creditor}不再有任何欠款。\n\n请保存本证明。\n\n本证明编号为{number}。任何人可在 {url} 的“这是真的吗”页面或致电{phone}核实该编号。',
  },
  doneLetterClosed: {
    en: '{sender}\n{day}\n\nTo {name}\n\nOn {closed} your account ending {tail} was closed in the books of {creditor}. You owe nothing on it to {creditor}.\n\nThis paper does not say why it was closed. If somebody else asks you for this debt, call {phone} before you pay.\n\nKeep this certificate. It is your proof.\n\nIts number is {number}. Anybody may check the number on {url} under “Is this real?”, or by calling {phone}.',
    zh: '{sender}\n{day}\n\n{name}：\n\n{creditor}账面记载，您尾号{tail}的账户已于{closed}关闭。该账户您对{creditor}不再有任何欠款。\n\n本证明不说明关闭的原因。如有他人向您追讨这笔欠款，请在付款前致电{phone}。\n\n请保存本证明。\n\n本证明编号为{number}。任何人可在 {url} 的“这是真的吗”页面或致电{phone}核实该编号。',
  },
  realCertificate: {
    en: 'Yes. On {day} we made a closure certificate with this number. The file of it in Chinese has the SHA-256 {zh}, in English {en}.',
    zh: '是的。我们于{day}出具了此编号的结清证明。中文版文件的 SHA-256 为 {zh}，英文版为 {en}。',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
