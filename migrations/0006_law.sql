-- What the law asks about a borrower beyond holds and refusals. Every table here is append-only: what
-- ends or changes is a new row.

-- 'extra_calls': the person asked for, or agreed to, calls beyond a cap. A general permission never
-- means that.
alter table consent add column scope text not null default 'contact'
  check (scope in ('contact', 'extra_calls'));

alter table hold drop constraint hold_reason_check;
alter table hold add constraint hold_reason_check check (reason in (
  'dispute', 'cease', 'attorney', 'bankruptcy', 'breathing_space', 'deceased', 'wrong_person',
  'hardship', 'complaint', 'fraud', 'advice', 'vulnerable', 'moratorium',
  'plan', 'stay', 'refusal_to_pay', 'original_creditor_request', 'liability_denied',
  'information_owed'));

-- What is so in the borrower's life, as far as we were told.
create table borrower_circumstance (
  tenant_id bigint not null,
  borrower_id bigint not null,
  circumstance_id bigint generated always as identity,
  kind text not null check (kind in (
    'cannot_pay', 'family_violence', 'seriously_ill', 'minor', 'employer_forbids', 'occasion',
    'unreachable')),
  detail jsonb not null default '{}',
  from_on date not null,
  until_on date check (until_on > from_on),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, circumstance_id)
);

alter table borrower_circumstance enable row level security;
alter table borrower_circumstance force row level security;
create policy tenant_only on borrower_circumstance to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on borrower_circumstance to forbear_app;

-- When and where the borrower wants to be reached, or not.
create table wish (
  tenant_id bigint not null,
  borrower_id bigint not null,
  wish_id bigint generated always as identity,
  kind text not null check (kind in (
    'inconvenient_time', 'inconvenient_place', 'agreed_time', 'needs_time', 'another_time')),
  -- The days of the week it speaks of, a bit each from Monday = 1; null: every day.
  days smallint check (days between 1 and 127),
  -- Minutes of the borrower's local day, half-open.
  from_minute smallint check (from_minute between 0 and 1439),
  until_minute smallint check (until_minute between 1 and 1440),
  place text check (place in ('home', 'work')),
  until_on date,
  said_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, wish_id),
  check ((from_minute is null) = (until_minute is null)),
  check (kind <> 'inconvenient_place' or place is not null),
  check (kind not in ('inconvenient_time', 'agreed_time') or days is not null or from_minute is not null)
);

alter table wish enable row level security;
alter table wish force row level security;
create policy tenant_only on wish to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on wish to forbear_app;

-- What the borrower sent or said to us of their own accord: it may open or close a permission.
create table inbound (
  tenant_id bigint not null,
  borrower_id bigint not null,
  inbound_id bigint generated always as identity,
  channel text not null check (channel in ('sms', 'email', 'call', 'message', 'letter', 'visit')),
  -- 0 where it came from none of the borrower's known addresses.
  address_id bigint not null default 0,
  -- The accounts that it was about; none named stands for all of them.
  account_ids bigint[] not null default '{}',
  result text not null check (result in ('conversation', 'delivered', 'voicemail')),
  answers_contact_id bigint,
  body_hash bytea check (octet_length(body_hash) = 32),
  received_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, inbound_id)
);

alter table inbound enable row level security;
alter table inbound force row level security;
create policy tenant_only on inbound to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on inbound to forbear_app;

-- Somebody answered for passing a rule that the law itself makes rebuttable: who, why, until when.
create table override (
  tenant_id bigint not null,
  borrower_id bigint not null,
  override_id bigint generated always as identity,
  rule text not null check (length(rule) between 1 and 200),
  ground text not null check (ground in (
    'required_by_law', 'litigation', 'consumer_request', 'time_critical')),
  by_staff text not null,
  role text not null check (role in ('manager', 'compliance')),
  reason text not null check (length(reason) between 10 and 2000),
  effective_at timestamptz not null,
  expires_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, override_id),
  check (expires_at > effective_at)
);

alter table override enable row level security;
alter table override force row level security;
create policy tenant_only on override to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on override to forbear_app;
