import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Say } from '../core/words.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './server.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))
export const SCHEMA_FILE = join(MIGRATIONS, 'schema.sql')

/**
 * The schema as the catalogue knows it, to be read and compared: one order, one form, the same from
 * PostgreSQL 15 and 18. The npm package ships no pg_dump.
 */
export async function dumpSchema(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl, options: '-c search_path=public' })
  await client.connect()
  try {
    const parts: string[] = [HEADER]
    for (const query of [ROLES, TYPES, SEQUENCES, FUNCTIONS])
      parts.push(...(await lines(client, query)))
    const tables = await client.query<{ oid: number; name: string }>(TABLES)
    for (const table of tables.rows) parts.push(await dumpTable(client, table))
    parts.push(...(await lines(client, VIEWS)))
    return `${parts.join('\n\n')}\n`
  } finally {
    await client.end()
  }
}

/** Migrates an empty database on a server of its own and writes the file beside the migrations. */
export async function writeSchema(say: Say): Promise<void> {
  const home = await mkdtemp('/tmp/forbear-schema-')
  try {
    const database = await openDatabase({
      home,
      say: () => undefined,
      throwaway: true,
      databaseUrl: '',
    })
    try {
      await migrate(database.adminUrl, MIGRATIONS, () => undefined)
      await writeFile(SCHEMA_FILE, await dumpSchema(database.adminUrl))
    } finally {
      await database.stop()
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
  say({ en: `Wrote ${SCHEMA_FILE}.`, zh: `已写入 ${SCHEMA_FILE}。` })
}

const HEADER = `-- The schema after all migrations, read from the catalogue. Made by
-- \`node --import tsx src/store/schema-dump.ts\`; changed by nobody.`

/** The views of the past follow from the tables (`past.ts`). */
const OURS = `nspname !~ '^pg_' and nspname not in ('information_schema', 'past')`
const NOT_OF_EXTENSION = (catalogue: string) =>
  `not exists (select from pg_depend e where e.classid = '${catalogue}'::regclass and e.deptype = 'e' and e.objid =`

const ROLES = `
  select format('create role %s%s%s%s;', rolname,
           case when rolcanlogin then ' login' else ' nologin' end,
           case when rolsuper then ' superuser' else ' nosuperuser' end,
           case when rolbypassrls then ' bypassrls' else ' nobypassrls' end) as line
    from pg_roles where rolname ~ '^forbear_'
  union all
  select format('create extension %I;', extname) from pg_extension where extname <> 'plpgsql'
  union all
  select format('create schema %I;', nspname) from pg_namespace where ${OURS} and nspname <> 'public'
  order by line`

const TYPES = `
  select case t.typtype
           when 'e' then format('create type %s as enum (%s);', t.oid::regtype,
             (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
                from pg_enum where enumtypid = t.oid))
           else format('create domain %s as %s%s%s;', t.oid::regtype,
             format_type(t.typbasetype, t.typtypmod), case when t.typnotnull then ' not null' end,
             (select string_agg(' ' || pg_get_constraintdef(c.oid), '' order by c.conname)
                from pg_constraint c where c.contypid = t.oid and c.contype = 'c')) end as line
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
   where t.typtype in ('e', 'd') and ${OURS} and ${NOT_OF_EXTENSION('pg_type')} t.oid)
   order by line`

const SEQUENCES = `
  select format('create sequence %s as %s;', c.oid::regclass, format_type(s.seqtypid, null)) as line
    from pg_class c join pg_sequence s on s.seqrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and not exists (select from pg_depend d
           where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('i', 'e'))
   order by line`

const FUNCTIONS = `
  select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as line
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${OURS} and p.prokind in ('f', 'p') and ${NOT_OF_EXTENSION('pg_proc')} p.oid)
   order by p.oid::regprocedure::text`

const TABLES = `
  select c.oid, c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and ${OURS} and ${NOT_OF_EXTENSION('pg_class')} c.oid)
   order by n.nspname, c.relname collate "C"`

const VIEWS = `
  select format('create %sview %s%s as%s%s', case when relkind = 'm' then 'materialized ' end,
           c.oid::regclass, ' with (' || array_to_string(reloptions, ', ') || ')', E'\\n',
           pg_get_viewdef(c.oid)) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v', 'm') and ${OURS} and ${NOT_OF_EXTENSION('pg_class')} c.oid)
   order by c.oid::regclass::text collate "C"`

async function dumpTable(client: pg.Client, table: { oid: number; name: string }): Promise<string> {
  const inside = [
    ...(await lines(client, COLUMNS, table.oid)),
    ...(await lines(client, CONSTRAINTS, table.oid)),
  ]
  const [tail] = await lines(client, TAIL, table.oid)
  const after = await lines(client, AFTER, table.oid)
  const body = inside.map((line) => `  ${line}`).join(',\n')
  return [`create table ${table.name} (\n${body}\n)${tail ?? ''};`, ...after].join('\n')
}

const COLUMNS = `
  select concat(quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
           case when a.attcollation not in (0, t.typcollation) then ' collate ' || a.attcollation::regcollation end,
           case when a.attnotnull then ' not null' end,
           case a.attidentity when 'a' then ' generated always as identity'
                              when 'd' then ' generated by default as identity' end,
           case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                when a.attgenerated = 'v' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') virtual'
                else ' default ' || pg_get_expr(d.adbin, d.adrelid) end) as line
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
   order by a.attnum`

/** PostgreSQL 18 lists not null among the constraints; the columns have said it already. */
const CONSTRAINTS = `
  select format('constraint %I %s', conname, pg_get_constraintdef(oid)) as line
    from pg_constraint where conrelid = $1 and contype in ('p', 'u', 'f', 'c', 'x')
   order by position(contype::text in 'puxfc'), conname collate "C"`

const TAIL = `
  select concat(case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) end,
           (select ' inherits (' || string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) || ')'
              from pg_inherits i where i.inhrelid = c.oid),
           ' with (' || array_to_string(c.reloptions, ', ') || ')',
           case when c.relpersistence = 'u' then ' /* unlogged */' end) as line
    from pg_class c where c.oid = $1`

/** In this order: indexes, row-level security, policies, triggers, rights. */
const AFTER = `
  select line from (
    select 1 as part, pg_get_indexdef(i.indexrelid) || ';' as line
      from pg_index i
     where i.indrelid = $1 and not exists (select from pg_constraint c where c.conindid = i.indexrelid
             and c.conrelid = $1 and c.contype in ('p', 'u', 'x'))
    union all
    select 2, format('alter table %s enable row level security;', c.oid::regclass)
      from pg_class c where c.oid = $1 and c.relrowsecurity
    union all
    select 3, format('alter table %s force row level security;', c.oid::regclass)
      from pg_class c where c.oid = $1 and c.relforcerowsecurity
    union all
    select 4, concat('create policy ', quote_ident(p.polname), ' on ', p.polrelid::regclass,
             case when not p.polpermissive then ' as restrictive' end,
             case p.polcmd when 'r' then ' for select' when 'a' then ' for insert'
                           when 'w' then ' for update' when 'd' then ' for delete' end,
             ' to ', (select string_agg(case when r = 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text)
                        from unnest(p.polroles) r),
             E'\\n  using ' || pg_get_expr(p.polqual, p.polrelid),
             E'\\n  with check ' || pg_get_expr(p.polwithcheck, p.polrelid), ';')
      from pg_policy p where p.polrelid = $1
    union all
    select 5, pg_get_triggerdef(t.oid) || ';' from pg_trigger t where t.tgrelid = $1 and not t.tgisinternal
    union all
    select 6, format('grant %s on %s to %s;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type),
             c.oid::regclass, case when g.grantee = 0 then 'public' else g.grantee::regrole::text end)
      from pg_class c, aclexplode(c.relacl) g
     where c.oid = $1 and g.grantee <> c.relowner group by c.oid, g.grantee
    union all
    select 7, format('grant %s (%I) on %s to %s;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type),
             a.attname, a.attrelid::regclass, case when g.grantee = 0 then 'public' else g.grantee::regrole::text end)
      from pg_attribute a, aclexplode(a.attacl) g
     where a.attrelid = $1 group by a.attrelid, a.attname, g.grantee
  ) each
  order by part, line collate "C"`

async function lines(client: pg.Client, sql: string, oid?: number): Promise<string[]> {
  const result = await client.query<{ line: string }>(sql, oid === undefined ? [] : [oid])
  return result.rows.map((row) => row.line)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeSchema((words) => console.log(words.en))
}
