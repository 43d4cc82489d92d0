-- Where every account stood on the last day of a month: derived from the facts as they were known at
-- `known_at` of the month, and worked out again where that is asked for.
create table month_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  -- The last day of the month.
  month_on date not null,
  portfolio_id smallint not null,
  currency char(3) not null,
  -- Months past due, six stands for six and more; seven: it was here a month before and is no more.
  bucket smallint not null check (bucket between 0 and 7),
  outstanding_minor bigint not null,
  -- How it stood a month before; null: it was not here.
  before smallint check (before between 0 and 6),
  before_minor bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, month_on),
  check ((before is null) = (before_minor is null)),
  check (bucket <> 7 or before is not null)
);
create index month_end_of_month on month_end (tenant_id, month_on);
create index month_end_late on month_end (tenant_id, month_on) where bucket between 2 and 6;
create index month_end_was_late on month_end (tenant_id, month_on) where before between 1 and 6;
alter table month_end enable row level security;
alter table month_end force row level security;
create policy tenant_only on month_end to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, delete on month_end to forbear_app;

-- A month whose last day is worked out whole; without its row nothing of it is shown.
create table month_kept (
  tenant_id bigint not null,
  month_on date not null,
  -- Facts that were recorded later are not in it.
  known_at timestamptz not null,
  accounts bigint not null check (accounts >= 0),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, month_on)
);
alter table month_kept enable row level security;
alter table month_kept force row level security;
create policy tenant_only on month_kept to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, delete on month_kept to forbear_app;

-- What an hour of a person's work costs, from a day on; of one day the last word counts.
create table hour_cost (
  tenant_id bigint not null,
  cost_id bigint generated always as identity,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  effective_on date not null,
  hour_minor bigint not null check (hour_minor >= 0),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, cost_id)
);
alter table hour_cost enable row level security;
alter table hour_cost force row level security;
create policy tenant_only on hour_cost to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on hour_cost to forbear_app;

create index contact_by_time on contact using brin (permitted_at);
