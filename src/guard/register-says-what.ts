import type { Words } from '../core/words.ts'
import {
  count,
  listWords,
  say,
  type Sayings,
  together,
  type ValueOf,
  yearlyWords,
} from './register-tools.ts'
import * as W from './vocabulary-words.ts'

type Again = NonNullable<ValueOf<'tracing'>['again_if']>[number]

const AGAIN: Readonly<Record<Again, Words>> = {
  asked_to_call_again: say('asked to be called again', '要求再次致电'),
  answer_believed_wrong: say(
    'probably answered wrongly and knows better now',
    '此前答复可能有误且现已知情',
  ),
  agrees_to_more: say('agreed to it', '同意再次联系'),
}

const SAYS: Readonly<Record<ValueOf<'disclosure'>['says'][number], Words>> = {
  who_we_are: say('who we are', '我方身份'),
  how_to_check: say('how to check it', '如何核实'),
  how_to_stop: say('how to stop it', '如何退订'),
  the_debt: say('the debt', '债务信息'),
  collector: say('that it is from somebody who collects debts', '系催收机构发送'),
  private: say('that it is private', '属私人信件'),
  addressee: say('whom it is for, by name', '收件人姓名'),
}

const VISIT: Readonly<Record<NonNullable<ValueOf<'visit_needs'>['needs']>[number], Words>> = {
  prior_notice: say('a notice before it', '事先通知'),
  other_means_tried: say('other ways tried first', '已尝试其他方式'),
  entry_consent: say('consent to enter', '同意进入'),
  invited: say('an invitation', '对方邀请'),
}

const INTERRUPTS: Readonly<Record<'demand' | 'acknowledgement' | 'proceedings', Words>> = {
  demand: say('a demand that arrived', '到达的催告'),
  acknowledgement: say('an acknowledgement by the borrower', '借款人承认或部分还款'),
  proceedings: say('mediation, a payment order or a suit', '调解、支付令或诉讼'),
}

const BUCKETS: Readonly<Record<ValueOf<'allocation'>['order'][number], Words>> = {
  costs: say('costs', '费用'),
  interest: say('interest', '利息'),
  principal: say('principal', '本金'),
}

type Order = ValueOf<'allocation'>['order']
const orderWords = (order: Order): Words => ({
  en: order.map((each) => BUCKETS[each].en).join(', then '),
  zh: order.map((each) => BUCKETS[each].zh).join('→'),
})

function waitingWords(value: ValueOf<'waiting'>): Words {
  const { notices, days = 0 } = value
  const before =
    notices === undefined
      ? undefined
      : notices === 'any_message'
        ? say('a written message about the debt', '就该债务的书面信息')
        : listWords(W.NOTICE_WORDS, notices)
  return together(
    before && say(`only after: ${before.en}`, `须先有：${before.zh}`),
    days > 0 &&
      say(
        `and ${count(days, 'day')} since, the day of sending the first`,
        `自发出之日起满 ${days} 天（当日为第 1 天）`,
      ),
    value.durable && say('in a form that can be kept', '须以可保存的书面或电子形式'),
    value.or_conversation && say('only after a talk with the person', '须已与本人通话'),
    value.or_missed_visits !== undefined &&
      say(
        `only after ${value.or_missed_visits} visits that met nobody`,
        `须已上门 ${value.or_missed_visits} 次未见到本人`,
      ),
    before &&
      (value.or_conversation !== undefined || value.or_missed_visits !== undefined) &&
      say('one of them is enough', '满足其一即可'),
  )
}

function tracingWords(value: ValueOf<'tracing'>): Words {
  const { lost_after: lost, once_in: once, again_if: again } = value
  return together(
    say(
      'another person may be asked where the borrower is, and nothing else',
      '可向他人询问借款人下落，不得涉及其他',
    ),
    lost &&
      say(
        `only where the borrower is lost: after ${lost.failed_calls_a_day} failed calls in a day, or failed calls on ${lost.failed_days} days running`,
        `仅限借款人失联：一日内 ${lost.failed_calls_a_day} 次呼叫未果，或连续 ${lost.failed_days} 天未果`,
      ),
    value.lost && say('only where the borrower is lost', '仅限借款人失联'),
    value.or_incapable &&
      say('or where the borrower has died or cannot act', '或借款人已故、无行为能力'),
    once === 'for_ever' && say('once for each person', '每人仅一次'),
    once !== undefined &&
      once !== 'for_ever' &&
      say(`once in ${once.months} months for each person`, `每人 ${once.months} 个月内一次`),
    again &&
      say(
        `again where that person ${again.map((each) => AGAIN[each].en).join(', or ')}`,
        `对方${again.map((each) => AGAIN[each].zh).join('或')}的可再次询问`,
      ),
    value.not_the_ignorant && say('not again somebody who knew nothing', '对不知情者不得再问'),
    value.refusal_ends && say('a refusal ends it', '对方拒绝即止'),
    value.not_if_represented &&
      say('not beside a representative whose address is known', '有可联系的代理人的不得询问'),
  )
}

