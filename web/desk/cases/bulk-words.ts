export const BULK_WORDS = {
  'bulk.bar': { zh: '批量操作', en: 'Acts on several cases' },
  'bulk.none': {
    zh: '勾选案件，或选择全部符合条件的案件',
    en: 'Tick cases, or take all that match',
  },
  'bulk.chosen': {
    zh: '已选 {count} 个案件',
    en: '{count, plural, one {# case chosen} other {# cases chosen}}',
  },
  'bulk.all': { zh: '全部符合条件的', en: 'All that match' },
  'bulk.all_chosen': { zh: '已选全部符合条件的案件', en: 'All that match are chosen' },
  'bulk.clear': { zh: '取消选择', en: 'Choose none' },
  'bulk.hold': { zh: '批量停催…', en: 'Place holds…' },
  'bulk.release': { zh: '批量解除停催…', en: 'Lift holds…' },
  'bulk.release_closed': {
    zh: '只有经理和合规可以批量解除',
    en: 'Only managers and compliance lift holds of many cases',
  },
  'bulk.choose_first': { zh: '请先选择案件', en: 'Choose cases first' },
  'bulk.preview': { zh: '先看结果', en: 'See what it would do' },
  'bulk.eligible': {
    zh: '共 {total} 个：{eligible} 个可以执行。',
    en: '{eligible} of {total} can be done.',
  },
  'bulk.more': {
    zh: '符合条件的超过一次能处理的数量，只取前一万个。',
    en: 'More match than one job takes: the first ten thousand are taken.',
  },
  'bulk.blocked': { zh: '{count} 个不能执行：{reason}', en: '{count} cannot: {reason}' },
  'bulk.sample': { zh: '例如 {names}', en: 'such as {names}' },
  'bulk.do.hold': {
    zh: '为 {count} 个案件停催',
    en: 'Place {count, plural, one {# hold} other {# holds}}',
  },
  'bulk.do.release': {
    zh: '为 {count} 个案件解除停催',
    en: 'Lift the holds of {count, plural, one {# case} other {# cases}}',
  },
  'bulk.running': { zh: '进行中：{done} / {total}', en: 'Under way: {done} of {total}' },
  'bulk.done': {
    zh: '已完成：{done} 个已执行，{refused} 个未执行。',
    en: 'Done: {done} done, {refused} not.',
  },
  'bulk.undo': { zh: '撤销', en: 'Undo' },
  'bulk.undone': { zh: '已在撤销。', en: 'It is being undone.' },
  'bulk.rows': { zh: '每个案件的结果', en: 'The result of each case' },
  'bulk.result.done': { zh: '已执行', en: 'done' },
  'bulk.result.refused': { zh: '未执行', en: 'not done' },
  'bulk.result.waiting': { zh: '等待', en: 'waits' },
  'bulk.tick': { zh: '选择{name}', en: 'Choose {name}' },
  'bulk.close': { zh: '关闭', en: 'Close' },
} as const
