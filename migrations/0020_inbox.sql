-- What comes in over every channel, kept in the sender's own words before anything is made of it; what was
-- heard in it and what that stopped; the one list of who waits for an answer; what became of each address;
-- third persons, whom law lets be asked once and never again after a no.

-- Every message of every provider, once for ever. Of a message that is nobody's yet this is all there is.
create table arrival (
  tenant_id bigint not null,
  arrival_id bigint generated always as identity,
  provider text not null check (provider ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
  provider_ref text not null check (length(provider_ref) between 1 and 300),
  channel text not null check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  -- Of who wrote, to what, and the words: the same name with another hash is kept as another message.
  meaning_hash text not null check (meaning_hash ~ '^[0-9a-f]{64}$'),
  raw_hash bytea not null check (octet_length(raw_hash) = 32),
  received_at timestamptz not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, provider, provider_ref)
);

create unique index arrival_by_id on arrival (tenant_id, arrival_id);

alter table arrival enable row level security;
alter table arrival force row level security;
create policy tenant_only on arrival to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on arrival to forbear_app;

-- What a borrower sent, word for word.
create table message_in (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint generated always as identity,
  arrival_id bigint not null,
  channel text not null check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  sender text not null check (length(sender) between 1 and 320),
  -- 0 where it is none of the borrower's known addresses.
  address_id bigint not null default 0,
  recipient text not null check (length(recipient) <= 320),
  words text not null,
  words_hash bytea not null check (octet_length(words_hash) = 32),
  -- The attempt that it answers, where that is known.
  answers_contact_id bigint,
  inbound_id bigint,
  automatic text check (automatic in ('bounce', 'auto_reply')),
  -- How it was known whose it is.
  found_by text not null check (found_by in ('reply', 'case', 'address', 'third_person', 'staff')),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, message_id)
);

create unique index message_in_once on message_in (tenant_id, borrower_id, arrival_id);
create index message_in_by_time on message_in (tenant_id, borrower_id, effective_at);

alter table message_in enable row level security;
alter table message_in force row level security;
create policy tenant_only on message_in to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on message_in to forbear_app;

-- What was made of a message, by which listener; a person's word is a newer row.
create table message_heard (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint not null,
  heard_id bigint generated always as identity,
  listener text not null check (length(listener) between 1 and 100),
  first_class text not null check (first_class ~ '^[a-z_]{1,30}$'),
  -- [{what, certainty, words}]
  classes jsonb not null,
  -- What may be agreed from it, never agreed by it: a promise, an hour to call.
  proposes jsonb not null default '{}',
  stops boolean not null,
  by_staff text,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, message_id, heard_id),
  foreign key (tenant_id, borrower_id, message_id) references message_in (tenant_id, borrower_id, message_id)
);

alter table message_heard enable row level security;
alter table message_heard force row level security;
create policy tenant_only on message_heard to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on message_heard to forbear_app;

-- What a message did at once, and what took that back.
create table message_effect (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint not null,
  effect_id bigint generated always as identity,
  kind text not null check (kind in ('refusal', 'hold', 'care', 'circumstance', 'address', 'third_person', 'stopped', 'taken_back')),
  what text not null check (length(what) between 1 and 100),
  ref_id bigint,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, message_id, effect_id),
  foreign key (tenant_id, borrower_id, message_id) references message_in (tenant_id, borrower_id, message_id)
);

alter table message_effect enable row level security;
alter table message_effect force row level security;
create policy tenant_only on message_effect to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on message_effect to forbear_app;

-- Messages that are nobody's: an unknown sender, or one that several borrowers share. Work in progress:
-- the words go where they belong when somebody says whose they are.
create table message_unmatched (
  tenant_id bigint not null,
  arrival_id bigint not null,
  channel text not null check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  sender text not null,
  recipient text not null,
  words text not null,
  automatic text check (automatic in ('bounce', 'auto_reply')),
  -- Who shares the address: each of them was stopped where the words stop.
  candidates bigint[] not null,
  first_class text not null,
  classes jsonb not null,
  proposes jsonb not null default '{}',
  stops boolean not null,
  listener text not null,
  urgency smallint not null check (urgency between 0 and 9),
  received_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'attached', 'closed')),
  closed_by text,
  why text check (length(why) between 1 and 500),
  closed_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, arrival_id),
  check ((state = 'open') = (closed_at is null))
);

create index message_unmatched_open
  on message_unmatched (tenant_id, urgency desc, received_at, arrival_id) where state = 'open';

alter table message_unmatched enable row level security;
alter table message_unmatched force row level security;
create policy tenant_only on message_unmatched to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on message_unmatched to forbear_app;

-- What became of each thread: who took it, answered it, closed it.
create table inbox_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_id bigint generated always as identity,
  state text not null check (state in ('open', 'taken', 'answered', 'closed')),
  message_id bigint,
  by_staff text,
  words text check (length(words) between 1 and 500),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, event_id)
);

alter table inbox_event enable row level security;
alter table inbox_event force row level security;
create policy tenant_only on inbox_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on inbox_event to forbear_app;

-- Where each thread stands now: work in progress, made from its events.
create table inbox_now (
  tenant_id bigint not null,
  borrower_id bigint not null,
  state text not null check (state in ('open', 'taken', 'answered', 'closed')),
  -- 9: a life may be at risk. Of all that came since it was last closed, the highest.
  urgency smallint not null check (urgency between 0 and 9),
  first_class text not null,
  message_id bigint not null,
  channel text not null check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  taken_by text,
  waiting_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id)
);

