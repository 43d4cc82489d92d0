import { useSyncExternalStore } from 'react'

/** A text as somebody is changing it, and what it was before; kept until the tab closes. */
type Kept = { readonly text: string; readonly past: readonly string[]; changedAt: number }

const PAST_MAX = 200
/** Letters typed within so long are taken back together. */
const ONE_CHANGE_MS = 700

const drafts = new Map<string, Kept>()
const listeners = new Set<() => void>()

const placeOf = (key: string) => `forbear.draft.${key}`

function read(key: string): Kept | undefined {
  const known = drafts.get(key)
  if (known !== undefined) return known
  try {
    const text = window.sessionStorage.getItem(placeOf(key))
    if (text === null) return undefined
    drafts.set(key, { text, past: [], changedAt: 0 })
  } catch {
    return undefined
  }
  return drafts.get(key)
}

function keep(key: string, kept: Kept | undefined): void {
  if (kept === undefined) drafts.delete(key)
  else drafts.set(key, kept)
  try {
    if (kept === undefined) window.sessionStorage.removeItem(placeOf(key))
    else window.sessionStorage.setItem(placeOf(key), kept.text)
  } catch {
    // Kept for this page alone where storage is refused.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What comes next is taken back by itself: another cell, or a correction that was offered. */
export function endChange(): void {
  for (const kept of drafts.values()) kept.changedAt = 0
}

export type Draft = {
  readonly text: string
  readonly isChanged: boolean
  readonly set: (text: string) => void
  readonly undo: (() => void) | undefined
  /** Back to what was published. */
  readonly reset: () => void
}

/** The draft of one version of a strategy: what was published, until somebody changes it. */
export function useDraft(key: string, published: string): Draft {
  const kept = useSyncExternalStore(subscribe, () => read(key))
  const text = kept?.text ?? published
  const past = kept?.past ?? []
  return {
    text,
    isChanged: text !== published,
    set: (next) => {
      if (next === text) return
      const now = Date.now()
      const isSameChange = kept !== undefined && now - kept.changedAt < ONE_CHANGE_MS
      const before = isSameChange ? past : [...past, text].slice(-PAST_MAX)
      keep(key, { text: next, past: before, changedAt: now })
    },
    undo:
      past.length === 0
        ? undefined
        : () => keep(key, { text: past.at(-1) ?? text, past: past.slice(0, -1), changedAt: 0 }),
    reset: () => keep(key, undefined),
  }
}
