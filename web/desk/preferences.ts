import { useSyncExternalStore } from 'react'
import type { Language } from '../../src/api/wire.ts'
import type { Mode } from './theme.ts'

/** What a person sets once for this browser. What is being looked at lives in the URL instead. */
export type Preferences = {
  readonly language: Language
  readonly mode: Mode
  /** Single keys such as J and K; some people need them off (WCAG 2.1.4). */
  readonly bareKeys: boolean
  /** Keys of this person's own, by command; an empty text takes a command's keys away. */
  readonly keys: Readonly<Record<string, string>>
}

const PLACE = 'forbear.desk'

function wishes(): Preferences {
  const inBrowser = typeof window !== 'undefined'
  const chinese = inBrowser && navigator.language.toLowerCase().startsWith('zh')
  const dark = inBrowser && window.matchMedia('(prefers-color-scheme: dark)').matches
  return {
    language: chinese ? 'zh' : 'en',
    mode: dark ? 'dark' : 'light',
    bareKeys: true,
    keys: {},
  }
}

/** Anything but the three known values is as good as not set. */
function parse(text: string | null): Preferences {
  const usual = wishes()
  if (text === null) return usual
  const kept: unknown = JSON.parse(text)
  if (typeof kept !== 'object' || kept === null) return usual
  const { language, mode, bareKeys, keys } = kept as Record<string, unknown>
  return {
    language: language === 'zh' || language === 'en' ? language : usual.language,
    mode: mode === 'light' || mode === 'dark' ? mode : usual.mode,
    bareKeys: typeof bareKeys === 'boolean' ? bareKeys : usual.bareKeys,
    keys: keysOf(keys),
  }
}

/** One key, or G and one: Alt and the modifiers of the browser are never among them. */
const KEYS = /^(?:g )?[a-z0-9;,.'[\]\\=-]$|^$/

function keysOf(kept: unknown): Readonly<Record<string, string>> {
  if (typeof kept !== 'object' || kept === null) return {}
  const known = Object.entries(kept).filter(
    ([, keys]) => typeof keys === 'string' && KEYS.test(keys),
  )
  return Object.fromEntries(known) as Record<string, string>
}

/** A browser may refuse storage, or hold text that is not ours: the desk then starts as usual. */
function read(): Preferences {
  try {
    return parse(window.localStorage.getItem(PLACE))
  } catch {
    return wishes()
  }
}

let present = read()
const listeners = new Set<() => void>()

export const preferences = () => present

export function prefer(changed: Partial<Preferences>): void {
  present = { ...present, ...changed }
  try {
    window.localStorage.setItem(PLACE, JSON.stringify(present))
  } catch {
    // Kept for this page alone where storage is refused.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const usePreferences = () => useSyncExternalStore(subscribe, preferences, preferences)
