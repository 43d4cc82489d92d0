import { careTable } from './kind.ts'

/** Nothing is due for some weeks; the days do not count as late. */
export const PAYMENT_PAUSE = careTable({
  name: { en: 'Payment pause', zh: '暂缓还款' },
  sorts: {
    interest_runs: { en: 'Interest goes on', zh: '利息照计' },
    interest_free: { en: 'Without interest and fees', zh: '免息免费' },
  },
  first: 'asked',
  states: {
    asked: { en: 'asked for', zh: '已申请' },
    granted: { en: 'granted', zh: '已同意' },
    refused: { en: 'refused, with reasons', zh: '未予同意，已说明理由' },
    ended: { en: 'over', zh: '已结束' },
  },
  over: ['refused', 'ended'],
  actions: {
    grant: {
      from: ['asked'],
      to: 'granted',
      needs: ['until'],
      name: { en: 'Grant', zh: '同意' },
    },
    refuse: {
      from: ['asked'],
      to: 'refused',
      needs: ['words'],
      name: { en: 'Refuse, with reasons', zh: '不予同意并说明理由' },
    },
    end: {
      from: ['granted'],
      to: 'ended',
      needs: ['words'],
      name: { en: 'End early', zh: '提前结束' },
    },
  },
  holds: { granted: { reason: 'hardship', stops: ['contact', 'collect'], lasts: 'until' } },
  clocks: { asked: ['answer'], granted: ['until'] },
  concerns: 'account',
  endsBy: { en: 'its last day', zh: '到期结束' },
  opensWith: [],
  notAgainWithin: 'again_months',
})
