/** Words of a text, with whether something is wrong with them. */
export type Stretch = { readonly words: string; readonly wrong: boolean; readonly from: number }

type Place = { readonly from: number; readonly to: number }

/** A text cut at what is wrong with it; places that overlap are one, those without length are none. */
export function stretches(text: string, places: readonly Place[]): Stretch[] {
  const cut: Stretch[] = []
  let at = 0
  const put = (from: number, to: number, wrong: boolean) => {
    if (to > from) cut.push({ words: text.slice(from, to), wrong, from })
  }
  for (const { from, to } of places.toSorted((a, b) => a.from - b.from)) {
    const [start, end] = [Math.max(from, at), Math.min(to, text.length)]
    if (end <= start) continue
    put(at, start, false)
    put(start, end, true)
    at = end
  }
  put(at, text.length, false)
  return cut
}
