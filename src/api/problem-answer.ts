/** Why a second person's word is not taken. */
export const ANSWER_PROBLEMS = {
  no_such_approval: {
    status: 404,
    en: 'Nothing waits for approval here',
    zh: '这里没有待审批事项',
  },
  approval_wrong_role: {
    status: 403,
    en: 'Another role answers for this step',
    zh: '该处置须由其他角色审批',
  },
  approval_same_person: {
    status: 403,
    en: 'Whoever wrote the strategy does not approve its steps: another person does',
    zh: '策略编写人不得审批自己策略的处置，须由他人审批',
  },
  approval_reason_missing: { status: 422, en: 'Say why it is declined', zh: '请说明不批准的原因' },
  no_such_request: { status: 404, en: 'There is no such request', zh: '没有这项请求' },
  request_answered: { status: 409, en: 'It was answered already', zh: '该请求已有答复' },
  request_expired: {
    status: 409,
    en: 'Its day has passed: it must be asked anew',
    zh: '已过期，须重新提出',
  },
  request_same_person: {
    status: 403,
    en: 'Whoever asks does not answer: another person does',
    zh: '提出人不得自行答复，须由他人答复',
  },
  request_wrong_role: {
    status: 403,
    en: 'Your role may not answer for such an amount',
    zh: '您的角色无权就该金额作出答复',
  },
  bad_view: { status: 422, en: 'This view could not be opened again', zh: '该视图无法再次打开' },
  view_watched: {
    status: 409,
    en: 'An alert watches this view: end the alert first',
    zh: '有预警正在使用该视图：请先结束预警',
  },
  bad_alert: {
    status: 422,
    en: 'An alert watches a view of cases, or one cell of a figure',
    zh: '预警须基于一个案件视图，或某项指标的一格',
  },
  no_such_remittance: { status: 404, en: 'There is no such remittance', zh: '没有这笔结算' },
  remittance_waits: {
    status: 409,
    en: 'A remittance waits for a second person: it is approved or refused first',
    zh: '有结算待第二人复核：请先批准或拒绝',
  },
  remittance_refused: {
    status: 409,
    en: 'This remittance was refused: nothing of it is paid',
    zh: '该笔结算已被拒绝，不予付款',
  },
  remittance_later: {
    status: 409,
    en: 'A later remittance has counted on this one: it can no longer be refused',
    zh: '其后已有结算以此为基础，无法再拒绝',
  },
  nothing_to_approve: {
    status: 409,
    en: 'It needs no second person',
    zh: '该笔无需第二人批准',
  },
  request_reason_missing: { status: 422, en: 'Say why it is declined', zh: '请说明不批准的原因' },
  request_cannot_be_done: {
    status: 409,
    en: 'What was asked for cannot be done any more',
    zh: '所请求的事项已无法办理',
  },
} as const
