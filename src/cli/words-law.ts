/** The sentences of the commands about law, in both languages. */
export const LAW_WORDS = {
  helpJudge: {
    en: 'say of situations whether the law allows them; needs no database',
    zh: '判断所给情形是否合法；不需要数据库',
  },
  optFile: { en: 'read this file, not standard input', zh: '读取此文件，而非标准输入' },
  optCheck: {
    en: 'compare with what each situation expects',
    zh: '与每个情形中的预期对照',
  },
  judgeReads: {
    en: 'Reading a situation, or a list of them, from standard input; Ctrl-D ends it.',
    zh: '正在从标准输入读取一个情形或情形列表；按 Ctrl-D 结束。',
  },
  judgeNoFile: { en: '--file: {file} cannot be read: {why}', zh: '--file：无法读取 {file}：{why}' },
  judgeFault: {
    en: '{where}: {wrong}. Right would be: {right}',
    zh: '{where}：{wrong}。应为：{right}',
  },
  judgePlace: { en: 'line {line}, column {column}', zh: '第 {line} 行第 {column} 列' },
  judgeWhole: { en: 'the situation itself', zh: '情形本身' },
  judgeOf: { en: '{pointer} ({id})', zh: '{pointer}（{id}）' },
  judgeBroken: {
    en: 'Not read and not answered: {broken} of {all}.',
    zh: '{all} 个情形中有 {broken} 个无法读取，未作答。',
  },
  checkLine: { en: '{id}: {words}', zh: '{id}：{words}' },
  checkContested: { en: '{id} (contested): {words}', zh: '{id}（有争议）：{words}' },
  checkDone: {
    en: '{good} as expected, {bad} not, {contested} contested that differ',
    zh: '{good} 个符合预期，{bad} 个不符，{contested} 个有争议且有差异',
  },
  checkSilent: {
    en: 'Without an expectation: {silent}.',
    zh: '{silent} 个情形没有写明预期。',
  },
  helpLaw: {
    en: 'the rules for people: list, show RULE, diff --on DAY',
    zh: '规则登记：list 列表，show 规则，diff --on 日期',
  },
  optPlace: { en: 'rules of one place only, such as cn', zh: '仅某地规则，如 cn' },
  optOn: { en: 'as the law is on this day (YYYY-MM-DD)', zh: '按此日期的法律（YYYY-MM-DD）' },
  optFrom: { en: 'changes after this day', zh: '此日期之后的变更' },
  optTo: { en: 'up to and with this day (today)', zh: '截至此日期（含；默认今天）' },
  lawBad: {
    en: 'law: "{text}" is not understood. Use: law list · law show RULE · law diff --from DAY [--to DAY] or --on DAY',
    zh: 'law：不理解“{text}”。用法：law list · law show 规则 · law diff --from 日期 [--to 日期] 或 --on 日期',
  },
  lawNoPlace: {
    en: '--place: there are no rules of "{place}". There are: {places}',
    zh: '--place：没有“{place}”的规则。可用：{places}',
  },
  lawNoPlaceNear: {
    en: '--place: there are no rules of "{place}"; did you mean "{near}"? There are: {places}',
    zh: '--place：没有“{place}”的规则；是否指“{near}”？可用：{places}',
  },
  lawNoRule: {
    en: 'There is no rule {rule}. See: forbear law list',
    zh: '没有规则 {rule}。可试：forbear law list',
  },
  lawNoRuleNear: {
    en: 'There is no rule {rule}. Did you mean {near}? See: forbear law list',
    zh: '没有规则 {rule}。是否指 {near}？可试：forbear law list',
  },
  lawNoFrom: {
    en: 'law diff: --from says after which day, such as --from 2026-01-01; --on asks of one day',
    zh: 'law diff：请用 --from 指明起始日期，如 --from 2026-01-01；--on 指某一天的变更',
  },
  lawBackwards: { en: '--to {to} lies before --from {from}', zh: '--to {to} 早于 --from {from}' },
  lawNoChange: {
    en: 'Nothing changed after {from} up to {to}.',
    zh: '{from} 之后至 {to} 没有变更。',
  },
  lawRule: { en: 'rule', zh: '规则' },
  lawTitle: { en: 'title', zh: '名称' },
  lawStrength: { en: 'strength', zh: '效力' },
  lawMark: { en: 'source', zh: '来源' },
  lawInForce: { en: 'on {on}', zh: '{on} 时' },
  lawNote: { en: 'Note: {note}', zh: '说明：{note}' },
  lawCases: { en: 'Cases:', zh: '案例：' },
  lawUnverified: { en: '(unverified)', zh: '（未核实）' },
} as const
