export const UNDO_WORDS = {
  'command.act.undo': { zh: '撤销刚才的操作', en: 'Take back what you did last' },
  'undo.undo': { zh: '撤销', en: 'Undo' },
  'undo.undone': { zh: '已撤销', en: 'Taken back' },
  'undo.nothing': {
    zh: '没有可以撤销的操作',
    en: 'You did nothing here that could be taken back',
  },
  'undo.call_ended': { zh: '已登记：{name}', en: 'Recorded: {name}' },
  'undo.cannot.left': {
    zh: '已转到另一个案件：请打开前一个案件的通话更改结果',
    en: 'Another case is open now: its call is put right where it was recorded',
  },
  'undo.cannot.money': {
    zh: '款项登记后不能撤销，须由主管冲正',
    en: 'Money is never unsaid: a manager reverses it',
  },
  'undo.cannot.plan': {
    zh: '方案和计划不能撤销：请用其自身的操作更改或终止，并说明原因',
    en: 'A plan or an offer is changed or ended by its own acts, with a reason',
  },
  'undo.cannot.budget': {
    zh: '收支表不能撤销：保存正确的一份即可取代它',
    en: 'A budget is not unsaid: save the right one, and it takes its place',
  },
  'undo.cannot.care': {
    zh: '对方告诉我们的情况会留档：请用其自身的操作更改或结束',
    en: 'What somebody told us stays on record: it is changed or ended by its own acts',
  },
  'undo.cannot.law': {
    zh: '有法律效力的记录会留档：请登记正确的一份',
    en: 'What counts in law stays on record: record the right one beside it',
  },
  'undo.cannot.meaning': {
    zh: '请再次选择这条消息的含义',
    en: 'Say again what the message means',
  },
  'undo.cannot.attached': {
    zh: '消息已按归属处理，其触发的停催立即生效：请在收件箱中更正其含义',
    en: 'What the message stops is stopped already: put its meaning right in the inbox',
  },
  'undo.cannot.spared': {
    zh: '对方要求避开的时间只能由主管或合规人员终止',
    en: 'What somebody asked to be spared is ended by a manager or compliance',
  },
} as const
