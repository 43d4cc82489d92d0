import { useEffect } from 'react'
import { tinykeys } from 'tinykeys'
import { preferences } from '../preferences.ts'
import { COMMAND_IDS, commandOf, standingOf } from './registry.ts'

const FIELDS =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"]'
const PRESSABLE = 'a[href], button, summary, [role="button"], [role="link"], [role="tab"]'

const isBare = (keys: string) => !keys.includes('$mod')

/**
 * Bare keys work outside of fields only, never while text is composed with an input method, never
 * with Alt or AltGr (they make letters on other layouts), and not where the person turned them off.
 */
function mayRunBare(event: KeyboardEvent, keys: string): boolean {
  if (!preferences().bareKeys) return false
  if (event.altKey || event.getModifierState('AltGraph')) return false
  const target = event.target instanceof Element ? event.target : document.body
  if (target.closest(FIELDS) !== null) return false
  // Enter belongs to the link or button that has the focus.
  return keys !== 'Enter' || target.closest(PRESSABLE) === null
}

function press(event: KeyboardEvent, keys: string, id: (typeof COMMAND_IDS)[number]): void {
  if (event.isComposing || event.defaultPrevented) return
  if (isBare(keys) && !mayRunBare(event, keys)) return
  const standing = standingOf(id)
  if (!('run' in standing)) return
  event.preventDefault()
  standing.run()
}

/** One listener for every key of the registry. */
export function useKeys(): void {
  useEffect(() => {
    const all = COMMAND_IDS.flatMap((id) => commandOf(id).keys.map((keys) => [keys, id] as const))
    return tinykeys(
      window,
      Object.fromEntries(
        all.map(([keys, id]) => [keys, (event: KeyboardEvent) => press(event, keys, id)]),
      ),
    )
  }, [])
}
