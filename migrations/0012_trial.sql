-- Trials: champion and challengers on a stable share of the people, with a guard rail; changes that
-- one person proposes and another answers; rewards, which the lender grants and we never announce.

-- What is announced stays as it was agreed. Only `days` may be cut short, when all of it is stopped.
create table trial (
  tenant_id bigint not null,
  name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 60),
  -- Whose portfolios it divides: the strategy of the champion.
  strategy text not null,
  -- Of the hundred lanes that people are drawn into once and for ever, those that it takes.
  lanes int4range not null check (not isempty(lanes) and lanes <@ int4range(0, 100)),
  begins_on date not null,
  -- The first day after it.
  ends_on date not null check (ends_on > begins_on),
  days daterange not null check (days <@ daterange(begins_on, ends_on)),
  -- What the guard rail counts, how often it may happen in 1,000 contacts, and from how many on.
  metric text not null check (metric in ('complaints', 'refusals', 'both')),
  per_thousand_max integer not null check (per_thousand_max between 0 and 1000),
  contacts_least integer not null check (contacts_least between 1 and 1000000),
  author text not null,
  approver text not null check (approver <> author),
  announced_on date not null check (announced_on <= begins_on),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, name),
  -- A person is of one lane, so nobody is ever in two trials on one day.
  exclude using gist (
    int8range(tenant_id, tenant_id, '[]') with &&, lanes with &&, days with &&)
);

alter table trial enable row level security;
alter table trial force row level security;
create policy tenant_only on trial to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update (days) on trial to forbear_app;

-- Arm 1 is the champion. An arm without a strategy is the hold-out; one without a version follows
-- the version in force.
create table trial_arm (
  tenant_id bigint not null,
  trial text not null,
  arm_no smallint not null check (arm_no between 1 and 5),
  name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 60),
  strategy text check (strategy is not null or arm_no > 1),
  version integer check (version is null or strategy is not null),
  percent smallint not null check (percent between 1 and 99),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, trial, arm_no),
  unique (tenant_id, trial, name),
  foreign key (tenant_id, trial) references trial,
  foreign key (tenant_id, strategy, version) references strategy_version
);

alter table trial_arm enable row level security;
alter table trial_arm force row level security;
create policy tenant_only on trial_arm to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on trial_arm to forbear_app;

-- What the guard rail saw on the morning of a day, since the trial began.
create table trial_count (
  tenant_id bigint not null,
  trial text not null,
  arm text not null,
  counted_on date not null,
  contacts integer not null,
  complaints integer not null,
  refusals integer not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, trial, arm, counted_on),
  foreign key (tenant_id, trial, arm) references trial_arm (tenant_id, trial, name)
);

alter table trial_count enable row level security;
alter table trial_count force row level security;
create policy tenant_only on trial_count to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on trial_count to forbear_app;

-- A stop of one arm, or (no arm named) of the whole trial, appended and never taken back.
create table trial_stop (
  tenant_id bigint not null,
  trial text not null,
  stop_id bigint generated always as identity,
  arm text,
  stopped_on date not null,
  why text not null check (why in ('guard_rail', 'by_hand')),
  -- Who stopped it by hand, and in which words.
  by_staff text check ((by_staff is null) = (why = 'guard_rail')),
  words text check (length(words) between 1 and 2000),
  -- What the guard rail had counted.
  contacts integer check ((contacts is null) = (why = 'by_hand')),
  events integer check ((events is null) = (why = 'by_hand')),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, trial, stop_id),
  foreign key (tenant_id, trial) references trial,
  foreign key (tenant_id, trial, arm) references trial_arm (tenant_id, trial, name)
);

alter table trial_stop enable row level security;
alter table trial_stop force row level security;
create policy tenant_only on trial_stop to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on trial_stop to forbear_app;

-- A change that one person proposes; another's answer makes it so, or not. Both are kept as given.
create table strategy_proposal (
  tenant_id bigint not null,
  proposal_id bigint generated always as identity,
  kind text not null check (kind in ('publish', 'rollback', 'trial')),
  -- Of the strategy, or of the trial.
  name text not null,
  version integer,
  effective_on date not null,
  -- The strategy's file, or the trial's terms.
  document text check ((document is null) = (kind = 'rollback')),
  author text not null,
  words text check (length(words) between 1 and 2000),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, proposal_id)
);

alter table strategy_proposal enable row level security;
alter table strategy_proposal force row level security;
create policy tenant_only on strategy_proposal to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on strategy_proposal to forbear_app;

create table strategy_answer (
  tenant_id bigint not null,
  proposal_id bigint not null,
  answer text not null check (answer in ('approved', 'declined', 'withdrawn')),
  by_staff text not null,
  words text check (length(words) between 1 and 2000),
  recorded_at timestamptz not null default now(),
  -- One answer for ever.
  primary key (tenant_id, proposal_id),
  foreign key (tenant_id, proposal_id) references strategy_proposal
);

alter table strategy_answer enable row level security;
alter table strategy_answer force row level security;
create policy tenant_only on strategy_answer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on strategy_answer to forbear_app;

-- Which arm of which trial chose it ('trial/arm'), and what the lender is asked to grant.
alter table treatment add column arm text check (arm ~ '^[a-z0-9-]+/[a-z0-9-]+$');
alter table treatment add column reward text
  check (reward in ('rate_concession', 'limit_raise', 'fee_waiver'));
-- A reward is a proposal to the lender: two people answer it, and it is never a message.
alter table treatment add constraint treatment_reward_alone check (
  reward is null or (approval is not null and channel is null and template is null
    and worklist is null and state in ('awaiting_approval', 'approved', 'declined', 'withdrawn')));
alter table treatment drop constraint treatment_state_check;
alter table treatment add constraint treatment_state_check check (state in (
  'planned', 'deferred', 'denied', 'sent', 'listed', 'withdrawn', 'awaiting_approval',
  'approved', 'declined'));

create index treatment_reward on treatment (tenant_id, state, borrower_id) where reward is not null;

-- One row a person who answered: two different people must agree, one word declines.
create table reward_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint not null,
  by_staff text not null,
  role text not null check (role in ('manager', 'compliance', 'admin')),
  answer text not null check (answer in ('agreed', 'declined')),
  words text check (length(words) between 1 and 2000),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, treatment_id, by_staff)
);

alter table reward_answer enable row level security;
alter table reward_answer force row level security;
create policy tenant_only on reward_answer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on reward_answer to forbear_app;
