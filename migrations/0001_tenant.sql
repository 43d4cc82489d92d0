-- Who uses the system, and the small shared tables of a tenant (reference tables on a cluster).
-- Every tenant table is closed twice: its keys contain tenant_id, and row-level security shows a
-- session only the tenant that `set local app.tenant` named. The role forbear_app owns nothing.

create table tenant (
  tenant_id bigint primary key,
  name text not null check (length(name) between 1 and 200),
  -- What a message says of the sender: who we are, how to check it.
  trading_name text not null,
  check_phone text not null,
  check_url text not null,
  -- The zone whose calendar day is the tenant's business day.
  zone text not null default 'UTC',
  recorded_at timestamptz not null default now()
);

alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_only on tenant to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on tenant to forbear_app;

-- A lender's book of one kind in one jurisdiction. 'host': the lender's core keeps the balances and
-- files bring them; 'own': the double-entry ledger here keeps them.
create table portfolio (
  tenant_id bigint not null references tenant,
  portfolio_id smallint not null,
  code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('host', 'own')),
  creditor text not null,
  firm_kind text not null check (firm_kind in ('creditor', 'agency')),
  jurisdictions text[] not null check (cardinality(jurisdictions) > 0),
  strategy text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, portfolio_id),
  unique (tenant_id, code)
);

alter table portfolio enable row level security;
alter table portfolio force row level security;
create policy tenant_only on portfolio to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on portfolio to forbear_app;

-- Product data: how lateness is counted (grace, materiality, roll of due days) is data, not code.
create table product (
  tenant_id bigint not null references tenant,
  product_id smallint not null,
  code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
  shape text not null check (shape in ('instalment', 'revolving', 'line', 'single')),
  delinquency jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, product_id),
  unique (tenant_id, code)
);

alter table product enable row level security;
alter table product force row level security;
create policy tenant_only on product to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on product to forbear_app;

-- A published strategy; the document is kept whole, and named by every decision that it made.
create table strategy_version (
  tenant_id bigint not null references tenant,
  name text not null,
  version integer not null check (version > 0),
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  document text not null,
  effective_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, name, version),
  unique (tenant_id, name, content_hash)
);

alter table strategy_version enable row level security;
alter table strategy_version force row level security;
create policy tenant_only on strategy_version to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on strategy_version to forbear_app;

-- Who of the staff may do what. Sign-in itself lives in the schema auth.
create table staff (
  tenant_id bigint not null references tenant,
  user_id text not null,
  name text not null,
  role text not null check (role in ('collector', 'manager', 'compliance', 'admin')),
  disabled_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);

alter table staff enable row level security;
alter table staff force row level security;
create policy tenant_only on staff to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on staff to forbear_app;

-- One loaded file or folder: the same content twice is a no-op.
create table load (
  tenant_id bigint not null references tenant,
  load_id bigint generated always as identity,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  mapping text not null,
  mapping_version integer not null,
  as_of date,
  files jsonb not null,
  counts jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, load_id),
  unique (tenant_id, content_hash, mapping, mapping_version)
);

alter table load enable row level security;
alter table load force row level security;
create policy tenant_only on load to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on load to forbear_app;

-- One day's decisions over the book, and its shards: each shard is done once, whoever is killed.
create table cycle (
  tenant_id bigint not null references tenant,
  today date not null,
  shards smallint not null check (shards between 1 and 4096),
  strategies jsonb not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, today)
);

alter table cycle enable row level security;
alter table cycle force row level security;
create policy tenant_only on cycle to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on cycle to forbear_app;

create table cycle_shard (
  tenant_id bigint not null references tenant,
  today date not null,
  shard smallint not null,
  accounts bigint not null,
  treatments bigint not null,
  finished_at timestamptz not null default now(),
  primary key (tenant_id, today, shard)
);

alter table cycle_shard enable row level security;
alter table cycle_shard force row level security;
create policy tenant_only on cycle_shard to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on cycle_shard to forbear_app;
