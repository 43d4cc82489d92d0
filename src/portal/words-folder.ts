import type { Language } from '../store/templates.ts'

/** What the pages of printed codes and of the borrower's folder say. */
export const FOLDER_WORDS = {
  codeTitle: { en: 'Type the code of your letter', zh: '输入信函上的编码' },
  codeLabel: { en: 'The code', zh: '编码' },
  codeHint: {
    en: 'Letters and figures, in the box at the end of the letter. For example 1-K7M2-QWXN-4T8P',
    zh: '字母和数字，位于信函末尾的方框内，例如 1-K7M2-QWXN-4T8P',
  },
  codeWrong: {
    en: 'No letter has this code now. Look at the letter and type it again, or call the number on it.',
    zh: '没有与此编码对应的有效信函。请核对后重新输入，或拨打信函上的电话。',
  },
  folderTitle: { en: 'Your messages and documents', zh: '您的消息与文件' },
  folderNone: { en: 'No message waits here.', zh: '此处没有消息。' },
  folderLetters: { en: 'Letters that we posted', zh: '已寄出的信函' },
  folderSaid: { en: 'Texts and e-mails, and what you wrote to us', zh: '短信、邮件往来' },
  folderOut: { en: 'From us, {day} · {way}', zh: '{day} · 我方 · {way}' },
  folderIn: { en: 'From you, {day} · {way}', zh: '{day} · 您 · {way}' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