create index inbox_now_waiting
  on inbox_now (tenant_id, urgency desc, waiting_at, borrower_id) where state in ('open', 'taken');
create index inbox_now_by_state on inbox_now (tenant_id, state, urgency desc, waiting_at, borrower_id);

alter table inbox_now enable row level security;
alter table inbox_now force row level security;
create policy tenant_only on inbox_now to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on inbox_now to forbear_app;

-- What a collector typed as an answer: it leaves as a treatment, asked of the guard like any other.
create table reply_words (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint not null,
  message_id bigint not null,
  inbound_id bigint not null,
  words text not null check (length(words) between 1 and 4000),
  by_staff text not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, treatment_id)
);

alter table reply_words enable row level security;
alter table reply_words force row level security;
create policy tenant_only on reply_words to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on reply_words to forbear_app;

-- What was learnt of an address, append-only; address.standing is the newest word. A traced address says
-- where it comes from, what for, and on what ground.
create table address_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  address_id bigint not null,
  event_id bigint generated always as identity,
  standing text not null check (standing in ('unverified', 'works', 'fails', 'recycled', 'not_his')),
  how text not null check (how in ('reply', 'call', 'bounce', 'portal', 'file', 'staff', 'traced')),
  source text not null check (length(source) between 1 and 200),
  purpose text check (length(purpose) between 1 and 200),
  ground text check (ground in ('consent', 'contract', 'legal_duty', 'public_record')),
  consent_on date,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, address_id, event_id),
  check (how <> 'traced' or (purpose is not null and ground is not null)),
  check (ground is distinct from 'consent' or consent_on is not null)
);

alter table address_event enable row level security;
alter table address_event force row level security;
create policy tenant_only on address_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on address_event to forbear_app;

-- Third persons that the contract itself names. Nobody else is ever kept here.
create table third_person (
  tenant_id bigint not null,
  borrower_id bigint not null,
  person_id bigint generated always as identity,
  role text not null check (role in ('emergency_contact', 'guarantor')),
  relation text not null check (relation in ('spouse', 'relative', 'friend', 'colleague', 'other')),
  -- The clause or document in which the borrower named them.
  basis text not null check (length(basis) between 1 and 200),
  named_on date not null,
  effective_on date not null,
  by_staff text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, person_id)
);

alter table third_person enable row level security;
alter table third_person force row level security;
create policy tenant_only on third_person to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on third_person to forbear_app;

-- Their name and number: the one table of this file from which rows go, at their first no.
create table third_person_private (
  tenant_id bigint not null,
  borrower_id bigint not null,
  person_id bigint not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('mobile', 'landline')),
  value text not null check (length(value) between 3 and 40),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, person_id),
  foreign key (tenant_id, borrower_id, person_id) references third_person (tenant_id, borrower_id, person_id)
);

create index third_person_private_by_value on third_person_private (tenant_id, value);

alter table third_person_private enable row level security;
alter table third_person_private force row level security;
create policy tenant_only on third_person_private to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, delete on third_person_private to forbear_app;

-- What was done: asked, answered, refused. Somebody who does not owe is asked once.
create table third_person_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  person_id bigint not null,
  event_id bigint generated always as identity,
  kind text not null check (kind in ('asked', 'answered', 'no_answer', 'refused', 'erased')),
  verdict jsonb,
  by_staff text not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, person_id, event_id),
  foreign key (tenant_id, borrower_id, person_id) references third_person (tenant_id, borrower_id, person_id)
);

create unique index third_person_asked_once
  on third_person_event (tenant_id, borrower_id, person_id) where kind = 'asked';

alter table third_person_event enable row level security;
alter table third_person_event force row level security;
create policy tenant_only on third_person_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on third_person_event to forbear_app;

-- A no is kept for ever, and for every borrower who might name the same person: as a keyed hash of the
-- number, which is not kept.
create table third_person_refusal (
  tenant_id bigint not null,
  person_hash bytea not null check (octet_length(person_hash) = 32),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, person_hash)
);

alter table third_person_refusal enable row level security;
alter table third_person_refusal force row level security;
create policy tenant_only on third_person_refusal to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on third_person_refusal to forbear_app;

-- Whose is this number, which attempt does this answer or tell of.
create index address_by_value on address (tenant_id, value);
create index contact_by_attempt on contact (tenant_id, attempt_key);
create index contact_by_provider on contact (tenant_id, provider, provider_ref) where provider_ref is not null;

-- What a provider told of an attempt that is not known (yet), or that says something impossible: kept, never
-- believed.
create table receipt_stray (
  tenant_id bigint not null,
  stray_id bigint generated always as identity,
  provider text not null,
  provider_ref text,
  attempt_key text,
  said text not null,
  why text not null check (why in ('no_such_contact', 'never_sent', 'other_provider')),
  detail jsonb not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, stray_id)
);

create index receipt_stray_by_provider on receipt_stray (tenant_id, provider, provider_ref);

alter table receipt_stray enable row level security;
alter table receipt_stray force row level security;
create policy tenant_only on receipt_stray to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on receipt_stray to forbear_app;
