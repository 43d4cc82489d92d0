import { careTable } from './kind.ts'

/** The debt gets a new schedule, made by one person and checked by another, and is watched for a while. */
export const RESTRUCTURE = careTable({
  name: { en: 'Restructure', zh: '债务重组' },
  sorts: {
    re_age: { en: 'Re-age: what is late is added to the end', zh: '重置账龄：逾期部分移至期末' },
    re_amortise: { en: 'Re-amortise: equal instalments anew', zh: '重新分摊：余额重新等额分期' },
    reschedule: { en: 'Reschedule: later days', zh: '展期：推迟应还日' },
  },
  first: 'proposed',
  states: {
    proposed: { en: 'waits for a second person', zh: '待第二人复核' },
    watched: { en: 'in force and watched', zh: '已生效，观察中' },
    refused: { en: 'refused', zh: '未通过' },
    passed: { en: 'watch passed', zh: '观察期已通过' },
    failed: { en: 'late again while watched', zh: '观察期内再次逾期' },
  },
  over: ['refused', 'passed', 'failed'],
  actions: {
    approve: {
      from: ['proposed'],
      to: 'watched',
      needs: ['second_person'],
      name: { en: 'A second person agrees', zh: '第二人同意' },
    },
    refuse: {
      from: ['proposed'],
      to: 'refused',
      needs: ['second_person'],
      name: { en: 'A second person declines', zh: '第二人不同意' },
    },
    pass: {
      from: ['watched'],
      to: 'passed',
      needs: [],
      name: { en: 'The watch is passed', zh: '通过观察期' },
      after: 'watch',
    },
    fail: {
      from: ['watched'],
      to: 'failed',
      needs: ['words'],
      name: { en: 'Late again', zh: '再次逾期' },
    },
  },
  holds: {},
  clocks: { proposed: ['answer'], watched: ['watch'] },
  concerns: 'account',
  endsBy: { en: 'the end of the watch', zh: '观察期结束' },
  opensWith: ['words'],
  notAgainWithin: 'again_months',
})
