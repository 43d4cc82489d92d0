-- People's hours: what each worklist asks, who works when, who has which case now, and what was
-- agreed to be done at an hour. The set-up is small and shared; a lease, a callback and an approval
-- belong to one borrower, so a claim is one borrower's transaction on one node.

-- One set-up whole: the newest speaks, the older ones say who could have worked on a past day.
create table work_setup (
  tenant_id bigint not null references tenant,
  setup_no bigint generated always as identity,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  set_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, setup_no)
);

alter table work_setup enable row level security;
alter table work_setup force row level security;
create policy tenant_only on work_setup to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on work_setup to forbear_app;

create table worklist (
  tenant_id bigint not null,
  setup_no bigint not null,
  worklist text not null check (worklist ~ '^[a-z0-9-]{1,60}$'),
  name_zh text not null check (length(name_zh) between 1 and 100),
  name_en text not null check (length(name_en) between 1 and 100),
  -- What one case takes of a person, wrap-up included.
  minutes_a_case smallint not null check (minutes_a_case between 1 and 240),
  -- All of them are asked of whoever works it.
  skills text[] not null default '{}',
  -- Languages that it is worked in; none: the borrower's own.
  languages text[] not null default '{}',
  -- A case that nobody touches for so long goes back.
  idle_minutes smallint not null check (idle_minutes between 1 and 240),
  -- Whoever spoke with a borrower keeps them for so many days.
  stay_days smallint not null check (stay_days between 0 and 60),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, setup_no, worklist),
  foreign key (tenant_id, setup_no) references work_setup
);

alter table worklist enable row level security;
alter table worklist force row level security;
create policy tenant_only on worklist to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on worklist to forbear_app;

create table worker (
  tenant_id bigint not null,
  setup_no bigint not null,
  user_id text not null,
  skills text[] not null default '{}',
  languages text[] not null check (cardinality(languages) > 0),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, setup_no, user_id),
  foreign key (tenant_id, setup_no) references work_setup
);

alter table worker enable row level security;
alter table worker force row level security;
create policy tenant_only on worker to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on worker to forbear_app;

-- When somebody works, or in spite of that does not, on the wall clock of a place.
create table shift (
  tenant_id bigint not null,
  setup_no bigint not null,
  user_id text not null,
  shift_no smallint not null,
  kind text not null check (kind in ('work', 'off')),
  first_on date not null,
  -- The first day on which it no longer holds.
  until_on date check (until_on > first_on),
  -- The days of the week on which it begins, a bit each from Monday = 1.
  days smallint not null check (days between 1 and 127),
  from_minute smallint not null check (from_minute between 0 and 1439),
  -- Past 1440 it ends on the next day.
  until_minute smallint not null check (until_minute > from_minute and until_minute <= 2880),
  zone text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, setup_no, user_id, shift_no),
  foreign key (tenant_id, setup_no, user_id) references worker
);

alter table shift enable row level security;
alter table shift force row level security;
create policy tenant_only on shift to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on shift to forbear_app;

-- Who has a borrower's case now: one row a borrower, so two people can never have it both.
create table lease (
  tenant_id bigint not null,
  borrower_id bigint not null,
  -- Rises with every claim: what was said of an earlier one changes nothing.
  lease_no bigint not null default 1,
  user_id text not null,
  worklist text,
  -- Why this case, as it was at the claim.
  why jsonb not null,
  taken_at timestamptz not null,
  -- Moves with what the person does; from here on the case is anybody's.
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Something was done with it: an attempt, an outcome, a callback.
  worked boolean not null default false,
  -- Whoever spoke with the borrower, and until when they keep them.
  stays_with text,
  stays_until timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id),
  check ((stays_with is null) = (stays_until is null))
);

create index lease_by_user on lease (tenant_id, user_id, expires_at) where ended_at is null;

alter table lease enable row level security;
alter table lease force row level security;
create policy tenant_only on lease to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on lease to forbear_app;

-- Every claim and every end, append-only: who had what, and why it was given back.
create table lease_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_no bigint generated always as identity,
  lease_no bigint not null,
  user_id text not null,
  worklist text,
  kind text not null check (kind in ('taken', 'worked', 'released', 'idle')),
  reason text,
  words text,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, event_no),
  check ((kind = 'released') = (reason is not null))
);

create index lease_event_by_time on lease_event using brin (recorded_at);

alter table lease_event enable row level security;
alter table lease_event force row level security;
create policy tenant_only on lease_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on lease_event to forbear_app;

-- A call that was agreed for an instant. Append-only: its end is a new row that names it.
create table callback (
  tenant_id bigint not null,
  borrower_id bigint not null,
  callback_id bigint generated always as identity,
  account_id bigint not null,
  due_at timestamptz not null,
  -- The wall clock on which it was agreed.
  zone text not null,
  asked_by text not null check (asked_by in ('borrower', 'collector')),
  -- Who is to make it; null: whoever is there.
  for_user text,
  words text,
  contact_id bigint,
  made_by text not null,
  ends_callback_id bigint,
  ended_as text check (ended_as in ('done', 'cancelled', 'moved')),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, callback_id),
  check ((ends_callback_id is null) = (ended_as is null))
);

create unique index callback_ended_once
  on callback (tenant_id, borrower_id, ends_callback_id) where ends_callback_id is not null;
create index callback_by_time on callback (tenant_id, due_at) where ends_callback_id is null;

alter table callback enable row level security;
alter table callback force row level security;
create policy tenant_only on callback to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on callback to forbear_app;

-- Somebody's word on a treatment that waits for it, append-only.
create table treatment_approval (
  tenant_id bigint not null,
  borrower_id bigint not null,
  approval_id bigint generated always as identity,
  treatment_id bigint not null,
  approved boolean not null,
  by_staff text not null,
  role text not null,
  reason text,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, approval_id),
  check (approved or reason is not null)
);

create unique index treatment_approval_once on treatment_approval (tenant_id, borrower_id, treatment_id);

alter table treatment_approval enable row level security;
alter table treatment_approval force row level security;
create policy tenant_only on treatment_approval to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on treatment_approval to forbear_app;

-- Until when the guard's yes to what is listed for people surely stands: past it the guard is asked again.
alter table treatment add column lawful_until timestamptz;
-- 'worked': somebody did what it asked, and no contact came of it.
alter table treatment drop constraint treatment_state_check;
alter table treatment add constraint treatment_state_check check (state in (
  'planned', 'deferred', 'denied', 'sent', 'listed', 'withdrawn', 'awaiting_approval',
  'approved', 'declined', 'worked'));
create index treatment_listed on treatment (tenant_id, worklist, priority desc, borrower_id)
  where state = 'listed';
create index treatment_awaiting on treatment (tenant_id, priority desc, borrower_id)
  where state = 'awaiting_approval';
create index promise_by_day on promise (tenant_id, due_on);
