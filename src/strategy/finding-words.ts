import { CARE_WORDS } from './finding-words-care.ts'
import { CEL_WORDS, LAW_WORDS } from './finding-words-cel.ts'

/** What a file can have wrong, in words. `{text}` is what was written; the fix comes last. */
export const FINDING_WORDS = {
  ...CEL_WORDS,
  ...LAW_WORDS,
  ...CARE_WORDS,
  // The file as a whole.
  too_large: {
    zh: '文件超过 {most} 个字符。请拆成多个策略。',
    en: 'The file has more than {most} characters. Split it into several strategies.',
  },
  too_deep: {
    zh: '嵌套超过 {most} 层。策略是表格，不需要这么深。',
    en: 'Values are nested more than {most} deep. A strategy is made of tables and needs no such depth.',
  },
  not_yaml: {
    zh: '这里的书写格式有误：{zhwords}。',
    en: 'This cannot be read: {words}.',
  },
  repeated_key: {
    zh: '键 {text} 写了两次。请只保留一个。',
    en: 'The key {text} is written twice. Keep one of them.',
  },
  no_alias: {
    zh: '策略文件不允许使用 & 锚点和 * 引用。请把内容写全。',
    en: 'Anchors (&) and aliases (*) are not allowed in a strategy. Write the content out.',
  },
  wrong_version: {
    zh: '首行必须是 apiVersion: strategy/v1，这里是“{text}”。',
    en: 'The file must say apiVersion: strategy/v1; here it says "{text}".',
  },
  unknown_key: { zh: '没有名为 {text} 的键。', en: 'There is no key called {text} here.' },
  missing_key: { zh: '缺少 {text}。', en: '{text} is missing.' },
  not_text: { zh: '{text} 应为单个值。', en: '{text} must be a single value.' },
  not_list: {
    zh: '{text} 应为列表，每项以“- ”开头或写在 [ ] 内。',
    en: '{text} must be a list: items after "- " or inside [ ].',
  },
  not_keys: {
    zh: '{text} 应为“键: 值”的形式{zhsuch}。',
    en: '{text} must be written as "key: value" pairs{such}.',
  },
  too_many: { zh: '{text} 最多 {most} 项。', en: '{text} may have {most} entries at most.' },
  bad_name: {
    zh: '“{text}”不能作名称。请用小写字母、数字和连字符，例如 early-arrears。',
    en: '"{text}" cannot be a name. Use small letters, digits and hyphens, such as early-arrears.',
  },
  reserved_stage: {
    zh: '阶段名 {text} 由系统保留：结清或停催的账户自动处于该阶段。请换一个名称。',
    en: 'The stage name {text} is kept for accounts that are closed or on hold, which are placed there before the table is read. Choose another name.',
  },
  bad_number: {
    zh: '“{text}”不是 {least} 到 {most} 之间的整数。',
    en: '"{text}" is not a whole number from {least} to {most}.',
  },
  bad_share: {
    zh: '“{text}”不是 0% 到 100% 之间的百分比，例如 10%。',
    en: '"{text}" is not a share from 0% to 100%, such as 10%.',
  },
  bad_span: {
    zh: '“{text}”不是天数。请写 3d（3 天）或 2w（2 周）。',
    en: '"{text}" is not a number of days. Write 3d (three days) or 2w (two weeks).',
  },
  not_one_of: { zh: '“{text}”不在可选范围：{list}。', en: '"{text}" is not one of: {list}.' },
  bad_currency: {
    zh: '“{text}”不是三位大写字母的币种代码，例如 CNY；不限币种请写 any。',
    en: '"{text}" is not a currency code of three capitals, such as CNY; write any for every currency.',
  },
  // Columns and cells.
  unknown_fact: {
    zh: '没有名为 {text} 的事实。{zhwhere}',
    en: 'There is no fact called {text}.{where}',
  },
  stage_column: {
    zh: '阶段表决定 {text}，因此不能用它作条件。',
    en: 'The stage table decides the {text}, so it cannot ask for it.',
  },
  repeated_column: {
    zh: '列 {text} 出现了两次。请合并。',
    en: 'Column {text} stands here twice. Put both conditions into one.',
  },
  cell_count: {
    zh: '本行有 {has} 个单元格，但表头有 {needs} 列。不作要求的单元格请写 "-"。',
    en: 'This row has {has} cells, but the header lists {needs} columns. Write "-" where a column does not matter.',
  },
  empty_cell: {
    zh: '单元格为空。不作要求请写 "-"。',
    en: 'The cell is empty. Write "-" where the column does not matter.',
  },
  wide_characters: {
    zh: '“{text}”中有全角符号。请写成：{fix}',
    en: '"{text}" contains full-width signs. Write: {fix}',
  },
  thousands: {
    zh: '数字“{text}”不能用逗号分节，请写成 {fix}；若要列出两个值，请在逗号后加空格。',
    en: 'The number "{text}" cannot have a comma in it. Write {fix}; for a list of two values put a space after the comma.',
  },
  too_many_tests: {
    zh: '一个单元格最多 {most} 个条件。',
    en: 'One cell may hold {most} tests at most.',
  },
  not_a_test: {
    zh: '看不懂“{text}”。此列的写法例如：{example}',
    en: 'Cannot read "{text}". In this column write, for example: {example}',
  },
  not_a_word: {
    zh: '“{text}”不是带引号的词。例如："card","loan"',
    en: '"{text}" is not a word in quotes. Write, for example: "card","loan"',
  },
  unquoted_word: {
    zh: '词 {text} 需要加引号，写成 "{text}"。',
    en: 'The word {text} needs quotes: "{text}".',
  },
  unknown_word: { zh: '“{text}”不是已知的词。', en: '"{text}" is not a known word here.' },
  no_never: {
    zh: '此列总有值，不能写 never。',
    en: 'This column always has a value, so "never" cannot be asked.',
  },
  flag_only: {
    zh: '此列只能写 true 或 false，这里是“{text}”。',
    en: 'This column is true or false; here it says "{text}".',
  },
  not_a_day: {
    zh: '“{text}”不是日期。请用 2026-01-31 这样的写法。',
    en: '"{text}" is not a date. Write dates as 2026-01-31 is written.',
  },
  whole_numbers: {
    zh: '此列只有整数，“{text}”有小数。',
    en: 'This column holds whole numbers; "{text}" has a fraction.',
  },
  percent_unit: {
    zh: '此列是百分比，请给“{text}”加上 %。',
    en: 'This column is a share: write "{text}" with a %.',
  },
  day_unit: {
    zh: '此列按天计，“{text}”的单位不可用。请写 {number}d（天）或 {number}w（周）；月份长短不一，不能使用。',
    en: 'This column counts days; the unit in "{text}" cannot be used. Write {number}d (days) or {number}w (weeks); months differ in length and are not accepted.',
  },
  no_unit: {
    zh: '此列没有单位，请把“{text}”写成 {number}。',
    en: 'This column has no unit: write "{text}" as {number}.',
  },
  word_for_number: {
    zh: '此列是数字，但“{text}”是词。请写成：{example}',
    en: 'This column is a number, but "{text}" is a word. Write, for example: {example}',
  },
  flag_for_number: {
    zh: '此列是数字，但“{text}”是真假值。请写成：{example}',
    en: 'This column is a number, but "{text}" is true or false. Write, for example: {example}',
  },
  money_for_number: {
    zh: '此列不是金额，但“{text}”是金额。请写成：{example}',
    en: 'This column is not money, but "{text}" is. Write, for example: {example}',
  },
  day_for_number: {
    zh: '此列是数字，但“{text}”是日期。请写成：{example}',
    en: 'This column is a number, but "{text}" is a date. Write, for example: {example}',
  },
  out_of_range: {
    zh: '“{text}”超出此列的范围 {least} 到 {most}。',
    en: '"{text}" lies outside this column, which goes from {least} to {most}.',
  },
  empty_range: {
    zh: '“{text}”不含任何值：起点大于终点。',
    en: '"{text}" holds no value: it starts after it ends.',
  },
  money_currency: {
    zh: '金额“{text}”缺少币种，请写成 CNY {text}。',
    en: 'The amount "{text}" needs its currency, such as CNY {text}.',
  },
  not_money: {
    zh: '“{text}”不是金额。请写成 CNY 500.00。',
    en: '"{text}" is not an amount. Write it as CNY 500.00.',
  },
  two_currencies: { zh: '“{text}”混用了两种币种。', en: '"{text}" mixes two currencies.' },
  currency_not_declared: {
    zh: '币种 {text} 不在文件开头的 currency 中。',
    en: 'The currency {text} is not listed under currency at the head of the file.',
  },
  // What a row does.
  one_action: {
    zh: '“do”只能有一个动作，例如 { sms: reminder-warm }；要做两件事请写两行。',
    en: '"do" takes exactly one action, such as { sms: reminder-warm }; for two things write two rows.',
  },
  missing_template: {
    zh: '没有名为 {text} 的 {channel} 模板。',
    en: 'There is no {channel} template called {text}.',
  },
  template_language: {
    zh: '{channel} 模板 {text} 缺少语言 {language} 的版本。',
    en: 'The {channel} template {text} has no text in language {language}.',
  },
  needs_approval: {
    zh: '移交（{text}）必须由人批准。请加上 approval: manager。',
    en: 'A referral ({text}) needs somebody to approve it. Add approval: manager.',
  },
  reward_approval: {
    zh: '优惠（{text}）由债权人批准后才算数，我们从不直接告知借款人。请加上 approval: manager。',
    en: 'A reward ({text}) is for the lender to grant, and is never announced by us. Add approval: manager.',
  },
  repeated_treatment: {
    zh: '处置名称 {text} 已在第 {other} 行使用。每行需要自己的名称，频次按名称计算。',
    en: 'The treatment name {text} is already used in row {other}. Each row needs its own name, because cadence is counted by it.',
  },
  per_money: {
    zh: '不能按金额 {text} 加分：各币种不可比。请用天数或期数。',
    en: 'Points cannot be given per unit of {text}, because currencies do not compare. Use days or instalments.',
  },
  per_kind: {
    zh: '不能按 {text} 加分：它不是数量。',
    en: 'Points cannot be given per unit of {text}: it is not a quantity.',
  },
  per_limit: {
    zh: '按 {text} 加分需要上限，请加上 up_to。',
    en: 'Points per unit of {text} need a limit: add up_to.',
  },
  bare_up_to: {
    zh: 'up_to 只能与 per 一起使用。',
    en: 'up_to only has a meaning together with per.',
  },
  // What the tables say together.
  gap: {
    zh: '没有任何一行适用于：{zhwords}。请补一行，或放宽某一行。',
    en: 'No row fits accounts with {words}. Add a row, or widen one.',
  },
  overlap: {
    zh: '第 {first} 行和第 {second} 行同时适用于：{zhwords}。unique 表中只能有一行适用。',
    en: 'Rows {first} and {second} both fit accounts with {words}. In a "unique" table only one may.',
  },
  overlap_first: {
    zh: '第 {first} 行和第 {second} 行部分重叠：{zhwords}，以第 {first} 行为准。请确认这是本意。',
    en: 'Rows {first} and {second} partly overlap: {words}. Row {first} wins; check that this is meant.',
  },
  dead_row: {
    zh: '本行永远不会生效：适用的账户都已被前面的行（{rows}）取走。',
    en: 'This row can never hit: every account that it fits is taken by rows above it ({rows}).',
  },
  empty_row: {
    zh: '本行永远不会生效：它的条件互相矛盾，或与此前已定的事矛盾（所写的阶段；停催的账户不进入阶段表）。',
    en: 'This row can never hit: its conditions contradict each other, or what is settled before it (the stage that it names; accounts on hold never reach the stage table).',
  },
  after_nothing: {
    zh: '本行永远不会生效：前面第 {other} 行的 nothing 已覆盖它的全部情况。',
    en: 'This row can never hit: "nothing" in row {other} above already covers all of it.',
  },
  too_complex: {
    zh: '本表的组合过多，无法完整检查。请减少列数，或拆成两个策略。',
    en: 'The table has too many combinations to be checked in full. Use fewer columns, or split it into two strategies.',
  },
  hold_contact: {
    zh: '停催（on_hold）期间不得联系借款人，也不得移交或提议优惠。此行只能用 worklist。',
    en: 'Nobody may be contacted, referred or proposed for a reward while a hold runs (on_hold). Only a worklist may stand in this row.',
  },
  endless_row: {
    zh: '本行会无限期地反复联系借款人。请加上 at_most，或给天数设上限。',
    en: 'This row would contact a person again and again without end. Add at_most, or an upper limit to the days.',
  },
  ladder_without_end: {
    zh: '阶梯没有终点：账户可以一直停留在阶段 {text}，而该阶段没有任何移交（refer）或人工处理（worklist）。',
    en: 'The ladder has no end: an account can stay in stage {text} for ever, and nothing there hands it to people (refer or worklist).',
  },
  at_most_before_due: {
    zh: '未逾期的账户没有“本次逾期”，at_most 会让提醒此后不再发出。请改用 every。',
    en: 'An account that is not behind has no delinquency to count in, so at_most would silence this row for ever. Use every.',
  },
  needs_cadence: {
    zh: '本行每天都会被选中。请加上 every，或 at_most: 1。',
    en: 'This row would be chosen again every day. Add every, or at_most: 1.',
  },
  idle_cadence: {
    zh: 'nothing 不做任何事，{text} 没有意义。请删去。',
    en: '"nothing" does nothing, so {text} has no meaning here. Remove it.',
  },
  // The file's own tests.
  missing_tests: {
    zh: '策略必须自带测试。请在 tests 下至少写一个。',
    en: 'A strategy carries its own tests. Write at least one under tests.',
  },
  untested_stage: {
    zh: '没有测试到达阶段 {text}。请在 tests 下补一个。',
    en: 'No test reaches stage {text}. Add one under tests.',
  },
  untested_treatment: {
    zh: '没有测试期望处置 {text}。请在 tests 下补一个。',
    en: 'No test expects the treatment {text}. Add one under tests.',
  },
  expects_nothing: {
    zh: '测试没有写任何期望（expect）。',
    en: 'The test expects nothing: say stage, tone, treatments or priority.',
  },
  given_contradicts: {
    zh: '给定的事实互相矛盾：{text} 写为 {wanted}，但按其他事实应为 {is}。',
    en: 'The given facts contradict each other: {text} is given as {wanted}, but the others make it {is}.',
  },
  given_not_single: {
    zh: '测试中 {text} 需要一个确定的值，不能是范围。',
    en: 'A test gives {text} one exact value, not a range.',
  },
  test_failed: {
    zh: '测试“{name}”未通过：{what} 期望 {wanted}，得到 {is}。',
    en: 'The test "{name}" fails: {what} should be {wanted}, but is {is}.',
  },
} as const

export type FindingCode = keyof typeof FINDING_WORDS
