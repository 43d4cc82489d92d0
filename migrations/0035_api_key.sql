-- Programs that work through the API. A program is staff of its own kind: it has no sign-in, what it does
-- carries its id, and it is never the second person of anything.
alter table staff add column kind text not null default 'person' check (kind in ('person', 'program'));

create table api_key (
  tenant_id bigint not null references tenant,
  key_id bigint generated always as identity,
  -- The program: a row of staff.
  user_id text not null,
  -- What a person recognises the key by; it opens nothing.
  prefix text not null check (length(prefix) between 8 and 40),
  -- SHA-256 of the whole key: who reads this table cannot use it.
  secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
  scopes text[] not null check (cardinality(scopes) > 0),
  per_minute integer not null check (per_minute between 1 and 60000),
  expires_at timestamptz not null,
  reason text not null check (length(reason) between 1 and 500),
  made_by text not null,
  made_at timestamptz not null,
  -- The newest day on which it was used, and no more: what it did stands with what it did.
  used_on date,
  ended_at timestamptz,
  ended_by text,
  end_reason text check (length(end_reason) between 1 and 500),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, key_id),
  foreign key (tenant_id, user_id) references staff (tenant_id, user_id),
  check (expires_at > made_at),
  check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null))
);
create unique index api_key_by_hash on api_key (tenant_id, secret_hash);
-- Answers whether anybody listens, which every act asks.
create index api_key_events on api_key (tenant_id, expires_at)
  where ended_at is null and scopes @> array['events:read'];
alter table api_key enable row level security;
alter table api_key force row level security;
create policy tenant_only on api_key to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on api_key to forbear_app;
