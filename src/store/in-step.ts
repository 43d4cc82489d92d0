import type { Tx } from './db.ts'

export type Stages<B, P> = {
  /** The next batch, or undefined at the end: statements only. Nothing of a batch may hang on the one before. */
  readonly read: () => Promise<B | undefined>
  readonly plan: (batch: B) => P
  /** COPY, which nothing else may be on its way beside. */
  readonly copy: (planned: P) => Promise<void>
  /** What follows the COPY: statements only. Gives whether there is any use in going on. */
  readonly finish: (planned: P) => Promise<boolean>
}

/**
 * Batches of one transaction, with the server and this process at work at once: while a batch is planned,
 * the server finishes the one before and reads the one after.
 */
export async function inStep<B, P>(tx: Tx, stages: Stages<B, P>): Promise<void> {
  let finishing: Promise<boolean> = Promise.resolve(true)
  let ahead: Promise<B | undefined> = Promise.resolve(undefined)
  try {
    send(tx, true)
    let batch = await stages.read()
    ahead = stages.read()
    while (batch !== undefined) {
      const planned = stages.plan(batch)
      batch = await ahead
      if (!(await finishing)) return
      send(tx, false)
      await stages.copy(planned)
      send(tx, true)
      finishing = stages.finish(planned)
      ahead = batch === undefined ? ahead : stages.read()
    }
    await finishing
  } finally {
    // Where one throws the others are still on their way, and would go on in the next transaction.
    await Promise.allSettled([ahead, finishing])
    send(tx, false)
  }
}

/** Pipelined, statements are sent before the one ahead is answered; a pipelined connection refuses COPY. */
const send = (tx: Tx, isPipelined: boolean): void => {
  Object.assign(tx, { pipeline: isPipelined })
}
