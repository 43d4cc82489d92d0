import { afterReceipt, type Said } from '../../engine/contact.ts'

/** Where a part stands that the carrier was given. */
type Part = { id: string | undefined; said: Said | undefined }

/** One message of ours with what the carrier calls its parts. */
export type Entry = {
  readonly attemptKey: string
  /** Digits of the number, as the carrier writes it. */
  readonly to: string
  /** Ours, on the wire: a carrier that gives it back names the message without its own id. */
  readonly reference: number
  readonly parts: Part[]
}

/** What one receipt says, in the carrier's words. */
export type PartReceipt = {
  readonly id: string
  readonly said: Said
  readonly reference?: number | undefined
  /** The number that the message went to. */
  readonly about: string
}

export type Merged = {
  readonly attemptKey: string
  readonly providerRef: string | undefined
  readonly said: Said
}

/** A contact by the carrier's id of one of its parts, from what is kept longer than this process. */
export type Recall = (
  id: string,
) => Promise<{ readonly attemptKey: string; readonly providerRef: string } | undefined>

export type Refs = {
  begin(attemptKey: string, to: string, reference: number, parts: number): Entry
  /** The carrier's name of a part; the receipts that came before its name are given back. */
  name(entry: Entry, index: number, id: string): Merged[]
  tell(receipt: PartReceipt): Promise<Merged | undefined>
  said(attemptKey: string): Said | undefined
}

const EARLY_MAX = 1000
const SEPARATOR = ' '

/**
 * Carriers name each part by an id of their own, and their receipts say that id and nothing of ours.
 * The newest are kept here; older ones, and those of before a restart, are recalled.
 */
export function smppRefs(most: number, recall: Recall | undefined): Refs {
  const byKey = new Map<string, Entry>()
  const byId = new Map<string, Entry>()
  const early = new Map<string, PartReceipt>()

  const keep = (entry: Entry) => {
    byKey.set(entry.attemptKey, entry)
    const [oldest] = byKey.size > most ? byKey.values() : []
    if (oldest === undefined) return
    byKey.delete(oldest.attemptKey)
    for (const { id } of oldest.parts) if (id !== undefined) byId.delete(id)
  }
  const recalled = async (id: string): Promise<Entry | undefined> => {
    const found = await recall?.(id)
    if (found === undefined) return undefined
    const { attemptKey, providerRef } = found
    const known = byKey.get(attemptKey)
    if (known !== undefined) return known
    const ids = providerRef.split(SEPARATOR)
    if (!ids.includes(id)) return undefined
    const parts = ids.map((one): Part => ({ id: one, said: undefined }))
    const entry: Entry = { attemptKey, to: '', reference: -1, parts }
    keep(entry)
    for (const one of ids) byId.set(one, entry)
    return entry
  }
  return {
    begin: (attemptKey, to, reference, count) => {
      const parts = Array.from({ length: count }, (): Part => ({ id: undefined, said: undefined }))
      const entry = { attemptKey, to, reference, parts }
      keep(entry)
      return entry
    },
    name: (entry, index, id) => {
      const part = entry.parts[index]
      if (part === undefined || !isName(id)) return []
      part.id = id
      byId.set(id, entry)
      const receipt = early.get(id)
      early.delete(id)
      return receipt === undefined ? [] : [merge(entry, part, receipt)]
    },
    tell: async (receipt) => {
      const entry =
        byId.get(receipt.id) ?? byReference(byKey, receipt) ?? (await recalled(receipt.id))
      const part = entry?.parts.find(({ id }) => id === receipt.id)
      if (entry !== undefined && part !== undefined) return merge(entry, part, receipt)
      // The id of a part whose own answer never came.
      const nameless = entry?.parts.find(({ id }) => id === undefined)
      if (entry !== undefined && nameless !== undefined) {
        nameless.id = receipt.id
        byId.set(receipt.id, entry)
        return merge(entry, nameless, receipt)
      }
      if (early.size >= EARLY_MAX) early.delete(early.keys().next().value ?? '')
      early.set(receipt.id, receipt)
      return undefined
    },
    said: (attemptKey) => {
      const entry = byKey.get(attemptKey)
      return entry?.parts.some(({ id }) => id !== undefined) ? ofAll(entry.parts) : undefined
    },
  }
}

/** What may stand in a list of names: printable, without the separator. */
export const isName = (id: string): boolean => /^[\x21-\x7e]{1,65}$/.test(id)

export const providerRefOf = ({ attemptKey, parts }: Entry): string =>
  parts.flatMap(({ id }) => id ?? []).join(SEPARATOR) || attemptKey

/** Only where one message alone can be meant: our reference is short, and comes round again. */
function byReference(
  byKey: ReadonlyMap<string, Entry>,
  { reference, about }: PartReceipt,
): Entry | undefined {
  if (reference === undefined) return undefined
  const meant = [...byKey.values()].filter(
    (entry) =>
      entry.reference === reference &&
      entry.to === about &&
      entry.parts.some(({ id }) => id === undefined),
  )
  return meant.length === 1 ? meant[0] : undefined
}

function merge(entry: Entry, part: Part, { said }: PartReceipt): Merged {
  part.said = finer(part.said, said)
  const { attemptKey } = entry
  return { attemptKey, providerRef: providerRefOf(entry), said: ofAll(entry.parts) }
}

/** Twice, late or contradictory: the more final word, as everywhere. */
function finer(before: Said | undefined, said: Said): Said {
  const after = before === undefined ? said : afterReceipt(before, said)
  return after === 'unknown' || isSaid(after) ? after : said
}

const isSaid = (standing: string): standing is Said =>
  !['permitted', 'withdrawn', 'sending', 'never_sent'].includes(standing)

/**
 * Delivered when all parts are; bounced when none can have been read. What ended in between may have
 * been read in part.
 */
function ofAll(parts: readonly Part[]): Said {
  if (parts.every(({ said }) => said === 'delivered')) return 'delivered'
  if (parts.every(({ said }) => said === 'bounced')) return 'bounced'
  const isOver = parts.every(
    ({ said }) => said === 'delivered' || said === 'bounced' || said === 'expired',
  )
  return isOver ? 'expired' : 'accepted'
}
