import { connectAdmin } from '../store/db.ts'
import { documentNow } from './testing-document.ts'
import type { RouteName } from './access.ts'
import type { Json } from './document.ts'
import type { World } from './testing.ts'

type Node = Readonly<Record<string, Json>>

/** Every act of the document that takes `dry_run`. */
export function triedRoutes(): ReadonlySet<RouteName> {
  const paths = Object.entries(documentNow()['paths'] as Node)
  const all = paths.flatMap(([path, of]) => {
    const asked = ((of as Node)['post'] as Node | undefined)?.['parameters']
    const takes = ((asked ?? []) as readonly Node[]).some((one) => one['name'] === 'dry_run')
    return takes ? [`POST ${path}` as RouteName] : []
  })
  return new Set(all)
}

/** A look at every row of every table: two that are the same have nothing between them. */
export async function lookAtAll(
  world: World,
): Promise<{ look(): Promise<Readonly<Record<string, string>>>; end(): Promise<void> }> {
  const admin = connectAdmin(world.adminUrl, { connectionsMax: 1 })
  const { rows } = await admin.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  const of = ({ name }: { readonly name: string }) =>
    `select '${name}' as name, concat(count(*), ' ', sum(hashtextextended(t::text, 0))) as held from ${name} t`
  const all = rows.map(of).join(' union all ')
  return {
    look: async () => {
      const found = await admin.query<{ name: string; held: string }>(all)
      return Object.fromEntries(found.rows.map((row) => [row.name, row.held]))
    },
    end: () => admin.end(),
  }
}
