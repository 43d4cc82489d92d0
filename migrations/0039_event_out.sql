-- What a lender's own systems are told: events, the endpoints that they are sent to, and each try.
-- The facts stand in their own tables; an event names one, and is written by the same transaction.

create table webhook_endpoint (
  tenant_id bigint not null references tenant,
  endpoint_id bigint generated always as identity,
  url text not null check (url ~ '^https?://' and length(url) <= 2000),
  about text check (length(about) between 1 and 200),
  -- null: every type.
  types text[] check (cardinality(types) > 0),
  scheme text not null check (scheme in ('v1', 'v1a')),
  -- The secrets are made from the home's key and this number; while a rotation lasts the one before signs too.
  secret_no smallint not null default 1 check (secret_no > 0),
  rotated_until_at timestamptz,
  version bigint not null default 1,
  active boolean not null default true,
  off_why text,
  -- Where it has come to in the events: a horizon of transactions, and a place behind it.
  from_tx xid8 not null,
  until_tx xid8 not null,
  after_no bigint not null default 0,
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, endpoint_id),
  check ((ended_at is null) = (ended_by is null)),
  check (active = (off_why is null))
);
alter table webhook_endpoint enable row level security;
alter table webhook_endpoint force row level security;
create policy tenant_only on webhook_endpoint to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on webhook_endpoint to forbear_app;

create table event_out (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_no bigint generated always as identity,
  type text not null check (type ~ '^[a-z]+\.[a-z_]+$'),
  -- Ids and amounts of the fact, never a name, an address or words.
  data jsonb not null,
  occurred_at timestamptz not null,
  -- The transaction that wrote it, and the oldest one that was still running then.
  tx xid8 not null default pg_current_xact_id(),
  floor_tx xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, event_no)
);
create index event_out_by_tx on event_out (tenant_id, tx, event_no);
create index event_out_by_no on event_out (tenant_id, event_no);
create index event_out_by_time on event_out (tenant_id, occurred_at, event_no);
alter table event_out enable row level security;
alter table event_out force row level security;
create policy tenant_only on event_out to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on event_out to forbear_app;

-- A promise whose end was told; how it stands is judged, and is told once.
create table promise_told (
  tenant_id bigint not null,
  borrower_id bigint not null,
  promise_id bigint not null,
  state text not null check (state in ('kept', 'broken')),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, promise_id)
);
alter table promise_told enable row level security;
alter table promise_told force row level security;
create policy tenant_only on promise_told to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on promise_told to forbear_app;

create index promise_by_due on promise (tenant_id, due_on);

-- One event on its way to one endpoint. Work in progress: each try stands in webhook_try.
create table webhook_delivery (
  tenant_id bigint not null references tenant,
  delivery_id bigint generated always as identity,
  endpoint_id bigint not null,
  event_no bigint not null,
  type text not null,
  -- The body as it was signed, and is signed again at each try.
  body text not null check (octet_length(body) <= 20480),
  state text not null default 'due' check (state in ('due', 'done', 'given_up')),
  tries smallint not null default 0,
  due_at timestamptz not null,
  made_for text not null check (made_for in ('event', 'replay', 'test')),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, delivery_id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoint (tenant_id, endpoint_id)
);
create index webhook_delivery_due on webhook_delivery (tenant_id, due_at) where state = 'due';
create index webhook_delivery_of on webhook_delivery (tenant_id, endpoint_id, delivery_id desc);
alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;
create policy tenant_only on webhook_delivery to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on webhook_delivery to forbear_app;

create table webhook_try (
  tenant_id bigint not null references tenant,
  delivery_id bigint not null,
  try_no smallint not null,
  -- null: no answer came.
  status smallint,
  why text,
  took_ms integer not null,
  tried_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, delivery_id, try_no),
  foreign key (tenant_id, delivery_id) references webhook_delivery (tenant_id, delivery_id)
);
alter table webhook_try enable row level security;
alter table webhook_try force row level security;
create policy tenant_only on webhook_try to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on webhook_try to forbear_app;
