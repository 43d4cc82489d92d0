import type { LawBook } from '../guard/book.ts'
import type { Reason } from '../guard/verdict.ts'
import { sayReason } from '../guard/words.ts'
import { instantText } from '../store/db.ts'
import type { FactWire, Language, ReasonWire } from './wire.ts'

const OURS = { title: 'Forbear', href: 'docs/compliance.md' }

/** A reason of now, or one from a row, of which a rule of our own has no file. */
type Told = Omit<Reason, 'citation' | 'unverified'> &
  Partial<Pick<Reason, 'citation' | 'unverified'>>

/** One reason in words, its times on the wall clock of `zone`: the borrower's. */
export const reasonWire = (reason: Told, lang: Language, zone: string): ReasonWire => ({
  rule: reason.rule,
  says: reason.says,
  strength: reason.strength,
  sentence: sayReason(
    { unverified: false, ...reason, citation: reason.citation ?? OURS },
    lang,
    zone,
  ),
  // What the guard refuses by itself has no rule's file.
  citation: reason.citation ?? OURS,
  unverified: reason.unverified ?? false,
  code: reason.code,
  until: untilText(reason.until),
})

/** What the guard read and counted for a reason, by name: never an address, never a word of a person. */
export const factsOf = (reason: Pick<Reason, 'numbers'>): readonly FactWire[] =>
  Object.entries(reason.numbers).map(([name, value]) => ({ name, value: String(value) }))

/** A stop without an end has no instant that JSON or a calendar could show. */
export const untilText = (until: number | undefined | null): string | null =>
  until === undefined || until === null || !Number.isFinite(until) || until >= YEAR_9999
    ? null
    : instantText(until as never)

const YEAR_9999 = 253_370_764_800_000

/** The title that a rule's file gives it; the guard's own refusals have their id for a name. */
export function ruleName(rule: string, law: LawBook, lang: Language): string {
  return (
    law.files.find((file) => file.id === rule)?.title[lang] ?? GUARD_NAMES[rule]?.[lang] ?? rule
  )
}

const GUARD_NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'guard.no_rules': { en: 'No rules are loaded', zh: '未加载任何规则' },
  'guard.unknown_place': { en: 'Unknown which law applies', zh: '不知适用何地法律' },
  'guard.no_pack': { en: 'No rules for the place', zh: '没有该地规则' },
  'guard.no_hours': { en: 'No hours set for the channel', zh: '没有该渠道的时段规则' },
  'guard.unknown_zone': { en: 'Unknown where the person is', zh: '不知对方所在时区' },
  'guard.no_account': { en: 'No account named', zh: '未指明账户' },
  'guard.wrong_address': { en: 'Address of another kind', zh: '联系地址类型不符' },
  'guard.never_together': { en: 'No common hours', zh: '允许时段没有交集' },
}
