import { BORROWER_KEY, goodTable, OF_BORROWER, type CatalogueRule } from './catalogue.ts'

const APP = `(select oid from pg_roles where rolname = 'forbear_app')`

const TENANT_POLICY = String.raw`^\(tenant_id = \( SELECT \(NULLIF\(current_setting\(''app\.tenant''::text, true\), ''''::text\)\)::bigint( AS "?nullif"?)?\)\)$`

const TENANCY: CatalogueRule[] = [
  {
    says: 'every table has tenant_id bigint not null',
    sql: `select name from tab where not exists (select from col c
            where c.oid = tab.oid and c.col = 'tenant_id' and c.type = 'bigint' and c.attnotnull)`,
    plant: ['create table bad_tenantless (item_id bigint primary key)'],
    names: ['bad_tenantless'],
  },
  {
    says: 'row-level security is on, for the owner too',
    sql: `select name from tab where not (relrowsecurity and relforcerowsecurity)`,
    plant: [...goodTable('bad_unforced'), 'alter table bad_unforced no force row level security'],
    names: ['bad_unforced'],
  },
  {
    says: 'every table has a policy for forbear_app',
    sql: `select name from tab where not exists (select from pg_policy p
            where p.polrelid = tab.oid and p.polroles = array[${APP}])`,
    plant: [...goodTable('bad_closed'), 'drop policy tenant_only on bad_closed'],
    names: ['bad_closed'],
  },
  {
    says: 'every policy is for forbear_app and shows app.tenant alone',
    sql: `select t.name || '.' || p.polname as name from tab t join pg_policy p on p.polrelid = t.oid
           where p.polroles <> array[${APP}]
              or coalesce(pg_get_expr(p.polqual, p.polrelid), '') !~ '${TENANT_POLICY}'
              or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') !~ '${TENANT_POLICY}'`,
    plant: [
      ...goodTable('bad_policy'),
      `create policy everybody on bad_policy to forbear_app using (true) with check (true)`,
      `create policy nearly on bad_policy to forbear_app
         using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint) or true)
         with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))`,
      ...goodTable('bad_public'),
      'alter policy tenant_only on bad_public to public',
    ],
    names: ['bad_policy.everybody', 'bad_policy.nearly', 'bad_public.tenant_only'],
  },
  {
    says: 'every table has a primary key that begins with tenant_id',
    sql: `select name from tab where not exists (select from key k
            where k.oid = tab.oid and k.is_primary and k.cols[1] = 'tenant_id')`,
    plant: goodTable('bad_key', '', 'item_id, tenant_id'),
    names: ['bad_key'],
  },
  {
    says: 'every unique key contains tenant_id, or it tells of other tenants',
    sql: `select name from key where not 'tenant_id' = any(cols)`,
    plant: [
      ...goodTable('bad_unique'),
      'create unique index bad_unique_item on bad_unique (item_id)',
    ],
    names: ['bad_unique_item'],
  },
  {
    says: 'every foreign key contains tenant_id, or it tells of other tenants',
    sql: `select name from fk where not 'tenant_id=tenant_id' = any(pairs)`,
    plant: [
      ...goodTable('bad_target', 'unique (item_id)'),
      ...goodTable(
        'bad_link',
        'constraint bad_link_fk foreign key (item_id) references bad_target (item_id)',
      ),
    ],
    names: ['bad_link_fk'],
  },
]

