-- Money that people pay through a provider's page, and money that is collected by direct debit.
-- No card number has a place here: pages of the provider take it, and we get a reference.

-- A way to a page that shows nothing of a debt until a known fact was given.
create table payment_link (
  tenant_id bigint not null,
  borrower_id bigint not null,
  link_no bigint generated always as identity,
  -- SHA-256 of the token: who reads this table cannot open the link.
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  account_id bigint not null,
  -- null: the borrower says how much.
  amount_minor bigint check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  expires_at timestamptz not null,
  made_by text not null,
  made_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, link_no),
  check (expires_at > made_at)
);

create index payment_link_by_token on payment_link (tenant_id, token_hash);

alter table payment_link enable row level security;
alter table payment_link force row level security;
create policy tenant_only on payment_link to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on payment_link to forbear_app;

-- Each time somebody gave a fact, right or wrong: three wrong ones lock the link, and the network.
create table portal_guess (
  tenant_id bigint not null,
  borrower_id bigint not null,
  link_no bigint not null,
  guess_no bigint generated always as identity,
  -- A keyed hash of the network it came from (an address; of IPv6 the first 64 bits).
  network_hash text not null check (network_hash ~ '^[0-9a-f]{64}$'),
  is_right boolean not null,
  guessed_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, link_no, guess_no)
);

create index portal_guess_by_network on portal_guess (tenant_id, network_hash, guessed_at) where not is_right;

alter table portal_guess enable row level security;
alter table portal_guess force row level security;
create policy tenant_only on portal_guess to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on portal_guess to forbear_app;

-- One visit to a provider's page. Work in progress: what was paid is in payment_step.
create table payment_try (
  tenant_id bigint not null,
  borrower_id bigint not null,
  try_no bigint generated always as identity,
  link_no bigint,
  account_id bigint not null,
  provider text not null check (provider ~ '^[a-z0-9-]{1,40}$'),
  -- What the provider knows it by; random, so that nobody can name another's.
  our_ref text not null check (our_ref ~ '^[0-9a-z]{26,32}$'),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- How far it came: a later word never lowers it.
  state text not null default 'created' check (state in (
    'created', 'asked', 'failed', 'expired', 'paid', 'refunded', 'charged_back')),
  -- The provider's own name of the payment, once it told.
  provider_ref text check (length(provider_ref) between 1 and 200),
  -- The page of the provider, or the text of its QR code.
  page text check (length(page) between 1 and 8000),
  expires_at timestamptz not null,
  made_at timestamptz not null,
  told_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, try_no),
  unique (tenant_id, borrower_id, our_ref)
);

create index payment_try_by_ref on payment_try (tenant_id, our_ref);
create index payment_try_by_provider_ref on payment_try (tenant_id, provider, provider_ref)
  where provider_ref is not null;
create index payment_try_open on payment_try (tenant_id, expires_at) where state in ('created', 'asked');

alter table payment_try enable row level security;
alter table payment_try force row level security;
create policy tenant_only on payment_try to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on payment_try to forbear_app;

-- What was posted for a try: its payment, and after money went back its reversal and what is left.
create table payment_step (
  tenant_id bigint not null,
  borrower_id bigint not null,
  try_no bigint not null,
  step_no smallint not null check (step_no > 0),
  kind text not null check (kind in ('payment', 'reversal')),
  payment_id bigint not null,
  amount_minor bigint not null check (amount_minor > 0),
  effective_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, try_no, step_no),
  foreign key (tenant_id, borrower_id, try_no) references payment_try
);

alter table payment_step enable row level security;
alter table payment_step force row level security;
create policy tenant_only on payment_step to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on payment_step to forbear_app;

-- Every word of a provider or of a lender's own system, once for ever.
create table webhook_event (
  tenant_id bigint not null,
  provider text not null check (provider ~ '^[a-z0-9-]{1,40}$'),
  event_id text not null check (length(event_id) between 1 and 200),
  -- Of the bytes that came first, and of what they say: a provider may write the same anew.
  body_hash text not null check (body_hash ~ '^[0-9a-f]{64}$'),
  meaning_hash text not null check (meaning_hash ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('paid', 'failed', 'refunded', 'chargeback', 'expired')),
  our_ref text,
  provider_ref text,
  -- The refund or chargeback that it speaks of; null speaks of all together.
  item_ref text,
  amount_minor bigint check (amount_minor > 0),
  currency char(3) check (currency ~ '^[A-Z]{3}$'),
  happened_at timestamptz not null,
  -- All that the sender said, as it was parsed: no card number, no secret.
  said jsonb not null,
  state text not null check (state in ('applied', 'unmatched', 'noted')),
  state_why text,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, provider, event_id)
);

