import { asIs, type Words } from '../core/words.ts'
import {
  count,
  listWords,
  SAME_MEDIUM,
  say,
  type Sayings,
  together,
  type ValueOf,
  yearlyWords,
} from './register-tools.ts'
import * as W from './vocabulary-words.ts'

const hours = (text: string): Words => (text === 'closed' ? say('closed', '关闭') : asIs(text))

const windowWords = ({ days, calendar }: Pick<ValueOf<'cap'>, 'days' | 'calendar'>): Words => {
  const rolling =
    days === undefined
      ? undefined
      : days === 1
        ? say('a local day', '当地 1 天')
        : say(`${days} local days, the day itself included`, `当地连续 ${days} 天（含当日）`)
  const named =
    calendar === undefined
      ? undefined
      : calendar === 'week'
        ? say('a week from Monday to Sunday', '自然周')
        : say('a calendar month', '自然月')
  if (rolling === undefined || named === undefined) return rolling ?? named ?? say('', '')
  return say(`${rolling.en}, and in ${named.en}`, `${rolling.zh}，且${named.zh}`)
}

const PER = {
  debt: say('one debt', '同一债务'),
  account: say('one account', '同一账户'),
  borrower: say('one borrower', '同一借款人'),
  address: say('one address', '同一联系地址'),
} as const

const UNIT: Readonly<Record<ValueOf<'cap'>['unit'], Words>> = {
  call: say('call', '次呼叫'),
  conversation: say('conversation', '次通话'),
  attempt: say('attempt', '次尝试'),
  contact: say('contact', '次联系'),
  visit: say('visit', '次上门'),
}

const ofGroup = (of: 'firm' | 'group' | undefined) =>
  of === 'group' &&
  say('counted for the lender and all who collect for it together', '委托方与全部受托方合并计算')

const exemptOf = (id: string | undefined) =>
  id !== undefined && say(`${id} says what is left out`, `不计入的情形见 ${id}`)

const rebuttable = (is: true | undefined) =>
  is === true && say('a listed ground lets it through, with a flag', '有列明理由的可放行，并加标记')

const invited = (is: true | undefined) =>
  is === true &&
  say(
    'an answer to what the person began or asked for is not stopped',
    '对方发起或要求的回复不受限',
  )

const HONOURS = {
  times: say('times', '时间'),
  places: say('places', '地点'),
  pauses: say('pauses', '暂停'),
  visit_times: say('times of visits', '上门时间'),
} as const

