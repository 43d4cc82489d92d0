/** What so many parts cost: one exact fraction of minor units, never a rounded one. */
export type PartPrice = {
  readonly country: string
  readonly currency: string
  readonly minor: bigint
  readonly per: number
}

/** `minor` for every `messages` messages: the smallest number of them with a whole price. */
export type MessageCost = {
  readonly country: string
  readonly currency: string
  readonly minor: bigint
  readonly messages: number
}

export function costOf({ country, currency, minor, per }: PartPrice, parts: number): MessageCost {
  const all = minor * BigInt(parts)
  const shared = greatestCommon(all, BigInt(per))
  return { country, currency, minor: all / shared, messages: Number(BigInt(per) / shared) }
}

function greatestCommon(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommon(b, a % b)
}
