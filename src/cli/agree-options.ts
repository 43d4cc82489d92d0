import type { Option } from 'commander'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** What the commands about promises, plans, offers, budgets and requests all take. */
export const agreeOptions = (option: MakeOption): readonly Option[] => [
  option('--by <staff>', 'optBy'),
  option('--why <words>', 'optWhy'),
  option('--today <day>', 'optToday'),
]

export const promiseOptions = (option: MakeOption): readonly Option[] => [
  ...agreeOptions(option),
  option('--channel <channel>', 'optAgreeChannel'),
  option('--kind <by>', 'optStatsBy'),
  option('--currency <code>', 'optStatsCurrency'),
  option('--from <day>', 'optStatsFrom'),
  option('--until <day>', 'optStatsUntil'),
]

export const planOptions = (option: MakeOption): readonly Option[] => [
  ...agreeOptions(option),
  option('--count <n>', 'optPlanCount'),
  option('--every <period>', 'optPlanEvery'),
  option('--monthly <day>', 'optPlanMonthly'),
  option('--weekday <n>', 'optPlanWeekday'),
  option('--after <days>', 'optPlanAfter'),
  option('--from <day>', 'optStatsFrom'),
  option('--shape <shape>', 'optPlanShape'),
  option('--kind <kind>', 'optPlanKind'),
  option('--pay <amount>', 'optPlanPay'),
  option('--first <amount>', 'optPlanFirst'),
  option('--balloon <amount>', 'optPlanBalloon'),
  option('--step <steps>', 'optPlanStep'),
  option('--option <n>', 'optPlanOption'),
  option('--to <day>', 'optPlanTo'),
  option('--instalment <n>', 'optPlanInstalment'),
]
