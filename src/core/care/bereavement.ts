import { careTable, type StateHold } from './kind.ts'

const STOPPED: StateHold = { reason: 'deceased' }

/** The borrower died, or is said to have: the family is left in peace, and asked for papers only when they are ready. */
export const BEREAVEMENT = careTable({
  name: { en: 'Bereavement', zh: '借款人身故' },
  sorts: {},
  first: 'told',
  states: {
    told: { en: 'told', zh: '已获知' },
    certified: { en: 'death certificate seen', zh: '已核验死亡证明' },
    with_executor: { en: 'with the executor', zh: '已与遗产管理人对接' },
    closed: { en: 'closed', zh: '已结案' },
    mistaken: { en: 'the borrower is alive', zh: '误报，借款人健在' },
  },
  over: ['closed', 'mistaken'],
  actions: {
    certify: {
      from: ['told'],
      to: 'certified',
      needs: ['proof'],
      name: { en: 'The death certificate was seen', zh: '已核验死亡证明' },
    },
    name_executor: {
      from: ['told', 'certified'],
      to: 'with_executor',
      needs: ['words'],
      name: { en: 'Record the executor', zh: '登记遗产管理人' },
    },
    close: {
      from: ['certified', 'with_executor'],
      to: 'closed',
      needs: ['words'],
      name: { en: 'Close', zh: '结案' },
    },
    mistaken: {
      from: ['told'],
      to: 'mistaken',
      needs: ['proof', 'words'],
      name: { en: 'The borrower is alive', zh: '借款人健在' },
    },
  },
  // A closed one keeps its hold: nobody is ever asked again in the name of the dead.
  holds: { told: STOPPED, certified: STOPPED, with_executor: STOPPED, closed: STOPPED },
  clocks: { told: ['grace'], certified: ['grace'], with_executor: ['review'] },
  concerns: 'person',
  endsBy: {
    en: 'nothing: only proof that it was a mistake',
    zh: '不会自行结束，除非证明系误报',
  },
  opensWith: [],
})
