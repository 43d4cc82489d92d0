-- From a decision to a contact.

-- One row a borrower who is or was behind: what the desk lists. The lead account is the one whose
-- treatment comes first.
create table borrower_case (
  tenant_id bigint not null,
  borrower_id bigint not null,
  lead_account_id bigint not null,
  portfolio_id smallint not null,
  state text not null check (state in ('open', 'promised', 'on_hold', 'legal', 'closed')),
  stage text not null,
  tone text not null,
  next_treatment text,
  priority integer not null default 0,
  arrears_minor bigint not null,
  currency char(3) not null,
  oldest_unpaid_due_on date,
  opened_on date not null,
  closed_on date,
  decided_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id)
);

create index borrower_case_by_priority
  on borrower_case (tenant_id, priority desc, borrower_id) where state <> 'closed';

alter table borrower_case enable row level security;
alter table borrower_case force row level security;
create policy tenant_only on borrower_case to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on borrower_case to forbear_app;

-- How often, and when last, each treatment was chosen for an account: {"name": [times, day number]}.
-- One row an account, so that the cycle reads it beside the position and writes it once a day.
create table cadence (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  steps jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id)
);

alter table cadence enable row level security;
alter table cadence force row level security;
create policy tenant_only on cadence to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on cadence to forbear_app;

-- What a strategy chose for an account on a day. The same day never chooses the same one twice.
create table treatment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint generated always as identity,
  account_id bigint not null,
  chosen_on date not null,
  strategy text not null,
  strategy_version integer not null,
  -- The row that hit, as people name it: table and line.
  stage text not null,
  tone text not null,
  row_no smallint not null,
  treatment text not null,
  channel text check (channel in ('sms', 'email', 'call', 'message', 'letter', 'visit')),
  template text,
  worklist text,
  priority integer not null default 0,
  -- Whose word it needs before anything leaves.
  approval text check (approval in ('manager', 'compliance', 'admin')),
  ask_again_on date,
  state text not null default 'planned' check (state in (
    'planned', 'deferred', 'denied', 'sent', 'listed', 'withdrawn', 'awaiting_approval')),
  -- When to ask the guard (again): the earliest lawful instant that it named.
  not_before timestamptz,
  state_why jsonb,
  recorded_at timestamptz not null default now(),
  -- treatment_id is how others name it; this is what makes it one.
  primary key (tenant_id, borrower_id, account_id, chosen_on, treatment)
);

create index treatment_open on treatment (tenant_id, borrower_id, not_before)
  where state in ('planned', 'deferred', 'listed', 'awaiting_approval');

alter table treatment enable row level security;
alter table treatment force row level security;
create policy tenant_only on treatment to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on treatment to forbear_app;

-- Every answer of the guard, whole: the facts of that moment, the rules' hash, each reason.
create table verdict (
  tenant_id bigint not null,
  borrower_id bigint not null,
  verdict_id bigint generated always as identity,
  treatment_id bigint,
  channel text not null,
  address_id bigint,
  judged_at timestamptz not null,
  decision text not null check (decision in ('allow', 'defer', 'deny')),
  until_at timestamptz,
  reasons jsonb not null,
  rules_hash text not null,
  proposal jsonb not null,
  facts jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, verdict_id)
);

alter table verdict enable row level security;
alter table verdict force row level security;
create policy tenant_only on verdict to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on verdict to forbear_app;

-- One attempt under one permit. Committed as 'permitted' before the wire, as 'sending' before the
-- first byte; what does not come back is 'unknown', keeps its slots, and is never sent again.
create table contact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint generated always as identity,
  -- Client-made: a failed commit that did commit is found again by it.
  attempt_key uuid not null,
  treatment_id bigint,
  verdict_id bigint not null,
  account_ids bigint[] not null check (cardinality(account_ids) > 0),
  channel text not null check (channel in ('sms', 'email', 'call', 'message', 'letter', 'visit')),
  address_id bigint not null,
  template text not null,
  language text not null,
  body_hash text,
  state text not null default 'permitted' check (state in (
    'permitted', 'sending', 'accepted', 'delivered', 'failed', 'unknown', 'withdrawn')),
  state_why text,
  block_version bigint not null,
  permitted_at timestamptz not null,
  expires_at timestamptz not null,
  sending_at timestamptz,
  provider text,
  provider_ref text,
  -- The slots it took: [{key, n}], given back only on proof and once.
  slots jsonb not null,
  slots_returned_at timestamptz,
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, contact_id),
  unique (tenant_id, borrower_id, attempt_key),
  check (expires_at > permitted_at)
);

create index contact_in_flight
  on contact (tenant_id, borrower_id) where state in ('permitted', 'sending');

alter table contact enable row level security;
alter table contact force row level security;
create policy tenant_only on contact to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on contact to forbear_app;

-- What happened to a contact, append-only, as the provider or a person said it.
create table contact_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  event_no bigint generated always as identity,
  kind text not null,
  detail jsonb not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, contact_id, event_no)
);

alter table contact_event enable row level security;
alter table contact_event force row level security;
create policy tenant_only on contact_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on contact_event to forbear_app;

-- A cap of N in a window is N rows a key, each reusable only after free_at: no race can pass N.
create table cap_slot (
  tenant_id bigint not null,
  borrower_id bigint not null,
  cap_key text not null,
  n smallint not null check (n between 1 and 99),
  free_at timestamptz not null default '-infinity',
  primary key (tenant_id, borrower_id, cap_key, n)
);

alter table cap_slot enable row level security;
alter table cap_slot force row level security;
create policy tenant_only on cap_slot to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on cap_slot to forbear_app;
