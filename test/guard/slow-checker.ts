import type { RuleFile } from '../../src/guard/file.ts'
import type { GuardFacts, Proposal } from '../../src/guard/verdict.ts'
import * as acts from './slow-acts.ts'
import { filesFor, isCovered, rulesInForce, type SlowRule } from './slow-covers.ts'
import * as rules from './slow-rules.ts'
import { isOpen, isSpared } from './slow-times.ts'

/**
 * The second checker: it reads the files of the law plainly, for one instant, and shares no code
 * with the guard. It is asked about one minute after the other, and says which rules bar.
 */

const yes: rules.Lets = () => true

/** What is only told, counted or asked elsewhere bars nothing. */
const PRIMITIVES: Readonly<Record<string, rules.Lets>> = {
  ban: rules.ban,
  hold: rules.hold,
  represented: rules.represented,
  running_plan: rules.running_plan,
  audience: rules.audience,
  tracing: rules.tracing,
  quiet_after: rules.quiet_after,
  cap: rules.cap,
  consent: acts.consent,
  waiting: acts.waiting,
  within: acts.within,
  at_most: acts.at_most,
  party_size: acts.party_size,
  visit_needs: acts.visit_needs,
  disclosure: acts.disclosure,
  content_ban: acts.content_ban,
  open_hours: isOpen,
  wish: isSpared,
  exempt: yes,
  answer: yes,
  factor: yes,
  coverage: yes,
  deadline: yes,
  meaning: yes,
  allocation: yes,
  duty: yes,
}

/** What a checker of the same law keeps between questions: which rules are in force where and when. */
export class SlowChecker {
  readonly #files: readonly RuleFile[]
  readonly #inForce = new Map<string, readonly SlowRule[]>()

  constructor(files: readonly RuleFile[]) {
    this.#files = files
  }

  /** Asks about a proposal of which everything but the time is fixed. */
  about(proposal: Proposal, facts: GuardFacts, onDay: string, only?: string): SlowAnswer {
    const key = `${onDay} ${facts.jurisdictions.join(' ')}`
    let inForce = this.#inForce.get(key)
    if (inForce === undefined) {
      inForce = rulesInForce(filesFor(this.#files, facts.jurisdictions), onDay)
      this.#inForce.set(key, inForce)
    }
    const covering = inForce.filter(
      (rule) => (only === undefined || rule.id === only) && isCovered(rule, proposal, facts),
    )
    return new SlowAnswer(proposal, facts, covering)
  }
}

export class SlowAnswer {
  readonly #proposal: Proposal
  readonly #facts: GuardFacts
  #covering: readonly SlowRule[]

  constructor(proposal: Proposal, facts: GuardFacts, covering: readonly SlowRule[]) {
    this.#proposal = proposal
    this.#facts = facts
    this.#covering = covering
  }

  /** The rules that bar at an instant. */
  barring(at: number): readonly string[] {
    return this.#covering.filter((rule) => !this.#lets(rule, at)).map((rule) => rule.id)
  }

  isAllowed(at: number): boolean {
    const bars = this.#covering.find((rule) => !this.#lets(rule, at))
    if (bars === undefined) return true
    // What barred a minute ago mostly bars now, so it is asked first the next time.
    this.#covering = [bars, ...this.#covering.filter((rule) => rule !== bars)]
    return false
  }

  #lets(rule: SlowRule, at: number): boolean {
    const lets = PRIMITIVES[rule.kind]
    if (lets === undefined) throw new Error(`the second checker does not know ${rule.kind}`)
    return lets(rule, { proposal: this.#proposal, facts: this.#facts, at })
  }
}
