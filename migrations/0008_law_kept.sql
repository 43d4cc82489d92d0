-- The law as it stood when something was judged by it. A verdict names it by its hash, and tells of each
-- rule only what it said: title and source are here once, and the whole files, to judge again by.

create table law_version (
  tenant_id bigint not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  files jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, hash)
);

alter table law_version enable row level security;
alter table law_version force row level security;
create policy tenant_only on law_version to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on law_version to forbear_app;

create table law_rule (
  tenant_id bigint not null,
  hash text not null,
  rule text not null,
  head jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, hash, rule)
);

alter table law_rule enable row level security;
alter table law_rule force row level security;
create policy tenant_only on law_rule to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on law_rule to forbear_app;
