import type { PortalSettings } from '../store/portal-settings.ts'
import type { PortalWord } from './words.ts'

/** How sure we are who is there: one fact, or besides it a code that was sent to their own address. */
export type Level = 'fact' | 'code'

/** What the first page of a borrower leads to; a page that is not here has no link there. */
export type PortalPage = {
  readonly path: `/p/${string}`
  readonly words: PortalWord
  readonly about: PortalWord
  /** What shows or changes a debt needs the code; what only stops or asks may do without. */
  readonly needs: Level
  /** The few that nearly everybody comes for, and the rest; 'none': led to from elsewhere. */
  readonly place: 'first' | 'more' | 'none'
}

export const PAGES: readonly PortalPage[] = [
  { path: '/p/stand', words: 'standTitle', about: 'standAbout', needs: 'code', place: 'first' },
  { path: '/p/pay', words: 'homePay', about: 'homePayAbout', needs: 'code', place: 'first' },
  { path: '/p/plan', words: 'homePlan', about: 'homePlanAbout', needs: 'code', place: 'first' },
  { path: '/p/wrong', words: 'homeWrong', about: 'homeWrongAbout', needs: 'fact', place: 'first' },
  { path: '/p/help', words: 'homeHelp', about: 'homeHelpNow', needs: 'fact', place: 'first' },
  { path: '/p/budget', words: 'homeHelp', about: 'homeHelpAbout', needs: 'code', place: 'none' },
  { path: '/p/talk', words: 'homeTalk', about: 'homeTalkAbout', needs: 'fact', place: 'first' },
  {
    path: '/p/contact',
    words: 'homeContact',
    about: 'homeContactAbout',
    needs: 'fact',
    place: 'more',
  },
  {
    path: '/p/messages',
    words: 'homeMessages',
    about: 'homeMessagesAbout',
    needs: 'code',
    place: 'more',
  },
  { path: '/p/done', words: 'doneTitle', about: 'doneAbout', needs: 'code', place: 'more' },
  {
    path: '/p/about-you',
    words: 'homeAboutYou',
    about: 'homeAboutYouAbout',
    needs: 'code',
    place: 'more',
  },
  // Their own words and files: nothing that was shown before a code was asked for.
  {
    path: '/p/folder',
    words: 'homeFolder',
    about: 'homeFolderAbout',
    needs: 'code',
    place: 'more',
  },
  {
    path: '/p/rewards',
    words: 'homeRewards',
    about: 'homeRewardsAbout',
    needs: 'code',
    place: 'more',
  },
  {
    path: '/p/receipt',
    words: 'receiptTitle',
    about: 'homePayAbout',
    needs: 'code',
    place: 'none',
  },
  { path: '/p/back', words: 'backTitle', about: 'homePayAbout', needs: 'code', place: 'none' },
  { path: '/p/wechat', words: 'sheetTitle', about: 'homePayAbout', needs: 'code', place: 'none' },
]

/** The page that a path belongs to: itself or what lies below it. */
export const pageOf = (path: string): PortalPage | undefined =>
  PAGES.find((one) => path === one.path || path.startsWith(`${one.path}/`))

/** What a page asks for at this house, which may ask for more and never for less. */
export const levelOf = (page: PortalPage, { needs }: PortalSettings): Level =>
  page.needs === 'code' || needs?.[page.path.slice('/p/'.length)] === 'code' ? 'code' : 'fact'