function factorWords(value: ValueOf<'factor'>): Words {
  const { flag, times, minutes, days, holds } = value
  return together(
    say(`told, bars nothing: ${W.FLAG_WORDS[flag].en}`, `仅提示：${W.FLAG_WORDS[flag].zh}`),
    times !== undefined &&
      say(
        `from ${times}${minutes === undefined ? '' : ` in ${count(minutes, 'minute')}`}${days === undefined ? '' : ` in ${count(days, 'day')}`}`,
        `${minutes === undefined ? '' : `${minutes} 分钟内`}${days === undefined ? '' : `${days} 天内`}达 ${times} 次`,
      ),
    holds &&
      say(
        `where this is recorded: ${listWords(W.HOLD_WORDS, holds).en}`,
        `有以下记录时：${listWords(W.HOLD_WORDS, holds).zh}`,
      ),
  )
}

function deadlineWords(value: ValueOf<'deadline'>): Words {
  if (value.of === 'validation_period') {
    return together(
      say(
        `the validation period ends ${value.days} days after receipt`,
        `核实期于收到后 ${value.days} 天届满`,
      ),
      say(
        `receipt is assumed ${value.receipt_business_days} days after sending, without Saturdays, Sundays and ${yearlyWords(value.holidays).en}`,
        `发出后 ${value.receipt_business_days} 天视为收到，不计周六、周日及${yearlyWords(value.holidays).zh}`,
      ),
    )
  }
  const zones = Object.entries(value.zones ?? {})
  const by = value.interrupted_by.map((each) => INTERRUPTS[each])
  return together(
    say(`limitation of ${value.years} years`, `诉讼时效 ${value.years} 年`),
    zones.length > 0 &&
      say(
        zones.map(([zone, years]) => `${years} years in ${zone}`).join(', '),
        zones.map(([zone, years]) => `${zone} 为 ${years} 年`).join('、'),
      ),
    value.longest_years !== undefined &&
      say(`at most ${value.longest_years} years in all`, `最长 ${value.longest_years} 年`),
    say(
      `begins again with ${by.map((each) => each.en).join(', or ')}`,
      `因${by.map((each) => each.zh).join('、')}而中断`,
    ),
  )
}

function meaningWords(value: ValueOf<'meaning'>): Words {
  switch (value.of) {
    case 'message':
      return say('says what a limited-content message is', '界定有限内容留言')
    case 'email_safe_harbor':
      return say(
        `says when an e-mail address is safe to use: a refusal could be sent for ${value.opt_out_days} days at least`,
        `界定邮箱安全使用：退订期至少 ${value.opt_out_days} 天`,
      )
    case 'text_safe_harbor':
      return say(
        `says when a number is safe to text: used, renewed or checked in the last ${value.days} days`,
        `界定短信号码安全使用：最近 ${value.days} 天内曾使用、更新同意或核验`,
      )
    case 'payment_order':
      return say(
        `says what becomes of a payment order: served in ${value.service_days} days, objected to in ${value.objection_days}`,
        `界定支付令去向：${value.service_days} 天内送达，${value.objection_days} 天内可异议`,
      )
    case 'follow_up':
      return say('says what is owed after a talk', '界定沟通后应履行的事项')
    case 'contact':
      return say(
        `says what a contact and what an attempt is; messages of one thread, no more than ${value.thread_business_days} business days apart, are one`,
        `界定联系与尝试；同一往来中间隔不超过 ${value.thread_business_days} 个工作日的消息计为一次`,
      )
  }
}

