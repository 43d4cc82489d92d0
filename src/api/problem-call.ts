/** What stands in the way of a call, of how it ended and of an hour to call back. */
export const CALL_PROBLEMS = {
  no_number: { status: 422, en: 'There is no number that may be tried', zh: '没有可以尝试的号码' },
  no_such_contact: { status: 404, en: 'There is no such contact', zh: '没有这次联系' },
  not_a_call: {
    status: 422,
    en: 'This contact was no call and no visit',
    zh: '这次联系不是电话或外访',
  },
  not_your_call: {
    status: 403,
    en: 'Whoever made the call says how it ended',
    zh: '通话结果由拨打人登记',
  },
  never_sent: { status: 409, en: 'This contact never left', zh: '这次联系并未发出' },
  callback_unasked: {
    status: 422,
    en: 'An hour is agreed with whoever asked to be called back: say that they did',
    zh: '只有对方要求回电时才能约定时间：请将通话结果选为“约定回电”',
  },
  callback_missing: { status: 422, en: 'Say when to call back', zh: '请填写回电时间' },
  no_such_time: { status: 422, en: 'There is no such time there', zh: '当地没有这个时间' },
  callback_in_past: { status: 422, en: 'That time has passed', zh: '该时间已过' },
  callback_too_far: { status: 422, en: 'That is more than 60 days ahead', zh: '超过 60 天之后' },
  no_such_callback: { status: 404, en: 'There is no such callback', zh: '没有这个回电约定' },
} as const
