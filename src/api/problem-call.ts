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
  line_busy: {
    status: 409,
    en: 'You are on a call that has not ended: one line for one person',
    zh: '您还有未结束的通话：每人同一时间只有一路',
  },
  no_voice: {
    status: 422,
    en: 'No gateway for calls is set up: dial the number yourself',
    zh: '未设置语音网关：请自行拨号',
  },
  no_own_phone: {
    status: 422,
    en: 'Say first which telephone of yours rings',
    zh: '请先填写您接听的电话',
  },
  not_to_record: {
    status: 409,
    en: 'This call was not to be recorded, so nothing of it is kept',
    zh: '该通话不应录音，因此不予保存',
  },
  sign_refused: { status: 422, en: 'This is not recorded as ours', zh: '未登记为官方信息' },
  app_of_other: {
    status: 409,
    en: 'This name at the app is another borrower’s: a message there would tell them of this debt',
    zh: '该应用账号属于另一借款人：在此发送会向其泄露本债务',
  },
  no_such_app: {
    status: 404,
    en: 'The borrower has no such account at that app',
    zh: '该借款人没有这个应用账号',
  },
  no_such_recording: { status: 404, en: 'There is no such recording', zh: '没有这段录音' },
  recording_purged: {
    status: 410,
    en: 'The days of this recording are over and its bytes are gone',
    zh: '该录音已过保存期限，内容已删除',
  },
  recording_lost: {
    status: 503,
    en: 'The bytes of this recording are not where they were kept, or are no longer the same',
    zh: '录音文件不在原处，或内容已有变化',
  },
  listen_first: {
    status: 403,
    en: 'Say first why you listen',
    zh: '请先说明收听的原因',
  },
  bad_range: { status: 416, en: 'The recording has no such part', zh: '录音中没有这一段' },
  recording_not_there: {
    status: 503,
    en: 'The recording could not be fetched: tell of it again later',
    zh: '暂时无法取得录音：请稍后重新通知',
  },
  no_such_callback: { status: 404, en: 'There is no such callback', zh: '没有这个回电约定' },
} as const
