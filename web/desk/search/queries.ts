import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SearchWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'

const REST_MS = 140
const TEXT_MAX = 500

/** One line: what was copied may hold tabs and ends of lines. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, TEXT_MAX)

/** Given up as soon as something newer is asked; what was found before stays until then. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', oneLine(text)],
    queryFn: ({ signal }) =>
      ask<SearchWire>({ method: 'GET', path: '/v1/search', query: { q: oneLine(text) }, signal }),
    enabled: oneLine(text) !== '',
    placeholderData: keepPreviousData,
    staleTime: 20_000,
    retry: false,
  })

/** The text as it was when typing paused. */
export function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
