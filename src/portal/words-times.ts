/** What the page of ways says of hours and places that do not suit. */
export const TIMES_WORDS = {
  timesTitle: { en: 'Times that do not suit me', zh: '不方便的时间' },
  timesLead: {
    en: 'Tick what does not suit. We do not call or write then. Hours are yours, where you live.',
    zh: '请勾选不方便的时间，届时我们不会来电或发消息。时间以您所在地为准。',
  },
  time_mornings: { en: 'Mornings, until 12:00', zh: '上午（12:00 以前）' },
  time_afternoons: { en: 'Afternoons, 12:00 to 18:00', zh: '下午（12:00 至 18:00）' },
  time_evenings: { en: 'Evenings, from 18:00', zh: '晚上（18:00 以后）' },
  time_working_hours: { en: 'Monday to Friday, 9:00 to 18:00', zh: '周一至周五 9:00 至 18:00' },
  time_weekends: { en: 'Saturdays and Sundays', zh: '周六和周日' },
  saidTitle: { en: 'What you told us in your own words', zh: '您用自己的话告知的时间' },
  saidHeard: {
    en: 'This is how we understood you. It holds from now on.',
    zh: '我们是这样理解的，从现在起生效。',
  },
  saidAfter: {
    en: 'Until a person has read it, we leave you alone at all hours. After that, this is how we understood you.',
    zh: '在工作人员阅读之前，我们任何时间都不联系您；之后按以下理解执行。',
  },
  saidCall: { en: 'We do not call you {when}.', zh: '以下时间我们不给您打电话：{when}。' },
  saidAny: { en: 'We do not call or write to you {when}.', zh: '以下时间我们不联系您：{when}。' },
  saidDays: { en: 'on any {days}', zh: '每个{days}' },
  saidDaily: { en: 'on any day', zh: '每天' },
  saidHours: { en: 'from {from} to {until}', zh: '{from} 至 {until}' },
  said_work: { en: 'at your place of work', zh: '在您的工作单位（任何时间）' },
  said_home: { en: 'at your home', zh: '在您的住处（任何时间）' },
  saidUntil: { en: 'up to the end of {day}', zh: '到{day}结束为止' },
  saidOnce: {
    en: 'I meant this one time: up to the end of {day}',
    zh: '只限这一次：到{day}结束为止',
  },
  saidEnd: { en: 'Take this back', zh: '撤回这一条' },
  saidEnded: { en: 'Taken back. We may reach you then again.', zh: '已撤回，该时间可以再联系您。' },
  time_at_work: { en: 'At my place of work, at any time', zh: '我的工作单位，任何时间' },
} as const
