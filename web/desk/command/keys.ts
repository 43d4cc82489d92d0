import { useEffect } from 'react'
import { tinykeys } from 'tinykeys'
import { preferences, usePreferences } from '../preferences.ts'
import { COMMAND_IDS, commandOf, standingOf, type CommandId } from './registry.ts'

const FIELDS =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"]'
const PRESSABLE = 'a[href], button, summary, [role="button"], [role="link"], [role="tab"]'
/** As long as tinykeys waits for the second key of two. */
const PAIR_MS = 1000

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

/** One listener for every key of the registry. What G begins is that pair's, and no key of its own. */
export function useKeys(): void {
  const { keys: own } = usePreferences()
  useEffect(() => {
    const all = [...new Set(COMMAND_IDS.flatMap((id) => commandOf(id).keys))]
    const idsOf = (keys: string) => COMMAND_IDS.filter((id) => commandOf(id).keys.includes(keys))
    const pairs = new Set(all.filter((keys) => keys.includes(' ')))
    let begun = -Infinity
    const alone = (event: KeyboardEvent, keys: string) => {
      const isSecond =
        event.timeStamp - begun < PAIR_MS && pairs.has(`g ${event.key.toLowerCase()}`)
      if (!isSecond) press(event, keys, idsOf(keys))
    }
    const run = (keys: string) => (event: KeyboardEvent) => {
      if (keys.includes(' ')) press(event, keys, idsOf(keys))
      else alone(event, keys)
    }
    const stop = tinykeys(window, Object.fromEntries(all.map((keys) => [keys, run(keys)])))
    // Told after the bindings, so that a G counts for the key behind it only.
    const onKey = (event: KeyboardEvent) => {
      begun = event.key === 'g' && mayRunBare(event, 'g') ? event.timeStamp : -Infinity
    }
    window.addEventListener('keydown', onKey)
    return () => {
      stop()
      window.removeEventListener('keydown', onKey)
    }
  }, [own])
}
