/** The law of the place where a strategy is used. */
export const LAW_WORDS = {
  bad_place: {
    zh: '“{text}”不是地区代码。请写 cn、uk、us 或 us-ma 之类。',
    en: '"{text}" is not the code of a place. Write one such as cn, uk, us or us-ma.',
  },
  never_lawful: {
    zh: '在 {place}，{channel} 在任何时间都不合法，本步骤永远不会执行。{zhwords} 请改用其他渠道，或删去本行。',
    en: 'Under the law of {place} no hour is ever open to {channel}, so this step could never be taken. {words} Use another channel, or remove the row.',
  },
} as const

/** What an expert cell can have wrong. `{at}` counts the characters of the expression from 1. */
export const CEL_WORDS = {
  cel_quotes: {
    zh: '表达式单元格要整体加引号，写成 {example}',
    en: 'An expression stands in quotes as a whole: {example}',
  },
  cel_column: {
    zh: '{text} 列只能列出名称；表达式请写在某个事实的列中。',
    en: 'The column {text} lists names; write the expression in the column of a fact.',
  },
  cel_too_long: {
    zh: '表达式超过 {most} 个字符。请拆成多列或多行。',
    en: 'The expression has more than {most} characters. Use more columns or rows.',
  },
  cel_syntax: {
    zh: '表达式第 {at} 个字符处看不懂：“{text}”。请检查括号、引号和运算符。',
    en: 'The expression cannot be read at character {at}: "{text}". Check brackets, quotes and signs.',
  },
  cel_unknown_fact: {
    zh: '表达式第 {at} 个字符：没有名为 {text} 的事实。',
    en: 'Character {at} of the expression: there is no fact called {text}.',
  },
  cel_subset: {
    zh: '表达式第 {at} 个字符：不支持“{text}”。可用：事实、整数、"词"、true、false、+ - * / %、比较、&& || !、in [ ]、? :、day()、days()、share()。',
    en: 'Character {at} of the expression: "{text}" is not in the subset of CEL. It has facts, whole numbers, "words", true, false, + - * / %, comparisons, && || !, in [ ], ? :, day(), days() and share().',
  },
  cel_fraction: {
    zh: '表达式第 {at} 个字符：只能用整数，“{text}”有小数。百分比请写 share("12.5%")。',
    en: 'Character {at} of the expression: only whole numbers are exact, "{text}" has a fraction. Write a share as share("12.5%").',
  },
  cel_too_large: {
    zh: '表达式第 {at} 个字符：数 {text} 过大，超过 15 位。',
    en: 'Character {at} of the expression: the number {text} is too large; it may have 15 digits.',
  },
  cel_literal: {
    zh: '表达式第 {at} 个字符：“{text}”写法不对。请写 day("2026-01-31")、days("2w") 或 share("12.5%")。',
    en: 'Character {at} of the expression: "{text}" is not well written. Write day("2026-01-31"), days("2w") or share("12.5%").',
  },
  cel_not_a_test: {
    zh: '表达式的结果必须是“是”或“否”。请加上比较，例如 account.days_past_due > 30。',
    en: 'The expression must come out as true or false. Compare something, such as account.days_past_due > 30.',
  },
  cel_not_true_false: {
    zh: '表达式第 {at} 个字符：“{text}”不是“是”或“否”，不能与 &&、||、! 或 ? 连用。',
    en: 'Character {at} of the expression: "{text}" is not true or false, as &&, ||, ! and ? need.',
  },
  cel_money: {
    zh: '表达式第 {at} 个字符：“{text}”把金额与非金额放在一起。表达式中的金额只能与同一账户的金额比较；带币种的界限（如 >= CNY 500.00）请写在该金额列的普通单元格中。',
    en: 'Character {at} of the expression: "{text}" mixes money with something else. An expression compares amounts of one account with each other; a limit such as >= CNY 500.00 stands in an ordinary cell of that column.',
  },
  cel_share: {
    zh: '表达式第 {at} 个字符：“{text}”中的百分比要写成 share("50%")。',
    en: 'Character {at} of the expression: in "{text}" the share must be written as share("50%").',
  },
  cel_kinds: {
    zh: '表达式第 {at} 个字符：“{text}”把两种不同的量放在一起（{zhfirst}与{zhsecond}）。',
    en: 'Character {at} of the expression: "{text}" puts two different things together ({first} and {second}).',
  },
  cel_order: {
    zh: '表达式第 {at} 个字符：“{text}”中的词没有大小之分，请用 == 或 in。',
    en: 'Character {at} of the expression: words have no order in "{text}"; use == or in.',
  },
  cel_type: {
    zh: '表达式第 {at} 个字符：类型不符。',
    en: 'Character {at} of the expression: the types do not fit together.',
  },
} as const

/** The kinds of an expression's parts, as a sentence names them in Chinese. */
export const KIND_ZH: Readonly<Record<string, string>> = {
  number: '数',
  days: '天数',
  instalments: '期数',
  times: '次数',
  bucket: '账龄段',
  share: '百分比',
  money: '金额',
  day: '日期',
  text: '词',
  flag: '是否',
}
