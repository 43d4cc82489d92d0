export const QUICK_WORDS = {
  'quick.day_hint': {
    zh: '周五、明天、下月3号、+5 或 2026-12-03',
    en: 'fri, tomorrow, 3 dec, +5 or 2026-12-03',
  },
  'quick.day_unread': {
    zh: '没有读懂这个日期，例如：周五、下月3号、2026-12-03',
    en: 'That day is not clear. Write for example fri, 3 dec or 2026-12-03',
  },
  'quick.day_read': {
    zh: '{day}，{days} 天后',
    en: '{day}, {days, plural, one {# day} other {# days}} from now',
  },
  'quick.fits': { zh: '符合承诺规则', en: 'Within what may be promised' },
  'quick.kept.amount': {
    zh: '这个金额的承诺有 {rate} 履行（{count} 笔到期）',
    en: '{rate} of promises of this size are kept ({count} fell due)',
  },
  'quick.kept.days_ahead': {
    zh: '这么久以后的承诺有 {rate} 履行（{count} 笔到期）',
    en: '{rate} of those this far ahead are kept ({count} fell due)',
  },
  'quick.link': { zh: '生成付款链接', en: 'Make a pay link' },
  'quick.link_offer': { zh: '需要付款链接吗？', en: 'A link to pay it?' },
  'quick.link_ready': { zh: '付款链接，{at} 前有效', en: 'Pay link, good until {at}' },
  'quick.link_copied': { zh: '已复制', en: 'Copied' },
} as const
