/** The sentences of the command that finds people, in both languages. */
export const SEARCH_WORDS = {
  helpSearch: {
    en: 'cases by anything: a name, pinyin, the end of a number, an amount, a reference, a bank’s line; --keys: make what they are found by',
    zh: '按任意线索找案件：姓名、拼音、号码尾号、金额、编号、银行流水；--keys：补全检索键',
  },
  optSearchKeys: {
    en: 'make the keys of everybody whose name, numbers or references have changed',
    zh: '为姓名、号码或编号有变动的借款人重建检索键',
  },
  searchKeysMade: {
    en: 'Search: the keys of {count} borrowers were made.',
    zh: '检索：已为 {count} 名借款人建立检索键。',
  },
  searchNothing: { en: 'Nobody is found by that.', zh: '没有找到。' },
  searchWhat: {
    en: 'Say what to look for, or --keys. Write for example: forbear search zhangsan',
    zh: '请写明要找什么，或用 --keys。例如：forbear search zhangsan',
  },
} as const
