/** Why a care is not opened, or an act of it not done. */
export const CARE_PROBLEMS = {
  no_such_care: { status: 404, en: 'The case has no such care', zh: '该案件没有这项记录' },
  evidence_lost: {
    status: 503,
    en: 'The bytes of this document are not where they were kept, or are no longer the same',
    zh: '该材料的文件不在原处，或内容已有变化',
  },
  care_of_one_account: {
    status: 422,
    en: 'Name the account that it is about',
    zh: '请指明所涉账户',
  },
  care_sort_unknown: { status: 422, en: 'Name what it is about', zh: '请选择具体类别' },
  care_part_only_of_amount: {
    status: 422,
    en: 'A part is disputed only where the amount is',
    zh: '仅金额异议可指明争议部分',
  },
  care_already_open: {
    status: 409,
    en: 'One of this kind is open already',
    zh: '同类记录尚未结案',
  },
  care_too_soon: { status: 409, en: 'It is too soon after the last one', zh: '距上一次间隔过短' },
  care_too_early: { status: 409, en: 'Its day has not come', zh: '尚未到可办理之日' },
  care_out_of_order: {
    status: 422,
    en: 'Nothing is done before what went before it',
    zh: '日期不能早于上一步',
  },
  care_not_from_here: {
    status: 409,
    en: 'That cannot be done from where it stands',
    zh: '当前状态不能进行此操作',
  },
  care_needs_words: { status: 422, en: 'Say why, in words', zh: '请以文字说明理由' },
  care_needs_until: { status: 422, en: 'A last day is needed', zh: '须给出截止日' },
  care_needs_consent: {
    status: 422,
    en: 'What was told is kept only with the consent of whoever told it',
    zh: '所述内容须经本人同意方可保存',
  },
  care_needs_newer_document: {
    status: 409,
    en: 'A dispute is closed only with a document of ours that is dated after it',
    zh: '须有日期晚于异议的证明材料方可结案',
  },
  care_needs_proof: {
    status: 409,
    en: 'A certificate or a paper of the court is needed first',
    zh: '须先登记证明文件或法院文书',
  },
  care_needs_redress: { status: 422, en: 'Say what puts it right', zh: '请说明补救内容' },
  care_needs_second_person: {
    status: 409,
    en: 'Another person answers that under Approvals',
    zh: '须由第二人在审批中答复',
  },
  document_known: { status: 409, en: 'This document is listed already', zh: '该文件已登记' },
  nothing_to_restructure: {
    status: 409,
    en: 'Nothing is unpaid or late that could be moved',
    zh: '没有可调整的未还款项',
  },
  first_day_in_past: {
    status: 422,
    en: 'The first day is not ahead',
    zh: '首期应还日须在今日之后',
  },
  revival_needs_consent: {
    status: 409,
    en: 'The debt is out of time: the notice and the consent come first',
    zh: '该债务已过时效：须先告知并取得同意',
  },
  not_out_of_time: { status: 409, en: 'The debt is not out of time', zh: '该债务未过时效' },
  debt_has_ended: { status: 409, en: 'The debt itself has ended', zh: '该债务已消灭' },
  reward_not_agreed: {
    status: 409,
    en: 'The reward was not agreed to',
    zh: '该奖励尚未获同意',
  },
  notice_not_before: {
    status: 422,
    en: 'The notice comes before the consent',
    zh: '告知须早于同意',
  },
} as const
