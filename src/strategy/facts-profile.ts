import type { Fact } from './fact.ts'
import { amount, count, dayOr, daysOrNever, filled, flag, score, until, word } from './fact.ts'
import { FOREVER, NO_DAYS } from './row.ts'

/** The part of the catalogue that speaks of what is known of account and borrower besides lateness. */
export const PROFILE_FACTS = {
  'account.risk': filled(
    score(
      '风险分（0 至 1000，越高风险越大）；未提供时为 never',
      "the lender's risk score, 0 to 1000, higher is riskier; never where none was given",
    ),
    ['risk'],
    { fill: (row) => row.risk, give: (risk) => ({ risk }) },
  ),
  'account.propensity': filled(
    score(
      '还款意愿分（0 至 1000，越高越可能还款）；未提供时为 never',
      "the lender's propensity to pay, 0 to 1000, higher is likelier; never where none was given",
    ),
    ['propensity'],
    { fill: (row) => row.propensity, give: (propensity) => ({ propensity }) },
  ),
  'account.segment': filled(
    word('segment', '客群代码；未提供时为 none', 'segment, by its code; none where none was given'),
    ['segment'],
    { fill: (row) => row.segment, give: (segment) => ({ segment }) },
  ),
  'borrower.zone': filled(
    word(
      'zone',
      '借款人所在时区，如 Asia/Shanghai',
      "the borrower's time zone, such as Asia/Shanghai",
    ),
    ['zone'],
    { fill: (row) => row.zone, give: (zone) => ({ zone }) },
  ),
  'borrower.vulnerable': filled(
    flag(
      '处于弱势情形；只可用于更温和的处置',
      'circumstances make harm likelier; for kinder treatment only',
    ),
    ['vulnerable'],
    { fill: (row) => row.vulnerable, give: (vulnerable) => ({ vulnerable }) },
  ),
  'account.days_to_limitation': filled(
    daysOrNever(
      '距诉讼时效届满的天数；已届满为 0，未知为 never',
      'days until the limitation day; 0 once it is reached, never where it is not known',
    ),
    ['limitationOn'],
    {
      fill: (row, today) => until(row.limitationOn, today),
      give: (value, today) => ({ limitationOn: value === NO_DAYS ? FOREVER : today + value }),
    },
  ),
  'account.limitation_on': filled(
    dayOr(FOREVER, '诉讼时效届满日', 'the limitation day'),
    ['limitationOn'],
    { fill: (row) => row.limitationOn, give: (limitationOn) => ({ limitationOn }) },
  ),
  'account.cost': filled(
    amount('迄今为止的催收成本', 'what the attempts so far have cost'),
    ['cost'],
    { fill: (row) => row.cost, give: (cost) => ({ cost }) },
  ),
  'account.on_time_streak': filled(
    count(
      'instalments',
      '最近连续按时还清的期数（宽限期内还清也算）',
      'instalments paid on time one after another, up to the latest; within grace is on time',
    ),
    ['onTimeStreak'],
    { fill: (row) => row.onTimeStreak, give: (onTimeStreak) => ({ onTimeStreak }) },
  ),
  'account.quick_cures': filled(
    count(
      'times',
      '十五天内即治愈的逾期次数（习惯性自愈）',
      'delinquencies cleared within fifteen days of their first day: a habitual self-curer',
    ),
    ['quickCures'],
    { fill: (row) => row.quickCures, give: (quickCures) => ({ quickCures }) },
  ),
} as const satisfies Record<string, Fact>
