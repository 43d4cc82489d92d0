import type { Language } from '../store/templates.ts'

/** How the first page names what somebody can do without calling. */
export const DOING_WORDS = {
  homeTalk: { en: 'Talk to a person', zh: '联系人工' },
  homeTalkAbout: {
    en: 'A call when it suits you, a message, a complaint',
    zh: '约定来电时间、留言或投诉',
  },
  homeFolder: { en: 'Your folder', zh: '您的资料夹' },
  homeFolderAbout: {
    en: 'Notes of calls, recordings, screenshots, each with a receipt',
    zh: '通话笔记、录音、截图，均有回执',
  },
  homeAboutYou: { en: 'About you', zh: '关于您' },
  homeAboutYouAbout: {
    en: 'Your situation, somebody who assists you, your language',
    zh: '您的情况、协助您的人、语言',
  },
  homeRewards: { en: 'Rewards', zh: '奖励' },
  homeRewardsAbout: { en: 'What you have earned', zh: '您已获得的奖励' },
  homeHelpNow: {
    en: 'Free advice, a pause at once, and what we can do',
    zh: '免费咨询、立即暂停，以及我们能做的',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
