-- How anybody checks that it is us: what is ours, who may speak for us, and where we are registered.
-- Nothing in it is of a borrower.

create table official_sign (
  tenant_id bigint not null references tenant,
  sign_no bigint generated always as identity,
  kind text not null check (kind in ('phone', 'sender', 'email', 'website', 'bank_account', 'staff', 'register')),
  -- As it is compared, and as it was given.
  value text not null check (length(value) between 1 and 200),
  shown text not null check (length(shown) between 1 and 200),
  -- Of staff the name that the person goes by, of a register its name, else what it is for.
  about text check (length(about) between 1 and 200),
  -- Where a register is looked up.
  url text check (url ~ '^https://'),
  -- Whose word ends with the person's work here.
  user_id text,
  -- null: for every creditor.
  creditor text,
  begins_on date not null,
  recorded_by text not null,
  -- From this day on it is ours no more.
  ends_on date check (ends_on >= begins_on),
  ended_by text,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, sign_no),
  check ((kind = 'staff') = (user_id is not null)),
  check (kind <> 'register' or about is not null),
  check ((ends_on is null) = (ended_by is null))
);
create unique index official_sign_now on official_sign (tenant_id, kind, value, coalesce(creditor, ''))
  where ends_on is null;
alter table official_sign enable row level security;
alter table official_sign force row level security;
create policy tenant_only on official_sign to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on official_sign to forbear_app;

-- That somebody looked something up, and whether it was ours; never what was typed.
create table official_check (
  tenant_id bigint not null references tenant,
  check_no bigint generated always as identity,
  network_hash text not null check (network_hash ~ '^[0-9a-f]{64}$'),
  answer text not null check (answer in ('ours', 'ended', 'unknown')),
  checked_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, check_no)
);
create index official_check_by_network on official_check (tenant_id, network_hash, checked_at);
alter table official_check enable row level security;
alter table official_check force row level security;
create policy tenant_only on official_check to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on official_check to forbear_app;
