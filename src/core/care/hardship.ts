import { careTable, type StateHold } from './kind.ts'

const PENDING: StateHold = { reason: 'hardship' }

/** Cannot pay as agreed: while it is looked at nothing is asked for, taken or reported. */
export const HARDSHIP = careTable({
  name: { en: 'Hardship', zh: '还款困难' },
  sorts: {
    income: { en: 'Income lost or lower', zh: '收入减少或中断' },
    illness: { en: 'Illness or injury', zh: '疾病或受伤' },
    family: { en: 'Family or separation', zh: '家庭变故' },
    disaster: { en: 'Disaster', zh: '灾害' },
    other: { en: 'Something else', zh: '其他' },
  },
  first: 'told',
  states: {
    told: { en: 'told, not yet assessed', zh: '已告知，待评估' },
    assessed: { en: 'assessed', zh: '已评估' },
    granted: { en: 'help granted', zh: '已给予帮助' },
    refused: { en: 'refused, with reasons', zh: '未予同意，已说明理由' },
    review: { en: 'under review', zh: '复查中' },
    ended: { en: 'ended', zh: '已结束' },
  },
  over: ['refused', 'ended'],
  actions: {
    assess: {
      from: ['told', 'review'],
      to: 'assessed',
      needs: ['words'],
      name: { en: 'Assess', zh: '评估' },
    },
    grant: {
      from: ['assessed'],
      to: 'granted',
      needs: ['words', 'until'],
      name: { en: 'Grant help', zh: '给予帮助' },
    },
    refuse: {
      from: ['assessed'],
      to: 'refused',
      needs: ['words'],
      name: { en: 'Refuse, with reasons', zh: '不予同意并说明理由' },
    },
    review: {
      from: ['granted', 'refused'],
      to: 'review',
      needs: [],
      name: { en: 'Review', zh: '复查' },
    },
    end: {
      from: ['granted', 'review'],
      to: 'ended',
      needs: ['words'],
      name: { en: 'End', zh: '结束' },
    },
  },
  holds: {
    told: PENDING,
    assessed: PENDING,
    granted: { reason: 'hardship', lasts: 'until' },
    review: PENDING,
  },
  clocks: { told: ['answer'], assessed: ['answer'], granted: ['review'], review: ['answer'] },
  concerns: 'either',
  endsBy: {
    en: 'an answer with reasons; help that was granted ends on its day',
    zh: '作出附理由的答复；已给予的帮助到期结束',
  },
  opensWith: [],
})
