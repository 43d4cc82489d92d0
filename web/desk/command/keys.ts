import { useEffect } from 'react'
import { tinykeys } from 'tinykeys'
import { preferences } from '../preferences.ts'
import { COMMAND_IDS, commandOf, standingOf, type CommandId } from './registry.ts'

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

function press(event: KeyboardEvent, keys: string, ids: readonly CommandId[]): void {
  if (event.isComposing || event.defaultPrevented) return
  if (isBare(keys) && !mayRunBare(event, keys)) return
  // One key may be several commands': the page on screen binds one of them.
  for (const id of ids) {
    const standing = standingOf(id)
    if (!('run' in standing)) continue
    event.preventDefault()
    standing.run()
    return
  }
}

/** One listener for every key of the registry. */
export function useKeys(): void {
  useEffect(() => {
    const all = new Set(COMMAND_IDS.flatMap((id) => commandOf(id).keys))
    const idsOf = (keys: string) => COMMAND_IDS.filter((id) => commandOf(id).keys.includes(keys))
    return tinykeys(
      window,
      Object.fromEntries(
        [...all].map((keys) => [keys, (event: KeyboardEvent) => press(event, keys, idsOf(keys))]),
      ),
    )
  }, [])
}
