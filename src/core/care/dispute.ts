import { careTable, type StateHold } from './kind.ts'

const STOPPED: StateHold = { reason: 'dispute' }

/**
 * A dispute is closed by documents that are newer than it, or by giving way; never by reading again what
 * was disputed. Whether it was written is kept, because law distinguishes.
 */
export const DISPUTE = careTable({
  name: { en: 'Dispute', zh: '异议' },
  sorts: {
    identity: { en: 'It is not my debt', zh: '不是本人的债务' },
    amount: { en: 'The amount is wrong', zh: '金额有误' },
    paid: { en: 'It was paid', zh: '已经还清' },
    fraud: { en: 'Somebody used my name', zh: '被他人冒用' },
  },
  first: 'open',
  states: {
    open: { en: 'open', zh: '待核实' },
    investigating: { en: 'being looked into', zh: '核实中' },
    verified: { en: 'verified, the debt stands', zh: '已核实，债务成立' },
    corrected: { en: 'corrected in part', zh: '部分更正' },
    upheld: { en: 'upheld, the borrower was right', zh: '异议成立' },
    withdrawn: { en: 'withdrawn by the borrower', zh: '借款人撤回' },
  },
  over: ['verified', 'corrected', 'upheld', 'withdrawn'],
  actions: {
    investigate: {
      from: ['open'],
      to: 'investigating',
      needs: [],
      name: { en: 'Begin to look into it', zh: '开始核实' },
    },
    verify: {
      from: ['open', 'investigating'],
      to: 'verified',
      needs: ['newer_document', 'words'],
      name: { en: 'Close: the debt is verified', zh: '结案：债务已核实' },
    },
    correct: {
      from: ['open', 'investigating'],
      to: 'corrected',
      needs: ['newer_document', 'words', 'redress'],
      name: { en: 'Close: corrected in part', zh: '结案：部分更正' },
    },
    uphold: {
      from: ['open', 'investigating'],
      to: 'upheld',
      needs: ['words'],
      name: { en: 'Close: the borrower is right', zh: '结案：异议成立' },
    },
    withdraw: {
      from: ['open', 'investigating'],
      to: 'withdrawn',
      needs: ['words'],
      name: { en: 'The borrower takes it back', zh: '借款人撤回' },
    },
    reopen: {
      from: ['verified', 'corrected'],
      to: 'open',
      needs: ['words'],
      name: { en: 'Open again', zh: '重新打开' },
    },
  },
  holds: { open: STOPPED, investigating: STOPPED },
  clocks: { open: ['acknowledge', 'answer'], investigating: ['answer'] },
  concerns: 'either',
  endsBy: {
    en: 'documents newer than the dispute, a correction, or the borrower taking it back',
    zh: '出具晚于异议的证明材料、予以更正，或借款人撤回',
  },
  opensWith: [],
})
