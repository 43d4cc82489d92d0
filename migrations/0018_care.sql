-- Care: disputes, complaints, hardship and everything else that stops or softens collection, each a small
-- state table (core/care); limitation; what was furnished to credit registers. What stops is a hold, as before.

alter table hold
  -- The care whose state made it.
  add column care_id bigint,
  -- What it stops, where that is not what its reason stops by itself.
  add column stops text[] check (cardinality(stops) > 0 and stops <@ array['contact', 'charge', 'collect', 'furnish']);

-- One care of one kind; what became of it is told by its events.
create table care (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint generated always as identity,
  -- Null: every account of the borrower.
  account_id bigint,
  kind text not null check (kind in ('dispute', 'complaint', 'hardship', 'vulnerability', 'breathing_space', 'crisis',
    'moratorium', 'bereavement', 'bankruptcy', 'payment_pause', 'restructure')),
  sort text check (sort ~ '^[a-z_]{1,30}$'),
  told_on date not null,
  written boolean not null,
  -- The part of the balance that is disputed; null: all of it.
  disputed_minor bigint check (disputed_minor > 0),
  -- Whose clocks run.
  place text not null,
  source text not null check (length(source) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, care_id)
);

alter table care enable row level security;
alter table care force row level security;
create policy tenant_only on care to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on care to forbear_app;

-- What was done, and the state that it led to. The first one opens.
create table care_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  event_no smallint not null check (event_no > 0),
  action text not null check (action ~ '^[a-z_]{1,30}$'),
  state text not null check (state ~ '^[a-z_]{1,30}$'),
  effective_on date not null,
  -- The day until which something lasts, where the act gave one.
  until_on date,
  words text check (length(words) between 1 and 2000),
  redress text check (length(redress) between 1 and 2000),
  by_staff text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, care_id, event_no),
  foreign key (tenant_id, borrower_id, care_id) references care (tenant_id, borrower_id, care_id)
);

alter table care_event enable row level security;
alter table care_event force row level security;
create policy tenant_only on care_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on care_event to forbear_app;

-- Where each care stands and what is due next: work in progress, made anew from the events at each act.
create table care_now (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  kind text not null,
  state text not null,
  is_over boolean not null,
  since_on date not null,
  until_on date,
  hold_id bigint,
  next_on date,
  next_clock text,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, care_id),
  check ((next_on is null) = (next_clock is null))
);

create index care_due on care_now (tenant_id, next_on, care_id) where not is_over and next_on is not null;
create index care_open on care_now (tenant_id, kind, care_id) where not is_over;

alter table care_now enable row level security;
alter table care_now force row level security;
create policy tenant_only on care_now to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on care_now to forbear_app;

-- Documents by their hash. A dispute is closed only by one of the holder that is dated after it.
create table care_evidence (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  evidence_id bigint generated always as identity,
  kind text not null check (kind in ('borrower', 'verification', 'certificate', 'court', 'letter')),
  title text not null check (length(title) between 1 and 200),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  dated_on date not null,
  effective_on date not null,
  by_staff text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, care_id, evidence_id),
  foreign key (tenant_id, borrower_id, care_id) references care (tenant_id, borrower_id, care_id)
);

create unique index care_evidence_once on care_evidence (tenant_id, borrower_id, care_id, sha256);

alter table care_evidence enable row level security;
alter table care_evidence force row level security;
create policy tenant_only on care_evidence to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on care_evidence to forbear_app;

-- What somebody told of themselves, kept with their consent and destroyed when it is taken back: the one
-- table of this file from which rows go.
create table care_private (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  words text not null check (length(words) between 1 and 2000),
  consent_on date not null,
  consent_how text not null check (length(consent_how) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, care_id),
  foreign key (tenant_id, borrower_id, care_id) references care (tenant_id, borrower_id, care_id)
);

alter table care_private enable row level security;
alter table care_private force row level security;
create policy tenant_only on care_private to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, delete on care_private to forbear_app;

-- Who read it, and why.
create table care_private_read (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  read_no bigint generated always as identity,
  by_staff text not null,
  reason text not null check (length(reason) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, care_id, read_no)
);

