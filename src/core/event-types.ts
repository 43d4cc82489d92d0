import { digitsOf } from './id-text.ts'

type Field =
  | { readonly id: 'acc' | 'pay' | 'prm' | 'pln' | 'hld' | 'adr' }
  | { readonly pair: 'ctc' | 'msg' | 'car' }
  | 'money'
  | 'day'
  | 'code'
  /** Of something the tenant set up, such as a portfolio. */
  | 'name'
  /** A few cases. */
  | 'cases'

type EventType_ = {
  readonly en: string
  readonly zh: string
  readonly fields: Readonly<Record<string, Field>>
  /** What is left out where it is not so. */
  readonly maybe?: readonly string[]
  /** It is about no one case. */
  readonly ofNobody?: true
}

const acc = { id: 'acc' } as const
const PAID = {
  payment_id: { id: 'pay' },
  account_id: acc,
  amount: 'money',
  effective_on: 'day',
} as const
const PROMISED = {
  promise_id: { id: 'prm' },
  account_id: acc,
  amount: 'money',
  due_on: 'day',
} as const
const HELD = { hold_id: { id: 'hld' }, account_id: acc, reason: 'code' } as const
const SENT = { contact_id: { pair: 'ctc' }, channel: 'code', account_id: acc } as const
const REMITTED = { number: 'code', portfolio: 'name', until: 'day', amount: 'money' } as const
const CARED = { care_id: { pair: 'car' }, account_id: acc, sort: 'code' } as const

/**
 * Every event that a lender's systems can be told, each with the fields beside `case_id`. They are thin: ids,
 * codes, days and amounts; whoever needs more asks for it, and is judged by the rights of that moment.
 */
export const EVENT_TYPES = {
  'payment.applied': {
    en: 'Money was recorded for a debt',
    zh: '已登记一笔还款',
    fields: PAID,
    maybe: ['account_id', 'amount'],
  },
  'payment.reversed': {
    en: 'A payment was undone in whole',
    zh: '一笔还款已全额冲正',
    fields: { ...PAID, kind: 'code' },
    maybe: ['account_id', 'amount', 'kind'],
  },
  'promise.made': { en: 'A promise to pay was made', zh: '借款人作出还款承诺', fields: PROMISED },
  'promise.withdrawn': {
    en: 'A promise recorded by mistake was taken back',
    zh: '误登记的还款承诺已撤销',
    fields: PROMISED,
  },
  'promise.kept': { en: 'A promise was kept', zh: '还款承诺已履行', fields: PROMISED },
  'promise.broken': {
    en: 'A promise ran out with too little paid',
    zh: '还款承诺到期未足额履行',
    fields: PROMISED,
  },
  'plan.made': {
    en: 'A plan of dated payments was agreed',
    zh: '已约定分期还款计划',
    fields: { plan_id: { id: 'pln' }, account_id: acc },
  },
  'plan.ended': {
    en: 'A plan was ended by a word, alone or for another plan',
    zh: '分期还款计划已终止',
    fields: { plan_id: { id: 'pln' }, account_id: acc },
  },
  'hold.placed': {
    en: 'Something stops contact, charges or collection',
    zh: '已暂停催收',
    fields: HELD,
    maybe: ['account_id'],
  },
  'hold.lifted': { en: 'A hold was ended', zh: '已解除暂停', fields: HELD, maybe: ['account_id'] },
  'contact.sent': {
    en: 'A provider took a contact over',
    zh: '联系已由服务商受理',
    fields: SENT,
    maybe: ['account_id'],
  },
  'contact.delivered': {
    en: 'A contact reached its address',
    zh: '联系已送达',
    fields: SENT,
    maybe: ['account_id'],
  },
  'contact.failed': {
    en: 'A contact did not reach its address',
    zh: '联系未能送达',
    fields: { ...SENT, why: 'code' },
    maybe: ['account_id', 'why'],
  },
  'message.received': {
    en: 'A message of the borrower came in; its words are in the thread',
    zh: '收到借款人消息（内容见会话）',
    fields: { message_id: { pair: 'msg' }, channel: 'code' },
  },
  'dispute.opened': {
    en: 'The borrower disputes something',
    zh: '借款人提出异议',
    fields: CARED,
    maybe: ['account_id', 'sort'],
  },
  'dispute.closed': {
    en: 'A dispute came to its end',
    zh: '异议已了结',
    fields: { ...CARED, state: 'code' },
    maybe: ['account_id', 'sort'],
  },
  'complaint.opened': {
    en: 'The borrower complained',
    zh: '借款人提出投诉',
    fields: CARED,
    maybe: ['account_id', 'sort'],
  },
  'complaint.closed': {
    en: 'A complaint came to its end',
    zh: '投诉已了结',
    fields: { ...CARED, state: 'code' },
    maybe: ['account_id', 'sort'],
  },
  'case.stage_changed': {
    en: 'A case went to another stage; `from` is left out where it is new',
    zh: '案件阶段变更（新案件无 from）',
    fields: { from: 'code', to: 'code' },
    maybe: ['from'],
  },
  'app.linked': {
    en: 'The borrower’s account at a messaging app was tied to the case',
    zh: '借款人的应用账号已与案件关联',
    fields: { address_id: { id: 'adr' } },
  },
  'app.withdrawn': {
    en: 'A messaging app is not to be used for the borrower any more',
    zh: '不再通过该应用联系借款人',
    fields: { address_id: { id: 'adr' } },
  },
  'consent.refused': {
    en: 'The borrower takes back a way of contact',
    zh: '借款人撤回某种联系方式的同意',
    fields: { channel: 'code' },
    maybe: ['channel'],
  },
  'remittance.made': {
    en: 'Money that came in is handed on to a creditor; a large sum waits for a second person',
    zh: '已生成对债权人的结算；大额须第二人复核',
    fields: REMITTED,
    ofNobody: true,
  },
  'remittance.approved': {
    en: 'A second person let a remittance be paid',
    zh: '结算已由第二人复核通过',
    fields: REMITTED,
    ofNobody: true,
  },
  'remittance.refused': {
    en: 'A second person refused a remittance: nothing of it is paid, and its lines are free again',
    zh: '结算已被第二人拒绝：不予付款，明细可重新结算',
    fields: REMITTED,
    ofNobody: true,
  },
  'alert.tipped': {
    en: 'A figure that somebody watches passed its threshold; `cases` are up to three that tipped it',
    zh: '所关注的指标越过阈值；cases 为触发的案件（至多三个）',
    fields: { number: 'code', measure: 'code', value: 'code', threshold: 'code', cases: 'cases' },
    ofNobody: true,
  },
} as const satisfies Record<string, EventType_>

