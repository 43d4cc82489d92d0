-- What is agreed with a borrower, and what needs a second person's word before it is done. Promises and plans
-- are judged from payments, so no row here has a state that is changed: what happens is another row.

-- Something that one person asks for and another answers. What an approval does stands in its answer.
create table request (
  tenant_id bigint not null,
  borrower_id bigint not null,
  request_id bigint generated always as identity,
  account_id bigint,
  kind text not null check (kind in ('settlement', 'plan', 'waiver', 'refund', 'write_off', 'restructure', 'match')),
  -- What will be done, exactly, when it is approved.
  body jsonb not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  asked_by text not null check (length(asked_by) between 1 and 200),
  why text not null check (length(why) between 1 and 500),
  asked_on date not null,
  expires_on date not null check (expires_on >= asked_on),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, request_id),
  unique (tenant_id, borrower_id, request_id, asked_by)
);

create index request_newest on request (tenant_id, request_id);

alter table request enable row level security;
alter table request force row level security;
create policy tenant_only on request to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on request to forbear_app;

-- One answer, once; two different people are a matter of the schema.
create table request_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  request_id bigint not null,
  asked_by text not null,
  approve boolean not null,
  by_staff text not null check (by_staff <> asked_by),
  role text not null check (role in ('collector', 'manager', 'compliance', 'admin')),
  why text check (length(why) between 1 and 500),
  answered_on date not null,
  -- What was done by it.
  outcome jsonb not null default '{}',
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, request_id),
  foreign key (tenant_id, borrower_id, request_id, asked_by)
    references request (tenant_id, borrower_id, request_id, asked_by),
  check (approve or why is not null)
);

alter table request_answer enable row level security;
alter table request_answer force row level security;
create policy tenant_only on request_answer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on request_answer to forbear_app;

-- Figures and authorities that are the lender's own: dated documents, of which the newest that has begun speaks.
create table tenant_document (
  tenant_id bigint not null,
  name text not null check (name in ('authority', 'guidelines')),
  document_id bigint generated always as identity,
  effective_on date not null,
  document jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  set_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, name, document_id)
);

alter table tenant_document enable row level security;
alter table tenant_document force row level security;
create policy tenant_only on tenant_document to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on tenant_document to forbear_app;

-- What a product lets be agreed: tolerances, how many promises at once, plan rules, finality of money.
alter table product add column agreement jsonb not null default '{}';

-- A promise lacks no more than this and is kept. Why it took the place of another one.
alter table promise
  add column tolerance_minor bigint not null default 0 check (tolerance_minor >= 0),
  add column reason text check (length(reason) between 1 and 500),
  add column made_by text;

alter table plan
  add column shape text not null default 'free' check (shape in ('free', 'equal', 'stepped', 'interest_free', 'balloon')),
  -- The rules that it was agreed on: forgiven lateness, default, cure, charges, probation.
  add column rules jsonb not null default '{}',
  -- What else the borrower owes when every instalment is paid, and is forgiven then.
  add column forgives_minor bigint not null default 0 check (forgives_minor >= 0),
  add column offer_id bigint,
  -- A plan that waits for a word counts for nothing until an event says that it was accepted.
  add column waits boolean not null default false,
  add column made_by text;

-- What happens to a plan besides money.
create table plan_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_id bigint generated always as identity,
  plan_id bigint not null,
  kind text not null check (kind in ('accepted', 'declined', 'skipped', 'moved', 'forgave', 'extra', 'reinstated')),
  instalment_no smallint check (instalment_no > 0),
  -- The new day of an instalment that was moved, or of the one that a skipped amount goes to.
  to_on date,
  -- Of money that pays extra: what shortens the plan from its end.
  amount_minor bigint check (amount_minor > 0),
  effective_on date not null,
  by_whom text not null check (length(by_whom) between 1 and 200),
  why text check (length(why) between 1 and 500),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, event_id),
  foreign key (tenant_id, borrower_id, plan_id) references plan (tenant_id, borrower_id, plan_id),
  check (kind not in ('skipped', 'moved', 'forgave') or instalment_no is not null),
  check (kind not in ('skipped', 'moved', 'forgave') or to_on is not null),
  check ((kind = 'extra') = (amount_minor is not null))
);

create index plan_event_of_plan on plan_event (tenant_id, borrower_id, plan_id);

alter table plan_event enable row level security;
alter table plan_event force row level security;
create policy tenant_only on plan_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on plan_event to forbear_app;

-- What was put to the borrower, or what they put to us, option by option. A counter-offer names what it answers.
create table offer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  offer_id bigint generated always as identity,
  account_id bigint not null,
  counters_id bigint,
  made_by_side text not null check (made_by_side in ('lender', 'borrower')),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  owed_minor bigint not null check (owed_minor > 0),
  -- Each: shape, instalments, what is forgiven, and the figures by which it was compared.
  options jsonb not null check (jsonb_array_length(options) between 1 and 10),
  -- The row of the strategy that gave the authority; null: the borrower's own proposal.
  strategy text,
  strategy_version integer,
  row_no smallint,
  made_on date not null,
  expires_on date not null check (expires_on >= made_on),
  made_by text not null check (length(made_by) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, offer_id),
  foreign key (tenant_id, borrower_id, counters_id) references offer (tenant_id, borrower_id, offer_id)
);

create unique index offer_countered_once
  on offer (tenant_id, borrower_id, counters_id) where counters_id is not null;

alter table offer enable row level security;
alter table offer force row level security;
create policy tenant_only on offer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on offer to forbear_app;

create table offer_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  offer_id bigint not null,
  accept boolean not null,
  option_no smallint check (option_no > 0),
  answered_on date not null,
  by_whom text not null check (length(by_whom) between 1 and 200),
  why text check (length(why) between 1 and 500),
  -- The plan that it became, or the request for a second person's word.
  plan_id bigint,
  request_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, offer_id),
  foreign key (tenant_id, borrower_id, offer_id) references offer (tenant_id, borrower_id, offer_id),
  check (not accept or option_no is not null)
);

alter table offer_answer enable row level security;
alter table offer_answer force row level security;
create policy tenant_only on offer_answer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on offer_answer to forbear_app;

-- The end of a settlement: its money is all there, the rest is forgiven, the letter has gone; or money was undone.
create table settlement_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_id bigint generated always as identity,
  plan_id bigint not null,
  kind text not null check (kind in ('waived', 'proposed', 'letter', 'reopened')),
  effective_on date not null,
  amount_minor bigint check (amount_minor >= 0),
  body jsonb not null default '{}',
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, event_id),
  foreign key (tenant_id, borrower_id, plan_id) references plan (tenant_id, borrower_id, plan_id)
);

alter table settlement_event enable row level security;
alter table settlement_event force row level security;
create policy tenant_only on settlement_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on settlement_event to forbear_app;

-- Income and spending as told, version by version: who wrote which, where, and whether it is signed off.
create table budget_version (
  tenant_id bigint not null,
  borrower_id bigint not null,
  budget_id bigint generated always as identity,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  answers jsonb not null,
  written_by text not null check (length(written_by) between 1 and 200),
  via text not null check (via in ('desk', 'portal', 'call')),
  -- Signed off: the borrower says that it is true and whole.
  is_final boolean not null default false,
  effective_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, budget_id)
);

alter table budget_version enable row level security;
alter table budget_version force row level security;
create policy tenant_only on budget_version to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on budget_version to forbear_app;
