import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { ContactId, LeaseWire, WorkWire } from '../../../src/api/wire.ts'
import type { MessageKey } from '../messages.ts'
import { workQuery } from './queries.ts'

type Mending = { readonly lease: LeaseWire['id']; readonly contact: ContactId }

let mending: Mending | undefined
const listeners = new Set<() => void>()

function set(now: Mending | undefined): void {
  mending = now
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A call whose end was said wrongly: its wrap-up stands open again, and the last word counts. */
export function useMending(lease: LeaseWire['id']) {
  const queries = useQueryClient()
  const now = useSyncExternalStore(subscribe, () => mending)
  const mendCall = (of: LeaseWire['id'], contact: ContactId): MessageKey | undefined => {
    const held = queries.getQueryData<WorkWire>(workQuery.queryKey)?.lease?.id
    if (held !== of) return 'undo.cannot.left'
    set({ lease: of, contact })
    return undefined
  }
  return {
    contact: now?.lease === lease ? now.contact : undefined,
    mendCall,
    mended: () => set(undefined),
  }
}