create index webhook_event_by_ref on webhook_event (tenant_id, provider, our_ref);
create index webhook_event_by_provider_ref on webhook_event (tenant_id, provider, provider_ref);
create index webhook_event_unmatched on webhook_event (tenant_id, recorded_at) where state = 'unmatched';
grant update (state, state_why) on webhook_event to forbear_app;

alter table webhook_event enable row level security;
alter table webhook_event force row level security;
create policy tenant_only on webhook_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on webhook_event to forbear_app;

-- What the borrower is told of a payment: in the portal always, by a message where the guard allows it.
create table receipt (
  tenant_id bigint not null,
  borrower_id bigint not null,
  receipt_no bigint generated always as identity,
  payment_id bigint not null,
  -- null: paid to all that is owed.
  account_id bigint,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  effective_on date not null,
  -- The message that says so; none where there is no address for one.
  treatment_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, receipt_no),
  unique (tenant_id, borrower_id, payment_id)
);

create index receipt_by_treatment on receipt (tenant_id, borrower_id, treatment_id);

alter table receipt enable row level security;
alter table receipt force row level security;
create policy tenant_only on receipt to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on receipt to forbear_app;

-- A borrower's word that we may collect from a bank account. It ends by a row of mandate_end.
create table mandate (
  tenant_id bigint not null,
  borrower_id bigint not null,
  mandate_no bigint generated always as identity,
  account_id bigint not null,
  -- The reference that the borrower signed.
  ref text not null check (ref ~ '^[A-Za-z0-9/?:().,+ -]{1,35}$'),
  holder text not null check (length(holder) between 1 and 70),
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  bic text check (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
  signed_on date not null,
  -- Days between the notice of an amount and its collection.
  notice_days smallint not null check (notice_days between 1 and 60),
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, mandate_no),
  unique (tenant_id, borrower_id, ref)
);

alter table mandate enable row level security;
alter table mandate force row level security;
create policy tenant_only on mandate to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on mandate to forbear_app;

create table mandate_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  mandate_no bigint not null,
  effective_on date not null,
  why text not null check (length(why) between 1 and 200),
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, mandate_no),
  foreign key (tenant_id, borrower_id, mandate_no) references mandate
);

alter table mandate_end enable row level security;
alter table mandate_end force row level security;
create policy tenant_only on mandate_end to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on mandate_end to forbear_app;

-- A file of collections that was written for the bank.
create table collection_file (
  tenant_id bigint not null,
  file_ref text not null check (file_ref ~ '^[A-Za-z0-9-]{1,35}$'),
  collect_on date not null,
  entries integer not null check (entries > 0),
  total_minor bigint not null check (total_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, file_ref)
);

alter table collection_file enable row level security;
alter table collection_file force row level security;
create policy tenant_only on collection_file to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on collection_file to forbear_app;

-- One collection from one bank account.
create table collection (
  tenant_id bigint not null,
  borrower_id bigint not null,
  collection_no bigint generated always as identity,
  file_ref text not null,
  mandate_no bigint not null,
  account_id bigint not null,
  end_to_end_ref text not null check (end_to_end_ref ~ '^[A-Za-z0-9-]{1,35}$'),
  sequence text not null check (sequence in ('FRST', 'RCUR')),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  collect_on date not null,
  -- What it collects: a promise, or an instalment of a plan.
  for_kind text not null check (for_kind in ('promise', 'plan')),
  for_id bigint not null,
  for_no smallint not null,
  attempt smallint not null check (attempt between 1 and 9),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, collection_no),
  -- The same is never collected twice by two runs.
  unique (tenant_id, borrower_id, for_kind, for_id, for_no, attempt),
  foreign key (tenant_id, borrower_id, mandate_no) references mandate,
  foreign key (tenant_id, file_ref) references collection_file
);

create index collection_by_end_to_end on collection (tenant_id, end_to_end_ref);
create index collection_by_file on collection (tenant_id, file_ref);

alter table collection enable row level security;
alter table collection force row level security;
create policy tenant_only on collection to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on collection to forbear_app;

-- What the bank said of it. Rejected: it was never paid. Returned: it was paid and went back.
create table collection_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  collection_no bigint not null,
  kind text not null check (kind in ('settled', 'rejected', 'returned')),
  -- The bank's reason, such as AC04.
  reason text check (reason ~ '^[A-Z0-9]{4}$'),
  effective_on date not null,
  source text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, collection_no, kind),
  foreign key (tenant_id, borrower_id, collection_no) references collection
);

alter table collection_event enable row level security;
alter table collection_event force row level security;
create policy tenant_only on collection_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on collection_event to forbear_app;
