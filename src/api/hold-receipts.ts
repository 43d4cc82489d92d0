import type { Stop } from '../core/care/stops.ts'
import { STOP_WORDS } from '../core/care/words.ts'
import type { HoldReceipt } from '../store/hold-receipts.ts'
import type { HoldReceiptWire } from './wire-compliance.ts'
import type { Language } from './wire.ts'

type Told = {
  readonly state: HoldReceiptWire['state']
  readonly en: string
  readonly zh: string
}

const plural = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`

/** For each that a hold stops: who confirmed it by their own record, and who has not. */
const OF: Readonly<Record<Stop, (of: HoldReceipt & { readonly takenBack: number }) => Told>> = {
  contact: ({ permitsLeft, takenBack }) =>
    permitsLeft === 0
      ? {
          state: 'confirmed',
          en:
            takenBack === 0
              ? 'no permit of before is left'
              : `${plural(takenBack, 'permit', 'permits')} taken back, none is left`,
          zh: takenBack === 0 ? '没有遗留的许可' : `已撤回 ${takenBack} 项许可，没有遗留`,
        }
      : {
          state: 'open',
          en: `${plural(permitsLeft, 'permit', 'permits')} of before not used yet: void, and refused when tried`,
          zh: `此前的 ${permitsLeft} 项许可尚未使用：已失效，使用时会被拒绝`,
        },
  collect: ({ hasMandate, debitOut, debitFiles, debitFile, debitOn }) => {
    if (!hasMandate) return { state: 'none', en: 'there is no mandate', zh: '没有扣款授权' }
    if (debitOut !== null)
      return {
        state: 'open',
        en: `file ${debitOut} left before the hold and the bank has not answered: ask it to recall the debit`,
        zh: `文件 ${debitOut} 在停催前已发出，银行尚未答复：请要求银行撤回扣款`,
      }
    if (debitFiles === 0)
      return {
        state: 'waits',
        en: 'no file has been made since; the next one leaves them out',
        zh: '此后尚未生成扣款文件；下一份将不含此人',
      }
    return {
      state: 'confirmed',
      en: `left out of ${plural(debitFiles, 'file', 'files')} since, the last ${debitFile ?? ''} of ${debitOn ?? ''}`,
      zh: `此后 ${debitFiles} 份扣款文件均未包含，最近一份为 ${debitOn ?? ''} 的 ${debitFile ?? ''}`,
    }
  },
  furnish: ({ reportedOn, reportedSince }) => {
    if (reportedOn === null) return { state: 'none', en: 'was never reported', zh: '从未报送' }
    return reportedSince === 0
      ? {
          state: 'confirmed',
          en: `not reported since; the last report was of ${reportedOn}`,
          zh: `此后未再报送；最近一次报送为 ${reportedOn}`,
        }
      : {
          state: 'open',
          en: `${plural(reportedSince, 'report', 'reports')} made since, the last of ${reportedOn}: look whether a correction is due`,
          zh: `此后仍报送 ${reportedSince} 次，最近一次为 ${reportedOn}：请核查是否需要更正`,
        }
  },
  charge: ({ isOwnBook, chargedSince }) => {
    if (!isOwnBook)
      return {
        state: 'outside',
        en: "charged by the lender's own system, which has confirmed nothing here",
        zh: '由贷款机构自己的系统计收，此处没有收到其确认',
      }
    return chargedSince === 0
      ? { state: 'confirmed', en: 'nothing charged since', zh: '此后没有计收' }
      : {
          state: 'open',
          en: `${plural(chargedSince, 'charge', 'charges')} posted since: look at the statement`,
          zh: `此后入账 ${chargedSince} 笔费用：请查看对账单`,
        }
  },
}

export function receiptsOf(
  stops: readonly Stop[],
  of: HoldReceipt & { readonly takenBack: number },
  lang: Language,
): readonly HoldReceiptWire[] {
  return stops.map((stop) => {
    const told = OF[stop](of)
    return { stops: stop, name: STOP_WORDS[stop][lang], state: told.state, sentence: told[lang] }
  })
}
