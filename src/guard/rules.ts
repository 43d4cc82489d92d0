import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { PRIMITIVES, type RuleFile, type RulePart } from './file.ts'
import type { Hours, OpenMinutes } from './hours.ts'
import type {
  ContactResult,
  Disclosure,
  GuardFacts,
  PastContact,
  Proposal,
  Strength,
} from './verdict.ts'

/** A rule of one file, with the values in force on one day. A file with several parts makes several. */
export type Rule = {
  readonly id: string
  /** The folder it is in: 'us', 'us-ma', 'house'. */
  readonly pack: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly citation: { readonly title: string; readonly href: string }
  readonly strength: Strength
  readonly unverified: boolean
  /** Not law, but what this house does by itself. */
  readonly isHouse: boolean
  readonly covers: Coverage
  readonly part: Part
}

export type Coverage = {
  readonly channels: readonly Channel[]
  readonly audience: readonly Proposal['audience'][]
  readonly firms: readonly ('creditor' | 'agency')[]
  readonly purposes: readonly Proposal['purpose'][]
  readonly voices?: readonly ('person' | 'artificial')[] | undefined
  readonly severalZones: boolean
}

/** The closed set of things that a rule can say. */
export type Part =
  | ({ readonly kind: 'open_hours' } & Hours)
  | Cap
  | QuietAfter
  | HoldRule
  | { readonly kind: 'consent'; readonly needs: 'not_refused' | 'given' }
  | { readonly kind: 'audience' }
  | { readonly kind: 'disclosure'; readonly says: readonly Disclosure[] }
  | Exempt
  | { readonly kind: 'coverage'; readonly binds: readonly ('creditor' | 'agency')[] }

export type Cap = {
  readonly kind: 'cap'
  readonly name: string | undefined
  readonly times: number
  readonly days: number | undefined
  readonly calendar: 'week' | 'month' | undefined
  readonly per: 'account' | 'borrower' | 'address'
  readonly results: readonly ContactResult[]
  readonly exempt: Exempt | undefined
}

export type QuietAfter = {
  readonly kind: 'quiet_after'
  readonly days: number
  readonly per: 'account' | 'borrower'
  readonly results: readonly ContactResult[]
  readonly directions: readonly PastContact['direction'][]
  readonly exempt: Exempt | undefined
}

export type HoldRule = {
  readonly kind: 'hold'
  readonly reasons: readonly string[]
  readonly written: boolean
  readonly lasts: { readonly days: number; readonly first: 'same_day' | 'next_day' } | undefined
}

/** What a cap or a quiet period leaves out: some results, and calls under a consent that lapses. */
export type Exempt = {
  readonly kind: 'exempt'
  readonly results: readonly ContactResult[]
  readonly consentDays: number | undefined
}

export const packOf = (ruleId: string): string => ruleId.slice(0, ruleId.indexOf('.'))

