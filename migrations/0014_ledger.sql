-- The ledger of books of kind 'own'. An entry is one row with all its lines, so that the row itself holds
-- that its lines sum to zero, whoever writes it and on whatever server. Entries are only ever added. Those
-- with fact_on are facts, from which all others follow (docs/ledger.md).

-- What the terms of a product's debts are in a ledger; the keys are read by src/store/ledger-terms.ts.
alter table product add column ledger jsonb not null default '{}';

-- How and why a payment of a lender's book was undone.
alter table payment
  add column reversal_kind text check (reversal_kind in ('reversal', 'chargeback')),
  add column why text;

-- Three arrays of one length, and debits and credits that cancel out.
create function entry_is_balanced(accounts bigint[], ledger smallint[], minors bigint[])
  returns boolean language plpgsql immutable parallel safe
as $$
declare
  total numeric := 0;
  one bigint;
begin
  if cardinality(accounts) <> cardinality(minors) or cardinality(ledger) <> cardinality(minors)
     or array_position(minors, null) is not null or array_position(ledger, null) is not null
     or array_position(accounts, null) is not null then
    return false;
  end if;
  foreach one in array minors loop
    total := total + one;
  end loop;
  return total = 0;
end
$$;

create table entry (
  tenant_id bigint not null,
  borrower_id bigint not null,
  -- Counted from 1 for each borrower, under the borrower's lock.
  entry_id bigint not null check (entry_id > 0),
  kind text not null check (kind in (
    'placement', 'disbursement', 'interest', 'late_interest', 'fee', 'payment', 'recovery', 'reversal',
    'chargeback', 'refund', 'adjustment', 'waiver', 'goodwill', 'charge_off', 'transfer', 'cost',
    'commission', 'correction', 'close')),
  effective_on date not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- The day of the fact; later entries may have to take effect after it, because its day is closed.
  fact_on date,
  account_id bigint,
  -- Place of the part in the list of parts, 1 for cost.
  part smallint check (part between 1 and 5),
  amount_minor bigint,
  -- Of money that came in: made of the sender's reference, which is the same payment for ever.
  payment_id bigint,
  ref text,
  reverses_id bigint,
  caused_by_id bigint,
  cut_minor bigint check (cut_minor > 0),
  -- What explains a charge: base, rate, days, cap.
  reckoned jsonb,
  -- The same key with the same body is the same entry, with another body it is refused.
  key text check (length(key) between 1 and 300),
  body_hash text check (body_hash ~ '^[0-9a-f]{64}$'),
  why text,
  made_by text not null,
  approved_by text check (approved_by <> made_by),
  -- 0 is the borrower as a whole; the ledger account is its place in LEDGER_ACCOUNTS, 0 for cost.
  line_accounts bigint[] not null,
  line_ledger smallint[] not null,
  line_minors bigint[] not null,
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, entry_id),
  constraint entry_balanced check (entry_is_balanced(line_accounts, line_ledger, line_minors)),
  constraint entry_effective_from_fact check (fact_on is null or effective_on >= fact_on),
  constraint entry_key_hashed check ((key is null) = (body_hash is null))
);

create unique index entry_reversed_once
  on entry (tenant_id, borrower_id, reverses_id) where reverses_id is not null;
create unique index entry_key_once on entry (tenant_id, borrower_id, key) where key is not null;
create unique index entry_payment_once
  on entry (tenant_id, borrower_id, payment_id) where payment_id is not null;

-- Money that waits (place 6 in LEDGER_ACCOUNTS) is found without reading the book.
create index entry_suspense on entry (tenant_id, borrower_id) where 6::smallint = any (line_ledger);

alter table entry enable row level security;
alter table entry force row level security;
create policy tenant_only on entry to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on entry to forbear_app;

-- A line under a day of a whole portfolio. What a borrower owes up to it is posted with the next event of
-- that borrower, from what was known when the line was drawn: so a close costs the same for any book.
create table ledger_close (
  tenant_id bigint not null references tenant,
  portfolio_id smallint not null,
  closed_on date not null,
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, portfolio_id, closed_on),
  foreign key (tenant_id, portfolio_id) references portfolio (tenant_id, portfolio_id)
);

alter table ledger_close enable row level security;
alter table ledger_close force row level security;
create policy tenant_only on ledger_close to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on ledger_close to forbear_app;

-- What is known of one debt beside its money; the newest row of a debt speaks.
create table debt_terms (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  terms_id bigint generated always as identity,
  effective_on date not null,
  contracted_on date,
  defaulted_on date,
  -- The whole debt is due since this day.
  called_on date,
  charged_off_on date,
  last_payment_on date,
  last_payment_minor bigint check (last_payment_minor >= 0),
  purchased_on date,
  seller text,
  original_creditor text,
  secured boolean not null default false,
  -- What differs from the product's terms, in the same keys.
  ledger jsonb not null default '{}',
  load_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, terms_id)
);

alter table debt_terms enable row level security;
alter table debt_terms force row level security;
create policy tenant_only on debt_terms to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on debt_terms to forbear_app;
