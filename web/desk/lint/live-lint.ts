import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Channel } from '../../../src/core/channel.ts'
import type { LintWire } from '../../../src/api/wire-say.ts'
import type { CaseId } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { usePreferences } from '../preferences.ts'

const AFTER_MS = 250
const KEPT_MS = 60_000

/** The last value that stood for so long: nobody is asked about half a word. */
export function useSettled<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled
}

export type LiveLint = {
  /** What is wrong with the words as they stand now; of words that changed since, nothing is said. */
  readonly findings: LintWire['findings']
  readonly text: string
  /** No answer comes: the server judges when the words are sent, as it always does. */
  readonly isAway: boolean
  readonly isChecked: boolean
}

/** Asks the linter while somebody types words that are to leave; what is newer gives up what is older. */
export function useLiveLint(
  text: string,
  of: { readonly channel: Channel; readonly caseId: CaseId },
): LiveLint {
  const { language } = usePreferences()
  const settled = useSettled(text, AFTER_MS)
  const found = useQuery({
    queryKey: ['lint', language, of.caseId, of.channel, settled],
    queryFn: ({ signal }) =>
      ask<LintWire>({
        method: 'POST',
        path: '/v1/lint',
        body: { text: settled, channel: of.channel, case_id: of.caseId },
        signal,
      }),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: KEPT_MS,
    gcTime: KEPT_MS,
    retry: false,
    // The network may be gone, and sending is tried all the same.
    networkMode: 'always',
  })
  const isChecked = settled === text && found.isSuccess && !found.isPlaceholderData
  return {
    findings: isChecked && text.trim() !== '' ? found.data.findings : [],
    text,
    isAway: found.isError && settled === text,
    isChecked,
  }
}