/** Who may be spoken to, what must be said, what is barred, and what answers other questions. */
export const SAY_WHAT = {
  ban: (value) =>
    together(
      say('barred', '禁止'),
      value.unless_hold &&
        say(
          `unless this is recorded: ${listWords(W.HOLD_WORDS, value.unless_hold).en}`,
          `有以下记录的除外：${listWords(W.HOLD_WORDS, value.unless_hold).zh}`,
        ),
    ),
  audience: (value) =>
    say(
      `only: ${listWords(W.ROLE_WORDS, value.only).en}`,
      `仅限：${listWords(W.ROLE_WORDS, value.only).zh}`,
    ),
  tracing: tracingWords,
  waiting: waitingWords,
  within: (value) =>
    say(
      `within ${value.days} days after the mediated agreement took effect, that day not counted`,
      `调解协议生效后 ${value.days} 天内（生效当日不计）`,
    ),
  at_most: () => say('no more than was inherited', '以所继承遗产价值为限'),
  running_plan: (value) =>
    say(
      `while a plan is kept to: nothing but what the person asked for, a better offer, or a review every ${value.review_months} months`,
      `还款计划履行期间：除对方要求、更优方案或每 ${value.review_months} 个月一次复核外，不得联系`,
    ),
  exempt: (value) =>
    together(
      value.results.length > 0 &&
        say(
          `left out of the counts: ${listWords(W.RESULT_WORDS, value.results).en}`,
          `不计入：${listWords(W.RESULT_WORDS, value.results).zh}`,
        ),
      value.consent_days === 'no_end'
        ? say(
            'left out of the counts: calls that the person agreed to, until that is taken back or there is a conversation',
            '对方同意的呼叫不计入，直至撤回同意或发生通话',
          )
        : value.consent_days !== undefined &&
            say(
              `left out of the counts: calls that the person agreed to, for ${count(value.consent_days, 'day')}, the day itself the first, or until a conversation`,
              `对方同意的呼叫 ${value.consent_days} 天内（含当日）不计入，发生通话即止`,
            ),
    ),
  answer: (value) =>
    value.medium === 'same'
      ? say(
          'one answer by the same medium to what the person began',
          '对方发起的，可用同一方式答复一次',
        )
      : say('one answer to what the person began', '对方发起的，可答复一次'),
  party_size: (value) => say(`${value.least} people at least`, `至少 ${value.least} 人`),
  visit_needs: (value) =>
    together(
      value.needs &&
        say(
          `a visit needs: ${listWords(VISIT, value.needs).en}`,
          `上门须有：${listWords(VISIT, value.needs).zh}`,
        ),
      value.unless_invited && say('unless invited', '受邀的除外'),
      value.court_limit && say('no more visits than a court allows', '不超过法院允许的次数'),
    ),
  disclosure: (value) =>
    together(
      say(
        `the text must say: ${listWords(SAYS, value.says).en}`,
        `文本须说明：${listWords(SAYS, value.says).zh}`,
      ),
      value.unless_limited_content &&
        say('but not a voicemail with limited content', '限定内容的语音留言除外'),
    ),
  content_ban: (value) =>
    together(
      say(
        `barred: ${listWords(W.CONTENT_WORDS, value.bans).en}`,
        `禁止：${listWords(W.CONTENT_WORDS, value.bans).zh}`,
      ),
      value.unless &&
        say(
          `unless ${W.CONTENT_WORDS[value.unless].en}`,
          `${W.CONTENT_WORDS[value.unless].zh}的除外`,
        ),
    ),
  factor: factorWords,
  coverage: (value) =>
    say(
      `binds ${listWords(W.FIRM_WORDS, value.binds).en}`,
      `约束${listWords(W.FIRM_WORDS, value.binds).zh}`,
    ),
  deadline: deadlineWords,
  meaning: meaningWords,
  allocation: (value) =>
    together(
      say(`order: ${orderWords(value.order).en}`, `顺序：${orderWords(value.order).zh}`),
      value.after_days_overdue !== undefined &&
        value.order_after &&
        say(
          `once more than ${value.after_days_overdue} days overdue: ${orderWords(value.order_after).en}`,
          `逾期超过 ${value.after_days_overdue} 天：${orderWords(value.order_after).zh}`,
        ),
      value.not_to_disputed && say('nothing to a disputed debt', '不冲抵有争议的债务'),
    ),
  duty: (value) =>
    together(
      { en: value.words.en.replace(/\.$/, ''), zh: value.words.zh.replace(/。$/, '') },
      value.keep_years !== undefined &&
        say(`kept for ${count(value.keep_years, 'year')}`, `保存 ${value.keep_years} 年`),
    ),
} satisfies Partial<Sayings>
