import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Reason } from '../guard/verdict.ts'
import { sayReason } from '../guard/words.ts'
import { localText, zoneOf } from '../guard/zone.ts'

type Language = 'zh' | 'en'
type Words = Readonly<Record<Language, string>>

/** What a table chose: who reads it can open that very row. */
export type DayChoice = {
  readonly treatment: string
  readonly strategy: string
  readonly strategyVersion: number
  readonly stage: string
  readonly tone: string
  readonly rowNo: number
}

/** One time that the guard was asked, and what left where it said yes. */
export type DayStep = {
  readonly id: bigint
  readonly at: Instant
  readonly channel: Channel
  readonly decision: 'allow' | 'defer' | 'deny'
  readonly until: Instant | undefined
  readonly rulesHash: string
  readonly reasons: readonly Reason[]
  /** undefined: a person acted by themselves. */
  readonly chosen: DayChoice | undefined
  readonly contact: DayContact | undefined
}

export type DayContact = {
  readonly madeBy: string
  readonly state: string
  /** undefined: it never left. */
  readonly sentAt: Instant | undefined
  readonly template: string
  readonly templateVersion: number | undefined
  readonly bodyHash: string | undefined
  readonly words: string | undefined
  readonly events: readonly { readonly kind: string; readonly at: Instant }[]
}

export type WhyDay = {
  readonly on: Day
  readonly name: string
  readonly zone: string
  readonly steps: readonly DayStep[]
  /** What a table chose on the day about which the guard was not asked that day. */
  readonly chosen: readonly (DayChoice & {
    readonly channel: Channel | null
    readonly state: string
    readonly worklist: string | null
  })[]
}

const CHANNELS: Readonly<Record<Channel, Words>> = {
  sms: { en: 'SMS', zh: '短信' },
  email: { en: 'e-mail', zh: '邮件' },
  call: { en: 'call', zh: '电话' },
  message: { en: 'app message', zh: '应用消息' },
  letter: { en: 'letter', zh: '信函' },
  visit: { en: 'visit', zh: '上门' },
}

const DECISIONS: Readonly<Record<DayStep['decision'], Words>> = {
  allow: { en: 'allowed', zh: '允许' },
  defer: { en: 'not yet', zh: '暂缓' },
  deny: { en: 'refused', zh: '拒绝' },
}

const STATES: Readonly<Record<string, Words>> = {
  permitted: { en: 'permitted, not sent yet', zh: '已获许可，尚未发出' },
  sending: { en: 'being sent', zh: '正在发出' },
  accepted: { en: 'taken by the provider', zh: '通道已接收' },
  delivered: { en: 'delivered', zh: '已送达' },
  failed: { en: 'failed', zh: '失败' },
  unknown: { en: 'unknown whether it arrived', zh: '不确定是否送达' },
  withdrawn: { en: 'taken back before it left', zh: '发出前已撤回' },
}

/** Why a person was contacted, or was not, on a day: one answer for the desk, the API, the command line and an export. */
export function whyDayLines(day: WhyDay, language: Language): string[] {
  const zh = language === 'zh'
  const left = day.steps.filter((step) => step.contact?.sentAt !== undefined)
  const refused = day.steps.filter((step) => step.decision !== 'allow').length
  const head = zh
    ? `${day.on}：${day.name} ${left.length === 0 ? '当天没有被联系' : `被联系 ${left.length} 次`}${refused === 0 ? '' : `；规则拦下 ${refused} 次联系`}（时间为 ${day.zone} 当地时间）。`
    : `${day.on}: ${day.name} ${contacted(left.length)}${refused === 0 ? '' : `; rules stopped ${refused === 1 ? 'one contact' : `${refused} contacts`}`} (times of ${day.zone}).`
  const none = zh
    ? '这一天没有询问过规则。'
    : 'The rules were not asked about anything on this day.'
  return [
    head,
    ...(day.steps.length === 0 ? [none] : []),
    ...day.steps.flatMap((step) => ['', ...stepLines(step, day.zone, language)]),
    ...(day.chosen.length === 0 ? [] : ['', ...day.chosen.map((one) => idleLine(one, language))]),
  ]
}

const contacted = (n: number): string =>
  n === 0 ? 'was not contacted' : `was contacted ${n === 1 ? 'once' : `${n} times`}`

function stepLines(step: DayStep, zone: string, language: Language): string[] {
  const zh = language === 'zh'
  const at = timeOf(step.at, zone)
  const until =
    step.until === undefined
      ? ''
      : zh
        ? `，${timeOf(step.until, zone)} 之后再问`
        : `, to be asked again from ${timeOf(step.until, zone)}`
  const telling = step.reasons.filter(
    (reason) => step.decision === 'allow' || reason.says !== 'allow',
  )
  return [
    zh
      ? `${at} ${CHANNELS[step.channel].zh}：${DECISIONS[step.decision].zh}${until}`
      : `${at} ${CHANNELS[step.channel].en}: ${DECISIONS[step.decision].en}${until}`,
    `  ${choiceWords(step, language)}`,
    zh
      ? `  询问了 ${step.reasons.length} 条规则（规则版本 ${step.rulesHash.slice(0, 12)}）：`
      : `  ${step.reasons.length === 1 ? 'One rule was' : `${step.reasons.length} rules were`} asked (rules of version ${step.rulesHash.slice(0, 12)}):`,
    ...telling.map((reason) => `    ${reason.rule}: ${sayReason(whole(reason), language, zone)}`),
    ...(step.contact === undefined ? [] : contactLines(step.contact, zone, language)),
  ]
}

