/** The sentences of the command about what is ours, in both languages. */
export const OFFICIAL_WORDS = {
  helpOfficial: {
    en: 'what anybody can look up as ours: list, add KIND TEXT, end NUMBER; pages FILE',
    zh: '可供公众核实的官方信息：list 列出、add 类型 内容 登记、end 编号 终止、pages 文件 门户设置',
  },
  optOfficialAbout: {
    en: 'the name that a person goes by, the name of a register, or what it is for',
    zh: '工作人员的称呼、登记机构的名称或用途说明',
  },
  optOfficialAt: { en: 'where a register is looked up (https)', zh: '登记查询网址（https）' },
  optOfficialPerson: { en: 'whose id it is (a staff id)', zh: '工号所属员工（员工编号）' },
  optOfficialCreditor: { en: 'for this creditor only', zh: '仅用于该债权机构' },
  optOfficialFrom: { en: 'from this day on (YYYY-MM-DD)', zh: '自该日起（YYYY-MM-DD）' },
  officialBad: { en: 'official {text}: not understood.', zh: 'official {text}：无法识别。' },
  officialNeeds: { en: '{key} is needed.', zh: '须给出 {key}。' },
  officialKind: {
    en: '{text} is no kind. One of: {kinds}.',
    zh: '没有类型 {text}。可用：{kinds}。',
  },
  officialAdded: {
    en: '{text} can be looked up as ours from {day} on (number {number}).',
    zh: '自 {day} 起，公众可核实 {text} 属于我们（编号 {number}）。',
  },
  officialEnded: {
    en: 'Number {number} is ours no more from {day} on.',
    zh: '自 {day} 起，编号 {number} 不再属于我们。',
  },
  officialNone: {
    en: 'Nothing is recorded. Begin with: forbear official add phone NUMBER --by STAFF',
    zh: '尚无登记。可先执行：forbear official add phone 号码 --by 员工编号',
  },
  official_no_such_staff: { en: 'There is no such member of staff.', zh: '没有此员工。' },
  official_wrong_role: {
    en: 'Only compliance or an administrator may say what is ours.',
    zh: '只有合规人员或管理员可以登记官方信息。',
  },
  official_not_of_this_kind: {
    en: '{text} cannot be of the kind {kind}. A phone number is figures (+44 20 …), an email has an @, a website is a host.',
    zh: '{text} 不是 {kind} 的有效内容。电话须为数字（如 +86 755 …），email 须含 @，website 须为域名。',
  },
  official_needs_person: {
    en: 'The id of a person needs --person, and nothing else has it.',
    zh: '工号须给出 --person，其他类型不得给出。',
  },
  official_needs_about: {
    en: 'A register needs its name: --about "Financial Services Register"',
    zh: '登记编号须给出登记机构名称：--about "……名录"',
  },
  official_bad_url: {
    en: '--at has to be a whole address that begins with https://',
    zh: '--at 须为以 https:// 开头的完整网址。',
  },
  official_no_such_creditor: {
    en: 'No portfolio has this creditor. `forbear official add` without --creditor holds for all.',
    zh: '没有资产包属于该债权机构。不给出 --creditor 则适用于全部。',
  },
  official_already_ours: { en: 'It is recorded already.', zh: '已登记。' },
  official_no_such_sign: {
    en: 'There is nothing of this number now.',
    zh: '没有该编号的有效登记。',
  },
  official_ended_before_it_began: {
    en: 'It cannot end before the day from which it is ours.',
    zh: '终止日不得早于生效日。',
  },
  officialNumberHead: { en: 'Number', zh: '编号' },
  officialKindHead: { en: 'Kind', zh: '类型' },
  officialTextHead: { en: 'Text', zh: '内容' },
  officialAboutHead: { en: 'About', zh: '说明' },
  officialCreditorHead: { en: 'Creditor', zh: '债权机构' },
  officialSinceHead: { en: 'From', zh: '自' },
  officialStateHead: { en: 'Now', zh: '现状' },
  officialOurs: { en: 'ours', zh: '有效' },
  officialNotYet: { en: 'not yet', zh: '尚未生效' },
  officialLeft: { en: 'has left', zh: '已离职' },
  officialOver: { en: 'ended {day}', zh: '{day} 终止' },
  officialKind_phone: { en: 'phone', zh: '电话' },
  officialKind_sender: { en: 'sender', zh: '短信签名' },
  officialKind_email: { en: 'email', zh: '邮箱' },
  officialKind_website: { en: 'website', zh: '网站' },
  officialKind_bank_account: { en: 'bank account', zh: '收款账户' },
  officialKind_staff: { en: 'staff', zh: '工号' },
  officialKind_register: { en: 'register', zh: '登记' },
} as const
