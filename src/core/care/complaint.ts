import { careTable } from './kind.ts'

/** A complaint has its own clock and outcome, and stops nothing that is owed. */
export const COMPLAINT = careTable({
  name: { en: 'Complaint', zh: '投诉' },
  sorts: {
    conduct: { en: 'How we behaved', zh: '催收行为' },
    contact: { en: 'How often or when we contacted', zh: '联系的频率或时间' },
    charges: { en: 'Interest or fees', zh: '利息或费用' },
    service: { en: 'Service or delay', zh: '服务或拖延' },
    privacy: { en: 'Personal data', zh: '个人信息' },
    other: { en: 'Something else', zh: '其他' },
  },
  first: 'received',
  states: {
    received: { en: 'received', zh: '已收到' },
    acknowledged: { en: 'acknowledged', zh: '已告知受理' },
    upheld: { en: 'upheld', zh: '投诉成立' },
    partly_upheld: { en: 'upheld in part', zh: '部分成立' },
    rejected: { en: 'not upheld', zh: '不成立' },
    escalated: { en: 'taken to an outside body', zh: '已向外部机构反映' },
    withdrawn: { en: 'withdrawn', zh: '已撤回' },
  },
  over: ['upheld', 'partly_upheld', 'rejected', 'withdrawn'],
  actions: {
    acknowledge: {
      from: ['received'],
      to: 'acknowledged',
      needs: [],
      name: { en: 'Acknowledge', zh: '告知受理' },
    },
    uphold: {
      from: ['received', 'acknowledged', 'escalated'],
      to: 'upheld',
      needs: ['words', 'redress'],
      name: { en: 'Uphold', zh: '认定成立' },
    },
    uphold_partly: {
      from: ['received', 'acknowledged', 'escalated'],
      to: 'partly_upheld',
      needs: ['words', 'redress'],
      name: { en: 'Uphold in part', zh: '认定部分成立' },
    },
    reject: {
      from: ['received', 'acknowledged', 'escalated'],
      to: 'rejected',
      needs: ['words'],
      name: { en: 'Do not uphold', zh: '认定不成立' },
    },
    escalate: {
      from: ['received', 'acknowledged', 'rejected', 'partly_upheld'],
      to: 'escalated',
      needs: ['words'],
      name: { en: 'Taken to an outside body', zh: '已转外部机构' },
    },
    withdraw: {
      from: ['received', 'acknowledged', 'escalated'],
      to: 'withdrawn',
      needs: ['words'],
      name: { en: 'The person takes it back', zh: '投诉人撤回' },
    },
  },
  holds: {},
  clocks: {
    received: ['acknowledge', 'answer'],
    acknowledged: ['answer'],
    escalated: ['outside_answer'],
  },
  concerns: 'either',
  endsBy: {
    en: 'an answer with its outcome and redress',
    zh: '作出答复，说明结论与补救',
  },
  opensWith: ['words'],
})
