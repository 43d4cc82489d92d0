-- What a strategy may ask beyond lateness and balances: every channel's own past, promises, plans, what
-- the lender's models say of an account, cost and reward standing. The columns of position are derived from the tables
-- here and from contacts, in the transaction of what changes them.

alter table position
  -- One number an attempt or conversation of the last thirty days, and the newest of each kind and channel
  -- however old: dayNumber * 16 + kind * 8 + the channel's place in core/channel.ts; kind 1 is a conversation.
  add column touches integer[],
  -- Last day, tolerance included, of the open promise.
  add column promise_until date,
  add column promises_kept smallint not null default 0,
  add column promises_broken smallint not null default 0,
  -- How the newest promise stands: 0 never made, 1 open, 2 kept, 3 partial, 4 broken, 5 superseded.
  add column promise_last smallint not null default 0 check (promise_last between 0 and 5),
  -- The running plan: since when, its next instalment, and its oldest one unpaid.
  add column plan_since date,
  add column plan_next_on date,
  add column plan_oldest_on date,
  -- In thousandths; -1 is unknown.
  add column risk smallint not null default -1 check (risk between -1 and 1000),
  add column propensity smallint not null default -1 check (propensity between -1 and 1000),
  -- Codes of word_code; 0 is none.
  add column segment_id smallint not null default 0,
  add column zone_id smallint not null default 0,
  add column vulnerable boolean not null default false,
  add column limitation_on date,
  -- What the attempts so far have cost, in the account's currency.
  add column cost_minor bigint not null default 0,
  -- Instalments paid by their due day, one after another up to the latest.
  add column on_time_streak smallint not null default 0,
  -- Delinquencies that ended within fifteen days of their first day.
  add column quick_cures smallint not null default 0;

-- Small numbers for the words of a list, so that a word can stand in a column of a position.
create table word_code (
  tenant_id bigint not null,
  list text not null check (list in ('segment', 'zone')),
  code smallint not null check (code > 0),
  word text not null check (length(word) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, list, code),
  unique (tenant_id, list, word)
);

alter table word_code enable row level security;
alter table word_code force row level security;
create policy tenant_only on word_code to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on word_code to forbear_app;

-- What one attempt on a channel costs, from a day on.
create table channel_cost (
  tenant_id bigint not null,
  channel text not null check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  effective_on date not null,
  cost_minor bigint not null check (cost_minor >= 0),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, channel, currency, effective_on, recorded_at)
);

alter table channel_cost enable row level security;
alter table channel_cost force row level security;
create policy tenant_only on channel_cost to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on channel_cost to forbear_app;

-- What the lender's own models and files say of an account; the newest row speaks. Null: it does not say.
create table account_profile (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  profile_id bigint generated always as identity,
  effective_on date not null,
  risk smallint check (risk between 0 and 1000),
  propensity smallint check (propensity between 0 and 1000),
  segment_id smallint check (segment_id > 0),
  vulnerable boolean,
  limitation_on date,
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, profile_id)
);

alter table account_profile enable row level security;
alter table account_profile force row level security;
create policy tenant_only on account_profile to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on account_profile to forbear_app;

-- The borrower's word to pay an amount by a day. A later promise that names an earlier one replaces it.
create table promise (
  tenant_id bigint not null,
  borrower_id bigint not null,
  promise_id bigint generated always as identity,
  account_id bigint not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  made_on date not null,
  due_on date not null check (due_on >= made_on),
  tolerance_days smallint not null default 0 check (tolerance_days between 0 and 31),
  channel text check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  supersedes_id bigint,
  source text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, promise_id)
);

create unique index promise_superseded_once
  on promise (tenant_id, borrower_id, supersedes_id) where supersedes_id is not null;

alter table promise enable row level security;
alter table promise force row level security;
create policy tenant_only on promise to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on promise to forbear_app;

-- Several dated payments agreed as one. A row that names an earlier plan ends it; one without instalments only
-- ends it.
create table plan (
  tenant_id bigint not null,
  borrower_id bigint not null,
  plan_id bigint generated always as identity,
  account_id bigint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  agreed_on date not null,
  ends_plan_id bigint,
  source text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, plan_id)
);

create unique index plan_ended_once
  on plan (tenant_id, borrower_id, ends_plan_id) where ends_plan_id is not null;

alter table plan enable row level security;
alter table plan force row level security;
create policy tenant_only on plan to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on plan to forbear_app;

create table plan_instalment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  plan_id bigint not null,
  instalment_no smallint not null check (instalment_no > 0),
  due_on date not null,
  amount_minor bigint not null check (amount_minor > 0),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, plan_id, instalment_no)
);

alter table plan_instalment enable row level security;
alter table plan_instalment force row level security;
create policy tenant_only on plan_instalment to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on plan_instalment to forbear_app;
