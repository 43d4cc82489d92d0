/**
 * What was typed and not yet sent, and what was sent and not answered: kept in this browser for the
 * person who is signed in, until it is sent or they sign out. Storage may be refused: then nothing is kept.
 */

const DRAFT = 'forbear.draft:'
const OUTBOX = 'forbear.outbox'
const OWNER = 'forbear.kept-by'
const AGE_MS_MAX = 7 * 86_400_000
const UNSENT_MAX = 20

export type Draft = { readonly at: number; readonly values: Readonly<Record<string, unknown>> }

/** An act that got no answer: it may have been done, so it goes again under the same key or not at all. */
export type Unsent = {
  readonly path: string
  readonly body: unknown
  readonly key: string
  readonly at: number
}

function tryTo<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return typeof window === 'undefined' ? undefined : work(window.localStorage)
  } catch {
    return undefined
  }
}

function read<T>(place: string): T | undefined {
  return tryTo((storage) => {
    const text = storage.getItem(place)
    return text === null ? undefined : (JSON.parse(text) as T)
  })
}

const write = (place: string, value: unknown) =>
  tryTo((storage) => storage.setItem(place, JSON.stringify(value)))

export function draftOf(place: string): Draft | undefined {
  const draft = read<Draft>(DRAFT + place)
  return draft !== undefined && draft.at > Date.now() - AGE_MS_MAX ? draft : undefined
}

/** A form with nothing in it leaves no draft. */
export function keepDraft(place: string, values: Readonly<Record<string, unknown>>): void {
  if (isTyped(values)) write(DRAFT + place, { at: Date.now(), values })
  else dropDraft(place)
}

const isTyped = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some(isTyped)
    : value !== undefined && value !== null && value !== ''

export function dropDraft(place: string): void {
  tryTo((storage) => storage.removeItem(DRAFT + place))
}

const NONE: readonly Unsent[] = []
let unsent: readonly Unsent[] | undefined
const listeners = new Set<() => void>()

export const unsentNow = (): readonly Unsent[] => (unsent ??= read<Unsent[]>(OUTBOX) ?? NONE)

export function subscribeUnsent(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function setUnsent(now: readonly Unsent[]): void {
  unsent = now
  write(OUTBOX, now)
  for (const listener of listeners) listener()
}

export function keepUnsent(one: Omit<Unsent, 'at'>): void {
  const others = unsentNow().filter(({ key }) => key !== one.key)
  setUnsent([...others, { ...one, at: Date.now() }].slice(-UNSENT_MAX))
}

/** It was answered, well or badly, or nobody wants it any more. */
export function dropUnsent(key: string): void {
  const now = unsentNow()
  if (now.some((one) => one.key === key)) setUnsent(now.filter((one) => one.key !== key))
}

const wipers = new Set<() => void>()

/** Whoever holds something of one person's work in memory forgets it with the rest. */
export const whenWiped = (wipe: () => void): void => void wipers.add(wipe)

/** At sign-out, and where somebody else signs in: nothing of one person's work is left for the next. */
export function wipeKept(): void {
  tryTo((storage) => {
    for (const place of Object.keys(storage)) if (place.startsWith(DRAFT)) storage.removeItem(place)
    storage.removeItem(OWNER)
  })
  setUnsent(NONE)
  for (const wipe of wipers) wipe()
}

export function keepFor(person: string): void {
  if (read<string>(OWNER) === person) return
  wipeKept()
  write(OWNER, person)
}
