-- Letters on paper, and messages in the borrower's own folder of the portal.

-- A day's letters for the print house. While it is open letters come and go; closing is one commit.
create table letter_batch (
  tenant_id bigint not null,
  batch_no bigint generated always as identity,
  made_on date not null,
  -- closed: nothing comes or goes any more; ready: its folder stands whole; void: all were withdrawn.
  state text not null default 'open' check (state in ('open', 'closed', 'ready', 'handed_over', 'void')),
  closed_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, batch_no),
  check ((state = 'open') = (closed_at is null))
);
create unique index letter_batch_open on letter_batch (tenant_id, made_on) where state = 'open';
alter table letter_batch enable row level security;
alter table letter_batch force row level security;
create policy tenant_only on letter_batch to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on letter_batch to forbear_app;

-- Who signs letters of lawyers: a person with a licence, recorded by somebody. Without one none is made.
create table lawyer (
  tenant_id bigint not null,
  lawyer_no bigint generated always as identity,
  name text not null check (length(name) between 1 and 100),
  licence text not null check (length(licence) between 1 and 60),
  firm text not null check (length(firm) between 1 and 200),
  recorded_by text not null,
  -- From here on no new letter bears the name.
  ended_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, lawyer_no)
);
alter table lawyer enable row level security;
alter table lawyer force row level security;
create policy tenant_only on lawyer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on lawyer to forbear_app;

-- One printed letter of one attempt; the attempt's key is the file's name.
create table letter (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  contact_id bigint not null,
  kind text not null check (kind in (
    'reminder', 'demand_notice', 'lawyers_letter', 'settled_in_full', 'credit_notice', 'visit_notice')),
  -- null: it waits for a second person.
  batch_no bigint,
  state text not null check (state in ('to_approve', 'batched', 'withdrawn', 'handed_over', 'returned')),
  state_why text,
  -- As of the permit: a stop since then withdraws the letter before its batch is closed.
  block_version bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  pages smallint not null check (pages between 1 and 50),
  place text not null,
  envelope text not null check (envelope in ('dl-window', 'c5-window', 'c4-window')),
  lawyer_no bigint,
  approved_by text,
  set_at timestamptz not null,
  handed_over_on date,
  returned_on date,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, attempt_key),
  foreign key (tenant_id, batch_no) references letter_batch,
  foreign key (tenant_id, lawyer_no) references lawyer,
  check ((kind = 'lawyers_letter') = (lawyer_no is not null)),
  -- No lawyer's letter is in a batch without the word of a second person.
  check (kind <> 'lawyers_letter' or batch_no is null or approved_by is not null),
  check (state not in ('batched', 'handed_over', 'returned') or batch_no is not null)
);
create index letter_by_batch on letter (tenant_id, batch_no, borrower_id);
create index letter_by_key on letter (tenant_id, attempt_key);
create index letter_to_approve on letter (tenant_id, set_at) where state = 'to_approve';
alter table letter enable row level security;
alter table letter force row level security;
create policy tenant_only on letter to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on letter to forbear_app;

-- What lies in the borrower's folder of the portal, for whoever gave the fact that only the borrower knows.
create table portal_message (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  account_id bigint not null,
  language text not null,
  subject text,
  body text not null,
  put_at timestamptz not null,
  first_read_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, attempt_key)
);
alter table portal_message enable row level security;
alter table portal_message force row level security;
create policy tenant_only on portal_message to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on portal_message to forbear_app;
