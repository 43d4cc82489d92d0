import type { Language } from '../../src/api/wire.ts'
import { PLAN_WORDS } from './agree/plan-words.ts'
import { QUICK_WORDS } from './agree/quick-words.ts'
import { AGREE_WORDS } from './agree/words.ts'
import { APP_WORDS } from './apps/words.ts'
import { BANK_WORDS } from './bank/words.ts'
import { LAW_WORDS } from './care/law-words.ts'
import { CARE_WORDS } from './care/words.ts'
import { FORM_WORDS } from './case/form-words.ts'
import { CASE_WORDS } from './case/words.ts'
import { WATCH_WORDS } from './compliance/watch-words.ts'
import { COMPLIANCE_WORDS } from './compliance/words.ts'
import { DEVELOPER_WORDS } from './developers/words.ts'
import { STRATEGY_WORDS } from './cases/strategy-words.ts'
import { BULK_WORDS } from './cases/bulk-words.ts'
import { CASES_WORDS } from './cases/words.ts'
import { COMMAND_WORDS } from './command/words.ts'
import { EAR_WORDS } from './hear/words.ts'
import { HEARD_WORDS } from './inbox/heard-words.ts'
import { INBOX_WORDS } from './inbox/words.ts'
import { LETTERS_WORDS } from './letters/words.ts'
import { LINT_WORDS } from './lint/words.ts'
import { PEOPLE_WORDS } from './people/words.ts'
import { RECORDING_WORDS } from './recordings/words.ts'
import { SEARCH_WORDS } from './search/words.ts'
import { KEPT_WORDS } from './shell/kept-words.ts'
import { SHELL_WORDS } from './shell/words.ts'
import { QUALITY_WORDS } from './quality/words.ts'
import { PORTFOLIO_WORDS } from './portfolio/words.ts'
import { PUBLISH_WORDS } from './strategy/publish-words.ts'
import { LADDER_WORDS } from './strategy/words.ts'
import { REMITTANCE_WORDS } from './remittances/words.ts'
import { REWARDS_WORDS } from './rewards/words.ts'
import { TRIAL_WORDS } from './trials/words.ts'
import { SETTINGS_WORDS } from './settings/words.ts'
import { SPARED_WORDS } from './spared/words.ts'
import { TEMPLATE_WORDS } from './templates/words.ts'
import { TODAY_WORDS } from './today/words.ts'
import { IDENTITY_WORDS } from './work/identity-words.ts'
import { SCRIPT_WORDS } from './work/script-words.ts'
import { UNDO_WORDS } from './undo/words.ts'
import { VIEW_WORDS } from './views/words.ts'
import { WORK_WORDS } from './work/words.ts'

/** The one catalogue. A key that lacks a language does not compile. */
export const MESSAGES = {
  ...SHELL_WORDS,
  ...COMMAND_WORDS,
  ...SEARCH_WORDS,
  ...KEPT_WORDS,
  ...UNDO_WORDS,
  ...EAR_WORDS,
  ...TODAY_WORDS,
  ...CASES_WORDS,
  ...BULK_WORDS,
  ...STRATEGY_WORDS,
  ...CASE_WORDS,
  ...FORM_WORDS,
  ...LADDER_WORDS,
  ...LETTERS_WORDS,
  ...LINT_WORDS,
  ...TEMPLATE_WORDS,
  ...PORTFOLIO_WORDS,
  ...REMITTANCE_WORDS,
  ...REWARDS_WORDS,
  ...TRIAL_WORDS,
  ...SPARED_WORDS,
  ...PUBLISH_WORDS,
  ...VIEW_WORDS,
  ...WORK_WORDS,
  ...SCRIPT_WORDS,
  ...IDENTITY_WORDS,
  ...AGREE_WORDS,
  ...PLAN_WORDS,
  ...QUICK_WORDS,
  ...BANK_WORDS,
  ...CARE_WORDS,
  ...INBOX_WORDS,
  ...HEARD_WORDS,
  ...PEOPLE_WORDS,
  ...QUALITY_WORDS,
  ...RECORDING_WORDS,
  ...APP_WORDS,
  ...SETTINGS_WORDS,
  ...LAW_WORDS,
  ...COMPLIANCE_WORDS,
  ...WATCH_WORDS,
  ...DEVELOPER_WORDS,
} as const satisfies Record<string, Record<Language, string>>

export type MessageKey = keyof typeof MESSAGES

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(MESSAGES, key)

const inLanguage = (language: Language): Record<string, string> =>
  Object.fromEntries(Object.entries(MESSAGES).map(([key, words]) => [key, words[language]]))

export const CATALOGUE: Record<Language, Record<string, string>> = {
  zh: inLanguage('zh'),
  en: inLanguage('en'),
}
