import type { MessageKey } from '../messages.ts'

/**
 * What takes an act back, or why nobody does it from here. A fact is never removed: taking back is an act of
 * its own, which the server may refuse. `run` answers with words where it finds that it no longer can.
 */
export type Undo =
  | { readonly run: () => Promise<MessageKey | undefined> }
  | { readonly cannot: MessageKey }

/** An undo that is one request: it was taken back, or the server's own words say why not. */
export const undoBy = (send: () => Promise<unknown>): Undo => ({
  run: () => send().then(() => undefined),
})

let last: Undo | undefined
const listeners = new Set<() => void>()

/** This person's newest act in this window. */
export const lastAct = (): Undo | undefined => last

export function keepLastAct(act: Undo | undefined): void {
  last = act
  for (const listener of listeners) listener()
}

export function subscribeLastAct(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
