import type { Words } from '../core/words.ts'
import type {
  Circumstance,
  ContactResult,
  ContentFact,
  DebtKind,
  DebtStatus,
  FirmKind,
  Flag,
  HoldReason,
  Medium,
  MEDIA_GROUPS,
  Notice,
  PlaceKind,
  ProceedingKind,
  Purpose,
  PURPOSE_GROUPS,
  RepresentativeKind,
  Role,
  ROLE_GROUPS,
} from './vocabulary.ts'

/** How the guard's words are said to people. A new word does not compile until it is here. */
type Said<W extends string> = Readonly<Record<W, Words>>

const w = (en: string, zh: string): Words => ({ en, zh })

export const MEDIA_WORDS: Said<Medium | keyof typeof MEDIA_GROUPS> = {
  sms: w('text messages', '短信'),
  email: w('e-mail', '邮件'),
  call: w('calls', '电话'),
  letter: w('letters', '信函'),
  visit: w('visits', '上门'),
  message: w('instant messages', '即时消息'),
  voicemail: w('voicemail', '语音留言'),
  social: w('social media', '社交媒体'),
  portal: w('our own pages', '自有页面'),
  card: w('cards left at an address', '留置卡片'),
  poster: w('public notices', '公开张贴'),
  filing: w('filings with a court or registry', '向法院或登记机关提交'),
  bureau: w('reports to a credit bureau', '报送征信机构'),
  any: w('whatever the way', '任何方式'),
  contact: w('every way of contact', '各种联系方式'),
  disturbing: w('whatever is heard or seen at once', '即时可闻可见的方式'),
  calls: w('calls and voicemail', '电话与语音留言'),
  electronic: w('electronic messages', '电子信息'),
  texts: w('whatever is left in words', '各种文字或留言'),
}

export const ROLE_WORDS: Said<Role | keyof typeof ROLE_GROUPS> = {
  borrower: w('the borrower', '借款人'),
  spouse: w('the spouse', '配偶'),
  guarantor: w('a guarantor', '担保人'),
  heir: w('an heir', '继承人'),
  attorney: w('the attorney', '律师'),
  representative: w('the representative', '代理人'),
  relative: w('a relative', '亲属'),
  friend: w('a friend', '朋友'),
  neighbour: w('a neighbour', '邻居'),
  colleague: w('a colleague', '同事'),
  employer: w('the employer', '雇主'),
  contact: w('a contact person of the contract', '合同联系人'),
  third_party: w('a third party', '第三人'),
  unidentified: w('whoever answers', '尚未核实身份的接听人'),
  bureau: w('a credit bureau', '征信机构'),
  court: w('a court', '法院'),
  anyone: w('anybody', '任何人'),
  outsiders: w('people who do not owe', '与债务无关的人'),
  professionals: w('professionals', '专业机构与代理人'),
}

export const PURPOSE_WORDS: Said<Purpose | keyof typeof PURPOSE_GROUPS> = {
  collect: w('collection', '催收'),
  negotiate: w('negotiation', '协商'),
  settlement_offer: w('an offer to settle', '结清方案'),
  location: w('asking where the borrower is', '询问借款人下落'),
  contact_details: w('asking for contact details', '询问联系方式'),
  notice: w('a notice', '通知'),
  legal_notice: w('a legal notice', '法律通知'),
  reply: w('an answer', '回复'),
  opt_out_confirmation: w('confirming a refusal', '退订确认'),
  payment_confirmation: w('a receipt', '还款确认'),
  plan_confirmation: w('confirming a plan', '还款计划确认'),
  payment_reminder: w('a payment reminder', '还款提醒'),
  review: w('a review of a plan', '计划复核'),
  end_of_efforts: w('saying that efforts end', '停止催收告知'),
  remedy_notice: w('notice of a remedy', '救济措施告知'),
  required_by_law: w('what law requires', '法律要求的联系'),
  litigation: w('litigation', '诉讼'),
  answer_request: w('what the person asked for', '对方要求的联系'),
  time_critical: w('help that cannot wait', '紧急协助'),
  security_inspection: w('inspecting a security', '查验担保物'),
  furnish: w('reporting the debt', '报送债务信息'),
  negative_report: w('reporting a negative item', '报送不良信息'),
  court_application: w('applying to a court', '向法院申请'),
  any: w('any purpose', '任何目的'),
  collecting: w('whatever asks for money', '一切要求付款的联系'),
  tracing: w('asking others about the borrower', '向他人查找借款人'),
  grounds: w('the four grounds of rebuttal', '四种可反驳理由'),
}

