-- What is handed on above a limit is paid only after a second person has looked at it.

create table remittance_limit (
  tenant_id bigint not null,
  limit_id bigint generated always as identity,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- From this amount on a remittance waits for a second person.
  large_minor bigint not null check (large_minor > 0),
  set_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, limit_id)
);
alter table remittance_limit enable row level security;
alter table remittance_limit force row level security;
create policy tenant_only on remittance_limit to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on remittance_limit to forbear_app;

-- By the limit of the day on which it was made, whatever the limit becomes.
alter table remittance add column needs_second boolean not null default false;
alter table remittance add constraint remittance_made_by unique (tenant_id, remittance_id, made_by);

create table remittance_approval (
  tenant_id bigint not null,
  remittance_id bigint not null,
  made_by text not null,
  approved_by text not null check (approved_by <> made_by),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, remittance_id),
  foreign key (tenant_id, remittance_id, made_by) references remittance (tenant_id, remittance_id, made_by)
);
alter table remittance_approval enable row level security;
alter table remittance_approval force row level security;
create policy tenant_only on remittance_approval to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on remittance_approval to forbear_app;