function choiceWords({ chosen, contact }: DayStep, language: Language): string {
  const zh = language === 'zh'
  if (chosen !== undefined) return byTable(chosen, language)
  const who = contact === undefined || contact.madeBy === '' ? '' : contact.madeBy
  if (zh) return who === '' ? '由工作人员发起，不是策略选择。' : `由 ${who} 发起，不是策略选择。`
  return who === ''
    ? 'A person asked; no strategy chose it.'
    : `${who} asked; no strategy chose it.`
}

function byTable(chosen: DayChoice, language: Language): string {
  const { strategy, strategyVersion, stage, tone, rowNo, treatment } = chosen
  return language === 'zh'
    ? `策略 ${strategy} 第 ${strategyVersion} 版，阶段 ${stage} 第 ${rowNo} 行（语气 ${tone}）选择了“${treatment}”。`
    : `Strategy ${strategy} version ${strategyVersion}, stage ${stage}, row ${rowNo} (tone ${tone}) chose “${treatment}”.`
}

/** A process has a name of its own each time; a person reads what it is. */
const senderOf = (madeBy: string, language: Language): string =>
  !madeBy.startsWith('dispatch')
    ? madeBy
    : language === 'zh'
      ? '自动发送程序'
      : 'the automatic sender'

function contactLines(contact: DayContact, zone: string, language: Language): string[] {
  const zh = language === 'zh'
  const state = STATES[contact.state]?.[language] ?? contact.state
  const version =
    contact.templateVersion === undefined
      ? ''
      : zh
        ? ` 第 ${contact.templateVersion} 版`
        : ` version ${contact.templateVersion}`
  const sent = contact.sentAt === undefined ? '' : ` ${timeOf(contact.sentAt, zone)}`
  const back = contact.events
    .map(({ kind, at }) => `${EVENTS[kind]?.[language] ?? kind} ${timeOf(at, zone)}`)
    .join(zh ? '；' : '; ')
  const hash = contact.bodyHash === undefined ? '' : ` (SHA-256 ${contact.bodyHash.slice(0, 12)})`
  const written = contact.template !== '' && contact.template !== '-'
  return [
    zh
      ? `  由 ${senderOf(contact.madeBy, language)} 发出${sent}：${state}`
      : `  Sent by ${senderOf(contact.madeBy, language)}${sent}: ${state}`,
    ...(back === '' ? [] : [zh ? `  回执：${back}` : `  What came back: ${back}`]),
    ...(written
      ? [
          zh
            ? `  模板 ${contact.template}${version}${hash}：`
            : `  Template ${contact.template}${version}${hash}:`,
        ]
      : []),
    ...(contact.words === undefined
      ? []
      : contact.words.split('\n').map((line) => `    | ${line}`)),
  ]
}

const STEP_STATES: Readonly<Record<string, Words>> = {
  planned: { en: 'planned', zh: '已计划' },
  deferred: { en: 'put off', zh: '暂缓' },
  denied: { en: 'refused', zh: '被拒绝' },
  sent: { en: 'sent', zh: '已发出' },
  listed: { en: 'on a worklist', zh: '在工作列表中' },
  withdrawn: { en: 'taken back', zh: '已撤回' },
  awaiting_approval: { en: 'waiting for a second person', zh: '等待第二人批准' },
  worked: { en: 'worked', zh: '已处理' },
  approved: { en: 'approved', zh: '已批准' },
  declined: { en: 'declined', zh: '未获批准' },
}

const stepState = (state: string, language: Language): string =>
  STEP_STATES[state]?.[language] ?? state

/** What a provider or the sender told of a contact, in the words of people. */
const EVENTS: Readonly<Record<string, Words>> = {
  permitted: { en: 'permitted', zh: '获得许可' },
  sending: { en: 'being sent', zh: '开始发出' },
  accepted: { en: 'taken by the provider', zh: '通道已接收' },
  delivered: { en: 'delivered', zh: '已送达' },
  read: { en: 'read', zh: '已读' },
  failed: { en: 'failed', zh: '失败' },
  unknown: { en: 'no clear answer', zh: '没有明确答复' },
  withdrawn: { en: 'taken back', zh: '已撤回' },
  outcome: { en: 'outcome recorded', zh: '登记结果' },
}

function idleLine(one: WhyDay['chosen'][number], language: Language): string {
  const zh = language === 'zh'
  const way = one.channel === null ? '' : ` (${CHANNELS[one.channel][language]})`
  const list =
    one.worklist === null
      ? ''
      : zh
        ? `，放入工作列表 ${one.worklist}`
        : `, put on the worklist ${one.worklist}`
  return zh
    ? `${byTable(one, language)}${way}当天没有为此询问规则${list}；现在的状态：${stepState(one.state, language)}。`
    : `${byTable(one, language)}${way} The rules were not asked about it that day${list}; it is ${stepState(one.state, language)} now.`
}

const OURS = { title: 'Forbear', href: 'docs/compliance.md' }

/** What the guard refuses by itself has no rule's file. */
const whole = (reason: Reason): Reason => ({
  ...reason,
  citation: (reason as Partial<Reason>).citation ?? OURS,
  unverified: (reason as Partial<Reason>).unverified ?? false,
})

function timeOf(at: Instant, zone: string): string {
  const place = zoneOf(zone) ?? zoneOf('UTC')
  return place === undefined ? '' : localText(place, at).replace('T', ' ')
}
