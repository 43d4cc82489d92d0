/**
 * What the catalogue of a database must show for its tables to be safe between tenants and to be
 * spread over a cluster by borrower_id. Each rule names the offenders; `plant` breaks it on purpose.
 */
export type CatalogueRule = {
  readonly says: string
  /** Answers one column, `name`. May begin from the tables `tab`, `col`, `key` and `fk` below. */
  readonly sql: string
  readonly plant: readonly string[]
  readonly names: readonly string[]
}

/** tab: our tables; col: their columns; key: unique and primary keys; fk: foreign keys, all by name. */
export const PRELUDE = `
with tab as (
  select c.oid, c.relname::text as name, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence,
         c.relacl, c.relowner,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'borrower_id'
                    and not a.attisdropped) as of_borrower
    from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
     and c.relname <> 'migration'
), col as (
  select t.oid, t.name as tab, a.attname::text as col, format_type(a.atttypid, a.atttypmod) as type,
         a.attnotnull, a.attidentity, a.attacl, pg_get_expr(d.adbin, d.adrelid) as default_is
    from tab t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
), key as (
  select t.oid, t.name as tab, i.relname::text as name, x.indisprimary as is_primary, t.of_borrower,
         array(select a.attname::text
                 from unnest(x.indkey::int2[]) with ordinality k (num, at)
                 left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num
                where k.at <= x.indnkeyatts order by k.at) as cols
    from tab t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
   where x.indisunique or x.indisexclusion
), fk as (
  select f.conname::text as name, a.name as from_tab, a.of_borrower as from_borrower,
         b.name as to_tab, b.of_borrower as to_borrower,
         array(select x.attname || '=' || y.attname
                 from unnest(f.conkey, f.confkey) k (mine, theirs)
                 join pg_attribute x on x.attrelid = f.conrelid and x.attnum = k.mine
                 join pg_attribute y on y.attrelid = f.confrelid and y.attnum = k.theirs) as pairs
    from pg_constraint f join tab a on a.oid = f.conrelid join tab b on b.oid = f.confrelid
   where f.contype = 'f'
), fact as (
  select t.* from tab t
   where exists (select from col c where c.oid = t.oid and c.col = 'recorded_at')
     and exists (select from col c where c.oid = t.oid
                    and c.col in ('effective_on', 'effective_at', 'due_on', 'judged_at', 'from_on'))
)
`

/** A table that keeps every rule, for a plant to break one of them. */
export function goodTable(name: string, columns = '', key = 'tenant_id, item_id'): string[] {
  const policy = `tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint)`
  return [
    `create table ${name} (tenant_id bigint not null references tenant, item_id bigint not null,
       recorded_at timestamptz not null default now() ${columns && `, ${columns}`}, primary key (${key}))`,
    `alter table ${name} enable row level security`,
    `alter table ${name} force row level security`,
    `create policy tenant_only on ${name} to forbear_app using (${policy}) with check (${policy})`,
    `grant select, insert on ${name} to forbear_app`,
  ]
}

export const OF_BORROWER = 'borrower_id bigint not null'
export const BORROWER_KEY = 'tenant_id, borrower_id, item_id'

/** What keeps every rule: named by one of them, the rule itself would be at fault. */
export const GOOD: readonly string[] = [
  ...goodTable('good_shared', 'row_no bigint generated always as identity'),
  ...goodTable('good_owed', OF_BORROWER, BORROWER_KEY),
  ...goodTable(
    'good_paid',
    `${OF_BORROWER}, effective_on date not null, unique (tenant_id, borrower_id, effective_on),
     foreign key (tenant_id, borrower_id, item_id) references good_owed,
     foreign key (tenant_id, item_id) references good_shared`,
    BORROWER_KEY,
  ),
  `create function good_count() returns bigint language sql as $$ select count(*) from tenant $$`,
]
