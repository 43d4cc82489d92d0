/**
 * A stable 63-bit id for a reference of a source system: the first 63 bits of a SHA-256 that the
 * shell computes over `source`, a zero byte and `ref`. The same reference is the same id on every
 * machine, so uniqueness in the tenant needs no look-up; a collision (about 5 in a million for ten
 * million references) is found when it is loaded, because the reference is stored beside the id.
 */
export function idFromDigest(firstEightBytes: Uint8Array): bigint {
  let id = BigInt((firstEightBytes[0] ?? 0) & 0x7f)
  for (let i = 1; i < 8; i++) id = (id << 8n) | BigInt(firstEightBytes[i] ?? 0)
  return id
}

/** The bytes that are hashed for a reference: the source cannot run into the reference. */
export const identityText = (source: string, ref: string): string => `${source}\u0000${ref}`
