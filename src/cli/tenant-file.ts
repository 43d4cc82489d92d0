import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { parseDay } from '../core/calendar.ts'
import { authoritySchema } from '../store/authority.ts'
import { guidelinesSchema } from '../store/budget.ts'
import { inTenant } from '../store/db.ts'
import { eventsSchema } from '../store/event-kept.ts'
import { portalSchema } from '../store/portal-settings.ts'
import { keepDocument, type DocumentName } from '../store/tenant-document.ts'
import { needed } from './agree-tools.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop } from './talk.ts'

const SCHEMAS = {
  guidelines: guidelinesSchema,
  authority: authoritySchema,
  portal: portalSchema,
  events: eventsSchema,
} as const

/** A file of what the lender itself says becomes the newest version from its day on. */
export async function loadTenantFile(
  context: Context,
  options: { readonly by?: string; readonly today?: string },
  { name, file }: { readonly name: DocumentName; readonly file: string },
): Promise<undefined> {
  const { talk, tenantId } = context
  const by = needed(context, '--by', options.by)
  const text = await readFile(file, 'utf8')
  const document: unknown = parse(text)
  const checked = SCHEMAS[name].safeParse(document)
  if (!checked.success)
    throw new Stop(
      checked.error.issues
        .map((issue) => `${file}: ${issue.path.join('.')}: ${issue.message}`)
        .join('\n'),
      EXIT.refused,
    )
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const { today } = whenOf(context, zone, { today: options.today })
    const said = (document as { effective_on?: string }).effective_on
    const effectiveOn = (said === undefined ? undefined : parseDay(said)) ?? today
    const state = await inTenant(open.db, open.tenantId, (tx) =>
      keepDocument(tx, tenantId, { name, effectiveOn, document: document as object, by }),
    )
    const hash = createHash('sha256').update(text).digest('hex')
    talk.data({ name, effectiveOn, state, hash }, () =>
      talk.word('budgetKept', {
        file,
        state: talk.word(state === 'kept' ? 'budgetKeptNew' : 'budgetKeptSame'),
      }),
    )
  })
  return undefined
}
