/** Why a script, a transcript or a review is not what was asked. */
export const QUALITY_PROBLEMS = {
  no_script: { status: 404, en: 'There is no script for this call', zh: '这次通话没有适用的话术' },
  call_is_over: {
    status: 409,
    en: 'It was said how this call ended: the script ends with it',
    zh: '通话结果已登记，话术随之结束',
  },
  script_moved_on: {
    status: 409,
    en: 'The script has moved on since: see where it stands',
    zh: '话术已进入下一步，请查看当前步骤',
  },
  no_such_answer: {
    status: 422,
    en: 'That answer does not stand at this step',
    zh: '这一步没有该回答',
  },
  not_a_transcript: {
    status: 422,
    en: 'This is no transcript that can be read',
    zh: '这不是可以读取的通话文字',
  },
  day_not_over: {
    status: 409,
    en: 'That day is not over yet: draw it tomorrow, from all of its calls',
    zh: '当日尚未结束：请在次日从全部通话中抽取',
  },
  no_such_review: { status: 404, en: 'This call is not on the list', zh: '这次通话不在复核清单中' },
  own_call: {
    status: 403,
    en: 'Nobody reviews a call of their own',
    zh: '不得复核自己的通话',
  },
  no_such_finding: { status: 422, en: 'The call has no such finding', zh: '该通话没有这个发现' },
  not_on_card: {
    status: 422,
    en: 'The score card has no such criterion, or not so many points',
    zh: '评分卡没有这一项，或分值超出范围',
  },
} as const