const BORROWERS: CatalogueRule[] = [
  {
    says: 'the primary key of a table of borrowers begins with tenant_id, borrower_id',
    sql: `select name from tab where of_borrower and not exists (select from key k where k.oid = tab.oid
            and k.is_primary and k.cols[1:2] = array['tenant_id', 'borrower_id'])`,
    plant: goodTable('bad_shard', OF_BORROWER, 'tenant_id, item_id, borrower_id'),
    names: ['bad_shard'],
  },
  {
    says: 'a table of borrowers has borrower_id bigint not null',
    sql: `select tab as name from col where col = 'borrower_id' and not (type = 'bigint' and attnotnull)`,
    plant: goodTable('bad_borrower', 'borrower_id integer not null', BORROWER_KEY),
    names: ['bad_borrower'],
  },
  {
    says: 'every unique key of a table of borrowers contains tenant_id and borrower_id',
    sql: `select name from key where of_borrower and not cols @> array['tenant_id', 'borrower_id']`,
    plant: [
      ...goodTable('bad_across', OF_BORROWER, BORROWER_KEY),
      'create unique index bad_across_item on bad_across (tenant_id, item_id)',
    ],
    names: ['bad_across_item'],
  },
  {
    says: 'a foreign key between tables of borrowers stays inside one borrower',
    sql: `select name from fk where from_borrower and to_borrower
            and not pairs @> array['tenant_id=tenant_id', 'borrower_id=borrower_id']`,
    plant: [
      ...goodTable('bad_near', OF_BORROWER, BORROWER_KEY),
      'create unique index bad_near_item on bad_near (tenant_id, item_id)',
      ...goodTable(
        'bad_far',
        `${OF_BORROWER}, constraint bad_far_fk foreign key (tenant_id, item_id) references bad_near (tenant_id, item_id)`,
        BORROWER_KEY,
      ),
    ],
    names: ['bad_far_fk'],
  },
  {
    says: 'no shared table refers to a table of borrowers',
    sql: `select name from fk where to_borrower and not from_borrower`,
    plant: [
      ...goodTable('bad_spread', OF_BORROWER, BORROWER_KEY),
      'create unique index bad_spread_item on bad_spread (tenant_id, item_id)',
      ...goodTable(
        'bad_shared',
        'constraint bad_shared_fk foreign key (tenant_id, item_id) references bad_spread (tenant_id, item_id)',
      ),
    ],
    names: ['bad_shared_fk'],
  },
]

const OBJECTS: CatalogueRule[] = [
  {
    says: 'every view asks with the rights of who asks',
    sql: `select relname::text as name from pg_class
           where relnamespace = 'public'::regnamespace and relkind = 'v'
             and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']`,
    plant: [
      'create view bad_view as select * from tenant',
      'create view good_view with (security_invoker = true) as select * from tenant',
    ],
    names: ['bad_view'],
  },
  {
    says: 'there is no materialised view, foreign table or loose sequence',
    sql: `select c.relname::text as name from pg_class c
           where c.relnamespace = 'public'::regnamespace
             and (c.relkind in ('m', 'f') or c.relkind = 'S' and not exists (select from pg_depend d
                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i'))`,
    plant: [
      'create materialized view bad_copy as select * from tenant',
      'create sequence bad_sequence',
    ],
    names: ['bad_copy', 'bad_sequence'],
  },
  {
    says: 'no function runs with the rights of its owner',
    sql: `select proname::text as name from pg_proc
           where pronamespace = 'public'::regnamespace and prosecdef`,
    plant: [
      `create function bad_definer() returns bigint language sql security definer
         as $$ select count(*) from tenant $$`,
    ],
    names: ['bad_definer'],
  },
  {
    says: 'there is no trigger: a cluster refuses them',
    sql: `select t.tgname::text as name from pg_trigger t join tab on tab.oid = t.tgrelid
           where not t.tgisinternal`,
    plant: [
      ...goodTable('bad_triggered'),
      `create function bad_trigger_function() returns trigger language plpgsql as $$ begin return new; end $$`,
      `create trigger bad_trigger before insert on bad_triggered
         for each row execute function bad_trigger_function()`,
    ],
    names: ['bad_trigger'],
  },
  {
    says: 'a number given by the database is a bigint identity',
    sql: `select tab || '.' || col as name from col
           where attidentity <> '' and type <> 'bigint' or default_is like 'nextval(%'`,
    plant: goodTable(
      'bad_serial',
      'row_no bigserial not null, small_no integer generated always as identity',
    ),
    names: ['bad_serial.row_no', 'bad_serial.small_no'],
  },
  {
    says: 'no table loses its rows in a crash, and none inherits',
    sql: `select name from tab where relpersistence <> 'p'
          union select t.name from tab t join pg_inherits i on i.inhrelid = t.oid
            join pg_class p on p.oid = i.inhparent where p.relkind = 'r'`,
    plant: [
      ...goodTable('bad_unlogged'),
      'alter table bad_unlogged set unlogged',
      ...goodTable('bad_parent'),
      'create table bad_child () inherits (bad_parent)',
    ],
    names: ['bad_unlogged', 'bad_child'],
  },
]

