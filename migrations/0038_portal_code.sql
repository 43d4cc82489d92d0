-- A code that somebody asked for on the borrower's pages, sent to an address that was on file: kept as a keyed hash.
create table portal_code (
  tenant_id bigint not null,
  borrower_id bigint not null,
  code_no bigint generated always as identity,
  link_no bigint not null,
  -- Whence it was asked for: a keyed hash, as of the fact.
  network_hash text not null check (network_hash ~ '^[0-9a-f]{64}$'),
  address_id bigint not null,
  treatment_id bigint not null,
  code_hash text not null check (code_hash ~ '^[0-9a-f]{64}$'),
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, code_no)
);

create index portal_code_by_network on portal_code (tenant_id, network_hash, asked_at);

alter table portal_code enable row level security;
alter table portal_code force row level security;
create policy tenant_only on portal_code to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on portal_code to forbear_app;

-- Each time somebody typed one: three wrong ones end it, and a right one opens once.
create table portal_code_try (
  tenant_id bigint not null,
  borrower_id bigint not null,
  code_no bigint not null,
  try_no bigint generated always as identity,
  is_right boolean not null,
  tried_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, code_no, try_no)
);

create unique index portal_code_opens_once on portal_code_try (tenant_id, borrower_id, code_no) where is_right;

alter table portal_code_try enable row level security;
alter table portal_code_try force row level security;
create policy tenant_only on portal_code_try to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on portal_code_try to forbear_app;
