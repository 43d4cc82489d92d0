import type { Day } from '../core/calendar.ts'
import { neverLawfulOn, type NeverLawful } from '../engine/ever-lawful.ts'
import type { LawBook } from '../guard/book.ts'
import { loadBook, type Known } from '../store/strategy.ts'
import type { Tx } from '../store/db.ts'
import { currentTemplates } from '../store/template-version.ts'
import type { TemplateName } from '../strategy/check.ts'
import type { Book } from '../strategy/compile.ts'
import type { Finding } from '../strategy/finding.ts'
import type { ApiDeps } from './env.ts'
import type { FindingWire, Language } from './wire.ts'

const FINDINGS_MAX = 200

/** What a document of this tenant may name outside itself, and the codes behind the words. */
export async function readKnown(
  tx: Tx,
  tenantId: bigint,
  deps: ApiDeps,
): Promise<{ readonly book: Book; readonly known: Known }> {
  const book = await loadBook(tx, tenantId)
  const codes = (list: readonly { readonly code: string }[]) =>
    list.length === 0 ? undefined : list.map((one) => one.code)
  return {
    book,
    known: {
      products: codes(book.products),
      portfolios: codes(book.portfolios),
      templates: deps.templates && [...deps.templates, ...(await ownNames(tx, tenantId))],
      neverLawful: neverLawfulToday(deps.law, deps.today()),
    },
  }
}

/** A tenant's own templates, which two people agreed to. */
async function ownNames(tx: Tx, tenantId: bigint): Promise<TemplateName[]> {
  const own = await currentTemplates(tx, tenantId)
  return own.flatMap(({ channel, name }) =>
    (['zh', 'en'] as const).map((language) => ({ channel, name, language })),
  )
}

const asked = new WeakMap<LawBook, { readonly day: Day; readonly never: NeverLawful }>()

/** It judges a whole week of hours a channel and remembers: asked anew each keystroke it would wait. */
function neverLawfulToday(law: LawBook, day: Day): NeverLawful {
  const known = asked.get(law)
  if (known?.day === day) return known.never
  const never = neverLawfulOn(law, day)
  asked.set(law, { day, never })
  return never
}

export const findingsOut = (found: readonly Finding[], lang: Language): FindingWire[] =>
  found.slice(0, FINDINGS_MAX).map((one) => ({
    code: one.code,
    table: one.table ?? null,
    row: one.row ?? null,
    column: one.column ?? null,
    line: one.line ?? null,
    sentence: one[lang],
    mend: one.mend ?? null,
  }))
