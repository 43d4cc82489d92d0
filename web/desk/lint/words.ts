export const LINT_WORDS = {
  'lint.title': { zh: '这些话不能发出', en: 'These words may not leave' },
  'lint.mend': { zh: '先改好标出的话', en: 'Mend the marked words first' },
  'lint.away': {
    zh: '现在无法边写边查；发送时由系统检查。',
    en: 'Not checked while you type just now. The server checks when you send.',
  },
} as const
