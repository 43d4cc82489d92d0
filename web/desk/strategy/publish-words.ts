export const PUBLISH_WORDS = {
  'publish.title': { zh: '提交第 {version} 版', en: 'Propose version {version}' },
  'publish.lead': {
    zh: '您提交，另一位主管或合规同意后，从生效日起使用；在此之前什么也不会变。',
    en: 'You propose; another manager or compliance officer agrees; from its day on it decides. Until then nothing changes.',
  },
  'publish.on': { zh: '生效日', en: 'Effective from' },
  'publish.words': { zh: '为什么（给同意的人看）', en: 'Why, for the person who agrees' },
  'publish.propose': { zh: '提交', en: 'Propose' },
  'publish.proposed': {
    zh: '已提交，等另一人同意。',
    en: 'Proposed. Another person must agree now.',
  },
  'publish.raise': { zh: '改为第 {version} 版', en: 'Make it version {version}' },
  'publish.not_writer': {
    zh: '仅限主管和管理员提交',
    en: 'Only managers and administrators propose',
  },
  'publish.not_sound': { zh: '先改好标出的问题', en: 'Mend what is marked first' },
  'publish.version_taken': {
    zh: '第 {version} 版已有，请升版本号',
    en: 'Version {version} is there already: raise the number',
  },
  'publish.waiting': { zh: '等待同意', en: 'Waiting for a second person' },
  'publish.none_waiting': { zh: '没有待同意的提交', en: 'Nothing waits' },
  'publish.line': {
    zh: '第 {version} 版，{on} 起；{author} 于 {at} 提交',
    en: 'Version {version} from {on}; {author} proposed it, {at}',
  },
  'publish.line_back': {
    zh: '回退到第 {version} 版，{on} 起；{author} 于 {at} 提交',
    en: 'Back to version {version} from {on}; {author} proposed it, {at}',
  },
  'publish.line_off': {
    zh: '取消 {on} 起的第 {version} 版；{author} 于 {at} 提交',
    en: 'Call off version {version} from {on}; {author} proposed it, {at}',
  },
  'publish.call_off': {
    zh: '提交取消 {on} 起的第 {version} 版',
    en: 'Propose to call off version {version} from {on}',
  },
  'publish.call_off_lead': {
    zh: '取消也要另一人同意；届时仍由第 {before} 版决定。',
    en: 'Calling it off takes a second person too; version {before} then goes on deciding.',
  },
  'publish.call_off_waits': {
    zh: '已提交取消，等另一人同意',
    en: 'Calling it off waits for a second person',
  },
  'publish.open': { zh: '在此打开其内容', en: 'Open its text here' },
  'publish.opened': {
    zh: '已打开：表格、对比和测试现在显示该提交的内容。',
    en: 'Opened: tables, comparison and tests now show what was proposed.',
  },
  'publish.approve': { zh: '同意', en: 'Agree' },
  'publish.decline': { zh: '不同意', en: 'Decline' },
  'publish.withdraw': { zh: '撤回', en: 'Withdraw' },
  'publish.answered': { zh: '已答复。', en: 'Answered.' },
  'publish.own': { zh: '须由另一人答复', en: 'Another person must answer' },
  'publish.not_approver': { zh: '仅限主管和合规答复', en: 'Only managers and compliance answer' },
  'publish.rollback': { zh: '回退', en: 'Go back to another version' },
  'publish.rollback_lead': {
    zh: '回退也要另一人同意；已作出的决定保留原来的版本号。',
    en: 'Going back takes a second person too; decisions made keep the version that made them.',
  },
  'publish.version': { zh: '版本', en: 'Version' },
  'publish.nothing_earlier': { zh: '没有其他版本', en: 'There is no other version' },
  'publish.choose_version': {
    zh: '请先选择版本',
    en: 'Choose a version first',
  },
  'publish.propose_rollback': { zh: '提交回退', en: 'Propose going back' },
} as const