const COLUMNS: CatalogueRule[] = [
  {
    says: 'money is bigint, a day is a date, an instant has a zone, and none is a float',
    sql: `select tab || '.' || col as name from col
           where col like '%\\_minor' and type <> 'bigint' or col like '%\\_on' and type <> 'date'
              or col like '%\\_at' and type <> 'timestamp with time zone'
              or type in ('real', 'double precision', 'money', 'timestamp without time zone', 'json')`,
    plant: goodTable(
      'bad_types',
      'arrears_minor numeric, due_on text, seen_at timestamp, share double precision',
    ),
    names: ['arrears_minor', 'due_on', 'seen_at', 'share'].map((name) => `bad_types.${name}`),
  },
  {
    says: 'every table says when a row was recorded',
    sql: `select name from tab where not exists (select from col c where c.oid = tab.oid
            and c.col like '%\\_at' and c.type = 'timestamp with time zone' and c.attnotnull)`,
    plant: [...goodTable('bad_timeless'), 'alter table bad_timeless drop column recorded_at'],
    names: ['bad_timeless'],
  },
]

const RIGHTS: CatalogueRule[] = [
  {
    says: 'facts are never changed or taken away: forbear_app may select and insert, no more',
    sql: `select f.name from fact f, aclexplode(f.relacl) g
           where g.grantee <> f.relowner and g.privilege_type not in ('SELECT', 'INSERT')
          union select c.tab from col c join fact f using (oid), aclexplode(c.attacl) g
           where g.privilege_type not in ('SELECT', 'INSERT')`,
    plant: [
      ...goodTable('bad_fact', 'effective_on date not null'),
      'grant update on bad_fact to forbear_app',
      ...goodTable('bad_fact_of_day', 'judged_at timestamptz not null, words text'),
      'grant update (words) on bad_fact_of_day to forbear_app',
    ],
    names: ['bad_fact', 'bad_fact_of_day'],
  },
  {
    says: 'no right is given to everybody, and none that passes row-level security',
    sql: `select t.name from tab t, aclexplode(t.relacl) g where g.grantee = 0
            or g.grantee <> t.relowner and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')`,
    plant: [
      ...goodTable('bad_grant'),
      'grant truncate on bad_grant to forbear_app',
      ...goodTable('bad_gift'),
      'grant select on bad_gift to public',
    ],
    names: ['bad_grant', 'bad_gift'],
  },
  {
    says: 'our roles cannot log in, are no superusers, pass no policy and are in no other role',
    sql: `select rolname::text as name from pg_roles where rolname ~ '^forbear_'
             and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb or rolreplication
                  or exists (select from pg_auth_members m where m.member = pg_roles.oid))`,
    plant: ['alter role forbear_app bypassrls'],
    names: ['forbear_app'],
  },
  {
    says: 'our roles own nothing here but the functions of shared caps',
    sql: `select pg_describe_object(classid, objid, 0) as name from pg_shdepend
           where refclassid = 'pg_authid'::regclass and deptype = 'o'
             and refobjid in (select oid from pg_roles where rolname ~ '^forbear_')
             and dbid in (0, (select oid from pg_database where datname = current_database()))
             -- What it does it must do with rights that the application has not.
             and not (refobjid = 'forbear_cap'::regrole and classid = 'pg_proc'::regclass
               and objid in (select oid from pg_proc
                 where proname in ('move', 'full_of') and pronamespace = 'shared_cap'::regnamespace))`,
    plant: [...goodTable('bad_owned'), 'alter table bad_owned owner to forbear_app'],
    names: ['table bad_owned'],
  },
  {
    says: 'forbear_app makes nothing here',
    sql: `select nspname::text as name from pg_namespace
           where has_schema_privilege('forbear_app', oid, 'create') and nspname !~ '^pg_'`,
    plant: ['grant create on schema public to forbear_app'],
    names: ['public'],
  },
]

export const RULES: readonly CatalogueRule[] = [
  ...TENANCY,
  ...BORROWERS,
  ...OBJECTS,
  ...COLUMNS,
  ...RIGHTS,
]
