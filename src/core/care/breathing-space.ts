import { careTable } from './kind.ts'

/** A moratorium that law gives for a number of days; its length, review and frequency are data by place. */
export const BREATHING_SPACE = careTable({
  name: { en: 'Breathing space', zh: '债务喘息期' },
  sorts: { standard: { en: 'Standard', zh: '标准' } },
  first: 'registered',
  states: {
    registered: { en: 'in force', zh: '生效中' },
    reviewed: { en: 'in force, reviewed midway', zh: '生效中，已中期复核' },
    cancelled: { en: 'cancelled by the adviser', zh: '已由顾问取消' },
    ended: { en: 'over', zh: '已期满' },
  },
  over: ['cancelled', 'ended'],
  actions: {
    review: {
      from: ['registered'],
      to: 'reviewed',
      needs: [],
      name: { en: 'The adviser reviewed it midway', zh: '顾问已作中期复核' },
      notBefore: 'review_from',
    },
    cancel: {
      from: ['registered', 'reviewed'],
      to: 'cancelled',
      needs: ['words'],
      name: { en: 'The adviser cancels it', zh: '顾问取消' },
    },
    end: {
      from: ['registered', 'reviewed'],
      to: 'ended',
      needs: [],
      name: { en: 'It is over', zh: '期满' },
      after: 'ends',
    },
  },
  holds: {
    registered: { reason: 'breathing_space', lasts: 'ends' },
    reviewed: { reason: 'breathing_space', lasts: 'ends' },
  },
  clocks: { registered: ['review_from', 'review', 'ends'], reviewed: ['ends'] },
  concerns: 'either',
  endsBy: { en: 'its last day, or the debt adviser', zh: '期满，或由债务顾问取消' },
  opensWith: [],
  notAgainWithin: 'again_months',
})

/** Lasts as long as a treatment, and some days after it. */
export const CRISIS = careTable({
  name: { en: 'Crisis breathing space', zh: '心理危机喘息期' },
  sorts: {},
  first: 'in_treatment',
  states: {
    in_treatment: { en: 'in treatment', zh: '治疗中' },
    after: { en: 'after the treatment', zh: '治疗结束后的保护期' },
    ended: { en: 'over', zh: '已期满' },
  },
  over: ['ended'],
  actions: {
    treatment_ended: {
      from: ['in_treatment'],
      to: 'after',
      needs: [],
      name: { en: 'The treatment has ended', zh: '治疗已结束' },
    },
    end: {
      from: ['after'],
      to: 'ended',
      needs: [],
      name: { en: 'It is over', zh: '期满' },
      after: 'ends',
    },
  },
  holds: {
    in_treatment: { reason: 'moratorium' },
    after: { reason: 'moratorium', lasts: 'ends' },
  },
  clocks: { in_treatment: ['check'], after: ['ends'] },
  concerns: 'either',
  endsBy: { en: 'the end of the treatment and the days after it', zh: '治疗结束并经过后续保护期' },
  opensWith: [],
})

/** Any other stop that law or the lender orders for a time: a disaster, an epidemic, a court's stay. */
export const MORATORIUM = careTable({
  name: { en: 'Moratorium', zh: '暂停催收令' },
  sorts: {
    disaster: { en: 'Disaster', zh: '灾害' },
    order: { en: 'An order', zh: '行政或司法命令' },
    house: { en: 'The lender decided it', zh: '出借人决定' },
  },
  first: 'in_force',
  states: {
    in_force: { en: 'in force', zh: '生效中' },
    ended: { en: 'over', zh: '已结束' },
  },
  over: ['ended'],
  actions: {
    end: {
      from: ['in_force'],
      to: 'ended',
      needs: ['words'],
      name: { en: 'End', zh: '结束' },
    },
  },
  holds: { in_force: { reason: 'moratorium', lasts: 'until' } },
  clocks: { in_force: ['until'] },
  concerns: 'either',
  endsBy: { en: 'its day', zh: '到期结束' },
  opensWith: ['until'],
})
