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
  time_at_work: { en: 'At my place of work, at any time', zh: '我的工作单位，任何时间' },
} as const
