/** The sentences of the commands about trials and rewards, in both languages. */
export const TRIAL_WORDS = {
  optTrialStrategy: {
    en: 'trial start: the strategy whose portfolios are divided',
    zh: 'trial start：被划分的资产组合所用的策略',
  },
  optArms: {
    en: 'trial start: arms, the champion first, such as a=bank:75,b=gentle@2:20,alone:5 (no strategy: left alone)',
    zh: 'trial start：各组，冠军组在前，例如 a=bank:75,b=gentle@2:20,alone:5（不写策略即不作处置的对照组）',
  },
  optLanes: {
    en: 'trial start: which of the lanes 0..99 take part (0..99)',
    zh: 'trial start：参加的通道范围（默认 0..99）',
  },
  optTrialFrom: { en: 'the first day', zh: '开始日期' },
  optTrialUntil: {
    en: 'trial start: the first day after the trial',
    zh: 'trial start：结束后的第一天',
  },
  optMetric: {
    en: 'trial start: what the guard rail counts: complaints, refusals or both',
    zh: 'trial start：护栏指标：complaints 投诉、refusals 拒绝、both 两者',
  },
  optMost: {
    en: 'trial start: how many of them in 1,000 contacts stop an arm when passed',
    zh: 'trial start：每千次联系超过多少次即停止该组',
  },
  optLeast: {
    en: 'trial start: from how many contacts on the guard rail speaks (500)',
    zh: 'trial start：联系满多少次后护栏指标才生效（默认 500）',
  },
  optArm: {
    en: 'trial stop: one arm; without it the whole trial',
    zh: 'trial stop：某一组；不写则停止整个试验',
  },
  optBy: { en: 'staff id of whoever answers for it', zh: '负责人的员工编号' },
  optWhy: { en: 'the reason, in words', zh: '原因' },
  trialBad: {
    en: 'strategy trial: "{text}" is not understood. Use: trial start NAME · trial status [NAME] · trial stop NAME',
    zh: 'strategy trial：不理解“{text}”。用法：trial start 名称 · trial status [名称] · trial stop 名称',
  },
  trialArmBad: {
    en: '"{text}" is no arm. Write name=strategy:percent, name=strategy@version:percent, or name:percent for people who are left alone.',
    zh: '“{text}”不是一组。请写 名称=策略:百分比、名称=策略@版本:百分比，或 名称:百分比（不作处置的对照组）。',
  },
  trialNeeds: { en: '{key} is missing or not understood.', zh: '缺少 {key}，或无法理解。' },
  trialWho: {
    en: '{by} is nobody of the active staff who answers for strategies.',
    zh: '{by} 不是在职且负责策略的员工。',
  },
  trialStarted: {
    en: 'Trial {name} is announced: it divides people from {from} until (not including) {until}.',
    zh: '试验 {name} 已公布：自 {from} 起划分借款人，至 {until}（不含）止。',
  },
  trialStopped: {
    en: 'Stopped: trial {trial}, arm {arm}, from {day} on. The champion decides for its people.',
    zh: '已停止：试验 {trial}，组 {arm}，自 {day} 起。该组借款人由冠军组策略决定。',
  },
  trialNone: { en: 'There is no trial.', zh: '没有试验。' },
  trialHead: {
    en: 'Trial {name}: {state} on {today}, from {from} until {until}. Author {author}, approved by {approver}.',
    zh: '试验 {name}：{today} {state}，{from} 至 {until}（不含）。编写 {author}，批准 {approver}。',
  },
  trial_announced: { en: 'announced', zh: '已公布' },
  trial_running: { en: 'running', zh: '进行中' },
  trial_stopped: { en: 'stopped', zh: '已停止' },
  trial_over: { en: 'over', zh: '已结束' },
  trialArm: { en: 'arm', zh: '组' },
  trialShare: { en: 'share', zh: '占比' },
  trialBy: { en: 'decided by', zh: '决定策略' },
  trialPeople: { en: 'people behind', zh: '逾期人数' },
  trialCured: { en: 'up to date again', zh: '恢复正常' },
  trialContacts: { en: 'contacts', zh: '联系次数' },
  trialRail: { en: 'for 1,000 (most {most})', zh: '每千次（上限 {most}）' },
  trialAlone: { en: 'nobody: left alone', zh: '不作处置' },
  trialOff: { en: '(stopped)', zh: '（已停止）' },
  helpReward: {
    en: 'rewards that strategies propose to the lender: list [STATE] · agree ID · decline ID',
    zh: '策略向债权人提议的优惠：list [状态] · agree 编号 · decline 编号',
  },
  rewardBad: {
    en: 'reward: "{text}" is not understood. Use: list [awaiting_approval|approved|declined|withdrawn] · agree ID --by STAFF · decline ID --by STAFF --why WORDS',
    zh: 'reward：不理解“{text}”。用法：list [awaiting_approval|approved|declined|withdrawn] · agree 编号 --by 员工 · decline 编号 --by 员工 --why 原因',
  },
  rewardNow: {
    en: 'Reward {id} for account {account}: {state}.',
    zh: '账户 {account} 的优惠 {id}：{state}。',
  },
  rewardNone: { en: 'No reward is proposed.', zh: '没有优惠提议。' },
  rewardId: { en: 'id', zh: '编号' },
  rewardAccount: { en: 'account', zh: '账户' },
  rewardKind: { en: 'reward', zh: '优惠' },
  rewardOn: { en: 'proposed on', zh: '提议日期' },
  rewardState: { en: 'state', zh: '状态' },
  reward_rate_concession: { en: 'rate concession', zh: '利率优惠' },
  reward_limit_raise: { en: 'limit raise', zh: '提高额度' },
  reward_fee_waiver: { en: 'fee waiver', zh: '费用减免' },
  reward_awaiting_approval: { en: 'waits for approval', zh: '待审批' },
  reward_approved: { en: 'approved', zh: '已批准' },
  reward_declined: { en: 'declined', zh: '未批准' },
  reward_withdrawn: { en: 'withdrawn', zh: '已撤回' },
} as const
