import { careTable, type StateHold } from './kind.ts'

const STAYED: StateHold = { reason: 'bankruptcy' }

/** Somebody says that there is a bankruptcy: everything stops on the word alone, and the proof is waited for. */
export const BANKRUPTCY = careTable({
  name: { en: 'Bankruptcy', zh: '破产' },
  sorts: {},
  first: 'claimed',
  states: {
    claimed: { en: 'claimed, not yet shown', zh: '已声称，待证实' },
    confirmed: { en: 'confirmed', zh: '已证实' },
    claim_filed: { en: 'our claim is filed', zh: '已申报债权' },
    discharged: { en: 'debt discharged', zh: '债务已免除' },
    dismissed: { en: 'case dismissed', zh: '程序已终结，债务未免除' },
    reverted: { en: 'not shown, taken back', zh: '未能证实，已撤销' },
  },
  over: ['discharged', 'dismissed', 'reverted'],
  actions: {
    confirm: {
      from: ['claimed'],
      to: 'confirmed',
      needs: ['proof'],
      name: { en: 'Confirm from the court', zh: '经法院核实' },
    },
    revert: {
      from: ['claimed'],
      to: 'reverted',
      needs: ['words'],
      name: { en: 'Not shown: take it back', zh: '未能证实，撤销' },
      after: 'proof',
    },
    file_claim: {
      from: ['confirmed'],
      to: 'claim_filed',
      needs: ['proof'],
      name: { en: 'File our claim', zh: '申报债权' },
    },
    discharge: {
      from: ['confirmed', 'claim_filed'],
      to: 'discharged',
      needs: ['proof'],
      name: { en: 'The debt is discharged', zh: '债务获免除' },
    },
    dismiss: {
      from: ['confirmed', 'claim_filed'],
      to: 'dismissed',
      needs: ['proof'],
      name: { en: 'The case was dismissed', zh: '程序终结' },
    },
  },
  // A discharged debt is never asked for again.
  holds: { claimed: STAYED, confirmed: STAYED, claim_filed: STAYED, discharged: STAYED },
  clocks: { claimed: ['proof'], confirmed: ['proof_of_claim'] },
  concerns: 'person',
  endsBy: {
    en: 'a dismissal; a claim that was never shown is taken back after its wait',
    zh: '程序终结；始终未能证实的，等待期满后撤销',
  },
  opensWith: [],
})
