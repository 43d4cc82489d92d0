import { assert } from '../core/assert.ts'
import type { Words } from '../core/words.ts'
import { type Primitive, PRIMITIVES, type RulePart } from './file.ts'
import { SAY_WHAT } from './register-says-what.ts'
import { SAY_WHEN } from './register-says-when.ts'
import type { Sayings } from './register-tools.ts'

/** Every primitive has its words: one that is added does not compile until it is said. */
const SAYINGS: Sayings = { ...SAY_WHAT, ...SAY_WHEN }

/** The one thing that a part says. */
export function primitiveOf(part: RulePart): Primitive {
  const found = PRIMITIVES.find((name) => part[name] !== undefined)
  assert(found !== undefined, 'a part that says nothing')
  return found
}

/** A part's value from each of its days on, in words, the oldest first; undefined: no longer in force. */
export function datedWords(
  part: RulePart,
): readonly { readonly from: string; readonly words: Words | undefined }[] {
  const kind = primitiveOf(part)
  const values: Readonly<Record<string, object | null>> = part[kind] ?? {}
  return Object.keys(values)
    .toSorted()
    .map((from) => ({ from, words: wordsOf(kind, values[from]) }))
}

function wordsOf(kind: Primitive, value: object | null | undefined): Words | undefined {
  if (value === null || value === undefined) return undefined
  // The form has read the value by the same name, so the two belong together.
  const saying = SAYINGS[kind] as (value: object) => Words
  return saying(value)
}
