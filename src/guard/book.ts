import type { Day } from '../core/calendar.ts'
import type { Primitive, RuleFile } from './file.ts'
import { type Rule, compileRules, filesOf } from './rules.ts'

type RulesFor = (jurisdictions: readonly string[], onDay: Day, firm?: string) => readonly Rule[]

/** All packs of a law folder, as one hash names them. */
export type LawBook = {
  readonly files: readonly RuleFile[]
  /** SHA-256 over the files' names and bytes: it stands on every verdict. */
  readonly hash: string
  /**
   * The rules that judge an act and are in force on a local day, with the house's own; an unknown
   * place simply adds none. `firm`: its own rules too, which can only be stricter, because the
   * strictest answer wins.
   */
  readonly rulesFor: RulesFor
  /** Those too that answer other questions, or are there to be read. */
  readonly everyRuleFor: RulesFor
}

/** What answers other questions, or is there to be read: it judges no act. */
const TOLD: ReadonlySet<string> = new Set<Primitive>(['deadline', 'meaning', 'allocation', 'duty'])

// A cycle asks for a few places on one or two days; what is older is compiled again.
const KEPT_MAX = 256

export function lawBook(files: readonly RuleFile[], hash: string): LawBook {
  const everyRuleFor = remembered((packs, onDay) => compileRules(filesOf(files, packs), onDay))
  const rulesFor = remembered((jurisdictions, onDay) =>
    everyRuleFor(jurisdictions, onDay).filter((rule) => !TOLD.has(rule.part.kind)),
  )
  return { files, hash, rulesFor, everyRuleFor }
}

function remembered(make: RulesFor): RulesFor {
  const kept = new Map<string, readonly Rule[]>()
  return (jurisdictions, onDay, firm) => {
    const packs = firm === undefined ? jurisdictions : [...jurisdictions, firm]
    const key = `${onDay} ${packs.toSorted().join(' ')}`
    const found = kept.get(key)
    if (found !== undefined) return found
    const rules = make(packs, onDay)
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(key, rules)
    return rules
  }
}
