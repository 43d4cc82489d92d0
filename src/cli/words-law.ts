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
    en: '{broken} of {all} situations could not be read and were not answered.',
    zh: '{all} 个情形中有 {broken} 个无法读取，未作答。',
  },
  checkLine: { en: '{id}: {words}', zh: '{id}：{words}' },
  checkContested: { en: '{id} (contested): {words}', zh: '{id}（有争议）：{words}' },
  checkDone: {
    en: '{good} as expected, {bad} not, {contested} contested that differ',
    zh: '{good} 个符合预期，{bad} 个不符，{contested} 个有争议且有差异',
  },
  checkSilent: {
    en: '{silent} situations say nothing of what is expected.',
    zh: '{silent} 个情形没有写明预期。',
  },
} as const
