/** Why something of the inbox, an address or a third person is not done. */
export const INBOX_PROBLEMS = {
  no_such_message: {
    status: 404,
    en: 'There is no such message, or it is dealt with',
    zh: '没有这条消息，或已处理',
  },
  nothing_waits: { status: 409, en: 'Nothing waits there', zh: '没有待处理的消息' },
  taken_by_other: { status: 409, en: 'Somebody else has taken it', zh: '已由他人处理' },
  seen_nothing: {
    status: 409,
    en: 'Something came in since: read it first',
    zh: '之后又有新消息，请先阅读',
  },
  cannot_be_answered: {
    status: 409,
    en: 'There is nothing that a text may answer',
    zh: '没有可以用文字回复的消息',
  },
  asked_to_stop: {
    status: 409,
    en: 'They asked us to stop: nothing is sent until they write again of their own accord',
    zh: '对方已要求停止联系：在其主动来信之前不再发送任何内容',
  },
  not_yours_to_lift: {
    status: 403,
    en: 'What a message stopped is lifted by a manager or compliance',
    zh: '由消息触发的停催，须由主管或合规人员解除',
  },
  words_refused: {
    status: 422,
    en: 'These words may not leave',
    zh: '这段文字不能发出',
  },
  words_too_long: { status: 422, en: 'That is too long for a text', zh: '内容过长，短信无法发送' },
  no_such_person: { status: 404, en: 'There is no such person', zh: '没有这位联系人' },
  refused_for_ever: {
    status: 409,
    en: 'This person said no, and that is for ever',
    zh: '此人已明确拒绝，永久有效',
  },
  asked_before: {
    status: 409,
    en: 'This person was asked once, and is not asked again',
    zh: '已询问过一次，不得再次询问',
  },
  no_person_key: {
    status: 409,
    en: 'The key that remembers who said no is not set up here',
    zh: '尚未配置用于记录拒绝的密钥',
  },
  not_lost: {
    status: 409,
    en: 'The borrower can be reached, so nobody else is asked',
    zh: '借款人可以联系，不得询问他人',
  },
  person_left_alone: {
    status: 409,
    en: 'The borrower is left alone now, so nobody is asked about them',
    zh: '借款人目前停止联系，不得向他人询问',
  },
  no_such_source: {
    status: 404,
    en: 'No such source is set up here',
    zh: '此处未设置该来源',
  },
  trace_asked: {
    status: 409,
    en: 'That source was asked about this borrower today',
    zh: '今天已向该来源查询过此借款人',
  },
  is_the_borrower: {
    status: 422,
    en: 'That is an address of the borrower',
    zh: '这是借款人本人的联系方式',
  },
  too_many_persons: {
    status: 422,
    en: 'More than three persons would be a list of contacts, and none is kept',
    zh: '超过三人即为通讯录，不予保存',
  },
  trace_needs_purpose: {
    status: 422,
    en: 'Say what the address is looked for',
    zh: '须说明查找目的',
  },
  trace_needs_ground: {
    status: 422,
    en: 'Say on what ground of law it is looked for',
    zh: '须说明法律依据',
  },
  trace_needs_consent: {
    status: 422,
    en: 'Say on which day the borrower agreed',
    zh: '须说明借款人同意的日期',
  },
  of_somebody_else: {
    status: 409,
    en: 'Another borrower is reached there',
    zh: '该联系方式属于另一位借款人',
  },
  too_late_to_undo: {
    status: 409,
    en: 'It is too late: it has left, or the guard refused it',
    zh: '为时已晚：已发出，或已被拦截',
  },
  not_your_answer: {
    status: 403,
    en: 'Only who wrote it may take it back',
    zh: '只有撰写人可以撤回',
  },
  address_known: { status: 409, en: 'It is known already', zh: '该联系方式已存在' },
} as const
