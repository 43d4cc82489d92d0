export const SEARCH_WORDS = {
  'search.results': { zh: '找到的案件', en: 'Cases found' },
  'search.none': {
    zh: '没有找到。回车在案件列表中查找。',
    en: 'Nobody is found. Enter looks in the list.',
  },
  'search.more': { zh: '还有更多，再输入一些。', en: 'There are more: type more of it.' },
  'search.payer': { zh: '付款人', en: 'Payer' },
} as const
