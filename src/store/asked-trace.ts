import { AsyncLocalStorage } from 'node:async_hooks'

/** The trace of the request that is being answered, wherever its work goes on. */
const asked = new AsyncLocalStorage<string>()

const TRACE = /^[0-9a-f]{32}$/

/** All that comes of a request carries its trace: the events that its transactions tell do. */
export const underTrace = <T>(traceId: string, work: () => T): T =>
  TRACE.test(traceId) ? asked.run(traceId, work) : work()

/** What a transaction says of it as it begins. */
export const traceSetting = (): string => {
  const traceId = asked.getStore()
  return traceId === undefined ? '' : `; set local app.trace = '${traceId}'`
}
