-- Sign-in: users, their sessions, password hashes and the counting of tries. These tables belong to
-- the sign-in library, which reads them before any tenant is known; so they stand in a schema of
-- their own, and the role forbear_app, which works with the book, sees nothing of it.
create schema if not exists auth;

-- Roles belong to the whole server: another database's migration may make this one first.
do $$
begin
  create role forbear_auth nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
exception when duplicate_object or unique_violation then null;
end
$$;

grant forbear_auth to current_user;
grant usage on schema auth to forbear_auth;

create table auth.user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  -- The tenant whose staff table gives this user a role; set by us, never by a request.
  tenant_id text not null check (tenant_id ~ '^[0-9]{1,18}$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth.session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  ip_address text,
  user_agent text,
  user_id text not null references auth.user on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index session_by_user on auth.session (user_id);

create table auth.account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth.user on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index account_by_user on auth.account (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index verification_by_identifier on auth.verification (identifier);

create table auth.rate_limit (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

grant select, insert, update, delete on all tables in schema auth to forbear_auth;

-- The answers to requests that moved money or stopped contact, kept for the life of the debt: the
-- same key and body get the same answer and no second effect.
create table answered_request (
  tenant_id bigint not null,
  borrower_id bigint not null,
  request_key text not null check (length(request_key) between 1 and 200),
  body_hash text not null check (body_hash ~ '^[0-9a-f]{64}$'),
  status smallint not null,
  answer jsonb not null,
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, request_key)
);

-- A key used for one borrower is refused for another.
create index answered_request_by_key on answered_request (tenant_id, request_key);

alter table answered_request enable row level security;
alter table answered_request force row level security;
create policy tenant_only on answered_request to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on answered_request to forbear_app;

-- Who read a protected value, and why: written in the transaction that reads it.
create table reveal (
  tenant_id bigint not null,
  borrower_id bigint not null,
  reveal_id bigint generated always as identity,
  address_id bigint not null,
  reason text not null,
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, reveal_id)
);

alter table reveal enable row level security;
alter table reveal force row level security;
create policy tenant_only on reveal to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on reveal to forbear_app;

-- What a day chose, for the morning page: days lie together on disk, so a few bytes a block find them.
create index treatment_by_day on treatment using brin (chosen_on);
