-- Money that comes in by bank: files as they were given, statements as the bank closed them, and one
-- row a movement however many files tell of it. Nothing here belongs to a borrower until a decision
-- says so; the money itself is then a payment of that borrower's account (0002, 0014).

-- A file that was read, also one that was refused: its findings are what a person is shown.
create table bank_file (
  tenant_id bigint not null references tenant,
  file_id bigint generated always as identity,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  name text not null check (length(name) between 1 and 200),
  format text not null check (format in ('camt', 'mt940', 'bai2', 'csv', 'unknown')),
  bytes bigint not null check (bytes >= 0),
  accepted boolean not null,
  findings jsonb not null,
  counts jsonb not null,
  loaded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, file_id)
);

create unique index bank_file_once on bank_file (tenant_id, content_hash) where accepted;

alter table bank_file enable row level security;
alter table bank_file force row level security;
create policy tenant_only on bank_file to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on bank_file to forbear_app;

-- What one account's bank said of one stretch of time. A final statement is told once, whatever file
-- brings it again; interim reports and notices tell of movements that a final one tells too.
create table bank_statement (
  tenant_id bigint not null,
  statement_id bigint generated always as identity,
  file_id bigint not null,
  kind text not null check (kind in ('final', 'interim', 'notice')),
  bank_account text not null check (length(bank_account) between 1 and 100),
  number text,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  opening_minor bigint,
  closing_minor bigint,
  net_minor bigint not null,
  entries integer not null check (entries >= 0),
  -- The last day of booking in it.
  booked_until date,
  -- The same account, balances, days and movements: the same statement in other clothes.
  statement_key bigint not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, statement_id),
  foreign key (tenant_id, file_id) references bank_file
);

create unique index bank_statement_once on bank_statement (tenant_id, statement_key) where kind = 'final';

alter table bank_statement enable row level security;
alter table bank_statement force row level security;
create policy tenant_only on bank_statement to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on bank_statement to forbear_app;

-- One movement of money into an account, or one that came back out of it. item_key says which movement
-- it is (the bank's reference, else all that the bank tells of it); item_no counts equal ones:
-- nth * 1000000 + 1 for the entry itself, + 2 and more for those that a batch tells apart. The key of the table is what makes it post once.
create table money_item (
  tenant_id bigint not null,
  item_key bigint not null,
  item_no bigint not null check (item_no > 0),
  statement_id bigint not null,
  bank_account text not null,
  amount_minor bigint not null check (amount_minor <> 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  booked_on date not null,
  value_on date,
  bank_ref text,
  end_to_end text,
  reference text,
  payer_name text,
  payer_account text,
  virtual_account text,
  remittance text,
  -- Money that comes back: what the bank says why, and the reference of what it undoes.
  returned boolean not null default false,
  return_code text,
  original_ref text,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, item_key, item_no)
);

-- Looks for what a return undoes, and for the same money told twice.
create index money_item_amount on money_item (tenant_id, bank_account, amount_minor, booked_on);

alter table money_item enable row level security;
alter table money_item force row level security;
create policy tenant_only on money_item to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on money_item to forbear_app;

-- A movement that an interim report brought first and a final statement told again.
create table money_confirmed (
  tenant_id bigint not null,
  item_key bigint not null,
  nth bigint not null check (nth > 0),
  statement_id bigint not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, item_key, nth)
);

alter table money_confirmed enable row level security;
alter table money_confirmed force row level security;
create policy tenant_only on money_confirmed to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on money_confirmed to forbear_app;

-- Who decided what about an item, and why. An undoing is a row that names what it undoes. The payment
-- that a match has made is found by the borrower and its id; no key crosses into a borrower's tables.
create table money_decision (
  tenant_id bigint not null,
  item_key bigint not null,
  item_no bigint not null,
  decision_no integer not null check (decision_no > 0),
  kind text not null check (kind in ('match', 'return', 'set_aside', 'undo', 'asked')),
  part_minor bigint not null,
  matched_borrower bigint,
  matched_account bigint,
  payment_id bigint,
  -- The rule that was certain, or that had suggested what a person took; its sentence's numbers.
  rule text,
  score smallint check (score between 0 and 100),
  why text,
  undoes_no integer,
  request_id bigint,
  decided_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, item_key, item_no, decision_no),
  check (kind <> 'match' or matched_borrower is not null and matched_account is not null and payment_id is not null),
  check ((kind = 'undo') = (undoes_no is not null))
);

create unique index money_decision_undone_once
  on money_decision (tenant_id, item_key, item_no, undoes_no) where undoes_no is not null;

alter table money_decision enable row level security;
alter table money_decision force row level security;
create policy tenant_only on money_decision to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on money_decision to forbear_app;

create index money_decision_return on money_decision (tenant_id, payment_id) where kind = 'return';

-- Work in progress: items that nobody has decided in whole. Derivable from the two tables above.
create table money_waiting (
  tenant_id bigint not null,
  item_key bigint not null,
  item_no bigint not null,
  left_minor bigint not null,
  booked_on date not null,
  -- False until the certain rules have been tried once.
  tried boolean not null default false,
  -- Another report may have told of the same money in other words: nothing is certain then.
  twin boolean not null default false,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, item_key, item_no)
);

create index money_waiting_oldest on money_waiting (tenant_id, booked_on, item_key, item_no);

alter table money_waiting enable row level security;
alter table money_waiting force row level security;
create policy tenant_only on money_waiting to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update, delete on money_waiting to forbear_app;

-- What else points at an account: a virtual account number, a payment reference that was issued, and
-- whose money came from which payer before.
create table money_alias (
  tenant_id bigint not null,
  kind text not null check (kind in ('virtual', 'reference', 'payer', 'payer_name')),
  value text not null check (length(value) between 1 and 140),
  matched_borrower bigint not null,
  matched_account bigint not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, kind, value, matched_account)
);

alter table money_alias enable row level security;
alter table money_alias force row level security;
create policy tenant_only on money_alias to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on money_alias to forbear_app;

-- From which amount on a match by hand needs a second person.
create table match_limit (
  tenant_id bigint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  large_minor bigint not null check (large_minor > 0),
  set_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, currency, recorded_at)
);

alter table match_limit enable row level security;
alter table match_limit force row level security;
create policy tenant_only on match_limit to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on match_limit to forbear_app;

-- Money names an account by its reference.
create index account_by_ref on account (tenant_id, ref);
