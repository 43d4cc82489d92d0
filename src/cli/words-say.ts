/** The sentences of the command that checks words, in both languages. */
export const SAY_WORDS = {
  helpLint: {
    en: 'say what may not be said in a text, with the place and what would be right',
    zh: '检查一段文字有无不得使用的表述，指出位置和正确写法',
  },
  optLintChannel: {
    en: 'by which channel it leaves: sms, email, call, letter, visit, message',
    zh: '发送渠道：sms、email、call、letter、visit、message',
  },
  optLintLanguage: { en: 'the language of the text: zh or en', zh: '文字的语言：zh 或 en' },
  optLintShared: {
    en: 'others may see or hear it (voicemail, card, envelope, subject line)',
    zh: '他人可能看到或听到（语音留言、明信片、信封、邮件主题）',
  },
  optLintAmounts: {
    en: 'the amounts that the ledger knows, such as "CNY 1234.50, CNY 100.00"',
    zh: '账簿中的金额，例如“CNY 1234.50, CNY 100.00”',
  },
  optLintFile: { en: 'read the text from a file', zh: '从文件读取文字' },
  lintBadChannel: {
    en: '--channel: "{text}" is none of sms, email, call, letter, visit, message.',
    zh: '--channel：“{text}”不是 sms、email、call、letter、visit、message 之一。',
  },
  lintBadLanguage: {
    en: '--language: "{text}" is neither zh nor en.',
    zh: '--language：“{text}”不是 zh 或 en。',
  },
  lintBadAmount: {
    en: '--amounts: "{text}" is not an amount; write it like CNY 1234.50.',
    zh: '--amounts：“{text}”不是金额，请写成 CNY 1234.50。',
  },
  lintNoText: {
    en: 'lint: give the text, or --file with its name.',
    zh: 'lint：请给出文字，或用 --file 指定文件。',
  },
  lintNoFile: { en: '{file} cannot be read: {why}', zh: '无法读取 {file}：{why}' },
  lintClean: { en: 'Nothing in it may not be said.', zh: '没有发现不得使用的表述。' },
  lintFinding: {
    en: '{from}-{to} "{words}": {what} {right}',
    zh: '第 {from}-{to} 字“{words}”：{what}{right}',
  },
  lintCount: { en: '{n} to mend.', zh: '共 {n} 处需要修改。' },
} as const
