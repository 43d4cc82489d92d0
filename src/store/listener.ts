import type { Heard, HearOptions } from '../core/hear/heard.ts'

/**
 * What reads a message. Ours are rules; a tenant may plug in a model, which can only add: whatever the
 * rules say stops, stops.
 */
export type Listener = {
  /** Kept with what it heard: a name and a version. */
  readonly name: string
  readonly hear: (text: string, options: HearOptions) => Heard
}

/** Whatever either hears; of one meaning the surer. */
export function together(rules: Listener, model: Listener): Listener {
  return {
    name: `${rules.name}+${model.name}`.slice(0, 100),
    hear: (text, options) => {
      const ours = rules.hear(text, options)
      const theirs = heardBy(model, text, options)
      if (theirs === undefined) return ours
      const more = theirs.classes.filter(
        (one) => !ours.classes.some((own) => own.what === one.what && own.certainty === 'sure'),
      )
      const kept = ours.classes.filter((own) => !more.some((one) => one.what === own.what))
      return {
        ...ours,
        classes: [...kept, ...more],
        promise: ours.promise ?? theirs.promise,
        callAfter: ours.callAfter ?? theirs.callAfter,
        first: ours.first === 'other' ? theirs.first : ours.first,
        stops: ours.stops || theirs.stops,
      }
    },
  }
}

/** A model that breaks loses no message: the rules have heard it. */
function heardBy(model: Listener, text: string, options: HearOptions): Heard | undefined {
  try {
    return model.hear(text, options)
  } catch {
    return undefined
  }
}
