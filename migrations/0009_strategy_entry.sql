-- Which version of a strategy decides from which day: an entry a change, appended and never edited,
-- each with the person who wrote it and the other person who agreed. A rollback is one more entry
-- that names an earlier version. A version without an entry came with the installation and decides
-- from the day that its document names.
create table strategy_entry (
  tenant_id bigint not null,
  name text not null,
  entry_id bigint generated always as identity,
  version integer not null,
  effective_on date not null,
  kind text not null check (kind in ('publish', 'rollback')),
  author text not null,
  approver text not null check (approver <> author),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, name, entry_id),
  foreign key (tenant_id, name, version) references strategy_version
);

alter table strategy_entry enable row level security;
alter table strategy_entry force row level security;
create policy tenant_only on strategy_entry to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on strategy_entry to forbear_app;