alter table care_private_read enable row level security;
alter table care_private_read force row level security;
create policy tenant_only on care_private_read to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on care_private_read to forbear_app;

-- What begins, stops or renews a limitation period and is told nowhere else.
create table limitation_fact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  fact_id bigint generated always as identity,
  kind text not null check (kind in ('default', 'demand', 'acknowledgement', 'signed_acknowledgement', 'suit', 'suit_ended',
    'mediation', 'suspension', 'judgment', 'lender_statement')),
  effective_on date not null,
  until_on date check (until_on > effective_on),
  source text not null check (length(source) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, fact_id)
);

alter table limitation_fact enable row level security;
alter table limitation_fact force row level security;
create policy tenant_only on limitation_fact to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on limitation_fact to forbear_app;

-- The borrower was told that the debt is out of time and what paying would do, and agreed all the same.
create table revival_consent (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  consent_id bigint generated always as identity,
  notice_on date not null,
  effective_on date not null check (effective_on >= notice_on),
  notice_sha256 text not null check (notice_sha256 ~ '^[0-9a-f]{64}$'),
  how text not null check (length(how) between 1 and 200),
  by_staff text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, consent_id)
);

alter table revival_consent enable row level security;
alter table revival_consent force row level security;
create policy tenant_only on revival_consent to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on revival_consent to forbear_app;

-- Since which day the debt is out of time, derived from its facts; positions take the earlier of this and the
-- lender's own word.
create table limitation_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  place text not null,
  barred_on date,
  extinguishes boolean not null,
  reckoned_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id)
);

alter table limitation_end enable row level security;
alter table limitation_end force row level security;
create policy tenant_only on limitation_end to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on limitation_end to forbear_app;

-- What was told to a credit register of one account in one month, with what made it lawful; append-only.
create table furnished (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  furnished_id bigint generated always as identity,
  layout text not null check (layout in ('metro2', 'csv')),
  month date not null check (extract(day from month) = 1),
  effective_on date not null,
  kind text not null check (kind in ('regular', 'correction')),
  -- What was said: the fields of core/credit-record.ts, amounts as text.
  record jsonb not null,
  -- The notice on which it rests; null where none is asked for.
  notice jsonb,
  reasons jsonb not null,
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  corrects_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, furnished_id),
  check ((kind = 'correction') = (corrects_id is not null))
);

create unique index furnished_once on furnished (tenant_id, borrower_id, account_id, month, layout) where kind = 'regular';
create unique index furnished_corrected_once on furnished (tenant_id, borrower_id, corrects_id) where corrects_id is not null;

alter table furnished enable row level security;
alter table furnished force row level security;
create policy tenant_only on furnished to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on furnished to forbear_app;

-- A record that must be put right with the register, because a dispute was won or the facts changed.
create table correction_due (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  correction_id bigint generated always as identity,
  furnished_id bigint not null,
  care_id bigint,
  words text not null check (length(words) between 1 and 2000),
  effective_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, correction_id)
);

create unique index correction_due_once on correction_due (tenant_id, borrower_id, furnished_id);

alter table correction_due enable row level security;
alter table correction_due force row level security;
create policy tenant_only on correction_due to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on correction_due to forbear_app;

-- What the lender's core did with a reward that was agreed to; the newest row speaks.
create table reward_result (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint not null,
  result_id bigint generated always as identity,
  result text not null check (result in ('granted', 'not_granted')),
  effective_on date not null,
  ref text not null check (length(ref) between 1 and 200),
  words text check (length(words) between 1 and 2000),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, treatment_id, result_id)
);

create unique index reward_result_once on reward_result (tenant_id, borrower_id, treatment_id, ref);

alter table reward_result enable row level security;
alter table reward_result force row level security;
create policy tenant_only on reward_result to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on reward_result to forbear_app;

-- That the borrower was told, by whoever sent it, that something will be told to a register of credit.
create table credit_notice (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  notice_id bigint generated always as identity,
  channel text not null check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  effective_on date not null,
  -- It came back on this day.
  returned_on date check (returned_on >= effective_on),
  source text not null check (length(source) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, notice_id)
);

alter table credit_notice enable row level security;
alter table credit_notice force row level security;
create policy tenant_only on credit_notice to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on credit_notice to forbear_app;
