import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ApiEnv } from './env.ts'
import { ANSWER_PROBLEMS } from './problem-answer.ts'
import { CALL_PROBLEMS } from './problem-call.ts'
import { CARE_PROBLEMS } from './problem-care.ts'
import { COMPLIANCE_PROBLEMS } from './problem-compliance.ts'
import { INBOX_PROBLEMS } from './problem-inbox.ts'
import { LEDGER_PROBLEMS } from './problem-ledger.ts'
import { OUT_PROBLEMS } from './problem-out.ts'
import { QUALITY_PROBLEMS } from './problem-quality.ts'
import { PAY_PROBLEMS } from './problem-pay.ts'
import { TAKE_BACK_PROBLEMS } from './problem-take-back.ts'
import type { Language, ProblemWire } from './wire.ts'

type Words = Readonly<Record<Language, string>>

/** The one table of problems: a stable code, a status, a title in both languages. */
export const PROBLEMS = {
  not_signed_in: { status: 401, en: 'Sign in first', zh: '请先登录' },
  wrong_sign_in: { status: 401, en: 'The e-mail or the password is wrong', zh: '邮箱或密码不正确' },
  not_permitted: { status: 403, en: 'Your role may not do this', zh: '您的角色无权进行此操作' },
  cross_site: { status: 403, en: 'The request comes from another site', zh: '请求来自其他网站' },
  not_found: { status: 404, en: 'There is no such thing here', zh: '未找到该内容' },
  no_such_case: { status: 404, en: 'There is no such case', zh: '没有这个案件' },
  no_such_strategy: { status: 404, en: 'There is no such strategy', zh: '没有这个策略' },
  not_a_strategy: {
    status: 422,
    en: 'This is no strategy file that can be read',
    zh: '这不是可以读取的策略文件',
  },
  superseded: {
    status: 409,
    en: 'A newer question of yours took its place',
    zh: '您已提出更新的问题，此次不再计算',
  },
  no_such_rule: { status: 404, en: 'There is no such rule', zh: '没有这条规则' },
  no_such_account: { status: 422, en: 'The case has no such account', zh: '该案件没有这个账户' },
  no_such_address: {
    status: 404,
    en: 'The case has no such address',
    zh: '该案件没有这个联系地址',
  },
  malformed: { status: 400, en: 'The request is not understood', zh: '请求内容无法识别' },
  bad_cursor: {
    status: 400,
    en: 'The cursor does not belong to this list',
    zh: '游标不属于此列表',
  },
  key_missing: {
    status: 400,
    en: 'The header Idempotency-Key is required where money moves or contact stops',
    zh: '涉及款项或停催的请求必须带 Idempotency-Key 请求头',
  },
  key_reused: {
    status: 422,
    en: 'This Idempotency-Key was used for another request',
    zh: '该 Idempotency-Key 已用于另一请求',
  },
  too_large: { status: 413, en: 'The body is too large', zh: '请求体过大' },
  not_json: {
    status: 415,
    en: 'The body must be application/json',
    zh: '请求体必须为 application/json',
  },
  wrong_currency: {
    status: 422,
    en: 'The amount is not in the currency of the account',
    zh: '金额币种与账户币种不一致',
  },
  day_in_future: { status: 422, en: 'The day lies in the future', zh: '日期不能晚于今天' },
  day_in_past: { status: 422, en: 'The day has passed', zh: '日期已过' },
  more_than_owed: {
    status: 422,
    en: 'The amount is more than the account owes',
    zh: '金额超过账户欠款',
  },
  no_open_promise: {
    status: 409,
    en: 'The account has no such open promise',
    zh: '该账户没有这项进行中的承诺',
  },
  promise_is_open: {
    status: 409,
    en: 'A promise is open for this account: amend it instead',
    zh: '该账户已有进行中的承诺：请修改该承诺',
  },
  promise_too_far: {
    status: 422,
    en: 'The day is further ahead than a promise may be',
    zh: '日期超出承诺允许的最长期限',
  },
  amend_reason_missing: {
    status: 422,
    en: 'Say why the promise is changed',
    zh: '请说明修改承诺的原因',
  },
  no_such_plan: { status: 404, en: 'The case has no such plan', zh: '该案件没有这项计划' },
  plan_wrong_state: {
    status: 409,
    en: 'The plan’s state does not allow it',
    zh: '计划的当前状态不允许此操作',
  },
  no_such_instalment: {
    status: 422,
    en: 'No such instalment is unpaid',
    zh: '没有这一期未还款项',
  },
  no_skips_left: {
    status: 409,
    en: 'The plan lets no more be skipped',
    zh: '该计划已无可跳过的期数',
  },
  instalment_not_late: {
    status: 409,
    en: 'That instalment is not late: there is nothing to forgive',
    zh: '这一期尚未逾期，无可容忍的迟延',
  },
  moves_too_far: {
    status: 422,
    en: 'The day is further than an instalment may move',
    zh: '超出期款可延后的天数',
  },
  plan_reason_missing: { status: 422, en: 'Say why', zh: '请说明原因' },
  plan_amount_missing: { status: 422, en: 'Say how much', zh: '请填写金额' },
  nothing_to_pay: { status: 422, en: 'There is nothing to pay', zh: '没有应付金额' },
  first_too_large: {
    status: 422,
    en: 'The first payment is as large as the whole',
    zh: '首付不得达到总额',
  },
  steps_too_large: {
    status: 422,
    en: 'The steps do not add up to the total',
    zh: '各阶段金额与总额不符',
  },
  balloon_too_large: {
    status: 422,
    en: 'The last instalment is as large as the whole',
    zh: '末期大额不得达到总额',
  },
  instalment_of_nothing: {
    status: 422,
    en: 'There are more instalments than money',
    zh: '期数多于可分的金额',
  },
  plan_too_long: {
    status: 422,
    en: 'The plan is longer than the product allows',
    zh: '计划期限超出产品允许的最长期限',
  },
  plan_needs_budget: {
    status: 422,
    en: 'So long a plan is made to measure: the law asks for a signed budget that shows more is owed than can be paid',
    zh: '如此长期的个性化分期须有已签认的收支表，证明欠款超出还款能力',
  },
  no_such_offer: { status: 404, en: 'There is no such offer', zh: '没有这项方案' },
  offer_not_open: {
    status: 409,
    en: 'The offer is not open any more',
    zh: '该方案已不再有效',
  },
  offer_is_open: {
    status: 409,
    en: 'An offer is open for this account: answer or counter it',
    zh: '该账户已有待答复的方案：请答复或提出反方案',
  },
  offer_expires_in_past: { status: 422, en: 'It would have expired', zh: '到期日已过' },
  above_own_authority: {
    status: 403,
    en: 'That is more than you may agree on alone: put it as an offer',
    zh: '超出您单独约定的权限，请作为方案提出',
  },
  above_every_authority: {
    status: 422,
    en: 'Nobody here may grant so much',
    zh: '超出所有人的减免权限',
  },
  offer_reason_missing: { status: 422, en: 'Say why it is declined', zh: '请说明不接受的原因' },
  budget_incomplete: {
    status: 422,
    en: 'Something is missing: it can be saved, and signed off when it is whole',
    zh: '尚有缺项：可先保存，补全后再签认',
  },
  no_running_plan: {
    status: 409,
    en: 'The account has no such running plan',
    zh: '该账户没有这项执行中的计划',
  },
  plan_is_running: {
    status: 409,
    en: 'A plan is running for this account: name it to end it',
    zh: '该账户已有执行中的计划：请指明要终止的计划',
  },
  plan_is_empty: {
    status: 422,
    en: 'A plan has instalments, or names the plan that it ends',
    zh: '计划须有期款，或指明所终止的计划',
  },
  ends_before_it_begins: {
    status: 422,
    en: 'It ends before it begins',
    zh: '结束日期早于开始日期',
  },
  payment_differs: {
    status: 409,
    en: 'A payment with this reference is recorded with other facts',
    zh: '该流水号已登记为另一笔还款',
  },
  not_rebuttable: {
    status: 422,
    en: 'The law does not let anybody go over this rule',
    zh: '法律不允许突破这条规则',
  },
  change_refused: {
    status: 422,
    en: 'This change is not made',
    zh: '此变更未被接受',
  },
  contact_refused: { status: 422, en: 'This contact is not lawful now', zh: '目前不可进行此联系' },
  lease_over: { status: 409, en: 'You do not have this case any more', zh: '该案件已不在您手上' },
  release_reason_missing: {
    status: 422,
    en: 'Nothing was done with this case yet: say why you give it back',
    zh: '该案件尚未处理：退回须说明原因',
  },
  held_by_other: {
    status: 409,
    en: 'Somebody else is working on this case now',
    zh: '该案件正由他人处理',
  },
  no_such_payment_word: {
    status: 404,
    en: 'No such message waits here: it was placed or noted meanwhile',
    zh: '没有待处理的此消息：可能已归属或已处理',
  },
  no_such_money: { status: 404, en: 'There is no such money here', zh: '没有这笔款项' },
  money_refused: { status: 422, en: 'This is not done with the money', zh: '款项未按此处理' },
  no_such_mapping: { status: 422, en: 'There is no such mapping', zh: '没有这个字段映射' },
  too_many: { status: 429, en: 'Too many tries: wait a little', zh: '尝试次数过多，请稍候再试' },
  not_ready: { status: 503, en: 'The database does not answer', zh: '数据库暂时没有响应' },
  broken: { status: 500, en: 'Something broke here; it is logged', zh: '系统出错，已记录' },
  ...OUT_PROBLEMS,
  ...ANSWER_PROBLEMS,
  ...CALL_PROBLEMS,
  ...CARE_PROBLEMS,
  ...COMPLIANCE_PROBLEMS,
  ...INBOX_PROBLEMS,
  ...TAKE_BACK_PROBLEMS,
  ...QUALITY_PROBLEMS,
  ...LEDGER_PROBLEMS,
  ...PAY_PROBLEMS,
} as const satisfies Record<string, Words & { readonly status: number }>

export type ProblemCode = keyof typeof PROBLEMS

export type ProblemMore = Pick<
  ProblemWire,
  'detail' | 'errors' | 'rule' | 'law' | 'until' | 'facts'
> & {
  readonly retryAfterSeconds?: number
}

/** Where nothing better is known. */
const RETRY_SECONDS: Readonly<Record<number, number>> = { 429: 60, 503: 5 }

export function problem(c: Context<ApiEnv>, code: ProblemCode, more: ProblemMore = {}): Response {
  const { retryAfterSeconds: given, ...members } = more
  const { status, ...title } = PROBLEMS[code]
  const retryAfterSeconds = given ?? RETRY_SECONDS[status]
  const body: ProblemWire = {
    type: `urn:forbear:problem:${code}`,
    title: title[c.get('lang') ?? 'en'],
    status,
    code,
    ...members,
    trace_id: c.get('traceId') ?? '',
  }
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds))
  return c.body(JSON.stringify(body), status satisfies ContentfulStatusCode, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Language': c.get('lang') ?? 'en',
  })
}
