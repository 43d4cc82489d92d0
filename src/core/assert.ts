/** Throws on what only a bug can cause. What the world can cause is returned as a value. */
export function assert(holds: unknown, sentence: string): asserts holds {
  if (!holds) throw new Error(`bug: ${sentence}`)
}