export const RESULT_WORDS: Said<ContactResult> = {
  delivered: w('delivered', '送达'),
  bounced: w('bounced', '退回'),
  not_connected: w('not connected', '未接通'),
  unanswered: w('unanswered', '无人接听'),
  voicemail: w('voicemail', '语音留言'),
  answered_dropped: w('answered and dropped', '接听后挂断'),
  conversation: w('conversation', '通话'),
  met: w('met', '见到本人'),
  not_met: w('not met', '未见到'),
  unknown: w('not known', '结果未知'),
}

export const NOTICE_WORDS: Said<Notice> = {
  validation: w('validation of the debt', '债务核实通知'),
  email_transfer: w('passing on of an e-mail address', '邮箱移交通知'),
  representative_warning: w('warning to the representative', '致代理人的警示'),
  written_authority_request: w('request for a written authority', '索取书面授权'),
  assignment: w('assignment of the debt', '债权转让通知'),
  transfer_communication: w('information after the sale', '转让后信息告知'),
  negative_item: w('warning before a negative report', '不良信息报送前告知'),
  demand: w('demand', '催告'),
}

export const HOLD_WORDS: Said<HoldReason> = {
  any: w('any hold', '任何停催'),
  dispute: w('a dispute', '异议'),
  original_creditor_request: w('a request for the original creditor', '要求告知原债权人'),
  liability_denied: w('a denial of liability', '否认债务'),
  cease: w('a request to stop', '要求停止联系'),
  refusal_to_pay: w('a refusal to pay', '拒绝付款'),
  attorney: w('a representative', '已委托代理人'),
  bankruptcy: w('bankruptcy', '破产'),
  stay: w('a stay', '中止令'),
  breathing_space: w('a breathing space', '债务喘息期'),
  moratorium: w('a moratorium', '暂缓令'),
  deceased: w('a death', '借款人已故'),
  wrong_person: w('a wrong person', '非本人'),
  hardship: w('hardship', '困难申请'),
  complaint: w('a complaint', '投诉'),
  information_owed: w('information that is owed', '应答复的信息'),
  fraud: w('a fraud report', '欺诈举报'),
  advice: w('debt advice', '债务咨询'),
  vulnerable: w('vulnerability', '弱势情形'),
  plan: w('a running plan', '履行中的还款计划'),
  bereavement: w('bereavement', '丧事'),
  calamity: w('a calamity', '灾难'),
  marriage: w('a marriage', '婚事'),
  festival: w('a festival', '节日'),
}

export const DEBT_KIND_WORDS: Said<DebtKind> = {
  credit_card: w('credit cards', '信用卡'),
  medical: w('medical debts', '医疗债务'),
  mortgage: w('mortgages', '按揭贷款'),
  student_loan: w('student loans', '学生贷款'),
  personal_loan: w('personal loans', '个人贷款'),
  auto_loan: w('car loans', '汽车贷款'),
  utility: w('utility bills', '公用事业账单'),
  microfinance: w('microfinance', '小额金融'),
  other: w('other debts', '其他债务'),
}

export const DEBT_STATUS_WORDS: Said<DebtStatus> = {
  open: w('open', '未清'),
  time_barred: w('time-barred', '已过时效'),
  paid: w('paid', '已还清'),
  settled: w('settled', '已和解结清'),
  discharged: w('discharged', '已免除'),
}

export const FIRM_WORDS: Said<FirmKind> = {
  creditor: w('the creditor in its own name', '以自己名义催收的债权人'),
  agency: w('an agency', '受托机构'),
  purchaser: w('a purchaser of the debt', '债权受让人'),
}

