import { useSyncExternalStore } from 'react'
import { draftOf, dropDraft, keepDraft, whenWiped } from '../shell/kept.ts'

/** A text as somebody is changing it, and what it was before. */
type Kept = {
  readonly text: string
  readonly past: readonly string[]
  /** When it was typed, where it came back after its tab was closed. */
  readonly restoredAt: number | undefined
  changedAt: number
}

const PAST_MAX = 200
/** Letters typed within so long are taken back together. */
const ONE_CHANGE_MS = 700

const drafts = new Map<string, Kept>()
const listeners = new Set<() => void>()
whenWiped(() => drafts.clear())

const placeOf = (key: string) => `strategy ${key}`

function read(key: string): Kept | undefined {
  const known = drafts.get(key)
  if (known !== undefined) return known
  const draft = draftOf(placeOf(key))
  const text = draft?.values['text']
  if (draft === undefined || typeof text !== 'string') return undefined
  drafts.set(key, { text, past: [], restoredAt: draft.at, changedAt: 0 })
  return drafts.get(key)
}

/** Kept for this page alone where storage is refused. */
function keep(key: string, kept: Kept | undefined): void {
  if (kept === undefined) {
    drafts.delete(key)
    dropDraft(placeOf(key))
  } else {
    drafts.set(key, kept)
    keepDraft(placeOf(key), { text: kept.text })
  }
  tell()
}

function tell(): void {
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
  readonly restoredAt: number | undefined
  /** It was proposed: it stays on the screen, and is nobody's draft any more. */
  readonly sent: () => void
}

/** The draft of one version of a strategy: what was published, until somebody changes it. */
export function useDraft(key: string, published: string): Draft {
  const kept = useSyncExternalStore(subscribe, () => read(key))
  const text = kept?.text ?? published
  const past = kept?.past ?? []
  const restoredAt = kept?.text === published ? undefined : kept?.restoredAt
  return {
    text,
    isChanged: text !== published,
    set: (next) => {
      if (next === text) return
      const now = Date.now()
      const isSameChange = kept !== undefined && now - kept.changedAt < ONE_CHANGE_MS
      const before = isSameChange ? past : [...past, text].slice(-PAST_MAX)
      keep(key, { text: next, past: before, restoredAt, changedAt: now })
    },
    undo:
      past.length === 0
        ? undefined
        : () => {
            const before = past.at(-1) ?? text
            keep(key, { text: before, past: past.slice(0, -1), restoredAt, changedAt: 0 })
          },
    reset: () => keep(key, undefined),
    restoredAt,
    sent: () => {
      dropDraft(placeOf(key))
      if (kept !== undefined) drafts.set(key, { ...kept, restoredAt: undefined })
      tell()
    },
  }
}
