import type { Instant } from '../core/calendar.ts'
import type { Reason, ReasonCode, Strength } from './verdict.ts'
import { localText, zoneOf } from './zone.ts'

export type GuardLanguage = 'en' | 'zh'

type Numbers = Reason['numbers']
type Sentence = (numbers: Numbers, say: Say) => string
type Say = {
  /** An instant on the wall clock of whoever reads. */
  readonly time: (key: string) => string
  /** A word of the catalogue below, or the text itself. */
  readonly word: (key: string) => string
}

const LISTS: Readonly<Record<string, Readonly<Record<GuardLanguage, string>>>> = {
  account: { en: 'account', zh: '账户' },
  borrower: { en: 'borrower', zh: '借款人' },
  address: { en: 'address', zh: '联系方式' },
  sms: { en: 'text messages', zh: '短信' },
  email: { en: 'email', zh: '邮件' },
  call: { en: 'calls', zh: '电话' },
  letter: { en: 'letters', zh: '信函' },
  visit: { en: 'visits', zh: '上门' },
  message: { en: 'instant messages', zh: '即时消息' },
  mobile: { en: 'mobile number', zh: '手机号' },
  landline: { en: 'landline number', zh: '固定电话' },
  post: { en: 'postal address', zh: '通讯地址' },
  week: { en: 'calendar week', zh: '自然周' },
  month: { en: 'calendar month', zh: '自然月' },
  creditor: { en: 'the creditor in its own name', zh: '以自己名义催收的债权人' },
  agency: { en: 'an agency', zh: '受托机构' },
  who_we_are: { en: 'who we are', zh: '我方身份' },
  how_to_check: { en: 'how to check it', zh: '如何核实' },
  how_to_stop: { en: 'how to stop it', zh: '如何退订' },
  the_debt: { en: 'the debt', zh: '债务信息' },
  dispute: { en: 'a dispute', zh: '异议' },
  original_creditor_request: { en: 'a request to name the original creditor', zh: '要求说明原债权人' },
  liability_denied: { en: 'a denial of liability', zh: '否认债务' },
  cease: { en: 'a request to stop', zh: '要求停止联系' },
  refusal_to_pay: { en: 'a refusal to pay', zh: '拒绝还款' },
  attorney: { en: 'a representative', zh: '已委托代理人' },
  bankruptcy: { en: 'bankruptcy', zh: '破产' },
  stay: { en: 'a stay', zh: '中止令' },
  breathing_space: { en: 'a breathing space', zh: '债务喘息期' },
  moratorium: { en: 'a moratorium', zh: '暂缓令' },
  deceased: { en: 'a death', zh: '借款人已故' },
  wrong_person: { en: 'a wrong person', zh: '非本人' },
  hardship: { en: 'hardship', zh: '困难申请' },
  complaint: { en: 'a complaint', zh: '投诉' },
  information_owed: { en: 'information that is owed', zh: '尚欠答复' },
  fraud: { en: 'a fraud report', zh: '欺诈举报' },
  advice: { en: 'a plan that is being prepared', zh: '正在制定还款计划' },
  vulnerable: { en: 'vulnerability', zh: '弱势情形' },
  plan: { en: 'a running plan', zh: '履行中的还款计划' },
  bereavement: { en: 'a bereavement', zh: '丧事' },
  calamity: { en: 'a calamity', zh: '灾难' },
  marriage: { en: 'a marriage', zh: '婚事' },
  festival: { en: 'a festival', zh: '节庆' },
  voicemail: { en: 'voicemail', zh: '语音留言' },
  social: { en: 'social media', zh: '社交媒体' },
  portal: { en: 'the portal', zh: '自助门户' },
  card: { en: 'calling cards', zh: '留言卡' },
  poster: { en: 'posters', zh: '张贴' },
  filing: { en: 'filings', zh: '司法文书' },
  bureau: { en: 'credit reporting', zh: '征信报送' },
  purchaser: { en: 'a purchaser of debts', zh: '债权受让人' },
  debt: { en: 'debt', zh: '债务' },
  work_line: { en: 'workplace line', zh: '单位电话' },
  work_email: { en: 'workplace email', zh: '单位邮箱' },
  work_post: { en: 'workplace', zh: '工作单位' },
  profile: { en: 'profile', zh: '社交账号' },
  spouse: { en: 'the spouse', zh: '配偶' },
  guarantor: { en: 'a guarantor', zh: '担保人' },
  heir: { en: 'an heir', zh: '继承人' },
  representative: { en: 'a representative', zh: '代理人' },
  relative: { en: 'a relative', zh: '亲属' },
  friend: { en: 'a friend', zh: '朋友' },
  neighbour: { en: 'a neighbour', zh: '邻居' },
  colleague: { en: 'a colleague', zh: '同事' },
  employer: { en: 'the employer', zh: '雇主' },
  contact: { en: 'a contact person', zh: '联系人' },
  third_party: { en: 'a third person', zh: '第三人' },
  unidentified: { en: 'whoever answers', zh: '未核实身份的接听人' },
  court: { en: 'a court', zh: '法院' },
  financial_counsellor: { en: 'a financial counsellor', zh: '财务顾问' },
  debt_adviser: { en: 'a debt adviser', zh: '债务顾问' },
  guardian: { en: 'a guardian', zh: '监护人' },
  other: { en: 'a representative', zh: '代理人' },
  collector: { en: 'that it comes from a collector', zh: '催收身份' },
  private: { en: 'that it is private', zh: '私人信函标记' },
  addressee: { en: 'to whom it is addressed', zh: '收件人姓名' },
  prior_notice: { en: 'notice beforehand', zh: '事先通知' },
  other_means_tried: { en: 'other means tried first', zh: '已先尝试其他方式' },
  entry_consent: { en: 'consent to enter', zh: '入户同意' },
  invited: { en: 'an invitation', zh: '对方邀请' },
  people: { en: 'how many take part', zh: '参与人数' },
  visit_facts: { en: 'how the visit is to be made', zh: '上门安排' },
  inherited: { en: 'what was inherited, and what is demanded', zh: '遗产价值与请求金额' },
  identifies_sender: { en: 'who sends it', zh: '发送人身份' },
  says_how_to_check: { en: 'how to check it', zh: '如何核实' },
  gives_business_name: { en: 'a business name', zh: '机构名称' },
  name_shows_collection: { en: 'a name that shows collection', zh: '显示催收的名称' },
  gives_person_name: { en: "a person's name", zh: '联系人姓名' },
  gives_phone_number: { en: 'a telephone number', zh: '电话号码' },
  asks_for_reply: { en: 'a request to reply', zh: '请求回复' },
  gives_times: { en: 'times', zh: '时间信息' },
  other_content: { en: 'something more', zh: '其他内容' },
  states_debt: { en: 'that there is a debt', zh: '债务信息' },
  urgent: { en: 'that it is urgent', zh: '紧急字样' },
  confirms_opt_out: { en: 'that the refusal was heard', zh: '退订确认' },
  marked_private: { en: 'a private mark', zh: '私人信函标记' },
  envelope_shows_debt: { en: 'the debt on the outside', zh: '信封显示债务' },
  visible_to_others: { en: 'what others can see', zh: '他人可见内容' },
  threatens_suit: { en: 'a threat to sue', zh: '起诉威胁' },
  threatens_recovery: { en: 'a threat of recovery', zh: '追索威胁' },
  invented_blacklist: { en: 'an invented blacklist', zh: '虚构黑名单' },
  misleading_credit_claim: { en: 'a misleading claim about credit records', zh: '误导性征信表述' },
  implies_missed_delivery: { en: 'the look of a missed delivery', zh: '伪装成快递未取' },
  tells_third_party_why: { en: 'why the borrower is sought', zh: '寻找借款人的原因' },
  asks_to_pass_message: { en: 'a request to pass a message on', zh: '要求转告' },
  discourages_complaint: { en: 'words against complaining', zh: '阻碍投诉' },
  private_account: { en: "a collector's private number or account", zh: '催收员私人号码或账号' },
  lender_consent: { en: "the lender's consent", zh: '出借人同意' },
  any_message: { en: 'a written message', zh: '书面信息' },
  validation: { en: 'the validation notice', zh: '债务核实通知' },
  email_transfer: { en: 'the notice about the email address', zh: '邮箱移交通知' },
  representative_warning: { en: 'the warning to the representative', zh: '对代理人的警告' },
  written_authority_request: { en: 'the request for written authority', zh: '书面授权请求' },
  assignment: { en: 'the notice of assignment', zh: '债权转让通知' },
  transfer_communication: { en: 'the communication after the transfer', zh: '转让后的告知' },
  negative_item: { en: 'the warning of a negative report', zh: '不良信息报送告知' },
  demand: { en: 'the demand', zh: '催告' },
  aggregate_volume: { en: 'many calls over several debts', zh: '多笔债务呼叫总量大' },
  rapid_succession: { en: 'calls in rapid succession', zh: '短时间连续呼叫' },
  concentrated_day: { en: 'many calls on one day', zh: '单日集中呼叫' },
  rebuttal_required_by_law: { en: 'required by law', zh: '法律要求' },
  rebuttal_litigation: { en: 'active litigation', zh: '诉讼进行中' },
  rebuttal_consumer_request: { en: "the borrower's request", zh: '借款人要求' },
  rebuttal_time_critical: { en: 'time-critical help', zh: '时间紧迫的帮助' },
  watch_attempts: { en: 'attempts to be watched', zh: '注意尝试次数' },
  combine_accounts: { en: 'accounts to be discussed together', zh: '多账户应合并沟通' },
  specialist_handling: { en: 'a case for a specialist', zh: '应由专人处理' },
  report_as_disputed: { en: 'to be reported as disputed', zh: '须标注为有争议' },
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

const n = (numbers: Numbers, key: string): string => String(numbers[key] ?? '?')

function windowText(numbers: Numbers, say: Say, language: GuardLanguage): string {
  const days = numbers['days']
  const calendar = numbers['calendar']
  const rolling = language === 'en' ? (days === 1 ? 'one day' : `${days} days`) : `${days} 天`
  if (calendar === undefined) return rolling
  const named = say.word('calendar')
  if (days === undefined) return language === 'en' ? `one ${named}` : `1 个${named}`
  return language === 'en' ? `${rolling} or one ${named}` : `${rolling}或 1 个${named}`
}

const ofZones = (numbers: Numbers): boolean => Number(numbers['zones'] ?? 1) > 1

/** Slots can all be held by attempts that the history does not count, or not yet. */
const isUsed = (numbers: Numbers): boolean => Number(numbers['used']) >= Number(numbers['times'])

const SENTENCES: Readonly<Record<ReasonCode, Readonly<Record<GuardLanguage, Sentence>>>> = {
  'hours.open': {
    en: (v) =>
      `It is between ${n(v, 'from')} and ${n(v, 'until')}${ofZones(v) ? ' in every place where the person may be' : ` in ${n(v, 'zone')}`}.`,
    zh: (v) =>
      `${ofZones(v) ? '所有可能所在地均' : `${n(v, 'zone')} 当地`}在 ${n(v, 'from')} 至 ${n(v, 'until')} 的允许时段内。`,
  },
  'hours.closed': {
    en: (v) => `In ${n(v, 'zone')} it is outside ${n(v, 'from')} to ${n(v, 'until')}.`,
    zh: (v) => `${n(v, 'zone')} 当地不在 ${n(v, 'from')} 至 ${n(v, 'until')} 的允许时段内。`,
  },
  'hours.closed_day': {
    en: (v) => `In ${n(v, 'zone')} this is a day without contact.`,
    zh: (v) => `${n(v, 'zone')} 当天全天不得联系。`,
  },
  'cap.room': {
    en: (v, say) =>
      `${n(v, 'used')} of ${n(v, 'times')} used in ${windowText(v, say, 'en')}, counted by ${say.word('per')}.`,
    zh: (v, say) =>
      `按${say.word('per')}计，${windowText(v, say, 'zh')}内已用 ${n(v, 'used')} 次，上限 ${n(v, 'times')} 次。`,
  },
  'cap.shared_full': {
    en: () => 'The cap that the organisations of this lender share is used up for today.',
    zh: () => '该贷款机构及其合作机构合并计算的次数今日已用完。',
  },
  'cap.full': {
    en: (v, say) =>
      `All ${n(v, 'times')} in ${windowText(v, say, 'en')} are ${isUsed(v) ? 'used' : 'held'} (${n(v, 'used')} by the history), counted by ${say.word('per')}.`,
    zh: (v, say) =>
      `按${say.word('per')}计，${windowText(v, say, 'zh')}内的 ${n(v, 'times')} 次${isUsed(v) ? '已用完' : '均被占用'}（历史 ${n(v, 'used')} 次）。`,
  },
  'quiet.over': {
    en: (v) => `No conversation in the last ${n(v, 'days')} days.`,
    zh: (v) => `最近 ${n(v, 'days')} 天内没有通话。`,
  },
  'quiet.running': {
    en: (v) =>
      `There was a conversation on ${n(v, 'lastOn')}; ${n(v, 'days')} days are kept quiet after it.`,
    zh: (v) => `${n(v, 'lastOn')} 已有通话，其后 ${n(v, 'days')} 天内不再呼叫。`,
  },
  'hold.none': { en: () => 'No such hold is in force.', zh: () => '没有此类停催标记。' },
  'hold.dated': {
    en: (v, say) =>
      `A hold because of ${say.word('reason')} since ${n(v, 'fromOn')}, until ${say.time('untilAt')}.`,
    zh: (v, say) =>
      `因${say.word('reason')}自 ${n(v, 'fromOn')} 起停催，至 ${say.time('untilAt')}。`,
  },
  'hold.open_ended': {
    en: (v, say) =>
      `A hold because of ${say.word('reason')} since ${n(v, 'fromOn')}, with no known end.`,
    zh: (v, say) => `因${say.word('reason')}自 ${n(v, 'fromOn')} 起停催，期限未定。`,
  },
  'consent.not_refused': {
    en: (_, say) => `The person has not refused ${say.word('channel')}.`,
    zh: (_, say) => `对方未拒绝${say.word('channel')}。`,
  },
  'consent.refused': {
    en: (v, say) =>
      `The person refused ${say.word('channel')}${v['refusedAt'] === undefined ? '' : ` on ${say.time('refusedAt')}`}.`,
    zh: (v, say) =>
      `对方${v['refusedAt'] === undefined ? '' : `于 ${say.time('refusedAt')} `}拒绝${say.word('channel')}。`,
  },
  'consent.given': {
    en: (_, say) => `The person agreed to ${say.word('channel')}.`,
    zh: (_, say) => `对方同意${say.word('channel')}。`,
  },
  'consent.missing': {
    en: (_, say) => `There is no consent to ${say.word('channel')} of this kind.`,
    zh: (_, say) => `没有对此类${say.word('channel')}的同意。`,
  },
  'consent.confirms': {
    en: () => 'It only confirms the refusal, once.',
    zh: () => '仅为一次退订确认。',
  },
  'audience.met': {
    en: (_, say) => `It is for ${say.word('role')}, who may be spoken to.`,
    zh: (_, say) => `对象为${say.word('role')}，可以联系。`,
  },
  'audience.barred': {
    en: (_, say) => `It would go to ${say.word('role')}, who may not be spoken to about it.`,
    zh: (_, say) => `对象为${say.word('role')}，不得就此联系。`,
  },
  'ban.stands': { en: () => 'This may not be done.', zh: () => '不得如此行事。' },
  'ban.lifted': { en: () => 'What stands in the file lifts the bar.', zh: () => '因档案中的情形，不受此禁。' },
  'covers.not': { en: () => 'Looked at; it does not apply to these facts.', zh: () => '已审视，不适用于此情形。' },
  'covers.left_out': {
    en: () => 'It would stand in the way, but it leaves such an act out.',
    zh: () => '本会构成限制，但此类行为不在其列。',
  },
  'wish.kept': { en: () => 'No wish of the person stands against it.', zh: () => '不违背对方的意愿。' },
  'wish.time': { en: () => 'The person asked to be spared at this time.', zh: () => '对方要求此时段不联系。' },
  'wish.place': { en: () => 'The person asked to be spared at this place.', zh: () => '对方要求此地点不联系。' },
  'wish.pause': { en: () => 'The person asked for time before the next contact.', zh: () => '对方要求给予一段时间再联系。' },
  'wish.visit': { en: () => 'The person asked for another time, and none is agreed yet.', zh: () => '对方要求另约时间，尚未约定。' },
  'rebut.ground': {
    en: () => 'Over the number, with a listed ground that may rebut the presumption.',
    zh: () => '超过次数，但有法定理由可以反驳推定。',
  },
  invited: { en: () => 'The person asked for it, so it is not stopped.', zh: () => '应对方要求，不受限制。' },
  'answer.first': { en: () => 'It is the one answer to what the person began, or was agreed.', zh: () => '系对对方来信的一次答复，或事先约定。' },
  'answer.none': { en: () => 'It answers nothing that the person began.', zh: () => '并非对对方来信的答复。' },
  'represented.no': { en: () => 'Nobody speaks for the borrower in this.', zh: () => '借款人未委托他人代理此事。' },
  'represented.direct': {
    en: (_, say) => `The borrower has ${say.word('representative')}; direct contact is open.`,
    zh: (_, say) => `借款人有${say.word('representative')}，但可直接联系。`,
  },
  'represented.yes': {
    en: (_, say) => `${capital(say.word('representative'))} speaks for the borrower.`,
    zh: (_, say) => `借款人由${say.word('representative')}代理。`,
  },
  'plan.none': { en: () => 'No arrangement is being kept to.', zh: () => '没有正在履行的还款安排。' },
  'plan.asked_for': { en: () => 'It was asked for, or is a better offer or a review that is due.', zh: () => '系对方要求、更优方案或到期复核。' },
  'plan.performing': { en: () => 'An arrangement is being kept to.', zh: () => '还款安排正在正常履行。' },
  'plan.review': {
    en: (v) => `Reviews are ${n(v, 'months')} months apart; the last was on ${n(v, 'lastOn')}.`,
    zh: (v) => `复核间隔 ${n(v, 'months')} 个月，上次为 ${n(v, 'lastOn')}。`,
  },
  'tracing.open': { en: () => 'This person may be asked where the borrower is.', zh: () => '可以向此人询问借款人下落。' },
  'tracing.refused': { en: () => 'This person refused further contact.', zh: () => '此人已拒绝继续联系。' },
  'tracing.not_lost': { en: () => 'The borrower is not known to be lost.', zh: () => '尚不能认定借款人失联。' },
  'tracing.once': { en: () => 'This person has been asked already.', zh: () => '已经询问过此人。' },
  'tracing.knows_nothing': { en: () => 'This person knew nothing, and nothing suggests otherwise.', zh: () => '此人不知情，且无新的理由。' },
  'tracing.represented': { en: () => 'An attorney speaks for the borrower and is to be asked.', zh: () => '借款人已委托律师，应向律师询问。' },
  'waiting.over': {
    en: (v, say) => `What must come first has happened (${say.word('notices')}, ${n(v, 'days')} days).`,
    zh: (v, say) => `前置步骤已完成（${say.word('notices')}，${n(v, 'days')} 天）。`,
  },
  'waiting.running': {
    en: (v, say) => `After ${say.word('notices')}, ${n(v, 'days')} days must pass.`,
    zh: (v, say) => `${say.word('notices')}之后须经过 ${n(v, 'days')} 天。`,
  },
  'waiting.nothing_sent': {
    en: (_, say) => `There is no record of ${say.word('notices')} that arrived.`,
    zh: (_, say) => `没有${say.word('notices')}已送达的记录。`,
  },
  'within.time': {
    en: (v) => `Within ${n(v, 'days')} days of ${n(v, 'fromOn')}.`,
    zh: (v) => `在 ${n(v, 'fromOn')} 起 ${n(v, 'days')} 天内。`,
  },
  'within.late': {
    en: (v) => `The ${n(v, 'days')} days since ${n(v, 'fromOn')} are over.`,
    zh: (v) => `自 ${n(v, 'fromOn')} 起的 ${n(v, 'days')} 天已过。`,
  },
  'within.nothing': { en: () => 'The step that it follows has not happened.', zh: () => '其所依据的步骤尚未发生。' },
  'at_most.met': { en: () => 'No more is asked than was inherited.', zh: () => '请求未超过所继承遗产的价值。' },
  'at_most.over': { en: () => 'More is asked than was inherited.', zh: () => '请求超过所继承遗产的价值。' },
  'party.enough': {
    en: (v) => `At least ${n(v, 'least')} take part.`,
    zh: (v) => `参与人数不少于 ${n(v, 'least')} 人。`,
  },
  'party.too_few': {
    en: (v) => `Only ${n(v, 'people')} would take part; at least ${n(v, 'least')} must.`,
    zh: (v) => `仅 ${n(v, 'people')} 人参与，至少须 ${n(v, 'least')} 人。`,
  },
  'visit.met': { en: () => 'The visit has what it needs.', zh: () => '上门条件已满足。' },
  'visit.lacks': {
    en: (_, say) => `The visit lacks ${say.word('lacks')}.`,
    zh: (_, say) => `上门缺少${say.word('lacks')}。`,
  },
  'visit.court_limit': {
    en: (v) => `A court allows ${n(v, 'times')} visits in all, and ${n(v, 'used')} were made.`,
    zh: (v) => `法院共允许上门 ${n(v, 'times')} 次，已上门 ${n(v, 'used')} 次。`,
  },
  'disclosure.spoken': {
    en: (_, say) => `No words are fixed before it; it must say ${say.word('says')}.`,
    zh: (_, say) => `事先没有固定文本，须说明${say.word('says')}。`,
  },
  'content.clean': { en: () => 'Nothing is known in it that may not be said.', zh: () => '未发现不得出现的内容。' },
  'content.barred': {
    en: (_, say) => `It holds ${say.word('said')}.`,
    zh: (_, say) => `含有${say.word('said')}。`,
  },
  'fact.missing': {
    en: (_, say) => `It is not known: ${say.word('fact')}.`,
    zh: (_, say) => `缺少事实：${say.word('fact')}。`,
  },
  'factor.no': { en: () => 'No such pattern.', zh: () => '没有此类情形。' },
  'factor.flag': {
    en: (_, say) => `To be noted: ${say.word('flag')}.`,
    zh: (_, say) => `提示：${say.word('flag')}。`,
  },
  told: { en: () => 'It bears on this and bars nothing.', zh: () => '与此有关，但不构成限制。' },
  'guard.unknown_debt': { en: () => 'Nothing is known of a debt that it is about.', zh: () => '所涉债务信息不明。' },
  'guard.unknown_voice': { en: () => 'It is not known who speaks.', zh: () => '不知道由谁通话。' },
  'disclosure.said': {
    en: (_, say) => `The text says ${say.word('says')}.`,
    zh: (_, say) => `文本已说明${say.word('says')}。`,
  },
  'disclosure.missing': {
    en: (_, say) => `The text does not say ${say.word('missing')}.`,
    zh: (_, say) => `文本未说明${say.word('missing')}。`,
  },
  'disclosure.no_text': {
    en: (_, say) => `Nothing is known of the text, which is to be judged.`,
    zh: (_, say) => `文本内容未知，无法判断。`,
  },
  'exempt.counted': {
    en: (v) => `${n(v, 'left')} past calls are left out of the count.`,
    zh: (v) => `${n(v, 'left')} 次历史呼叫不计入次数。`,
  },
  'exempt.agreed': {
    en: (_, say) => `The person agreed to more calls, until ${say.time('untilAt')}.`,
    zh: (_, say) => `对方同意额外呼叫，至 ${say.time('untilAt')}。`,
  },
  'coverage.bound': {
    en: (_, say) => `The law binds ${say.word('firm')}.`,
    zh: (_, say) => `该法约束${say.word('firm')}。`,
  },
  'coverage.not_bound': {
    en: (_, say) => `The law does not bind ${say.word('firm')}; house rules do.`,
    zh: (_, say) => `该法不约束${say.word('firm')}，适用内部规则。`,
  },
  'guard.no_rules': {
    en: () => 'No rules are loaded, so nothing is allowed.',
    zh: () => '未加载任何规则，因此一律不允许。',
  },
  'guard.unknown_place': {
    en: () => 'It is not known which law applies.',
    zh: () => '不知道适用哪里的法律。',
  },
  'guard.no_pack': {
    en: (v) => `No rules of ${n(v, 'place')} are in force.`,
    zh: (v) => `没有生效的 ${n(v, 'place')} 规则。`,
  },
  'guard.no_hours': {
    en: (v, say) => `No rule of ${n(v, 'place')} sets hours for ${say.word('channel')}.`,
    zh: (v, say) => `${n(v, 'place')} 没有规定${say.word('channel')}时段的规则。`,
  },
  'guard.unknown_zone': {
    en: (v) =>
      v['zone'] === ''
        ? 'It is not known where the person is.'
        : `There is no time zone ${n(v, 'zone')}.`,
    zh: (v) => (v['zone'] === '' ? '不知道对方所在时区。' : `没有时区 ${n(v, 'zone')}。`),
  },
  'guard.no_account': {
    en: () => 'It is about no account.',
    zh: () => '未指明账户。',
  },
  'guard.wrong_address': {
    en: (_, say) => `A ${say.word('addressKind')} cannot be used for ${say.word('channel')}.`,
    zh: (_, say) => `${say.word('addressKind')}不能用于${say.word('channel')}。`,
  },
  'guard.never_together': {
    en: () => 'Each rule opens at some time, but never all at once.',
    zh: () => '各规则的允许时段没有交集。',
  },
}

const STRENGTH: Readonly<Record<Strength, Readonly<Record<GuardLanguage, string>>>> = {
  prohibited: { en: 'prohibited', zh: '禁止' },
  presumed: { en: 'presumed a violation', zh: '推定违规' },
  advised: { en: 'advised against', zh: '不宜' },
  factor: { en: 'a factor', zh: '参考因素' },
}

/** One reason as a sentence with its source, the same in the command line, the desk and documents. */
export function sayReason(reason: Reason, language: GuardLanguage, zone: string): string {
  const sentence = SENTENCES[reason.code][language](
    reason.numbers,
    sayer(reason.numbers, language, zone),
  )
  const notes = [reason.citation.title]
  if (reason.says !== 'allow' && reason.strength !== 'prohibited') {
    notes.push(STRENGTH[reason.strength][language])
  }
  if (reason.unverified) notes.push(language === 'en' ? 'unverified' : '未核实')
  const until =
    reason.until === undefined
      ? ''
      : language === 'en'
        ? ` Open again ${timeText(reason.until, zone)}.`
        : `${timeText(reason.until, zone)} 起可联系。`
  return language === 'en'
    ? `${sentence}${until} (${notes.join('; ')})`
    : `${sentence}${until}（${notes.join('；')}）`
}

function sayer(numbers: Numbers, language: GuardLanguage, zone: string): Say {
  const one = (key: string) => LISTS[key]?.[language] ?? key
  return {
    time: (key) => timeText(Number(numbers[key]) as Instant, zone),
    word: (key) =>
      String(numbers[key] ?? key)
        .split(',')
        .map(one)
        .join(language === 'en' ? ', ' : '、'),
  }
}

function timeText(at: Instant, zone: string): string {
  const place = zoneOf(zone) ?? zoneOf('UTC')
  return place === undefined ? '' : `${localText(place, at).replace('T', ' ')}`
}
