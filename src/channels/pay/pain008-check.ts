import { parseMinor } from '../../core/money.ts'
import { isIban } from '../../core/iban.ts'
import { readXml } from './xml-read.ts'

const ROOT = 'Document/CstmrDrctDbtInitn'
const LINE = `${ROOT}/PmtInf/DrctDbtTxInf`

/**
 * What is wrong with a written file, as a bank would see it first: counts and sums of the whole and of
 * each batch, references that come twice, accounts that cannot be. Empty: nothing was found.
 */
export function checkPain008(text: string): readonly string[] {
  const steps = readXml(text)
  if (steps === undefined) return ['not_xml']
  const faults: string[] = []
  const refs = new Set<string>()
  const all = new Tally()
  let batch = new Tally()
  for (const step of steps) {
    if ('open' in step) {
      if (step.open === `${ROOT}/PmtInf`) batch = new Tally()
    } else if ('close' in step) {
      if (step.close === `${ROOT}/PmtInf` && !batch.isRight()) faults.push('batch_totals')
    } else if (step.path === `${LINE}/InstdAmt`) {
      for (const tally of [all, batch]) tally.add(step.text)
    } else if (step.path === `${LINE}/PmtId/EndToEndId`) {
      if (refs.has(step.text)) faults.push('reference_twice')
      refs.add(step.text)
    } else if (step.path.endsWith('/IBAN') && !isIban(step.text)) faults.push('bad_iban')
    else if (step.path === `${ROOT}/GrpHdr/NbOfTxs`) all.saidCount = step.text
    else if (step.path === `${ROOT}/GrpHdr/CtrlSum`) all.saidSum = step.text
    else if (step.path === `${ROOT}/PmtInf/NbOfTxs`) batch.saidCount = step.text
    else if (step.path === `${ROOT}/PmtInf/CtrlSum`) batch.saidSum = step.text
  }
  if (!all.isRight()) faults.push('totals')
  if (refs.size === 0) faults.push('empty')
  return faults
}

class Tally {
  saidCount = ''
  saidSum = ''
  private count = 0
  private sum = 0n
  private isOdd = false

  add(amount: string): void {
    const minor = parseMinor(amount, 2)
    if (minor === undefined || minor <= 0n) this.isOdd = true
    this.count += 1
    this.sum += minor ?? 0n
  }

  isRight(): boolean {
    return (
      !this.isOdd &&
      this.saidCount === String(this.count) &&
      parseMinor(this.saidSum, 2) === this.sum
    )
  }
}
