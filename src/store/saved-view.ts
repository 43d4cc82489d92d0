import type { Tx } from './db.ts'

export type ViewPage = 'cases' | 'portfolio'

export type SavedView = {
  readonly id: bigint
  readonly name: string
  readonly page: ViewPage
  readonly search: string
  readonly shared: boolean
  readonly madeBy: string
  readonly madeByName: string
}

/** The views that a person sees: their own and those that are shared, by name. */
export async function listViews(
  tx: Tx,
  tenantId: bigint,
  asked: { readonly userId: string; readonly id?: bigint | undefined },
): Promise<readonly SavedView[]> {
  const found = await tx.query<SavedView>(
    `select v.view_id as id, v.name, v.page, v.search, v.shared, v.made_by as "madeBy",
            coalesce(s.name, v.made_by) as "madeByName"
       from saved_view v left join staff s on s.tenant_id = v.tenant_id and s.user_id = v.made_by
      where v.tenant_id = $1 and v.ended_by is null and (v.shared or v.made_by = $2)
        and ($3::bigint is null or v.view_id = $3)
      order by v.name, v.view_id limit 500`,
    [tenantId, asked.userId, asked.id],
  )
  return found.rows
}

export async function keepView(
  tx: Tx,
  tenantId: bigint,
  view: Omit<SavedView, 'id' | 'madeByName'>,
): Promise<bigint> {
  const made = await tx.query<{ id: bigint }>(
    `insert into saved_view (tenant_id, name, page, search, shared, made_by)
     values ($1, $2, $3, $4, $5, $6) returning view_id as id`,
    [tenantId, view.name, view.page, view.search, view.shared, view.madeBy],
  )
  return made.rows[0]?.id ?? 0n
}

/** Whoever made it takes it away; one that an alert watches stays. */
export async function endView(
  tx: Tx,
  tenantId: bigint,
  { id, by }: { readonly id: bigint; readonly by: string },
): Promise<'ended' | 'not_yours' | 'watched'> {
  const watched = await tx.query(
    'select from alert where tenant_id = $1 and view_id = $2 and ended_by is null',
    [tenantId, id],
  )
  if (watched.rows.length > 0) return 'watched'
  const ended = await tx.query(
    `update saved_view set ended_by = $3
      where tenant_id = $1 and view_id = $2 and made_by = $3 and ended_by is null`,
    [tenantId, id, by],
  )
  return ended.rowCount === 1 ? 'ended' : 'not_yours'
}
