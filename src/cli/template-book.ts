import { join } from 'node:path'
import type { Tx } from '../store/db.ts'
import { inTenant } from '../store/db.ts'
import { loadLaw } from '../store/law.ts'
import { readAsked } from '../store/template-asked.ts'
import type { TemplateTools } from '../store/template-proposal.ts'
import { keepShipped } from '../store/template-version.ts'
import { loadTemplates } from '../store/templates.ts'
import {
  ROOT,
  tenantOf,
  whenOf,
  withDatabase,
  type Context,
  type Open,
  type When,
} from './context.ts'
import { EXIT, Stop } from './talk.ts'

export type TemplateOptions = {
  readonly channel?: string
  readonly version?: string
  readonly account?: string
  readonly author?: string
  readonly by?: string
  readonly why?: string
  readonly out?: string
  readonly country?: string
  readonly per?: string
  readonly from?: string
  readonly today?: string
}

export type Asked = {
  readonly context: Context
  readonly options: TemplateOptions
  readonly which: string
  readonly more: string | undefined
}

export const bad = ({ talk }: Context, text: string) =>
  new Stop(talk.word('templateBad', { text }), EXIT.usage)

export function wholeOf({ context }: Asked, text: string | undefined): number {
  if (text === undefined || !/^[1-9][0-9]{0,8}$/.test(text)) throw bad(context, text ?? '')
  return Number(text)
}

type Tools = { readonly tools: TemplateTools; readonly when: When }

/** In the tenant, with the starting versions in their place. */
export async function inBook<T>(
  { context, options }: Asked,
  work: (tx: Tx, tenantId: bigint, given: Tools) => Promise<T>,
): Promise<T> {
  return withDatabase(context, async (open: Open) => {
    const when = whenOf(open, (await tenantOf(open)).zone, options)
    const { shipped } = await loadTemplates(join(ROOT, 'templates'))
    await keepShipped(open.db, open.tenantId, shipped)
    const law = loadLaw(join(ROOT, 'law'), join(open.home, 'law'))
    return inTenant(open.db, open.tenantId, async (tx) => {
      const asked = await readAsked(tx, open.tenantId, { law, today: when.today })
      return work(tx, open.tenantId, { tools: { shipped, asked }, when })
    })
  })
}

export function whoOf({ context, options }: Asked, what: string, of: 'author' | 'by'): string {
  const who = options[of]
  if (who !== undefined) return who
  throw new Stop(context.talk.word('templateWho', { what, option: `--${of}` }), EXIT.usage)
}
