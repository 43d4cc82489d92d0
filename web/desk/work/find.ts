import type { DispositionWire } from '../../../src/api/wire.ts'

/** By its number in the list, a part of its name, or the first letters of its pinyin. */
export function findOutcomes(
  all: readonly DispositionWire[],
  text: string,
): readonly DispositionWire[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return all
  if (/^[0-9]{1,2}$/.test(wanted)) return all.slice(Number(wanted) - 1, Number(wanted))
  const starts = all.filter((one) => one.pinyin.startsWith(wanted))
  const named = all.filter(
    (one) => one.name.toLowerCase().includes(wanted) && !starts.includes(one),
  )
  return [...starts, ...named]
}
