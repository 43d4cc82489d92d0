import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { decimalText, type Currency } from '../core/money.ts'
import type { HoldReason, Language, MoneyWire, Role, TreatmentState } from './wire.ts'

/** How the API says amounts, days and codes to people; numbers and dates go through Intl. */

const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

export function sayMoney(amount: MoneyWire, lang: Language): string {
  const exact = decimalText({ minor: BigInt(amount.minor), currency: amount.currency as Currency })
  const format = new Intl.NumberFormat(LOCALES[lang], {
    style: 'currency',
    currency: amount.currency,
  })
  // The exact decimal text goes in: a JavaScript number could not hold every amount.
  return format.format(exact as never)
}

export function sayDay(on: Day | string, lang: Language): string {
  const style = new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'long', timeZone: 'UTC' })
  return style.format(new Date(`${on}T00:00:00Z`))
}

export function sayInstant(at: Instant, zone: string, lang: Language): string {
  const style = new Intl.DateTimeFormat(LOCALES[lang], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone,
  })
  return style.format(new Date(at))
}

/** Chooses the English plural; Chinese has one form. */
export const sayCount = (n: number, one: string, other: string): string => (n === 1 ? one : other)

type Names<Code extends string> = Readonly<Record<Code, Readonly<Record<Language, string>>>>

export const HOLD_NAMES: Names<HoldReason> = {
  dispute: { en: 'dispute', zh: '异议' },
  cease: { en: 'request to stop contact', zh: '停止联系请求' },
  attorney: { en: 'represented by a lawyer', zh: '已委托代理人' },
  bankruptcy: { en: 'bankruptcy', zh: '破产' },
  breathing_space: { en: 'breathing space', zh: '法定宽限期' },
  deceased: { en: 'death', zh: '身故' },
  wrong_person: { en: 'wrong person', zh: '非本人' },
  hardship: { en: 'hardship', zh: '困难' },
  complaint: { en: 'complaint', zh: '投诉' },
  fraud: { en: 'fraud', zh: '欺诈' },
  advice: { en: 'getting debt advice', zh: '正在接受债务咨询' },
  vulnerable: { en: 'vulnerable situation', zh: '弱势情形' },
  moratorium: { en: 'moratorium', zh: '延期偿付期' },
}

export const TREATMENT_STATE_NAMES: Names<TreatmentState> = {
  planned: { en: 'planned', zh: '待执行' },
  deferred: { en: 'put off', zh: '顺延' },
  denied: { en: 'denied', zh: '不予允许' },
  sent: { en: 'sent', zh: '已发出' },
  listed: { en: 'on a worklist', zh: '已列入作业清单' },
  withdrawn: { en: 'withdrawn', zh: '已撤回' },
  awaiting_approval: { en: 'waiting for approval', zh: '待审批' },
  approved: { en: 'approved', zh: '已批准' },
  worked: { en: 'done by a person', zh: '已由人处理' },
  declined: { en: 'declined', zh: '未批准' },
}

export const ROLE_NAMES: Names<Role> = {
  collector: { en: 'collectors', zh: '催收员' },
  manager: { en: 'managers', zh: '主管' },
  compliance: { en: 'compliance officers', zh: '合规人员' },
  admin: { en: 'administrators', zh: '管理员' },
}

export const CHANNEL_NAMES: Names<Channel | 'any'> = {
  any: { en: 'every channel', zh: '所有渠道' },
  sms: { en: 'text message', zh: '短信' },
  email: { en: 'e-mail', zh: '电子邮件' },
  call: { en: 'phone call', zh: '电话' },
  letter: { en: 'letter', zh: '信函' },
  visit: { en: 'visit', zh: '外访' },
  message: { en: 'app message', zh: '应用消息' },
}