/** The rules of the files that are in force on a day, hard stops first. */
export function compileRules(files: readonly RuleFile[], onDay: Day): readonly Rule[] {
  const exempts = new Map<string, Exempt>()
  for (const file of files) {
    const value = file.says.map((part) => inForce(part.exempt, onDay)).find((v) => v !== undefined)
    if (value !== undefined) {
      exempts.set(file.id, {
        kind: 'exempt',
        results: value.results,
        consentDays: value.consent_days,
      })
    }
  }
  return files
    .flatMap((file) =>
      file.says.flatMap((part) => {
        const compiled = compilePart(part, onDay, (id) =>
          id === undefined ? undefined : exempts.get(id),
        )
        return compiled === undefined ? [] : [ruleOf(file, part, compiled)]
      }),
    )
    .toSorted((a, b) => order(a) - order(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

const order = (rule: Rule): number => PRIMITIVES.indexOf(rule.part.kind)

/** The files of the packs and of the house rules, which go with every pack. */
export const filesOf = (files: readonly RuleFile[], jurisdictions: readonly string[]): RuleFile[] =>
  files.filter((file) => packOf(file.id) === 'house' || jurisdictions.includes(packOf(file.id)))

function ruleOf(file: RuleFile, from: RulePart, part: Part): Rule {
  const [citation] = file.source
  assert(citation !== undefined, `${file.id} has no source`)
  return {
    id: file.id,
    pack: packOf(file.id),
    title: file.title,
    citation,
    strength: file.strength,
    unverified: file.mark === 'secondary' || file.mark === 'unverified',
    isHouse: file.mark === 'house',
    covers: coverageOf({ ...file.covers, ...from.covers }),
    part,
  }
}

const coverageOf = ({ several_zones, ...covers }: RuleFile['covers']): Coverage => ({
  ...covers,
  severalZones: several_zones ?? false,
})

/** The value of the latest day that is not after `onDay`. */
function inForce<T>(
  values: Readonly<Record<string, T | null>> | undefined,
  onDay: Day,
): T | undefined {
  let latest: string | undefined
  for (const from of Object.keys(values ?? {})) {
    if (from <= onDay && (latest === undefined || from > latest)) latest = from
  }
  return latest === undefined ? undefined : (values?.[latest] ?? undefined)
}

type ExemptOf = (id: string | undefined) => Exempt | undefined

const COMPILE: Readonly<
  Record<Part['kind'], (part: RulePart, onDay: Day, exemptOf: ExemptOf) => Part | undefined>
> = {
  open_hours: (part, onDay) => {
    const value = inForce(part.open_hours, onDay)
    return value && { kind: 'open_hours', ...hoursOf(value) }
  },
  cap: (part, onDay, exemptOf) => {
    const value = inForce(part.cap, onDay)
    return (
      value && {
        kind: 'cap',
        name: part.name,
        times: value.times,
        days: value.days,
        calendar: value.calendar,
        per: value.per,
        results: value.results,
        exempt: exemptOf(value.exempt),
      }
    )
  },
  quiet_after: (part, onDay, exemptOf) => {
    const value = inForce(part.quiet_after, onDay)
    return value && { kind: 'quiet_after', ...value, exempt: exemptOf(value.exempt) }
  },
  hold: (part, onDay) => {
    const value = inForce(part.hold, onDay)
    return (
      value && {
        kind: 'hold',
        reasons: value.reasons,
        written: value.written ?? false,
        lasts: value.lasts,
      }
    )
  },
  consent: (part, onDay) => {
    const value = inForce(part.consent, onDay)
    return value && { kind: 'consent', needs: value.needs }
  },
  audience: (part, onDay) => inForce(part.audience, onDay) && { kind: 'audience' },
  disclosure: (part, onDay) => {
    const value = inForce(part.disclosure, onDay)
    return value && { kind: 'disclosure', says: value.says }
  },
  coverage: (part, onDay) => {
    const value = inForce(part.coverage, onDay)
    return value && { kind: 'coverage', binds: value.binds }
  },
  exempt: (part, onDay) => {
    const value = inForce(part.exempt, onDay)
    return value && { kind: 'exempt', results: value.results, consentDays: value.consent_days }
  },
}

function compilePart(part: RulePart, onDay: Day, exemptOf: ExemptOf): Part | undefined {
  const kind = PRIMITIVES.find((name) => part[name] !== undefined)
  assert(kind !== undefined, 'a part that says nothing')
  return COMPILE[kind](part, onDay, exemptOf)
}

type HoursValue = NonNullable<NonNullable<RulePart['open_hours']>[string]>

function hoursOf(value: HoursValue): Hours {
  const weekday = minutesOf(value.weekdays)
  const week = [weekday, weekday, weekday, weekday, weekday]
  return {
    week: [...week, minutesOf(value.saturday), minutesOf(value.sunday)],
    closedOn: (value.closed_on ?? []).map((on) =>
      'date' in on ? { monthDay: on.date } : { daysAfterEaster: on.days_after_easter },
    ),
  }
}

function minutesOf(text: string): OpenMinutes | undefined {
  if (text === 'closed') return undefined
  const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  return { from: minute(text.slice(0, 5)), until: minute(text.slice(6)) }
}

/** Whether the rule has anything to say about the proposal. */
export function coversProposal(covers: Coverage, proposal: Proposal, facts: GuardFacts): boolean {
  return (
    covers.channels.includes(proposal.channel) &&
    covers.audience.includes(proposal.audience) &&
    covers.purposes.includes(proposal.purpose) &&
    covers.firms.includes(facts.firmKind) &&
    (!covers.severalZones || facts.zones.length > 1) &&
    (covers.voices === undefined ||
      (proposal.channel === 'call' && covers.voices.includes(proposal.voice ?? 'person')))
  )
}
