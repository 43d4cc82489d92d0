-- The book. Every table here belongs to one borrower: its keys start with (tenant_id, borrower_id),
-- no key crosses borrowers, and a cluster distributes all of them by borrower_id.
-- borrower_id and account_id are derived from the source's own references (core/identity.ts), so
-- that a reference is unique in the tenant without a look-up table.
-- No row here checks its tenant by a foreign key: a check a row costs more than the row, and row-
-- level security already lets a session write only the tenant that it named.
-- Facts carry two times: when it was so (effective_on) and when we knew (recorded_at).

create table borrower (
  tenant_id bigint not null,
  borrower_id bigint not null,
  source text not null,
  ref text not null,
  name text not null,
  language text not null check (language in ('zh', 'en')),
  -- Every zone where this person may plausibly be: a contact must be lawful in all of them.
  zones text[] not null check (cardinality(zones) > 0),
  -- Rises with every hold, payment, refusal or other stop: a permit made before is void.
  block_version bigint not null default 0,
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id)
);

alter table borrower enable row level security;
alter table borrower force row level security;
create policy tenant_only on borrower to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on borrower to forbear_app;

create table account (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  source text not null,
  ref text not null,
  portfolio_id smallint not null,
  product_id smallint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  opened_on date,
  principal_minor bigint,
  closed_on date,
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id)
);

alter table account enable row level security;
alter table account force row level security;
create policy tenant_only on account to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on account to forbear_app;

-- A way to reach the borrower. The borrower's own only: a stranger's number never enters.
create table address (
  tenant_id bigint not null,
  borrower_id bigint not null,
  address_id bigint not null,
  kind text not null check (kind in ('mobile', 'landline', 'email', 'post')),
  value text not null,
  zone text,
  standing text not null default 'unverified'
    check (standing in ('unverified', 'works', 'fails', 'recycled', 'not_his')),
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, address_id)
);

alter table address enable row level security;
alter table address force row level security;
create policy tenant_only on address to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on address to forbear_app;

-- Permission and refusal, append-only: the newest row per channel and address speaks.
-- address_id 0 stands for every address of that channel; channel 'any' for every channel.
create table consent (
  tenant_id bigint not null,
  borrower_id bigint not null,
  consent_id bigint generated always as identity,
  channel text not null check (channel in ('any', 'sms', 'email', 'call', 'message', 'letter', 'visit')),
  address_id bigint not null default 0,
  given boolean not null,
  words text,
  source text not null,
  effective_at timestamptz not null,
  expires_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, consent_id)
);

alter table consent enable row level security;
alter table consent force row level security;
create policy tenant_only on consent to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on consent to forbear_app;

-- A dated stop, append-only: ending a hold is a new row that names it.
create table hold (
  tenant_id bigint not null,
  borrower_id bigint not null,
  hold_id bigint generated always as identity,
  -- null: every account of the borrower.
  account_id bigint,
  reason text not null check (reason in (
    'dispute', 'cease', 'attorney', 'bankruptcy', 'breathing_space', 'deceased', 'wrong_person',
    'hardship', 'complaint', 'fraud', 'advice', 'vulnerable', 'moratorium')),
  written boolean not null default false,
  from_on date not null,
  until_on date check (until_on > from_on),
  ends_hold_id bigint,
  source text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, hold_id)
);

alter table hold enable row level security;
alter table hold force row level security;
create policy tenant_only on hold to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on hold to forbear_app;

-- What falls due: contract instalments, or statements with their minimum payment.
create table instalment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  -- A new version of the schedule (reschedule) replaces the older ones from effective_on.
  version integer not null,
  instalment_no integer not null,
  due_on date not null,
  amount_minor bigint not null check (amount_minor >= 0),
  effective_on date not null,
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, version, instalment_no)
);

alter table instalment enable row level security;
alter table instalment force row level security;
create policy tenant_only on instalment to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on instalment to forbear_app;

create table payment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  payment_id bigint not null,
  ref text not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- Set on a reversal: the payment that it undoes, in whole.
  reverses_id bigint,
  effective_on date not null,
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, payment_id)
);

create unique index payment_reversed_once
  on payment (tenant_id, borrower_id, account_id, reverses_id) where reverses_id is not null;

alter table payment enable row level security;
alter table payment force row level security;
create policy tenant_only on payment to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on payment to forbear_app;

-- A dated stop of the delinquency clock. A withdrawal is a new row that names what it withdraws.
create table pause (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  pause_id bigint generated always as identity,
  from_on date not null,
  until_on date check (until_on > from_on),
  reason text not null,
  withdraws_id bigint,
  effective_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, pause_id)
);

alter table pause enable row level security;
alter table pause force row level security;
create policy tenant_only on pause to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on pause to forbear_app;

-- What the lender's core said of an account on a day (books of kind 'host').
create table snapshot (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  effective_on date not null,
  recorded_at timestamptz not null default now(),
  balance_minor bigint not null,
  arrears_minor bigint,
  oldest_unpaid_due_on date,
  -- The source's own month-end code where it gives no due day: whole months past due, 0 current.
  months_past_due smallint,
  next_due_on date,
  next_due_minor bigint,
  load_id bigint,
  primary key (tenant_id, borrower_id, account_id, effective_on, recorded_at)
);

alter table snapshot enable row level security;
alter table snapshot force row level security;
create policy tenant_only on snapshot to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on snapshot to forbear_app;

-- One row an account: what a strategy may ask, as dates and amounts, so that a day passing changes
-- no row. Written in the transaction of the fact that changes it; derivable from the facts again.
create table position (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  portfolio_id smallint not null,
  product_id smallint not null,
  currency char(3) not null,
  language text not null,
  outstanding_minor bigint not null,
  arrears_minor bigint not null,
  -- False where the source says that it is late but not by how much: arrears_minor is then the most
  -- that can be due, good for ranking, and no message says it.
  arrears_exact boolean not null default true,
  instalments_missed smallint not null,
  oldest_unpaid_due_on date,
  -- From where days past due are counted: oldest_unpaid_due_on unless the product says otherwise.
  counted_from date,
  next_due_on date,
  next_due_minor bigint not null default 0,
  last_payment_on date,
  last_payment_minor bigint not null default 0,
  -- First day of the present delinquency; the day of the last cure; how often it was delinquent.
  delinquent_since date,
  cured_on date,
  times_delinquent smallint not null default 0,
  -- Paused days from counted_from on, merged; null where there are none.
  paused datemultirange,
  -- Channels with an address that may be tried, a bit each in the order of core/channel.ts:
  -- 1 sms, 2 email, 4 call, 8 letter, 16 visit, 32 message.
  channels smallint not null default 0,
  last_attempt_on date,
  last_conversation_on date,
  unanswered_attempts smallint not null default 0,
  -- Held up to (not including) this day; 'infinity' for a hold without end.
  held_until date,
  closed_on date,
  -- The first day on which it may differ although no new fact has arrived: derive it again then.
  wake_on date,
  as_of date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id)
);

alter table position enable row level security;
alter table position force row level security;
create policy tenant_only on position to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on position to forbear_app;
