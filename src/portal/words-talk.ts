import { sayer } from './sayer.ts'

/** What the pages say on which somebody talks to a person, or complains. */
export const sayTalk = sayer({
  title: { en: 'Talk to a person', zh: '联系人工' },
  lead: {
    en: 'Call {phone}, or choose here what suits you.',
    zh: '可拨打 {phone}，或在此选择方便的方式。',
  },
  doCall: { en: 'Ask us to call you at a time', zh: '约定时间给我回电' },
  doWrite: { en: 'Write us a message', zh: '给我们留言' },
  doComplain: { en: 'Complain', zh: '投诉' },
  agreed: { en: 'We agreed to call you: {when}', zh: '已约定来电时间：{when}' },
  cancel: { en: 'Do not call me then', zh: '取消此次来电' },
  cancelled: { en: 'We will not call you then.', zh: '已取消此次来电。' },
  callTitle: { en: 'When shall we call?', zh: '我们何时给您打电话？' },
  callWhy: {
    en: 'It is one call, to your own number that we have. We only offer hours at which the law lets us call.',
    zh: '只打一次，拨打您预留的本人号码。仅在法律允许的时段内拨打。',
  },
  day: { en: 'Day', zh: '日期' },
  hour: { en: 'Hour, where you are', zh: '时间（您所在地）' },
  callAbout: { en: 'What is it about? You need not say.', zh: '想谈什么？可以不填。' },
  callGo: { en: 'Call me then', zh: '请在此时来电' },
  callDone: { en: 'Agreed. We call you {when}.', zh: '已约定，我们将在{when}致电。' },
  callBad: { en: 'Choose a day and an hour.', zh: '请选择日期和时间。' },
  callPast: { en: 'That hour is over. Choose a later one.', zh: '该时间已过，请选择之后的时间。' },
  callNoNumber: {
    en: 'We have no number of yours that works. Write to us, or call {phone}.',
    zh: '我们没有您可用的电话号码。请给我们留言，或致电 {phone}。',
  },
  callUnlawful: {
    en: 'At that hour we may not call you. Choose another one.',
    zh: '该时段我们不得致电，请另选时间。',
  },
  callEarliest: {
    en: 'At that hour we may not call you. The first hour that we may is {when}.',
    zh: '该时段我们不得致电，最早可在{when}。',
  },
  callOff: {
    en: 'Calls are not agreed here. Call {phone}.',
    zh: '此处无法约定来电，请致电 {phone}。',
  },
  writeTitle: { en: 'Write to us', zh: '给我们留言' },
  writeLabel: { en: 'Your message', zh: '您的留言' },
  writeHint: {
    en: 'A person reads it. Not a card number, please.',
    zh: '将由工作人员阅读。请勿填写银行卡号。',
  },
  writeGo: { en: 'Send it', zh: '发送' },
  writeBad: { en: 'Write something, at most {n} characters.', zh: '请填写内容，最多 {n} 字。' },
  writeDone: {
    en: 'We have it. A person reads it and answers.',
    zh: '已收到，工作人员会阅读并回复。',
  },
  writeStopped: {
    en: 'Because of what you wrote, we have stopped. We do not ask for this money until a person has read it.',
    zh: '根据您的留言，在工作人员阅读之前，我们已停止催款。',
  },
  crisis: {
    en: 'If you are in danger now, call the emergency number where you are. You matter more than any debt.',
    zh: '如果您现在有危险，请立即拨打 110 或 120。您比任何债务都重要。',
  },
  complainTitle: { en: 'Complain', zh: '投诉' },
  complainLead: {
    en: 'Tell us what went wrong. A complaint is never held against you, and it changes nothing about what you may do here.',
    zh: '请告诉我们哪里做得不对。投诉不会对您产生任何不利影响，也不影响您在此办理其他事项。',
  },
  complainWhat: { en: 'What is it about?', zh: '您要投诉什么？' },
  complainWho: {
    en: 'Is it about one person? Their name or id, if you know it.',
    zh: '是否针对某位人员？如知道，请填写姓名或工号。',
  },
  complainWhoHint: {
    en: 'We ask so that somebody else looks into it. Leave it empty if you are not sure.',
    zh: '我们这样问，是为了安排其他人员调查。不确定可留空。',
  },
  complainWords: { en: 'What happened?', zh: '发生了什么？' },
  complainWordsHint: {
    en: 'When, what was said or done, and what would put it right. Not a card number, please.',
    zh: '何时、说了或做了什么、希望如何解决。请勿填写银行卡号。',
  },
  complainWith: { en: 'Show us something from your folder?', zh: '是否附上资料夹中的内容？' },
  complainWithHint: {
    en: 'We see what you tick, and only that. It then stays in your folder until the complaint is over.',
    zh: '我们只能看到您勾选的内容。勾选后，在投诉结束前将保留在资料夹中。',
  },
  complainNone: {
    en: 'Your folder is empty. You may add to it first.',
    zh: '您的资料夹为空，可先添加。',
  },
  complainOpen: { en: 'Open your folder first', zh: '先打开资料夹' },
  next: { en: 'Continue', zh: '继续' },
  choose: { en: 'Choose what it is about.', zh: '请选择投诉事项。' },
  unsure: { en: 'I am not sure', zh: '我不确定' },
  checkWhat: { en: 'It is about', zh: '投诉事项' },
  change: { en: 'Change', zh: '修改' },
  complainGo: { en: 'Send the complaint', zh: '提交投诉' },
  complainDone: { en: 'We have your complaint.', zh: '已收到您的投诉。' },
  complainKnown: {
    en: 'You complained about this before, and it is still open. What you wrote and ticked was added.',
    zh: '您之前已就此投诉，仍在处理中。您填写和勾选的内容已补充。',
  },
  complainBy: { en: '{what}: by {day}', zh: '{day}前：{what}' },
  complainFiles: { en: 'From your folder: {n}', zh: '附资料：{n} 项' },
  complainNext: { en: 'What happens now', zh: '接下来' },
  complainElse: {
    en: 'Not content with our answer? You may go to an outside body; our answer says which.',
    zh: '如对答复不满意，可向外部机构反映；我们的答复会写明途径。',
  },
  complainAbout: { en: 'It is about: {who}', zh: '涉及人员：{who}' },
  fault: {
    en: 'That could not be done here. Nothing has changed. Call {phone}.',
    zh: '此处无法完成，未作任何更改。请致电 {phone}。',
  },
  back: { en: 'Back to “Talk to a person”', zh: '返回“联系人工”' },
})
