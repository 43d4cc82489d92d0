/** The sentences of the commands about strategies, in both languages. */
export const STRATEGY_WORDS = {
  helpStrategy: {
    en: 'strategies: check FILES · test FILES · diff FILE [FILE] · publish FILE · rollback NAME [VERSION] · list [NAME]',
    zh: '策略：check 文件 · test 文件 · diff 文件 [文件] · publish 文件 · rollback 名称 [版本] · list [名称]',
  },
  optAuthor: { en: 'staff id of who wrote it', zh: '编写人的员工编号' },
  optApprover: { en: 'staff id of the other person who agreed', zh: '另一位批准人的员工编号' },
  optEffective: { en: 'the day from which it decides (YYYY-MM-DD)', zh: '生效日期（YYYY-MM-DD）' },
  strategyBad: {
    en: 'strategy: "{text}" is not understood. Use: check FILES · test FILES · diff FILE [FILE] · publish FILE · rollback NAME [VERSION] · list [NAME]',
    zh: 'strategy：不理解“{text}”。用法：check 文件 · test 文件 · diff 文件 [文件] · publish 文件 · rollback 名称 [版本] · list [名称]',
  },
  strategyNoFile: { en: '{file} cannot be read: {why}', zh: '无法读取 {file}：{why}' },
  strategySound: {
    en: '{file}: {name} version {version} is sound ({tests} tests pass)',
    zh: '{file}：{name} 第 {version} 版正确（{tests} 个测试通过）',
  },
  strategyFaults: {
    en: '{n} to mend in {files} files.',
    zh: '{files} 个文件中共有 {n} 处需要修改。',
  },
  strategyTested: {
    en: '{good} of {all} tests pass in {files} files.',
    zh: '{files} 个文件中 {all} 个测试通过 {good} 个。',
  },
  strategyPass: { en: 'pass', zh: '通过' },
  strategyFail: { en: 'FAIL', zh: '未通过' },
  strategyFile: { en: 'file', zh: '文件' },
  strategyTest: { en: 'test', zh: '测试' },
  strategyResult: { en: 'result', zh: '结果' },
  strategyTable: { en: 'table', zh: '表' },
  strategyRow: { en: 'row', zh: '行' },
  strategyChange: { en: 'change', zh: '变更' },
  strategyColumn: { en: 'column', zh: '列' },
  strategyBefore: { en: 'before', zh: '原来' },
  strategyAfter: { en: 'after', zh: '现在' },
  strategyAdded: { en: 'added', zh: '新增' },
  strategyRemoved: { en: 'removed', zh: '删除' },
  strategyChanged: { en: 'changed', zh: '修改' },
  strategyMoved: { en: 'moved', zh: '移动' },
  strategySame: { en: 'Nothing differs.', zh: '没有差异。' },
  strategyImpact: {
    en: 'The next step changes for {changed} of {people} people.',
    zh: '{people} 人中有 {changed} 人的下一步会改变。',
  },
  strategyNoneInForce: {
    en: 'No version of {name} decides on {day}, so there is nothing to compare with.',
    zh: '{day} 没有生效的 {name} 版本可供比较。',
  },
  strategyWho: {
    en: 'strategy {what}: --author and --approver name two people of the staff.',
    zh: 'strategy {what}：请用 --author 和 --approver 指明两名员工。',
  },
  strategyDone: {
    en: '{name} version {version} decides from {day}. Author {author}, approved by {approver}.',
    zh: '{name} 第 {version} 版自 {day} 起生效。编写 {author}，批准 {approver}。',
  },
  strategyName: { en: 'strategy', zh: '策略' },
  strategyVersion: { en: 'version', zh: '版本' },
  strategyFrom: { en: 'decides from', zh: '生效日期' },
  strategyKind: { en: 'how', zh: '方式' },
  strategyAuthor: { en: 'author', zh: '编写人' },
  strategyApprover: { en: 'approver', zh: '批准人' },
  strategy_installed: { en: 'installed', zh: '随系统安装' },
  strategy_publish: { en: 'published', zh: '发布' },
  strategy_rollback: { en: 'rolled back', zh: '回退' },
  strategy_same_person: {
    en: 'The author cannot approve: it needs a second person.',
    zh: '编写人不能批准自己的策略，需要另一人。',
  },
  strategy_no_such_author: {
    en: 'The author is nobody of the active staff.',
    zh: '编写人不是在职员工。',
  },
  strategy_author_may_not: {
    en: 'Only a manager or an administrator writes strategies.',
    zh: '仅经理或管理员可以编写策略。',
  },
  strategy_no_such_approver: {
    en: 'The approver is nobody of the active staff.',
    zh: '批准人不是在职员工。',
  },
  strategy_approver_may_not: {
    en: 'Only a manager or compliance approves strategies.',
    zh: '仅经理或合规人员可以批准策略。',
  },
  strategy_effective_in_past: {
    en: 'The effective day is over: its decisions are made. Choose today or later.',
    zh: '生效日期已过，当日决定已作出。请选择今天或以后。',
  },
  strategy_version_taken: {
    en: 'This version number stands for other content, which decisions may name. Raise the version.',
    zh: '该版本号已对应其他内容，且可能已被决定引用。请提高版本号。',
  },
  strategy_already_published: {
    en: 'This version is already published.',
    zh: '该版本已经发布。',
  },
  strategy_no_such_version: {
    en: 'The strategy has no such version.',
    zh: '该策略没有这个版本。',
  },
  strategy_already_decides: {
    en: 'That version decides on that day already.',
    zh: '该版本当日已在生效。',
  },
  strategy_nothing_earlier: {
    en: 'There is no earlier version to go back to.',
    zh: '没有可以回退的更早版本。',
  },
} as const
