import { finer, ofAllParts, type Said } from '../../engine/contact.ts'

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
  readonly most: number
  readonly recall: Recall | undefined
  readonly byKey: Map<string, Entry>
  readonly byId: Map<string, Entry>
  /** With parts on the wire, or with an answer that never came. */
  readonly nameless: Map<string, Entry>
  /** Receipts that overtook the answer with their id. */
  readonly early: Map<string, PartReceipt>
}

const EARLY_MAX = 1000
const NAMELESS_MAX = 5000
const SEPARATOR = ' '

/**
 * Carriers name each part by an id of their own, and their receipts say that id and nothing of ours.
 * The newest are kept here; older ones, and those of before a restart, are recalled.
 */
export const smppRefs = (most: number, recall: Recall | undefined): Refs => ({
  most,
  recall,
  byKey: new Map(),
  byId: new Map(),
  nameless: new Map(),
  early: new Map(),
})

export function beginEntry(
  refs: Refs,
  { count, ...of }: Pick<Entry, 'attemptKey' | 'to' | 'reference'> & { readonly count: number },
): Entry {
  const parts = Array.from({ length: count }, (): Part => ({ id: undefined, said: undefined }))
  const entry = { ...of, parts }
  keep(refs, entry)
  dropOldest(refs.nameless, NAMELESS_MAX)
  refs.nameless.set(entry.attemptKey, entry)
  return entry
}

/** Nothing of it was taken: no receipt can be about it. */
export function forgetEntry(refs: Refs, { attemptKey }: Entry): void {
  refs.nameless.delete(attemptKey)
  refs.byKey.delete(attemptKey)
}

/** The carrier's name of a part; a receipt that came before it is given back. */
export function namePart(refs: Refs, entry: Entry, index: number, id: string): Merged | undefined {
  const part = entry.parts[index]
  if (part === undefined) return undefined
  if (isName(id)) setName(refs, entry, part, id)
  if (entry.parts.every((one) => one.id !== undefined)) refs.nameless.delete(entry.attemptKey)
  const receipt = refs.early.get(id)
  refs.early.delete(id)
  return receipt === undefined ? undefined : merge(entry, part, receipt)
}

/** Whose receipt it is, and what is so of the whole message then. */
export async function tellPart(refs: Refs, receipt: PartReceipt): Promise<Merged | undefined> {
  const { id } = receipt
  const entry =
    refs.byId.get(id) ?? byReference(refs.nameless, receipt) ?? (await recalled(refs, id))
  const part =
    entry?.parts.find((one) => one.id === id) ?? entry?.parts.find((one) => one.id === undefined)
  if (entry !== undefined && part !== undefined) {
    setName(refs, entry, part, id)
    return merge(entry, part, receipt)
  }
  dropOldest(refs.early, EARLY_MAX)
  refs.early.set(id, receipt)
  return undefined
}

/** What the carrier has said of a message so far; undefined where it was never given one. */
export function saidOf(refs: Refs, attemptKey: string): Said | undefined {
  const entry = refs.byKey.get(attemptKey)
  return entry?.parts.some(({ id }) => id !== undefined) === true ? ofAll(entry) : undefined
}

function setName(refs: Refs, entry: Entry, part: Part, id: string): void {
  part.id = id
  refs.byId.set(id, entry)
}

function keep({ byKey, byId, most }: Refs, entry: Entry): void {
  byKey.set(entry.attemptKey, entry)
  const gone = dropOldest(byKey, most + 1)
  for (const { id } of gone?.parts ?? []) if (id !== undefined) byId.delete(id)
}

/** Makes room for one where there are so many: a map keeps the order in which it was filled. */
function dropOldest<T>(map: Map<string, T>, most: number): T | undefined {
  if (map.size < most) return undefined
  const [oldest] = map
  if (oldest !== undefined) map.delete(oldest[0])
  return oldest?.[1]
}

async function recalled(refs: Refs, id: string): Promise<Entry | undefined> {
  const found = await refs.recall?.(id)
  if (found === undefined) return undefined
  const { attemptKey, providerRef } = found
  const ids = providerRef.split(SEPARATOR)
  if (refs.byKey.has(attemptKey) || !ids.includes(id)) return refs.byKey.get(attemptKey)
  const parts = ids.map((): Part => ({ id: undefined, said: undefined }))
  const entry: Entry = { attemptKey, to: '', reference: -1, parts }
  keep(refs, entry)
  for (const [i, one] of ids.entries())
    setName(refs, entry, parts[i] ?? { id: one, said: undefined }, one)
  return entry
}

/** What may stand in a list of names: printable, without the separator. */
const isName = (id: string): boolean => /^[\x21-\x7e]{1,65}$/.test(id)

export const providerRefOf = ({ attemptKey, parts }: Entry): string =>
  parts.flatMap(({ id }) => id ?? []).join(SEPARATOR) || attemptKey

/** Only where one message alone can be meant: our reference is short, and comes round again. */
function byReference(
  nameless: ReadonlyMap<string, Entry>,
  { reference, about }: PartReceipt,
): Entry | undefined {
  if (reference === undefined) return undefined
  const meant = [...nameless.values()].filter(
    (entry) => entry.reference === reference && entry.to === about,
  )
  return meant.length === 1 ? meant[0] : undefined
}

function merge(entry: Entry, part: Part, { said }: PartReceipt): Merged {
  part.said = finer(part.said, said)
  const { attemptKey } = entry
  return { attemptKey, providerRef: providerRefOf(entry), said: ofAll(entry) }
}

const ofAll = ({ parts }: Entry): Said => ofAllParts(parts.map(({ said }) => said))
