import { useSearch } from '@tanstack/react-router'
import { dayOfSearch } from '../compliance/search.ts'
import type { MessageKey } from '../messages.ts'

/** The day that is looked at, from the URL; undefined: today. A day that is still to come is today. */
export function useAsOf(): string | undefined {
  return dayOfSearch(useSearch({ strict: false, select: (search) => search.at }))
}

/** The day in the URL of now, for what is no component: what would act asks it before it asks the server. */
export const asOfHere = (): string | undefined =>
  typeof window === 'undefined'
    ? undefined
    : dayOfSearch(new URLSearchParams(window.location.search).get('at') ?? undefined)

/** Pages whose facts have two times, so that they can answer as of a day. */
const ANSWERS: readonly RegExp[] = [
  /^\/cases\/[^/]+$/,
  /^\/strategies$/,
  /^\/compliance\/(rules|decisions|holds|limits|changes)$/,
  /^\/compliance\/people\/[^/]+$/,
]

const BECAUSE: readonly (readonly [RegExp, MessageKey])[] = [
  [/^\/(work|inbox|money|care|quality)/, 'as_of.because.queue'],
  [/^\/(strategies|templates)\/./, 'as_of.because.editor'],
]

/** Why the page at this path shows today whatever day is looked at; undefined: it answers as of the day. */
export function showsTodayBecause(path: string): MessageKey | undefined {
  if (ANSWERS.some((pattern) => pattern.test(path))) return undefined
  return BECAUSE.find(([pattern]) => pattern.test(path))?.[1] ?? 'as_of.because.list'
}
