import { sayer } from './sayer.ts'

/** What the page of rewards says: what is so, and never a push. */
export const sayRewards = sayer({
  title: { en: 'Rewards you have earned', zh: '您已获得的奖励' },
  lead: {
    en: 'The lender sometimes thanks people for paying on time. You need not ask for it, and having none changes nothing for you.',
    zh: '对于按时还款，出借人有时会给予奖励。您无需申请，没有奖励也不会带来任何不利。',
  },
  none: { en: 'There are none yet.', zh: '暂无奖励。' },
  how: { en: 'How they are earned', zh: '如何获得' },
  how1: {
    en: 'Pay on time a few times in a row. Or catch up soon after a late payment.',
    zh: '连续多期按时还款，或逾期后很快补足。',
  },
  how2: {
    en: 'Two members of staff agree to each. We show it only then.',
    zh: '每项奖励须经两名工作人员同意，同意后才会在此显示。',
  },
  how3: {
    en: 'We never use a reward to press you. You keep it through a hold, a complaint or a plan.',
    zh: '不会有人以奖励为由催您还款；暂停、投诉或还款计划都不影响奖励。',
  },
  of: { en: 'Account ending', zh: '账户尾号' },
  state: { en: 'Where it stands', zh: '状态' },
  why: { en: 'Why', zh: '原因' },
  on: { en: 'Since', zh: '日期' },
})
