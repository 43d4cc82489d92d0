-- What a firm that collects for a creditor hands on: the money that came in, less what was undone since, less
-- its commission (docs/remittance.md).

-- What the creditor pays for collecting; the newest row of the latest day that has begun speaks.
create table remittance_terms (
  tenant_id bigint not null,
  portfolio_id smallint not null,
  terms_id bigint generated always as identity,
  from_on date not null,
  -- Hundredths of a percent of what was collected.
  basis_points integer not null check (basis_points between 0 and 10000),
  -- The least commission of a remittance in this currency that hands on more than it takes back.
  minimum_minor bigint check (minimum_minor > 0),
  minimum_currency char(3) check (minimum_currency ~ '^[A-Z]{3}$'),
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, portfolio_id, terms_id),
  foreign key (tenant_id, portfolio_id) references portfolio (tenant_id, portfolio_id),
  check ((minimum_minor is null) = (minimum_currency is null))
);
alter table remittance_terms enable row level security;
alter table remittance_terms force row level security;
create policy tenant_only on remittance_terms to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on remittance_terms to forbear_app;

create table remittance (
  tenant_id bigint not null,
  portfolio_id smallint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Counted from 1: what one carries over, one other takes up.
  nth integer not null check (nth > 0),
  remittance_id bigint generated always as identity,
  until_on date not null,
  line_count integer not null check (line_count > 0),
  collected_minor bigint not null check (collected_minor >= 0),
  taken_back_minor bigint not null check (taken_back_minor <= 0),
  commission_minor bigint not null,
  topped_up_minor bigint not null check (topped_up_minor >= 0),
  -- What the one before could not be paid.
  carried_minor bigint not null check (carried_minor <= 0),
  due_minor bigint not null,
  -- Ten-thousandths of a minor unit of commission that rounding left over, for the next to count in.
  remainder integer not null check (remainder between -5000 and 4999),
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, portfolio_id, currency, nth),
  unique (tenant_id, remittance_id),
  foreign key (tenant_id, portfolio_id) references portfolio (tenant_id, portfolio_id),
  constraint remittance_sums check (
    due_minor = collected_minor + taken_back_minor - commission_minor - topped_up_minor + carried_minor)
);
alter table remittance enable row level security;
alter table remittance force row level security;
create policy tenant_only on remittance to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on remittance to forbear_app;

-- One payment handed on, or taken back because it was undone or given back: each once, whoever runs when.
create table remittance_line (
  tenant_id bigint not null,
  borrower_id bigint not null,
  -- 0: money of an own book that names no debt.
  account_id bigint not null,
  kind text not null check (kind in ('payment', 'reversal', 'refund')),
  -- The payment in a lender's book, the entry in an own one; of a reversal: what it undoes.
  item_id bigint not null,
  portfolio_id smallint not null,
  currency char(3) not null,
  nth integer not null,
  amount_minor bigint not null,
  effective_on date not null,
  -- The rate of the payment's day; what is taken back gives back at the same rate.
  basis_points integer not null check (basis_points between 0 and 10000),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, kind, item_id),
  -- Lines and what sums them up are written together, the lines first.
  foreign key (tenant_id, portfolio_id, currency, nth) references remittance deferrable initially deferred,
  constraint remittance_line_sign check (case kind when 'payment' then amount_minor > 0 else amount_minor < 0 end)
);
create index remittance_line_of on remittance_line (tenant_id, portfolio_id, currency, nth);
alter table remittance_line enable row level security;
alter table remittance_line force row level security;
create policy tenant_only on remittance_line to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on remittance_line to forbear_app;
