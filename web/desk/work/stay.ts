import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LeaseId } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { workQuery } from './queries.ts'

const EVERY_MS = 60_000

/** While somebody types or points, the case stays with them; the server is told once a minute at most. */
export function useStay(id: LeaseId): void {
  const queries = useQueryClient()
  useEffect(() => {
    let told = Date.now()
    const onAct = () => {
      if (Date.now() - told < EVERY_MS) return
      told = Date.now()
      void api
        .stay(id)
        .catch(() => undefined)
        .then(() => queries.invalidateQueries({ queryKey: workQuery.queryKey }))
    }
    for (const kind of ['keydown', 'pointerdown'] as const) window.addEventListener(kind, onAct)
    return () => {
      for (const kind of ['keydown', 'pointerdown'] as const)
        window.removeEventListener(kind, onAct)
    }
  }, [id, queries])
}