/** Hours, caps, pauses, holds and consent, with their values, to a person who reads the register. */
export const SAY_WHEN = {
  open_hours: (value) =>
    together(
      say(
        `open Monday to Friday ${hours(value.weekdays).en}, Saturday ${hours(value.saturday).en}, Sunday ${hours(value.sunday).en}, local time`,
        `当地时间周一至周五 ${hours(value.weekdays).zh}，周六 ${hours(value.saturday).zh}，周日 ${hours(value.sunday).zh}`,
      ),
      value.closed_on &&
        say(
          `closed on ${yearlyWords(value.closed_on).en}`,
          `${yearlyWords(value.closed_on).zh}不得联系`,
        ),
      value.public_holidays &&
        say('closed on public holidays of the place', '当地公共假日不得联系'),
      value.also_in !== undefined &&
        say(`kept in ${value.also_in} too`, `同时须符合 ${value.also_in} 时间`),
      value.known_work_hours &&
        say(
          'known working hours of the person stand in their place',
          '已知对方工作时间的，以其为准',
        ),
      value.agreed === 'firm' &&
        say('hours agreed with this firm are open too', '与本机构约定的时间亦可'),
      value.agreed === 'group' &&
        say(
          'hours agreed with the lender or anybody who collects for it are open too',
          '与委托方或任一受托方约定的时间亦可',
        ),
      value.agreed_lawfully &&
        say('if they were agreed in a contact that was lawful itself', '该约定须在合法联系中达成'),
    ),
  wish: (value) =>
    together(
      say(
        `wishes of the person are kept: ${listWords(HONOURS, value.honours).en}`,
        `须遵从对方的要求：${listWords(HONOURS, value.honours).zh}`,
      ),
      value.answer && SAME_MEDIUM,
    ),
  cap: (value) =>
    together(
      say(
        `at most ${count(value.times, UNIT[value.unit].en)} in ${windowWords(value).en}, about ${PER[value.per].en}`,
        `${PER[value.per].zh}，${windowWords(value).zh}内最多 ${value.times} ${UNIT[value.unit].zh}`,
      ),
      say(
        `counted: ${listWords(W.RESULT_WORDS, value.results).en}`,
        `计入：${listWords(W.RESULT_WORDS, value.results).zh}`,
      ),
      ofGroup(value.of),
      value.shared && say('counted across organisations, by the person', '跨机构按人合并计算'),
      value.thread_business_days !== undefined &&
        say(
          `messages of one thread, no more than ${value.thread_business_days} business days apart, are one`,
          `同一往来中间隔不超过 ${value.thread_business_days} 个工作日的消息计为一次`,
        ),
      exemptOf(value.exempt),
      rebuttable(value.rebuttable),
      invited(value.invited),
      value.unless_consent &&
        say('not for a person who agreed to be reached this way', '对方已同意以此方式联系的不受限'),
    ),
  quiet_after: (value) =>
    together(
      say(
        `nothing for ${count(value.days, 'day')} about ${PER[value.per].en}, the day itself the first, after: ${listWords(W.RESULT_WORDS, value.results).en}`,
        `${listWords(W.RESULT_WORDS, value.results).zh}之后 ${value.days} 天内（当日为第 1 天），不得就${PER[value.per].zh}联系`,
      ),
      value.directions.length === 2
        ? say('whoever began it', '无论由谁发起')
        : value.directions[0] === 'in'
          ? say('where the person began it', '由对方发起的')
          : say('where the firm began it', '由机构发起的'),
      ofGroup(value.of),
      exemptOf(value.exempt),
      rebuttable(value.rebuttable),
      invited(value.invited),
    ),
  hold: (value) =>
    together(
      say(
        `nothing while this is recorded: ${listWords(W.HOLD_WORDS, value.reasons).en}`,
        `有以下记录期间不得联系：${listWords(W.HOLD_WORDS, value.reasons).zh}`,
      ),
      value.written && say('only if it came in writing', '仅限书面提出'),
      value.lasts &&
        say(
          `it lasts ${value.lasts.days} days from ${value.lasts.first === 'next_day' ? 'the day after' : 'its own day'}, where no end is recorded`,
          `未记录结束日的，自${value.lasts.first === 'next_day' ? '次日' : '当日'}起 ${value.lasts.days} 天`,
        ),
      value.lasts_after_end !== undefined &&
        say(
          `and ${value.lasts_after_end} days more once what it protects has ended`,
          `所保护的事项结束后再延续 ${value.lasts_after_end} 天`,
        ),
      value.within && say('only if it was sent within the validation period', '须在核实期内发出'),
      value.outlasts && say('even when it has been resolved', '解决之后仍然有效'),
    ),
  consent: (value) =>
    together(
      value.needs === 'given'
        ? say('only with the consent of the person', '须经对方同意')
        : say('not by a way that the person refused', '不得使用对方已拒绝的方式'),
      value.answer && SAME_MEDIUM,
      value.confirmation && say('one confirmation of the refusal may go', '可发送一次退订确认'),
    ),
  represented: (value) =>
    together(
      say(
        `only through the representative, where there is one: ${listWords(W.REPRESENTATIVE_WORDS, value.by).en}`,
        `有代理人的，只能联系代理人：${listWords(W.REPRESENTATIVE_WORDS, value.by).zh}`,
      ),
      value.answer && SAME_MEDIUM,
      value.silence_days !== undefined &&
        say(
          `open again after ${value.silence_days} days of silence, a written warning and ${value.warning_days ?? 0} days more`,
          `代理人 ${value.silence_days} 天未回应，书面警示后再过 ${value.warning_days ?? 0} 天可直接联系`,
        ),
      value.reasonable_silence_days !== undefined &&
        say(
          `open again after ${value.reasonable_silence_days} days of silence`,
          `代理人 ${value.reasonable_silence_days} 天未回应的可直接联系`,
        ),
      value.authority_days !== undefined &&
        say(
          `and where no written authority came in ${value.authority_days} days, but not for attorneys`,
          `${value.authority_days} 天内未收到书面授权的亦可，律师除外`,
        ),
      value.uninstructed &&
        say('and where the representative has no instructions', '代理人未获委托处理该债务的亦可'),
    ),
} satisfies Partial<Sayings>