export const PLACE_WORDS: Said<PlaceKind | 'home' | 'elsewhere'> = {
  mobile: w('mobile number', '手机号'),
  landline: w('landline number', '固定电话'),
  work_line: w('number at work', '单位电话'),
  email: w('e-mail address', '邮箱'),
  work_email: w('e-mail address at work', '单位邮箱'),
  post: w('postal address', '通讯地址'),
  work_post: w('postal address at work', '单位地址'),
  profile: w('profile', '社交账号'),
  home: w('at home', '家中'),
  elsewhere: w('elsewhere', '其他地点'),
}

export const REPRESENTATIVE_WORDS: Said<RepresentativeKind> = {
  attorney: w('an attorney', '律师'),
  financial_counsellor: w('a financial counsellor', '财务顾问'),
  debt_adviser: w('a debt adviser', '债务顾问'),
  guardian: w('a guardian', '监护人'),
  other: w('somebody else', '其他人'),
}

export const CONTENT_WORDS: Said<ContentFact> = {
  identifies_sender: w('says who sends it', '表明发送人'),
  says_how_to_check: w('says how to check it', '说明如何核实'),
  gives_business_name: w('gives the business name', '给出机构名称'),
  name_shows_collection: w('a name that shows collection', '显示催收性质的名称'),
  gives_person_name: w('names a person', '给出联系人姓名'),
  gives_phone_number: w('gives a telephone number', '给出电话号码'),
  asks_for_reply: w('asks for a reply', '请求回复'),
  gives_times: w('gives times', '给出时间'),
  other_content: w('anything else', '其他内容'),
  states_debt: w('saying that there is a debt', '提及债务'),
  urgent: w('saying that it is urgent', '声称紧急'),
  confirms_opt_out: w('confirms the refusal', '确认退订'),
  marked_private: w('marked private', '标明私密'),
  envelope_shows_debt: w('an envelope that shows collection', '信封显示催收'),
  visible_to_others: w('being visible to others', '他人可见'),
  threatens_suit: w('a threat of suit', '以诉讼相威胁'),
  threatens_recovery: w('a threat of recovery action', '以追讨措施相威胁'),
  invented_blacklist: w('an invented blacklist', '虚构黑名单'),
  misleading_credit_claim: w('a misleading claim about credit records', '征信不实表述'),
  implies_missed_delivery: w('looking like a missed delivery', '伪装成未妥投通知'),
  tells_third_party_why: w('telling a third party why', '向第三人说明事由'),
  asks_to_pass_message: w('asking to pass a message on', '请求转告'),
  discourages_complaint: w('discouraging a complaint', '阻止投诉'),
  private_account: w('a private telephone or account', '私人电话或账号'),
  lender_consent: w('the lender agreed', '委托方同意'),
}

export const FLAG_WORDS: Said<Flag> = {
  aggregate_volume: w('many calls over several debts', '多笔债务呼叫总量大'),
  rapid_succession: w('calls in rapid succession', '短时间连续呼叫'),
  concentrated_day: w('calls crowded into one day', '一日内集中呼叫'),
  rebuttal_required_by_law: w('required by law', '法律要求'),
  rebuttal_litigation: w('for litigation', '为诉讼'),
  rebuttal_consumer_request: w('asked for by the person', '对方要求'),
  rebuttal_time_critical: w('help that cannot wait', '紧急协助'),
  watch_attempts: w('attempts do not count but must not be excessive', '尝试不计次但不得过度'),
  combine_accounts: w('several accounts in one contact', '多个账户合并一次联系'),
  specialist_handling: w('for a specialist', '转专人处理'),
  report_as_disputed: w('to be reported as disputed', '报送时注明有争议'),
}

export const CIRCUMSTANCE_WORDS: Said<Circumstance> = {
  deceased: w('has died', '已故'),
  minor: w('is under age', '未成年'),
  cannot_pay: w('cannot pay', '无力偿还'),
  family_violence: w('suffers family violence', '遭受家庭暴力'),
  seriously_ill: w('is seriously ill', '患重病'),
}

export const PROCEEDING_WORDS: Said<ProceedingKind> = {
  mediation_request: w('a request for mediation', '申请调解'),
  mediation_agreement_effective: w('a mediated agreement in effect', '调解协议生效'),
  payment_order_issued: w('a payment order', '发出支付令'),
  payment_order_served: w('service of a payment order', '送达支付令'),
  payment_order_objection: w('an objection to a payment order', '支付令异议'),
}
