import { useRef } from 'react'
import { ApiProblem, newIdempotencyKey } from '../api.ts'

type ActKey = { readonly present: () => string; readonly settle: (error?: Error) => void }

/**
 * One key an act. An answer, good or bad, ends it. Without an answer the act may have been done, so
 * sending the form again must be the same act, and the key stays.
 */
export function useActKey(): ActKey {
  const key = useRef<string>(undefined)
  return {
    present: () => (key.current ??= newIdempotencyKey()),
    settle: (error) => {
      const isAnswered = !(error instanceof ApiProblem) || (error.status > 0 && error.status < 500)
      if (isAnswered) key.current = undefined
    },
  }
}
