import { readXml } from './xml-read.ts'

/** One collection that the bank did not take, or gave back. */
export type DebitRefusal = { readonly endToEndRef: string; readonly reason: string | undefined }

const REPORT = /^Document\/CstmrPmtStsRpt\/OrgnlPmtInfAndSts\/TxInfAndSts/

/**
 * A status report (pain.002): the collections of which it says "rejected", with the bank's reason.
 * undefined: it is no such report.
 */
export function readPain002(text: string): readonly DebitRefusal[] | undefined {
  const steps = readXml(text)
  if (
    steps === undefined ||
    !steps.some((step) => 'open' in step && /^Document\/CstmrPmtStsRpt$/.test(step.open))
  )
    return undefined
  const refusals: DebitRefusal[] = []
  let found: { ref?: string; status?: string; reason?: string } = {}
  for (const step of steps) {
    const path = 'path' in step ? step.path : 'open' in step ? step.open : step.close
    if (!REPORT.test(path)) continue
    if ('open' in step && path.endsWith('/TxInfAndSts')) found = {}
    if ('path' in step && path.endsWith('/TxInfAndSts/OrgnlEndToEndId')) found.ref = step.text
    if ('path' in step && path.endsWith('/TxInfAndSts/TxSts')) found.status = step.text
    if ('path' in step && path.endsWith('/StsRsnInf/Rsn/Cd')) found.reason = step.text
    if ('close' in step && path.endsWith('/TxInfAndSts') && found.ref !== undefined) {
      // A report of collections names those that failed; a status of its own may say otherwise.
      if (found.status === undefined || found.status === 'RJCT')
        refusals.push({ endToEndRef: found.ref, reason: found.reason })
    }
  }
  return refusals
}
