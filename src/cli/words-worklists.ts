/** The sentences of the command about worklists and shifts, in both languages. */
export const WORKLISTS_WORDS = {
  helpWorklists: {
    en: 'worklists and shifts: check FILE · set FILE · list · load',
    zh: '作业清单与班次：check 文件 · set 文件 · list · load',
  },
  worklistsBad: {
    en: 'worklists: "{text}" is not understood. Use: check FILE · set FILE · list · load',
    zh: 'worklists：不理解“{text}”。用法：check 文件 · set 文件 · list · load',
  },
  worklistsNoFile: { en: '{file} cannot be read: {why}', zh: '无法读取 {file}：{why}' },
  worklistsFault: {
    en: '{file}:{line}, {field}: {why}',
    zh: '{file} 第 {line} 行，{field}：{why}',
  },
  worklistsFaults: { en: '{n} to mend; nothing was set.', zh: '共有 {n} 处需要修改，未作设置。' },
  worklistsSound: {
    en: '{file} is sound: {lists} worklists, {people} people.',
    zh: '{file} 正确：{lists} 个作业清单，{people} 人。',
  },
  worklistsUnknown: {
    en: 'Not known as staff: {people}. Nothing was set.',
    zh: '以下不是在册员工：{people}。未作设置。',
  },
  worklistsSet: {
    en: 'Set-up {setup} speaks from now: {lists} worklists, {people} people.',
    zh: '第 {setup} 版设置即刻生效：{lists} 个作业清单，{people} 人。',
  },
  worklistsSame: {
    en: 'Set-up {setup} says the same already; nothing was changed.',
    zh: '与第 {setup} 版设置相同，未作更改。',
  },
  worklistsNone: {
    en: 'No worklists are set up yet. Run: forbear worklists set worklists/demo.yaml',
    zh: '尚未设置作业清单。请运行：forbear worklists set worklists/demo.yaml',
  },
  worklistsList: { en: 'worklist', zh: '作业清单' },
  worklistsName: { en: 'name', zh: '名称' },
  worklistsMinutes: { en: 'minutes', zh: '分钟/件' },
  worklistsSkills: { en: 'skills', zh: '技能' },
  worklistsLanguages: { en: 'languages', zh: '语言' },
  worklistsIdle: { en: 'idle', zh: '闲置' },
  worklistsStay: { en: 'stay', zh: '留案天数' },
  worklistsPerson: { en: 'person', zh: '人员' },
  worklistsToday: { en: 'minutes from now to the evening', zh: '今日余下分钟' },
  worklistsHour: { en: 'from', zh: '起' },
  worklistsPeople: { en: 'people', zh: '人力' },
  worklistsWorked: { en: 'worked', zh: '可处理' },
  worklistsWaiting: { en: 'waits', zh: '仍等待' },
  worklistsShort: { en: 'short', zh: '赶不上' },
  worklistsCases: { en: 'cases', zh: '案件' },
  worklistsReached: { en: 'reached', zh: '排得上' },
  worklistsBorrowers: { en: "the borrower's", zh: '借款人语言' },
  worklistsEnough: { en: "Today's hours are enough.", zh: '今天的人力够用。' },
  worklistsShortBy: {
    en: '{list} ({language}): {n} of {cases} cases will not be reached by {at}.',
    zh: '{list}（{language}）：{cases} 件中有 {n} 件在 {at} 前排不上。',
  },
} as const
