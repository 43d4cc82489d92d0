import type { Heard, HearOptions } from '../core/hear/heard.ts'
import { withModel } from '../core/hear/with-model.ts'

/** What reads a message. */
export type Listener = {
  /** Kept with what it heard: a name and a version. */
  readonly name: string
  readonly hear: (text: string, options: HearOptions) => Heard
}

/**
 * A tenant's model beside the rules: it may add meanings, all unsure, and takes none away. One that breaks
 * loses no message, because the rules have heard it.
 */
export function together(rules: Listener, model: Listener): Listener {
  return {
    name: `${rules.name}+${model.name}`.slice(0, 100),
    hear: (text, options) => {
      const ours = rules.hear(text, options)
      try {
        return withModel(ours, model.hear(text, options))
      } catch {
        return ours
      }
    },
  }
}
