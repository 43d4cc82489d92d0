import { sayer } from './sayer.ts'

/** What the pages of a plan say. */
export const sayPlan = sayer({
  title: { en: 'A payment plan', zh: '还款计划' },
  lead: {
    en: 'Pay a little at a time. Tell us what you can manage and when your money comes in. We show you what is possible, and nothing is agreed until you say so.',
    zh: '分期慢慢还。告诉我们您能承受多少、收入何时到账，我们会列出可行的方式。在您确认之前，不会达成任何约定。',
  },
  much: { en: 'How much can you pay a month?', zh: '您每月能还多少？' },
  muchHint: {
    en: 'In {currency}. After food, rent and bills. A small amount is fine. For example 50.00',
    zh: '单位 {currency}。请先扣除吃饭、房租和日常账单。金额小也可以，例如 50.00',
  },
  muchWhy: {
    en: 'We ask so that the plan is one you can keep.',
    zh: '我们这样问，是为了让计划切实可行。',
  },
  unsure: { en: 'I am not sure', zh: '我不确定' },
  muchBad: {
    en: 'Write an amount such as 50.00, or tick “I am not sure”.',
    zh: '请填写金额，例如 50.00，或勾选“我不确定”。',
  },
  next: { en: 'Continue', zh: '继续' },
  when: { en: 'When does your money come in?', zh: '您的收入什么时候到账？' },
  whenWhy: {
    en: 'We ask so that each payment falls due the day after, when the money is there.',
    zh: '我们这样问，是为了把还款日定在到账的第二天。',
  },
  whenBad: { en: 'Choose a day, or “I am not sure”.', zh: '请选择一个日子，或选“我不确定”。' },
  whenMonth: { en: 'Every month, on day {n}', zh: '每月 {n} 日' },
  whenLast: { en: 'Every month, on the last working day', zh: '每月最后一个工作日' },
  whenWeek: { en: 'Every week, on {day}', zh: '每周{day}' },
  whenFortnight: { en: 'Every two weeks, on {day}', zh: '每两周的{day}' },
  choose: { en: 'Choose', zh: '请选择' },
  ways: { en: 'Which of these suits you?', zh: '哪一种适合您？' },
  waysNone: {
    en: 'We cannot work out a plan for this here. That is not a no: call {phone}, or write to us.',
    zh: '这里暂时算不出合适的计划，但这不是拒绝：请致电 {phone}，或写信给我们。',
  },
  why_asked: { en: 'What you said you can pay', zh: '按您说的金额' },
  why_sooner: { en: 'Done sooner', zh: '更快还清' },
  why_longer: { en: 'Less each time', zh: '每次少还一些' },
  why_budget: { en: 'What your budget can carry', zh: '按您的收支表' },
  why_row: { en: 'A first payment, then equal ones', zh: '先付一笔，其余均分' },
  why_settle: { en: 'One payment, and the rest is let go', zh: '一次付清，其余减免' },
  why_full: { en: 'All in one payment', zh: '一次还清' },
  wayMany: {
    en: '{count, plural, one {1 payment} other {# payments}} of {amount}, from {first} to {last}',
    zh: '共 {count} 期，每期 {amount}，{first}至{last}',
  },
  wayFirst: {
    en: '{firstAmount} on {first}, then {count, plural, one {1 payment} other {# payments}} of {amount}, to {last}',
    zh: '{first}付 {firstAmount}，之后 {count} 期，每期 {amount}，至{last}',
  },
  wayOne: { en: '{amount} on {first}', zh: '{first}付 {amount}' },
  wayForgives: { en: 'Then {amount} need not be paid.', zh: '付清后，余下 {amount} 无需再还。' },
  needs_nobody: { en: 'Agreed at once.', zh: '确认后立即生效。' },
  needs_second_person: {
    en: 'A member of staff must say yes first. We stop writing while they look.',
    zh: '需工作人员同意。等待期间，我们暂停联系您。',
  },
  needs_person: {
    en: 'It is longer than our own limits. You can ask for it: a member of staff answers, and we stop writing meanwhile.',
    zh: '超出了我们的一般期限。您仍可提出，由工作人员答复，期间我们暂停联系您。',
  },
  waysBad: { en: 'Choose one of them.', zh: '请选择一项。' },
  check: { en: 'Check your plan', zh: '请核对您的计划' },
  dates: { en: 'What is due when', zh: '还款日期与金额' },
  day: { en: 'Day', zh: '日期' },
  amount: { en: 'Amount', zh: '金额' },
  whole: { en: 'In all', zh: '合计' },
  allDates: { en: 'Show all {count} dates', zh: '显示全部 {count} 期' },
  means: { en: 'What this means', zh: '这意味着什么' },
  meansStop: {
    en: 'We stop asking for this money while you keep to the plan.',
    zh: '只要您按计划还款，我们就不再为此联系您。',
  },
  meansForgives: {
    en: 'A payment that comes up to {days, plural, one {1 day} other {# days}} late counts as on time, {times, plural, one {once} other {# times}}.',
    zh: '晚付不超过 {days} 天仍算按时，共 {times} 次。',
  },
  meansForgivesNone: { en: 'Each payment must come by its day.', zh: '每期需在当日前支付。' },
  meansSkip: {
    en: 'You may skip {times, plural, one {1 payment} other {# payments}}.',
    zh: '您可以跳过 {times} 次还款。',
  },
  meansMove: {
    en: 'You may move a payment by up to {days, plural, one {1 day} other {# days}}.',
    zh: '每期还款可推迟不超过 {days} 天。',
  },
  meansCharges_stop: {
    en: 'No interest and no fees are added while it runs.',
    zh: '计划期间不再计收利息和费用。',
  },
  meansCharges_stop_while_kept: {
    en: 'No interest and no fees are added as long as you keep to it.',
    zh: '只要您遵守计划，不再计收利息和费用。',
  },
  meansCharges_run: {
    en: 'Interest and fees go on as in your contract.',
    zh: '利息和费用仍按合同计收。',
  },
  meansChange: {
    en: 'You may change it here, or pay more, whenever you like.',
    zh: '您可随时在此调整或多还。',
  },
  change: { en: 'Change my answers', zh: '修改我的回答' },
  agree: { en: 'I agree to this plan', zh: '我同意此计划' },
  ask: { en: 'Ask for this plan', zh: '申请此计划' },
  changed: {
    en: 'Something changed meanwhile, such as a payment. Nothing was agreed. Please look again.',
    zh: '期间情况有变（例如有款项到账），尚未达成约定。请重新查看。',
  },
  fault_plan_is_running: { en: 'A plan is running already.', zh: '已有计划正在执行。' },
  fault_already_asked: {
    en: 'You asked for a plan already. A member of staff is looking at it.',
    zh: '您已申请过计划，工作人员正在处理。',
  },
  fault_plan_wrong_state: {
    en: 'That cannot be done with this plan any more.',
    zh: '此计划已无法进行该操作。',
  },
  fault_no_such_instalment: { en: 'Choose a payment.', zh: '请选择一期。' },
  fault_no_skips_left: { en: 'No skip is left in this plan.', zh: '此计划已没有可跳过的次数。' },
  fault_moves_too_far: {
    en: 'That is too far. A payment moves by at most {days, plural, one {1 day} other {# days}}.',
    zh: '推迟过久，每期最多推迟 {days} 天。',
  },
  fault_day_in_past: {
    en: 'Choose a day from today on.',
    zh: '请选择今天或之后的日期。',
  },
  fault_amount: { en: 'Write an amount such as 25.00.', zh: '请填写金额，例如 25.00。' },
  fault_debt_has_ended: {
    en: 'By law this debt has ended. You need not pay it, and no plan is made for it.',
    zh: '依照法律，该债务已消灭，您无需偿还，也不会制定计划。',
  },
  fault_other: {
    en: 'That could not be done here. Nothing has changed. Call {phone} and we will help.',
    zh: '此处无法完成，未作任何更改。请致电 {phone}，我们会协助您。',
  },
  agreed: {
    en: 'Agreed. We stop asking for this money while you keep to it.',
    zh: '计划已达成。只要您按计划还款，我们不再为此联系您。',
  },
  asked: {
    en: 'We asked a member of staff. Nobody writes to you about this money until {day}, and you need do nothing.',
    zh: '已提交工作人员审核。{day}前我们不会为此联系您，您无需再做什么。',
  },
  waiting: {
    en: 'You asked for a plan on {day}. A member of staff is looking at it.',
    zh: '您已于{day}申请计划，工作人员正在处理。',
  },
  nothing: { en: 'Nothing is owed on this account.', zh: '该账户没有欠款。' },
  yours: { en: 'Your plan', zh: '您的计划' },
  progress: { en: 'How far you are', zh: '进度' },
  progressWords: {
    en: '{paid} of {whole} is paid. {left} is left, in {count, plural, one {1 payment} other {# payments}}.',
    zh: '已还 {paid}，共 {whole}。还剩 {left}，分 {count} 期。',
  },
  progressLate: {
    en: '{amount} is past its day. Pay it when you can, or move it.',
    zh: '有 {amount} 已过还款日。请尽快支付，或将其推迟。',
  },
  nextDue: { en: 'Next: {amount} on {day}', zh: '下一期：{day}付 {amount}' },
  forgiven: {
    en: 'Late payments forgiven: {used} of {times}, up to {days, plural, one {1 day} other {# days}} each.',
    zh: '已宽限的逾期：{used}/{times} 次，每次不超过 {days} 天。',
  },
  done: { en: 'All of it is paid. Thank you.', zh: '计划已全部还清，谢谢您。' },
  broken: {
    en: 'Your last plan stopped on {day}. You can make a new one here.',
    zh: '您上一份计划已于{day}中止。您可以在此重新制定。',
  },
  brokenCure: {
    en: 'Pay {amount} by {day} and it goes on as before.',
    zh: '{day}前补付 {amount}，该计划即可恢复。',
  },
  payNow: { en: 'Pay now', zh: '现在还款' },
  doMove: { en: 'Move a payment to another day', zh: '推迟一期还款' },
  doSkip: { en: 'Skip a payment', zh: '跳过一期还款' },
  doExtra: { en: 'Pay extra', zh: '多还一些' },
  noSkips: { en: 'Skip a payment: none is left in this plan.', zh: '跳过一期：已没有可用次数。' },
  moveWhich: { en: 'Which payment, and to which day?', zh: '推迟哪一期？改到哪天？' },
  movePayment: { en: 'The payment', zh: '还款期' },
  moveTo: { en: 'The new day', zh: '新的日期' },
  moveHint: {
    en: 'By at most {days, plural, one {1 day} other {# days}} after the day that was agreed.',
    zh: '最多比约定日期推迟 {days} 天。',
  },
  moveDone: { en: 'Moved. The new day holds from now on.', zh: '已改期，即时生效。' },
  skipAsk: { en: 'Skip this payment?', zh: '跳过这一期？' },
  skipWhat: {
    en: '{amount} of {day} goes to the end of the plan, to about {to}. No fee, and it does not count as late.',
    zh: '{day}的 {amount} 将移到计划最后（约{to}），不收费，也不算逾期。',
  },
  skipLeft: { en: 'Skips left after this one: {n}.', zh: '此后还可跳过 {n} 次。' },
  skipGo: { en: 'Skip it', zh: '跳过' },
  skipDone: { en: 'Skipped. It is due at the end of the plan.', zh: '已跳过，该期移到计划最后。' },
  extraAsk: { en: 'How much extra would you like to pay?', zh: '您想多还多少？' },
  extraHint: {
    en: 'In {currency}. It shortens the plan from its end; your next payments stay as they are.',
    zh: '单位 {currency}。多还的部分从计划末尾抵扣，近期还款不变。',
  },
  extraDone: {
    en: 'Noted. Pay it now, and the plan becomes shorter from its end.',
    zh: '已记录。现在支付后，计划将从末尾缩短。',
  },
  paidMark: { en: 'paid', zh: '已付' },
  back: { en: 'Back to your plan', zh: '返回您的计划' },
  message: {
    en: 'I can pay {amount} a month and ask for a plan of {count, plural, one {1 payment} other {# payments}}, the first on {day}.',
    zh: '我每月能还 {amount}，申请分 {count} 期的还款计划，首期{day}。',
  },
})