export type EventType = keyof typeof EVENT_TYPES | 'test.fired'

export const EVENT_NAMES = Object.keys(EVENT_TYPES) as readonly (keyof typeof EVENT_TYPES)[]

/** An event as it is kept: numbers as text. */
export type KeptEvent = {
  readonly eventNo: bigint
  readonly borrowerId: bigint
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly at: string
  /** Of the request that it came of. */
  readonly traceId?: string | null
}

export type EventWire = {
  readonly id: `evt_${string}`
  readonly type: string
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The event as it is told: ids with their prefixes, and nothing that its type does not name. */
export function eventWire(event: KeptEvent): EventWire {
  const { borrowerId, eventNo, type } = event
  const known: EventType_ | undefined = (EVENT_TYPES as Record<string, EventType_>)[type]
  const told = Object.entries(known?.fields ?? {}).flatMap(([name, field]) => {
    const value = event.data[name]
    return value === undefined || value === null
      ? []
      : [[name, fieldOut(field, value, borrowerId)] as const]
  })
  return {
    id: `evt_${digitsOf(borrowerId)}${digitsOf(eventNo)}`,
    type,
    timestamp: event.at,
    data: {
      ...(known?.ofNobody !== true && { case_id: caseOf(borrowerId) }),
      ...Object.fromEntries(told),
    },
  }
}

const caseOf = (borrowerId: bigint) => `case_${digitsOf(borrowerId)}`

function fieldOut(field: Field, value: unknown, borrowerId: bigint): unknown {
  if (field === 'cases')
    return Array.isArray(value) ? value.map((one) => caseOf(BigInt(String(one)))) : []
  if (typeof field === 'string') return value
  const n = BigInt(String(value))
  if ('id' in field) return `${field.id}_${digitsOf(n)}`
  return `${field.pair}_${digitsOf(borrowerId)}${digitsOf(n)}`
}

const text = (pattern: string) => ({ type: 'string', pattern })

const CASE_ID = text('^case_[0-9a-z]{13}$')

function fieldSchema(field: Field): object {
  if (field === 'day') return { type: 'string', format: 'date' }
  if (field === 'code') return text('^[a-z0-9_]+$')
  if (field === 'name') return text('^[a-z0-9-]{1,40}$')
  if (field === 'cases') return { type: 'array', items: CASE_ID, maxItems: 3 }
  if (field === 'money')
    return {
      type: 'object',
      properties: { minor: text('^-?[0-9]{1,19}$'), currency: text('^[A-Z]{3}$') },
      required: ['minor', 'currency'],
    }
  return 'id' in field ? text(`^${field.id}_[0-9a-z]{13}$`) : text(`^${field.pair}_[0-9a-z]{26}$`)
}

/** JSON Schema (2020-12) of one type's whole message. More members may come: nothing forbids them. */
export function eventSchema(type: keyof typeof EVENT_TYPES): object {
  const { fields, maybe = [], ofNobody }: EventType_ = EVENT_TYPES[type]
  const whose = ofNobody === true ? {} : { case_id: CASE_ID }
  const members = Object.entries(fields)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      id: text('^evt_[0-9a-z]{26}$'),
      type: { const: type },
      timestamp: { type: 'string', format: 'date-time' },
      data: {
        type: 'object',
        properties: {
          ...whose,
          ...Object.fromEntries(members.map(([name, field]) => [name, fieldSchema(field)])),
        },
        required: [
          ...Object.keys(whose),
          ...members.map(([name]) => name).filter((name) => !maybe.includes(name)),
        ],
      },
    },
    required: ['id', 'type', 'timestamp', 'data'],
  }
}
