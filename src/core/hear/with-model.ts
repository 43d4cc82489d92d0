import { concluded } from './hear.ts'
import type { Heard, HeardClass, HeardOne } from './heard.ts'

/** What a tenant's model may answer about the same text; it is never needed. */
export type FromModel = Pick<Heard, 'classes'>

/** By these a message would wait behind others: no model puts it there. */
const FILED_AWAY: ReadonlySet<HeardClass> = new Set(['other', 'greeting', 'automatic'])

/**
 * What was heard with what a tenant's model adds. It can only add: nothing the rules heard is
 * dropped or made less sure, least of all a stop, and a promise is never a model's word.
 */
export function withModel(heard: Heard, fromModel: FromModel): Heard {
  const known = new Set(heard.classes.map(({ what }) => what))
  const added: HeardOne[] = []
  for (const one of fromModel.classes) {
    if (known.has(one.what) || FILED_AWAY.has(one.what)) continue
    known.add(one.what)
    added.push({ ...one, certainty: 'unsure' })
  }
  const kept =
    added.length === 0 ? heard.classes : heard.classes.filter(({ what }) => what !== 'other')
  const all = concluded({ ...heard, classes: [...kept, ...added] })
  return { ...all, stops: heard.stops || all.stops }
}
